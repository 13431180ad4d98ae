import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { eForm, procedure, procedureVersion, searchMiss } from './procedures.table.ts';

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
  /** Adds to the counts of a day. */
  addSearchMisses: async (misses: readonly { readonly day: string; readonly queryKey: string; readonly count: number }[]) => {
    await db
      .insert(searchMiss)
      .values([...misses])
      .onConflictDoUpdate({ target: [searchMiss.day, searchMiss.queryKey], set: { count: sql`${searchMiss.count} + excluded.count` } });
  },
});
export type ProcedureRepository = ReturnType<typeof createProcedureRepository>;
