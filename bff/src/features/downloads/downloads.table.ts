import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** A permission to fetch one file once (UP-10). Only its hash stands here, so that a copy of the table opens nothing. */
export const downloadTicket = pgTable(
  'download_ticket',
  {
    hash: bytes().primaryKey(),
    citizenId: uuid().notNull(),
    sessionId: uuid().notNull(),
    /** Of an uploaded file or a result; for `receipt` what is to be printed. */
    fileId: text().notNull(),
    nameSealed: text().notNull(),
    purpose: text({ enum: ['result', 'own-file', 'receipt', 'stored-paper', 'calendar'] }).notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (table) => [index('download_ticket_expiry_idx').on(table.expiresAt)],
);
