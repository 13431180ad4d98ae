import { NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import type { Holder, Queue, Standing } from '@tayninh/shared/features/dossiers/standing.contract';
import type { StepHolder } from '../../connectors/one-gate/one-gate-says.ts';
import { UNFINISHED } from '../../platform/exactly-once.ts';
import type { DossierRow, StepFacts } from './dossiers.repository.ts';
import { type StandingRepository, THROUGHPUT_MINUTES, WHOLE_PROVINCE } from './standing.repository.ts';

/** Fewer within the window say nothing about the speed of a queue. */
const LEAST_SENT = 3;

export type StandingOf = Pick<DossierRow, 'id' | 'state' | 'status' | 'acceptedAt' | 'procedureCode' | 'unitCode'> & {
  /** In order. */
  readonly events: readonly { facts: StepFacts; occurredAt: Date; status: number | null }[];
};

/** @param province how the province's system answers, from the calls we make anyway */
export function createStandingService({
  repository,
  province,
  now = Date.now,
}: {
  repository: StandingRepository;
  province: () => Promise<{ state: string; since: Date | null }>;
  now?: () => number;
}) {
  async function queueOf(row: StandingOf): Promise<Queue | null> {
    if (!UNFINISHED.some((state) => state === row.state)) return null;
    const [{ ahead, sentLately }, { state, since }] = await Promise.all([repository.queue(row), province()]);
    const isDown = state === 'down';
    const msForEach = (THROUGHPUT_MINUTES * 60_000) / sentLately;
    return {
      ahead,
      expectedAt: isDown || sentLately < LEAST_SENT ? null : new Date(now() + (ahead + 1) * msForEach).toISOString(),
      downSince: isDown ? (since?.toISOString() ?? null) : null,
    };
  }

  async function usualOf({ procedureCode, unitCode, status }: StandingOf): Promise<Standing['usual']> {
    if (phaseOf(status) === 'handled' || phaseOf(status) === 'closed') return null;
    const found = await repository.duration(procedureCode, unitCode);
    if (!found) return null;
    const { finishedCount, medianMinutes, p90Minutes, fromDay, untilDay } = found;
    return { scope: found.unitCode === WHOLE_PROVINCE ? 'province' : 'unit', finishedCount, medianMinutes, p90Minutes, fromDay, untilDay };
  }

  return {
    async of(row: StandingOf): Promise<Standing> {
      const [queue, usual] = await Promise.all([queueOf(row), usualOf(row)]);
      return { queue, usual, holder: phaseOf(row.status) === 'in-process' ? holderOf(row.events) : null };
    },
  };
}
export type StandingService = ReturnType<typeof createStandingService>;

const phaseOf = (status: number) => NATIONAL_STATUS[status as NationalStatus].phase;

/** As the public may read it: where and in which role, never who. A step without a time of its own began when it was reported. */
export const publicHolder = ({ department, title, startedAt, dueAt }: StepHolder, reportedAt: Date): Holder => ({
  department,
  title,
  since: startedAt ?? reportedAt.toISOString(),
  dueAt,
});

/** The newest step that named somebody, with the time since which it is the same department. */
function holderOf(events: StandingOf['events']): Holder | null {
  const held = events.flatMap(({ facts, occurredAt }) => (facts.holder ? [publicHolder(facts.holder, occurredAt)] : []));
  const last = held.at(-1);
  if (!last) return null;
  const isSame = ({ department, title }: Holder) => department === last.department && title === last.title;
  const firstOfRun = held.findLastIndex((holder) => !isSame(holder)) + 1;
  return { ...last, since: held[firstOfRun]?.since ?? last.since };
}
