import type { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import type { EForm } from '@tayninh/shared/features/procedures/e-form';
import { date, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** Which version of a procedure is in force. */
export const procedure = pgTable('procedure', {
  code: text().primaryKey(),
  currentVersionNo: integer().notNull(),
});

/** A version never changes once it stands: dossiers point at it (egov.md 1.6). */
export const procedureVersion = pgTable(
  'procedure_version',
  {
    code: text().notNull(),
    versionNo: integer().notNull(),
    content: jsonb().$type<ProcedureRecord>().notNull(),
    contentHash: text().notNull(),
    publishedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.code, table.versionNo] })],
);

/** An e-form of one case; immutable by its version, the newest published one is offered. */
export const eForm = pgTable(
  'e_form',
  {
    procedureCode: text().notNull(),
    caseId: text().notNull(),
    formVersion: text().notNull(),
    content: jsonb().$type<EForm>().notNull(),
    publishedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.procedureCode, table.caseId, table.formVersion] })],
);

/** Queries that found nothing, per day of Asia/Ho_Chi_Minh: what the catalogue or its words lack. No personal data (`countKey`). */
export const searchMiss = pgTable(
  'search_miss',
  {
    day: date().notNull(),
    queryKey: text().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.queryKey] })],
);
