import type { OfficeProfile, WorkCalendar } from '@tayninh/shared/features/promise-dates/work-calendar';
import type { Database } from '../../platform/database.ts';
import { calendarDay, calendarYear, officeProfile } from './promise-dates.table.ts';

export interface WorkingTime {
  readonly calendar: WorkCalendar;
  readonly offices: ReadonlyMap<string, OfficeProfile>;
}

/** How long a process may count by its copy after a calendar was corrected. */
const FRESH_MS = 60_000;

/** Calendars and office hours: some dozens of rows, kept in memory and read again when a minute old. */
export function createPromiseDateRepository({ drizzle: db }: Database, now: () => number = Date.now) {
  let kept: { readonly at: number; readonly value: Promise<WorkingTime> } | undefined;

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

  return {
    /** The copy in memory. While the database does not answer, an old one goes on and is tried again a minute later. */
    workingTime(): Promise<WorkingTime> {
      if (kept && now() - kept.at < FRESH_MS) return kept.value;
      const before = kept?.value;
      const value = before ? read().catch(() => before) : read();
      kept = { at: now(), value };
      value.catch(() => {
        kept = undefined;
      });
      return value;
    },
  };
}
export type PromiseDateRepository = ReturnType<typeof createPromiseDateRepository>;
