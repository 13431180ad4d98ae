import type { CalendarDay, OfficeProfile } from '@tayninh/shared/features/promise-dates/work-calendar';
import { boolean, date, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';

/** A year whose days off are known. Without its row no date of that year is promised. */
export const calendarYear = pgTable('calendar_year', {
  year: integer().primaryKey(),
  provisional: boolean().notNull(),
  source: text().notNull(),
});

/** A day that differs from an ordinary week (docs/sources/time-limits.md). */
export const calendarDay = pgTable('calendar_day', {
  date: date({ mode: 'string' }).primaryKey(),
  year: integer()
    .notNull()
    .references(() => calendarYear.year),
  kind: text().$type<CalendarDay['kind']>().notNull(),
  name: text().notNull(),
  source: text().notNull(),
  provisional: boolean().notNull(),
});

/** The hours of one kind of office. */
export const officeProfile = pgTable('office_profile', {
  id: text().primaryKey(),
  content: jsonb().$type<OfficeProfile>().notNull(),
});
