import { readPauses, takeIn, workedMinutes } from './count-limit.ts';
import { officeDays } from './office-days.ts';
import type { PauseSpan } from './promise-dates.contract.ts';
import { minuteOf } from './vietnam-time.ts';
import type { OfficeProfile, WorkCalendar } from './work-calendar.ts';

/** Limits in working days are eight hours each (egov practice: value × 8 hours). */
export const WORKING_DAY_MINUTES = 8 * 60;

/**
 * How long an office worked on something: minutes of its hours in Asia/Ho_Chi_Minh between receipt and result, without days off and
 * without pauses.
 *
 * @param span ISO 8601 instants with offset
 * @throws PromiseDateError when a day of a year without calendar would have to be judged, or a pause makes no sense.
 */
export function workingMinutes(
  { from, until, pauses = [] }: { from: string; until: string; pauses?: readonly PauseSpan[] },
  { office, calendar }: { office: OfficeProfile; calendar: WorkCalendar },
): number {
  const dayAt = officeDays(office, calendar);
  const start = minuteOf(from);
  const stops = readPauses(pauses, start, (end) => takeIn(end, undefined, dayAt));
  return workedMinutes(start, minuteOf(until), stops, dayAt);
}

/** The smallest value that at least the share `p` of all values do not exceed (nearest rank). @param sorted ascending, not empty */
export const percentile = (sorted: readonly number[], p: number): number => sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] as number;
