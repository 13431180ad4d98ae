import { PromiseDateError } from './promise-date-error.ts';
import { readClock, readDay, weekdayOf, yearOf } from './vietnam-time.ts';
import type { CalendarDay, OfficeProfile, WorkCalendar } from './work-calendar.ts';

/** One day of one office, the calendar applied. */
export interface OfficeDay {
  readonly day: number;
  /** Minutes of the day, in order; empty when closed. */
  readonly openings: readonly (readonly [from: number, to: number])[];
  /** A working day: it counts in a limit, and results are promised for it. */
  readonly counts: boolean;
  readonly entry: CalendarDay | undefined;
}
export type OfficeDays = (day: number) => OfficeDay;

/** Looks days up. @throws PromiseDateError `calendar-missing`, from the returned function, for a day of a year without calendar. */
export function officeDays(office: OfficeProfile, calendar: WorkCalendar): OfficeDays {
  const years = new Set(calendar.years.map(({ year }) => year));
  const entries = new Map(calendar.years.flatMap(({ days }) => days.map((entry) => [readDay(entry.date), entry] as const)));
  return (day) => {
    const year = yearOf(day);
    if (!years.has(year)) throw new PromiseDateError({ reason: 'calendar-missing', year });
    const entry = entries.get(day);
    const weekday = entry?.kind === 'swap_work' ? 'mon' : weekdayOf(day);
    const isOff = entry?.kind === 'holiday' || entry?.kind === 'in_lieu' || entry?.kind === 'swap_off';
    const openings = isOff ? [] : office.week[weekday].slice(0, entry?.kind === 'half_day' ? 1 : undefined);
    return {
      day,
      openings: openings.map(({ from, to }) => [readClock(from), readClock(to)] as const),
      counts: openings.length > 0 && !office.receptionOnly.includes(weekday),
      entry,
    };
  };
}
