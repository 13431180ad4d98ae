import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';
import { dossier } from '../dossiers/dossiers.table.ts';

/** How the result of a dossier comes, where the citizen chose; without a row it comes electronically. */
export const resultDelivery = pgTable(
  'result_delivery',
  {
    dossierId: uuid()
      .primaryKey()
      .references(() => dossier.id),
    citizenId: uuid().notNull(),
    way: text({ enum: ['electronic', 'counter', 'post'] }).notNull(),
    /** Name, phone and address, only for the post. */
    receiverSealed: text(),
    /** Ours, the same for every attempt. */
    orderNumber: text().notNull().unique(),
    /**
     * `sending` is committed before the post is called. It can not be asked afterwards, so a crash or a silence from there on goes to
     * `needs_staff` and is never repeated by itself.
     */
    state: text({ enum: ['open', 'sending', 'ordered', 'needs_staff'] })
      .notNull()
      .default('open'),
    fence: integer().notNull().default(0),
    leaseUntil: instant(),
    nextLookAt: instant().notNull().defaultNow(),
    lookNo: integer().notNull().default(0),
    chosenAt: instant().notNull().defaultNow(),
    orderedAt: instant(),
  },
  (table) => [index('result_delivery_due_idx').on(table.nextLookAt).where(sql`way = 'post' and state in ('open', 'sending')`)],
);
