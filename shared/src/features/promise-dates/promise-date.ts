import type { Language } from '../../contract/values.ts';
import { afterDays, afterHours, readPauses, takeIn } from './count-limit.ts';
import { explain } from './explain.ts';
import { EXPLANATION_WORDS } from './explanation-words.ts';
import { officeDays } from './office-days.ts';
import type { PauseSpan, TimeLimit } from './promise-dates.contract.ts';
import { dateOf, dayOf, instantOf, minuteOf } from './vietnam-time.ts';
import type { OfficeProfile, WorkCalendar } from './work-calendar.ts';

export interface PromiseDateInput {
  /** ISO 8601 instant with offset; seconds are dropped. */
  readonly receivedAt: string;
  readonly limit: TimeLimit;
  readonly office: OfficeProfile;
  /** Waiting for supplements: `from` the request, `until` their arrival. In any order, not overlapping. */
  readonly pauses?: readonly PauseSpan[] | undefined;
  readonly calendar: WorkCalendar;
  /** Of the explanation; Vietnamese when absent. */
  readonly language?: Language | undefined;
}

export interface PromiseDate {
  /** `2026-08-28T17:00:00+07:00` */
  readonly dueAt: string;
  /** How it was counted, one plain sentence each. */
  readonly steps: string[];
  /** A calendar that was read is not final. */
  readonly provisional: boolean;
}

/**
 * The promised date (ngày hẹn trả) of a dossier, in Asia/Ho_Chi_Minh (UTC+7, no daylight saving) whatever the machine's zone.
 * Rules and their sources: docs/sources/time-limits.md. In short:
 *
 * - What arrives while the office is closed, or after the limit's cut-off hour, is taken in at the next opening.
 * - Days and months: the day of receipt is not counted (Civil Code 2015, article 147), an end on a day off moves to the next working
 *   day (article 148), and the promise is the hour at which the office closes on that day.
 * - Working hours run only while the office works; the promise is the minute at which they are used up.
 *
 * @throws PromiseDateError when a day of a year without calendar would have to be judged, or a pause makes no sense.
 * @throws RangeError when an instant has no offset or the limit's value is no positive integer (`same_day`: any).
 */
export function promiseDate({ receivedAt, limit, office, pauses: spans = [], calendar, language = 'vi' }: PromiseDateInput): PromiseDate {
  if (limit.unit !== 'same_day' && !(Number.isInteger(limit.value) && limit.value > 0)) throw new RangeError('limit has no length');
  const dayAt = officeDays(office, calendar);
  const arrived = minuteOf(receivedAt);
  const intake = takeIn(arrived, limit.cutOff, dayAt);
  const pauses = readPauses(spans, arrived, (until) => takeIn(until, limit.cutOff, dayAt));
  const due = limit.unit === 'working_hours' ? afterHours(limit.value, intake, pauses, dayAt) : afterDays(limit, intake, pauses, dayAt);
  const provisionalYears = expectedOnly(calendar, dayOf(arrived), dayOf(due.at));
  return {
    dueAt: instantOf(due.at),
    steps: explain({ limit, intake, pauses, due, dayAt, provisionalYears }, EXPLANATION_WORDS[language]),
    provisional: provisionalYears.length > 0,
  };
}

/** Years between two days whose calendar, or a day of it in between, is not final. */
function expectedOnly({ years }: WorkCalendar, firstDay: number, lastDay: number): number[] {
  const [first, last] = [dateOf(firstDay), dateOf(lastDay)];
  return years
    .filter(({ year }) => first.slice(0, 4) <= String(year) && String(year) <= last.slice(0, 4))
    .filter(({ provisional, days }) => provisional || days.some((day) => day.provisional && first <= day.date && day.date <= last))
    .map(({ year }) => year);
}
