import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** What the national store last said of a person's papers, names and places of files, sealed; no file. Gone when the identity is unlinked. */
export const storedPapers = pgTable('stored_papers', {
  citizenId: uuid().primaryKey(),
  /** Whose they are: after linking another person the row counts for nothing. */
  personalNumberIndex: bytes().notNull(),
  itemsSealed: text().notNull(),
  asOf: instant().notNull(),
});
