import type { OfficeDays } from './office-days.ts';
import { PromiseDateError } from './promise-date-error.ts';
import type { PauseSpan, TimeLimit } from './promise-dates.contract.ts';
import { addMonths, clockOf, DAY_MINUTES, dayOf, minuteOf, readClock } from './vietnam-time.ts';

/** When something that arrives is taken in, and why not at once. */
export interface Intake {
  readonly arrived: number;
  readonly at: number;
  readonly day: number;
  readonly why: 'open' | 'before-opening' | 'break' | 'after-closing' | 'day-off' | 'after-cut-off';
}

/** A span in which the clock stands still. In days: those after the request, through the day the supplement is taken in. */
export interface Pause {
  readonly from: number;
  readonly fromDay: number;
  readonly until: Intake;
}

/** Where a count ended: on `lastDay`, moved to the working day of `at` when that is not the same. */
export interface Due {
  readonly at: number;
  readonly lastDay: number;
  /** The pause that was still running when the last day closed. */
  readonly waitedFor?: Pause;
}

/** A cut-off hour is still in time: only what comes later waits. */
export function takeIn(arrived: number, cutOff: string | undefined, dayAt: OfficeDays): Intake {
  const day = dayOf(arrived);
  const clock = clockOf(arrived);
  const { openings } = dayAt(day);
  const opening = openings.find(([, to]) => clock < to);
  const isLate = cutOff !== undefined && clock > readClock(cutOff);
  if (opening && !isLate) {
    const why = clock >= opening[0] ? 'open' : opening === openings[0] ? 'before-opening' : 'break';
    return { arrived, at: day * DAY_MINUTES + Math.max(clock, opening[0]), day, why };
  }
  let next = day + 1;
  while (dayAt(next).openings.length === 0) next += 1;
  const why = openings.length === 0 ? 'day-off' : opening ? 'after-cut-off' : 'after-closing';
  return { arrived, at: next * DAY_MINUTES + (dayAt(next).openings[0]?.[0] ?? 0), day: next, why };
}

export function readPauses(spans: readonly PauseSpan[], arrived: number, taken: (until: number) => Intake): Pause[] {
  const known = spans
    .map(({ from, until }, index) => ({ from: minuteOf(from), until: minuteOf(until), index }))
    .sort((one, other) => one.from - other.from || one.index - other.index);
  return known.map(({ from, until, index }, place) => {
    if (until <= from) throw new PromiseDateError({ reason: 'pause-without-length', index });
    if (from < arrived) throw new PromiseDateError({ reason: 'pause-before-receipt', index });
    if (from < (known[place - 1]?.until ?? from)) throw new PromiseDateError({ reason: 'pauses-overlap', index });
    return { from, fromDay: dayOf(from), until: taken(until) };
  });
}

export const isPaused = (day: number, pauses: readonly Pause[]) => pauses.some(({ fromDay, until }) => fromDay < day && day <= until.day);

export function afterDays({ value, unit }: TimeLimit, intake: Intake, pauses: readonly Pause[], dayAt: OfficeDays): Due {
  let left = unit === 'same_day' ? 0 : unit === 'months' ? addMonths(intake.day, value) - intake.day : value;
  let lastDay = intake.day;
  while (left > 0) {
    lastDay += 1;
    if (!isPaused(lastDay, pauses) && (unit !== 'working_days' || dayAt(lastDay).counts)) left -= 1;
  }
  let at = closingFrom(lastDay, dayAt);
  let waitedFor: Pause | undefined;
  for (const pause of pauses) {
    if (pause.from >= at || pause.until.day <= dayOf(at)) continue;
    at = closingFrom(pause.until.day, dayAt);
    waitedFor = pause;
  }
  return { at, lastDay, ...(waitedFor && { waitedFor }) };
}

/** Closing time of the first working day from `day` on. */
function closingFrom(day: number, dayAt: OfficeDays): number {
  let working = day;
  while (!dayAt(working).counts) working += 1;
  return working * DAY_MINUTES + (dayAt(working).openings.at(-1)?.[1] ?? 0);
}

export function afterHours(hours: number, intake: Intake, pauses: readonly Pause[], dayAt: OfficeDays): Due {
  let left = hours * 60;
  for (let day = intake.day; ; day += 1) {
    const { counts, openings } = dayAt(day);
    if (!counts) continue;
    for (const [opens, closes] of openings)
      for (const [from, to] of running(Math.max(day * DAY_MINUTES + opens, intake.at), day * DAY_MINUTES + closes, pauses)) {
        if (left <= to - from) return { at: from + left, lastDay: day };
        left -= to - from;
      }
  }
}

/** Minutes in which the office worked between two instants, those of the pauses left out: what `afterHours` counts, told backwards. */
export function workedMinutes(from: number, until: number, pauses: readonly Pause[], dayAt: OfficeDays): number {
  let worked = 0;
  for (let day = dayOf(from); day <= dayOf(until); day += 1) {
    const { counts, openings } = dayAt(day);
    if (!counts) continue;
    for (const [opens, closes] of openings)
      for (const [start, end] of running(Math.max(day * DAY_MINUTES + opens, from), Math.min(day * DAY_MINUTES + closes, until), pauses))
        worked += end - start;
  }
  return worked;
}

/** What is left of a span when the pauses are cut out. */
function running(from: number, to: number, pauses: readonly Pause[]): [from: number, to: number][] {
  let parts: [number, number][] = [[from, to]];
  for (const pause of pauses)
    parts = parts.flatMap(([start, end]): [number, number][] => [
      [start, Math.min(end, pause.from)],
      [Math.max(start, pause.until.at), end],
    ]);
  return parts.filter(([start, end]) => start < end);
}
