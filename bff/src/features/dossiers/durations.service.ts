import { PromiseDateError } from '@tayninh/shared/features/promise-dates/promise-date-error';
import { DEFAULT_OFFICE } from '@tayninh/shared/features/promise-dates/promise-dates.contract';
import type { OfficeProfile, WorkCalendar } from '@tayninh/shared/features/promise-dates/work-calendar';
import { percentile, workingMinutes } from '@tayninh/shared/features/promise-dates/working-time';
import type { Duration, DurationRepository, FinishedStep } from './durations.repository.ts';
import { pausesOf } from './pauses.ts';
import { WHOLE_PROVINCE } from './standing.repository.ts';

const YEAR_MS = 365 * 86_400_000;
/** Fewer could point at a person, and say little. */
const LEAST_FINISHED = 10;

interface Finished {
  readonly procedureCode: string;
  readonly unitCode: string | null;
  readonly minutes: number;
  readonly finishedAt: Date;
}
interface OfficeTime {
  readonly office: OfficeProfile;
  readonly calendar: WorkCalendar;
}

/** How long procedures took within the last year, from what the province reported; `recount` is the work of one night. */
export function createDurationService({
  repository,
  workingTime,
  now = Date.now,
}: {
  repository: DurationRepository;
  workingTime: () => Promise<{ calendar: WorkCalendar; offices: ReadonlyMap<string, OfficeProfile> }>;
  now?: () => number;
}) {
  return {
    async recount(): Promise<void> {
      const { calendar, offices } = await workingTime();
      const office = offices.get(DEFAULT_OFFICE);
      if (!office) throw new Error('no hours of the usual office');
      const groups = new Map<string, Finished[]>();
      for await (const steps of byDossier(repository.finishedSteps(new Date(now() - YEAR_MS)))) {
        const finished = finish(steps, { office, calendar });
        if (!finished) continue;
        for (const unitCode of new Set([finished.unitCode ?? WHOLE_PROVINCE, WHOLE_PROVINCE])) {
          const key = `${finished.procedureCode}|${unitCode}`;
          const group = groups.get(key);
          if (group) group.push(finished);
          else groups.set(key, [finished]);
        }
      }
      await repository.replace([...groups].filter(([, group]) => group.length >= LEAST_FINISHED).map(([key, group]) => summed(key, group)));
    },
  };
}
export type DurationService = ReturnType<typeof createDurationService>;

async function* byDossier(pages: AsyncIterable<FinishedStep[]>): AsyncGenerator<FinishedStep[]> {
  let held: FinishedStep[] = [];
  for await (const page of pages)
    for (const step of page) {
      if (held[0] && held[0].dossierId !== step.dossierId) {
        yield held;
        held = [];
      }
      held.push(step);
    }
  if (held.length > 0) yield held;
}

/** @returns null when receipt or result is not known, or a calendar is missing: then nothing is guessed. */
function finish(steps: FinishedStep[], time: OfficeTime): Finished | null {
  const end = steps.findIndex(({ status }) => status === 9 || status === 10);
  const [first, result] = [steps[0], steps[end]];
  const clock = pausesOf(steps.slice(0, end + 1));
  if (!first || !result || !clock) return null;
  const pauses = clock.pauses.map(({ from, until }) => ({ from: from.toISOString(), until: until.toISOString() }));
  try {
    const minutes = workingMinutes({ from: clock.receivedAt.toISOString(), until: result.occurredAt.toISOString(), pauses }, time);
    return { procedureCode: first.procedureCode, unitCode: first.unitCode, minutes, finishedAt: result.occurredAt };
  } catch (error) {
    if (error instanceof PromiseDateError) return null;
    throw error;
  }
}

const LOCAL_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });

function summed(key: string, group: Finished[]): Duration {
  const [procedureCode = '', unitCode = ''] = key.split('|');
  const minutes = group.map((one) => one.minutes).sort((a, b) => a - b);
  const days = group.map(({ finishedAt }) => LOCAL_DAY.format(finishedAt)).sort();
  return {
    procedureCode,
    unitCode,
    finishedCount: group.length,
    medianMinutes: percentile(minutes, 0.5),
    p90Minutes: percentile(minutes, 0.9),
    fromDay: days[0] ?? '',
    untilDay: days.at(-1) ?? '',
  };
}
