import type { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import type { ChecklistTable } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import type { EForm } from '@tayninh/shared/features/procedures/e-form';
import type { FieldChange, ProcedurePatch } from '@tayninh/shared/features/procedures/effective-record';
import type { NationalProcedure } from '@tayninh/shared/features/procedures/national-procedure';
import { sql } from 'drizzle-orm';
import { bigint, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
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
    /** What differs from the version before it; null for a first version. */
    changes: jsonb().$type<FieldChange[]>(),
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

/** One layer of a record: the facts of the national portal as last imported. */
export const nationalRecord = pgTable('national_record', {
  code: text().primaryKey(),
  content: jsonb().$type<NationalProcedure>().notNull(),
  contentHash: text().notNull(),
  importedAt: instant().notNull().defaultNow(),
  runId: uuid()
    .notNull()
    .references(() => catalogueImportRun.id),
});

/** One import of one file; `cursor` records are in, so a run that died goes on there. */
export const catalogueImportRun = pgTable(
  'catalogue_import_run',
  {
    id: uuid().primaryKey().defaultRandom(),
    fileHash: text().notNull(),
    state: text({ enum: ['running', 'finished', 'abandoned'] }).notNull(),
    cursor: integer().notNull().default(0),
    counts: jsonb().$type<Record<string, number>>().notNull(),
    startedAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (table) => [uniqueIndex('catalogue_import_run_running').on(table.state).where(sql`${table.state} = 'running'`)],
);

/** The other layer: fields that the province states itself, with reason and author. Rows are ended, never changed. */
export const procedureOverride = pgTable(
  'procedure_override',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    code: text().notNull(),
    /** `curated`: our own text of a whole record, from the seeds. `staff`: an editor's correction on top of it. */
    layer: text({ enum: ['curated', 'staff'] }).notNull(),
    patch: jsonb().$type<ProcedurePatch>().notNull(),
    reason: text().notNull(),
    author: text().notNull(),
    validFrom: instant().notNull().defaultNow(),
    endedAt: instant(),
  },
  (table) => [
    uniqueIndex('procedure_override_curated').on(table.code).where(sql`${table.layer} = 'curated' and ${table.endedAt} is null`),
    index('procedure_override_code').on(table.code).where(sql`${table.endedAt} is null`),
  ],
);

/** Queries that led nowhere, per day of Asia/Ho_Chi_Minh: what the catalogue or its words lack. No personal data (`countKey`). */
export const searchMiss = pgTable(
  'search_miss',
  {
    day: date().notNull(),
    /** `none`: nothing was found. `abandoned`: something was, and nothing of it was opened. */
    kind: text({ enum: ['none', 'abandoned'] })
      .notNull()
      .default('none'),
    queryKey: text().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.kind, table.queryKey] })],
);

/**
 * How often a procedure was filed from a commune in a month of Asia/Ho_Chi_Minh; `month` is its first day. Counted anew each night
 * from the dossiers. Small counts stand here too: what may be shown is decided where it is read.
 */
export const procedureUse = pgTable(
  'procedure_use',
  {
    /** '' for dossiers that do not say from where. */
    unitCode: text().notNull(),
    code: text().notNull(),
    month: date().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.unitCode, table.code, table.month] })],
);
