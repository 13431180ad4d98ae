import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';
import { draft } from './dossiers.table.ts';

/** States in which the code is worth something and the draft is locked. */
const LIVE = sql`state in ('waiting', 'opened')`;

/**
 * One hand-over of a draft to a counter. `waiting → opened → consumed`, or `taken-back` by the citizen, or `expired`.
 * Consuming is one transaction with the birth of the dossier, so no crash leaves a code used without a dossier.
 */
export const handoff = pgTable(
  'handoff',
  {
    id: uuid().primaryKey(),
    draftId: uuid()
      .notNull()
      .references(() => draft.id, { onDelete: 'cascade' }),
    /** Keyed hash of the six digits; null once they are worth nothing. */
    codeHash: bytes(),
    /** The reference under which the counter's dossier is known to both sides. */
    receiptNo: text().notNull().unique(),
    state: text({ enum: ['waiting', 'opened', 'consumed', 'taken-back', 'expired'] })
      .notNull()
      .default('waiting'),
    /** The counter that opened it, as the province writes it. */
    office: text(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('handoff_live_draft').on(table.draftId).where(LIVE),
    uniqueIndex('handoff_live_code').on(table.codeHash).where(LIVE),
    index('handoff_expires_idx').on(table.expiresAt).where(LIVE),
  ],
);
