import type { CommonProcedures, ProcedureItem } from '@tayninh/shared/features/procedures/procedures.contract';
import { EVERYDAY_LANGUAGE } from '@tayninh/shared/features/procedures/search/everyday-language';
import { keptCopy } from '../../platform/kept-copy.ts';
import type { CommonProcedureRepository } from './common-procedures.repository.ts';

/** The table changes once a night. */
const FRESH_MS = 600_000;
/** A list of one or two says little about a place: then the larger one speaks. */
const LEAST_ITEMS = 3;
const ALL = '';

/** What the search language holds for everyday matters, the most everyday first. */
const CURATED = Object.entries(EVERYDAY_LANGUAGE.weights)
  .filter(([, weight]) => weight > 1)
  .sort(([, a], [, b]) => b - a)
  .map(([code]) => code);

/** @param itemsOf what the catalogue in force knows of these codes, in their order; unknown ones are left out */
export function createCommonProcedureService({
  repository,
  itemsOf,
  now = Date.now,
}: {
  repository: CommonProcedureRepository;
  itemsOf: (codes: readonly string[]) => Promise<ProcedureItem[]>;
  now?: () => number;
}) {
  const frequent = keptCopy(() => repository.frequent(new Date(now())), { freshMs: FRESH_MS, now });

  return {
    /** Never mixed: all items come from the commune, or from the province, or from our own list, and `basis` says from which. */
    async list({ unit, limit }: { unit?: string | undefined; limit: number }): Promise<CommonProcedures> {
      const counted = await frequent.current();
      const candidates = [
        { basis: 'unit' as const, codes: (unit && counted.get(unit)) || [] },
        { basis: 'province' as const, codes: counted.get(ALL) ?? [] },
      ];
      for (const { basis, codes } of candidates) {
        const items = await itemsOf(codes);
        if (items.length >= LEAST_ITEMS) return { basis, items: items.slice(0, limit) };
      }
      return { basis: 'curated', items: (await itemsOf(CURATED)).slice(0, limit) };
    },
    recount: () => repository.recount(new Date(now())),
  };
}
export type CommonProcedureService = ReturnType<typeof createCommonProcedureService>;
