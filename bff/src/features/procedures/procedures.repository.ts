import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { eForm, procedure, procedureVersion } from './procedures.table.ts';

export const createProcedureRepository = ({ drizzle: db }: Database) => ({
  /** Every procedure in its version in force; a few thousand rows, read at start and when the catalogue changes. */
  listCurrent: () =>
    db
      .select({ versionNo: procedureVersion.versionNo, publishedAt: procedureVersion.publishedAt, content: procedureVersion.content })
      .from(procedure)
      .innerJoin(
        procedureVersion,
        and(eq(procedureVersion.code, procedure.code), eq(procedureVersion.versionNo, procedure.currentVersionNo)),
      )
      .orderBy(procedure.code),
  /** Newest version of each e-form first. */
  listForms: () => db.select({ content: eForm.content }).from(eForm).orderBy(desc(eForm.publishedAt), desc(eForm.formVersion)),
});
export type ProcedureRepository = ReturnType<typeof createProcedureRepository>;
