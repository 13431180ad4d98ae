import { z } from 'zod';
import { Day } from '../../contract/values.ts';
import { readClock, WEEKDAYS, type Weekday } from './vietnam-time.ts';

/**
 * What differs from an ordinary week. `holiday`, `in_lieu` (a holiday fell on a weekend) and `swap_off` are days off;
 * `swap_work` is the weekend day worked for a `swap_off`; on a `half_day` only the first opening of the day is worked.
 */
const CalendarDayKind = z.enum(['holiday', 'in_lieu', 'swap_off', 'swap_work', 'half_day']);

export const CalendarDay = z.strictObject({
  date: Day,
  kind: CalendarDayKind,
  /** As people call it, read in a sentence after the day: "Tết Nguyên đán", "làm bù cho Thứ Hai 31/8". */
  name: z.string().min(2).max(120),
  /** Law, decision or notice that makes it so. */
  source: z.string().min(3).max(300),
  /** Expected, not announced yet. */
  provisional: z.boolean(),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

/** One year of days that differ: the seed file, and what the engine asks for. A year that is not there is not known. */
export const CalendarYear = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    /** More may be announced: holidays can move, swaps can come. */
    provisional: z.boolean(),
    source: z.string().min(3).max(300),
    days: z.array(CalendarDay),
  })
  .refine(({ year, days }) => days.every(({ date }) => date.startsWith(`${year}-`)), 'a day of another year')
  .refine(({ days }) => new Set(days.map(({ date }) => date)).size === days.length, 'a day twice');
export type CalendarYear = z.infer<typeof CalendarYear>;

export interface WorkCalendar {
  readonly years: readonly CalendarYear[];
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Open from `from` until just before `to`, local clock. */
const Opening = z.strictObject({ from: z.string().regex(CLOCK), to: z.string().regex(CLOCK) });
const Openings = z.array(Opening).max(4).refine(inOrder, 'openings follow each other');

function inOrder(openings: z.infer<typeof Opening>[]): boolean {
  const clocks = openings.flatMap(({ from, to }) => [readClock(from), readClock(to)]);
  return clocks.every((clock, index) => clock > (clocks[index - 1] ?? -1));
}

/**
 * When an office is open. A weekday without openings is closed. `receptionOnly` weekdays take dossiers in but are no working days,
 * such as Saturday mornings: nothing is counted or promised there. A weekend day worked in exchange keeps Monday's hours.
 */
export const OfficeProfile = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{2,40}$/),
    name: z.string().min(3).max(120),
    week: z.strictObject(Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, Openings])) as Record<Weekday, typeof Openings>),
    receptionOnly: z.array(z.enum(WEEKDAYS)),
    source: z.string().min(3).max(300),
  })
  .refine(({ week, receptionOnly }) => week.mon.length > 0 && !receptionOnly.includes('mon'), 'Monday is a working day');
export type OfficeProfile = z.infer<typeof OfficeProfile>;
