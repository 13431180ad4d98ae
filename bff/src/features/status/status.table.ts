import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** What the calls of all processes found out about one outside system. A row that is lost comes back with the next calls. */
export const systemState = pgTable('system_state', {
  /** Name of the upstream. */
  system: text().primaryKey(),
  state: text({ enum: ['ok', 'slow', 'down'] }).notNull(),
  /** Of the present state. */
  since: instant().notNull(),
  /** Calls without an answer in a row. */
  failStreak: integer().notNull(),
  /** Of the first of them. */
  failingSince: instant(),
  seenAt: instant().notNull(),
});

/** Work on a system, announced by an operator (docs/runbooks/maintenance-notice.md). */
export const maintenanceNotice = pgTable(
  'maintenance_notice',
  {
    id: uuid().primaryKey().defaultRandom(),
    system: text({ enum: ['province', 'notices', 'payments', 'scan', 'app'] }).notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    text: text().notNull(),
    textEn: text(),
  },
  (table) => [
    index('maintenance_notice_ends_idx').on(table.endsAt),
    check('maintenance_notice_order', sql`starts_at < ends_at`),
    check('maintenance_notice_system', sql`system in ('province', 'notices', 'payments', 'scan', 'app')`),
  ],
);
