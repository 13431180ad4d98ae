import { index, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** The second facts that open a dossier's tracking, as blind indexes bound to that dossier: equal digits elsewhere look different. */
export const trackingFact = pgTable('tracking_fact', { dossierId: uuid().notNull(), factIndex: bytes().notNull() }, (table) => [
  primaryKey({ columns: [table.dossierId, table.factIndex] }),
]);

/** What was asked within one window, by address or code; keyed by a keyed hash, so that no address is stored. */
export const trackingSpend = pgTable(
  'tracking_spend',
  {
    bucket: bytes().notNull(),
    windowStart: instant().notNull(),
    spent: integer().notNull(),
    endsAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.windowStart] }), index('tracking_spend_ends_idx').on(table.endsAt)],
);
