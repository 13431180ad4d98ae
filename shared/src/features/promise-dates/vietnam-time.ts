/**
 * Clock and calendar of Asia/Ho_Chi_Minh as whole numbers: UTC+7 all year, without daylight saving since 1975, so no time zone
 * data is needed and the zone of the machine plays no part. A minute counts from 1970-01-01 00:00 local, a day from that day.
 */
const OFFSET_MINUTES = 7 * 60;
export const DAY_MINUTES = 24 * 60;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * The local minute of an ISO 8601 instant; seconds are dropped, as on the receipt slip.
 * @throws RangeError when the text is no instant or names no offset (it would mean the machine's own zone).
 */
export function minuteOf(instant: string): number {
  const milliseconds = /(Z|[+-]\d{2}:\d{2})$/.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError('not an ISO 8601 instant with offset');
  return Math.floor(milliseconds / 60_000) + OFFSET_MINUTES;
}

/** `2026-08-28T17:00:00+07:00` */
export const instantOf = (minute: number) => `${new Date(minute * 60_000).toISOString().slice(0, -5)}+07:00`;

export const dayOf = (minute: number) => Math.floor(minute / DAY_MINUTES);
/** 0 to 1439. */
export const clockOf = (minute: number) => minute - dayOf(minute) * DAY_MINUTES;
/** Minutes since midnight of `7:00` or `07:00`. */
export function readClock(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The day of `yyyy-mm-dd`. */
export const readDay = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
export const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
export const yearOf = (day: number) => new Date(day * 86_400_000).getUTCFullYear();
export const weekdayOf = (day: number): Weekday => WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'; // day 0 was a Thursday

/** The same day of a later month, or that month's last day when it has no such day (Civil Code 2015, article 148). */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  const lastOfMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0);
  const sameDay = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate());
  return Math.min(lastOfMonth, sameDay) / 86_400_000;
}
