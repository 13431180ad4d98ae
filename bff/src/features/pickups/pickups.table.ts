import { SENDING_STATES } from '@tayninh/shared/features/dossiers/sending-states';
import { sql } from 'drizzle-orm';
import { date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';
import { dossier } from '../dossiers/dossiers.table.ts';

/**
 * A number for fetching a result at the counter. It is taken as a dossier is filed, exactly once (docs/adr/0004); our reference of
 * it is its id. A number that is there is given back by `confirmed → returning → returned`: by reference, so that saying it twice
 * does no harm. A crash leaves a lease that ends; the sweep offers the row again. `over`: its day has passed.
 */
export const pickupNumber = pgTable(
  'pickup_number',
  {
    id: uuid().primaryKey(),
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    citizenId: uuid().notNull(),
    officeId: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    /** Local clock, `07:00`. */
    fromClock: text().notNull(),
    toClock: text().notNull(),
    /** As the counter calls it out. */
    number: text(),
    state: text({ enum: [...SENDING_STATES, 'returning', 'returned', 'over'] })
      .notNull()
      .default('accepted'),
    fence: integer().notNull().default(0),
    leaseUntil: instant(),
    attemptNo: integer().notNull().default(0),
    /** Committed before the call of the last attempt (RL-5). */
    attemptStartedAt: instant(),
    nextAttemptAt: instant().notNull().defaultNow(),
    acceptedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('pickup_number_once').on(table.dossierId).where(sql`state not in ('rejected', 'returned', 'over')`),
    index('pickup_number_dossier_idx').on(table.dossierId, table.acceptedAt),
    index('pickup_number_due_idx').on(table.state, table.nextAttemptAt),
  ],
);
