import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** The consent ledger: append only (PD-7). */
export const consentEntry = pgTable(
  'consent_entry',
  {
    id: uuid().primaryKey().defaultRandom(),
    citizenId: uuid().notNull(),
    purpose: text().notNull(),
    textVersion: text().notNull(),
    act: text({ enum: ['given', 'refused', 'withdrawn'] }).notNull(),
    channel: text().notNull(),
    /** Session in which it happened. */
    sessionId: uuid(),
    subjectRef: uuid(),
    at: instant().notNull().defaultNow(),
  },
  (table) => [index('consent_entry_citizen_idx').on(table.citizenId, table.purpose, table.at)],
);
