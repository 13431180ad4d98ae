import type { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import type { ChecklistTable } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import type { EForm } from '@tayninh/shared/features/procedures/e-form';
import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** Which version of a procedure is in force. */
export const procedure = pgTable('procedure', {
  code: text().primaryKey(),
  currentVersionNo: integer().notNull(),
});

/** A version never changes once it stands: dossiers point at it (docs/sources/catalogue.md). */
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

/** Questions and rules that give the exact papers of a case. A version never changes; the newest one is in force. */
export const checklistTable = pgTable(
  'checklist_table',
  {
    code: text().notNull(),
    versionNo: integer().notNull(),
    content: jsonb().$type<ChecklistTable>().notNull(),
    contentHash: text().notNull(),
    publishedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.code, table.versionNo] })],
);
