import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import type { RowFault } from '@tayninh/shared/features/audiences/list-rows';
import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** A saved group of people, described, never listed: who belongs to it is asked anew each time. */
export const segment = pgTable(
  'segment',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    /** Whose it is; it reaches people of this unit and those below it. */
    unitCode: text().notNull(),
    definition: jsonb().$type<SegmentDefinition>().notNull(),
    /** Why so few people are written to; asked for below ten (NT-4). */
    reason: text(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
    lastCount: integer().notNull(),
    countedAt: instant().notNull().defaultNow(),
    archivedAt: instant(),
  },
  (table) => [index('segment_unit_idx').on(table.unitCode, table.updatedAt.desc()).where(sql`archived_at is null`)],
);

/** An uploaded list of people. The file itself is never kept, nor its name, which people like to put persons into. */
export const recipientList = pgTable(
  'recipient_list',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    unitCode: text().notNull(),
    reason: text(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull().defaultNow(),
    archivedAt: instant(),
  },
  (table) => [index('recipient_list_unit_idx').on(table.unitCode, table.createdAt.desc()).where(sql`archived_at is null`)],
);

/**
 * One line of the file. What stood in it is kept sealed while somebody has to correct it, and gone once it is known who is meant:
 * then only our own id remains.
 */
export const recipientListRow = pgTable(
  'recipient_list_row',
  {
    listId: uuid()
      .notNull()
      .references(() => recipientList.id, { onDelete: 'cascade' }),
    /** As the spreadsheet counts: the heading is line 1. */
    lineNo: integer().notNull(),
    /** `duplicate`: the person stands in an earlier line. `unknown`: well written, but nobody in the officer's units. */
    state: text({ enum: ['matched', 'duplicate', 'unknown', 'faulty', 'dropped'] }).notNull(),
    citizenId: uuid(),
    fault: text().$type<RowFault>(),
    valuesSealed: text(),
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.lineNo] }),
    index('recipient_list_row_citizen_idx').on(table.citizenId, table.listId).where(sql`citizen_id is not null`),
    index('recipient_list_row_faulty_idx').on(table.listId, table.lineNo).where(sql`state = 'faulty'`),
    check('recipient_list_row_values', sql`(state = 'faulty') = (values_sealed is not null)`),
    check('recipient_list_row_person', sql`(state = 'matched') = (citizen_id is not null)`),
  ],
);
