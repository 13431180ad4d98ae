/** Viet Nam keeps UTC+7 all year. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Minutes of the local day in which no phone should ring; `from` after `to` goes over midnight. Null: none. */
export interface QuietSpan {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** The province's own: 21:00 to 07:00 in Asia/Ho_Chi_Minh, for all but emergencies and what the citizen asked for (NT-8). */
export const PROVINCE_QUIET: QuietSpan = { fromMinute: 21 * 60, toMinute: 7 * 60 };

/** The local calendar day of an instant, `yyyy-mm-dd` in Asia/Ho_Chi_Minh. */
export const localDay = (at: Date): string => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** Midnight in Asia/Ho_Chi_Minh after `at`: when daily quotas begin anew. */
export const nextLocalDay = (at: Date): Date => new Date((Math.floor((at.getTime() + OFFSET_MS) / DAY_MS) + 1) * DAY_MS - OFFSET_MS);

/**
 * The first instant from `at` on that lies in none of the spans: `at` itself when nothing is quiet. A span holds from its first
 * minute, to the millisecond, and ends as its last begins: 20:59:59.999 may still go out, 21:00:00.000 waits until 07:00:00.000.
 *
 * @returns null when the spans together leave no minute of the day.
 */
export function firstLoudMoment(at: Date, spans: readonly QuietSpan[]): Date | null {
  let time = at.getTime();
  // each turn leaves one span; more turns than spans, twice over, means that they cover the day
  for (let turn = 0; turn <= spans.length * 2; turn++) {
    const end = spans.map((span) => endOfQuiet(time, span)).find((found) => found !== null);
    if (end === undefined) return new Date(time);
    time = end as number;
  }
  return null;
}

/** @returns null when `time` is not in the span. */
function endOfQuiet(time: number, { fromMinute, toMinute }: QuietSpan): number | null {
  if (fromMinute === toMinute) return null;
  const local = time + OFFSET_MS;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const minute = (local - midnight) / MINUTE_MS;
  const isOverMidnight = fromMinute > toMinute;
  const isQuiet = isOverMidnight ? minute >= fromMinute || minute < toMinute : minute >= fromMinute && minute < toMinute;
  if (!isQuiet) return null;
  const end = midnight + toMinute * MINUTE_MS + (isOverMidnight && minute >= fromMinute ? DAY_MS : 0);
  return end - OFFSET_MS;
}
