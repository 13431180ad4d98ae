import type { OutsideSystem, SystemState, SystemStatus } from '@tayninh/shared/features/status/status.contract';
import type { StatusRepository } from './status.repository.ts';

const FRESH_MS = 5_000;
/** Dossiers are asked about every ten minutes: longer silence means that nobody had a reason to ask. */
const SILENT_MS = 30 * 60_000;

/** Which upstreams stand behind the words for people. */
const UPSTREAMS: Record<OutsideSystem, readonly string[]> = {
  province: ['one-gate'],
  notices: ['zalo-openapi', 'zalo-business'],
  payments: ['payment-platform', 'zalo-checkout'],
  scan: ['clamd'],
};
const WORST: readonly SystemState[] = ['down', 'slow', 'ok'];
type Rows = Awaited<ReturnType<StatusRepository['read']>>;

export function createStatusService({ repository, now = Date.now }: { repository: Pick<StatusRepository, 'read'>; now?: () => number }) {
  let held: { readonly until: number; readonly status: Promise<SystemStatus> } | undefined;

  async function load(): Promise<SystemStatus> {
    const asOf = new Date(now()).toISOString();
    const { systems, notices } = await repository.read();
    return {
      asOf,
      systems: (Object.keys(UPSTREAMS) as OutsideSystem[]).map((system) => ({ system, ...judge(UPSTREAMS[system], systems) })),
      maintenance: notices.map(({ system, startsAt, endsAt, text, textEn }) => ({
        system,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        text,
        textEn,
      })),
    };
  }

  /** One read for all who ask within five seconds; a failed one is not kept. */
  function current(): Promise<SystemStatus> {
    if (held && now() < held.until) return held.status;
    const status = load();
    const mine = { until: now() + FRESH_MS, status };
    held = mine;
    status.catch(() => {
      if (held === mine) held = undefined;
    });
    return status;
  }

  return {
    current,
    /** How the province's system answers, for those who wait for it. */
    async province(): Promise<{ state: SystemState; since: Date | null }> {
      const found = (await current()).systems.find(({ system }) => system === 'province');
      return { state: found?.state ?? 'unknown', since: found?.since ? new Date(found.since) : null };
    },
  };
}
export type StatusService = ReturnType<typeof createStatusService>;

/** The worst of what was heard lately; nothing heard is `unknown`. */
function judge(names: readonly string[], rows: Rows['systems']): { state: SystemState; since: string | null } {
  const heard = rows.filter(({ system, ageMs }) => names.includes(system) && ageMs < SILENT_MS);
  const [worst] = heard.sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state) || a.since.getTime() - b.since.getTime());
  return worst ? { state: worst.state, since: worst.since.toISOString() } : { state: 'unknown', since: null };
}
