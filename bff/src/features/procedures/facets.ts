import type { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { LIFE_EVENTS, slug, TARGETS } from '@tayninh/shared/features/procedures/life-events';
import type { Facet, ProcedureFacets } from '@tayninh/shared/features/procedures/procedures.contract';

const vietnamese = new Intl.Collator('vi');

/** How many procedures stand behind each way in; what has none is left out. */
export function countFacets(records: readonly Pick<ProcedureRecord, 'lifeEvents' | 'domain' | 'targets'>[]): ProcedureFacets {
  const events = tally(records.flatMap(({ lifeEvents }) => [...new Set(lifeEvents.map(foldKey))]));
  const targets = tally(records.flatMap((record) => [...new Set<string>(record.targets)]));
  const domains = tally(records.map(({ domain }) => slug(domain)));
  const domainNames = new Map(records.map(({ domain }) => [slug(domain), domain]));
  return {
    total: records.length,
    events: LIFE_EVENTS.flatMap(({ id, name }) => facet(id, name, events.get(foldKey(name)))),
    domains: [...domainNames]
      .flatMap(([id, name]) => facet(id, name, domains.get(id)))
      .sort((one, other) => vietnamese.compare(one.name, other.name)),
    targets: TARGETS.flatMap(({ id, name }) => facet(id, name, targets.get(id))),
  };
}

const facet = (id: string, name: string, count = 0): Facet[] => (count > 0 ? [{ id, name, count }] : []);

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Codes in the order of a list: what is filed in the app, then what the province has put in plain words, then by name. */
export function browseOrder(records: readonly Pick<ProcedureRecord, 'code' | 'submitMode' | 'aliases' | 'plainName'>[]): string[] {
  const rank = ({ submitMode, aliases }: (typeof records)[number]) => (submitMode === 'api' ? 0 : aliases.length > 0 ? 1 : 2);
  return [...records]
    .sort((one, other) => rank(one) - rank(other) || vietnamese.compare(one.plainName, other.plainName) || (one.code < other.code ? -1 : 1))
    .map(({ code }) => code);
}
