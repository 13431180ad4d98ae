import type { OfficeProfile, WorkCalendar } from '@tayninh/shared/features/promise-dates/work-calendar';
import type { Database } from '../../platform/database.ts';
import { keptCopy } from '../../platform/kept-copy.ts';
import { calendarDay, calendarYear, officeProfile } from './promise-dates.table.ts';

export interface WorkingTime {
  readonly calendar: WorkCalendar;
  readonly offices: ReadonlyMap<string, OfficeProfile>;
}

/** Calendars and office hours: some dozens of rows, kept in memory. */
export function createPromiseDateRepository({ drizzle: db }: Database, now: () => number = Date.now) {
  async function read(): Promise<WorkingTime> {
    // one snapshot: years and days change together
    const [years, days, offices] = await db.transaction(
      async (tx) => [
        await tx.select().from(calendarYear).orderBy(calendarYear.year),
        await tx.select().from(calendarDay).orderBy(calendarDay.date),
        await tx.select().from(officeProfile),
      ],
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
    const daysOf = (wanted: number) => days.filter(({ year }) => year === wanted).map(({ year: _, ...day }) => day);
    return {
      calendar: { years: years.map((year) => ({ ...year, days: daysOf(year.year) })) },
      offices: new Map(offices.map(({ id, content }) => [id, content])),
    };
  }

  return { workingTime: keptCopy(read, { now }).current };
}
export type PromiseDateRepository = ReturnType<typeof createPromiseDateRepository>;
