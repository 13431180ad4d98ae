import { FilingRoute } from '@tayninh/shared/features/procedures/catalogue';
import { and, desc, eq, gt, lt, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { eForm, procedure, procedureVersion, searchMiss } from './procedures.table.ts';

type SearchMiss = typeof searchMiss.$inferInsert;

export const createProcedureRepository = ({ drizzle: db }: Database) => ({
  /** Another value as soon as a version comes in force or a form is added; a process asks for it before it loads all again. */
  fingerprint: async (): Promise<string> => {
    const [row] = await db
      .select({ text: sql<string>`concat_ws(' ', count(*), sum(${procedure.currentVersionNo}), (select count(*) from ${eForm}))` })
      .from(procedure);
    return row?.text ?? '';
  },
  /** Procedures in their version in force, by code, after `after`: pages, because all of them are 15 MB and a statement has 3 s. */
  listCurrent: (after: string, limit: number) =>
    db
      .select({ versionNo: procedureVersion.versionNo, publishedAt: procedureVersion.publishedAt, content: procedureVersion.content })
      .from(procedure)
      .innerJoin(
        procedureVersion,
        and(eq(procedureVersion.code, procedure.code), eq(procedureVersion.versionNo, procedure.currentVersionNo)),
      )
      .where(gt(procedure.code, after))
      .orderBy(procedure.code)
      .limit(limit),
  /** The newest versions of a code, newest first: of their content only what people are shown, because a whole one may have 70 kB. */
  listVersions: (code: string, limit: number) =>
    db
      .select({
        versionNo: procedureVersion.versionNo,
        publishedAt: procedureVersion.publishedAt,
        shown: sql<unknown>`(select jsonb_object_agg(key, value) from jsonb_each(${procedureVersion.content}) where key in ('plainName', 'feeText', 'timeText', 'papers', 'result', 'levels', 'submitMode'))`,
      })
      .from(procedureVersion)
      .where(eq(procedureVersion.code, code))
      .orderBy(desc(procedureVersion.versionNo))
      .limit(limit),
  /** The route that a version names; a version never changes, and neither does the answer. */
  filingRoute: async (code: string, versionNo: number): Promise<FilingRoute> => {
    const [row] = await db
      .select({ route: sql<unknown>`${procedureVersion.content} ->> 'filingRoute'` })
      .from(procedureVersion)
      .where(and(eq(procedureVersion.code, code), eq(procedureVersion.versionNo, versionNo)));
    return FilingRoute.parse(row?.route ?? 'one-gate');
  },
  /** Whether a procedure in force is filed here by this route. */
  hasRoute: async (route: FilingRoute): Promise<boolean> => {
    const rows = await db
      .select({ code: procedure.code })
      .from(procedure)
      .innerJoin(
        procedureVersion,
        and(eq(procedureVersion.code, procedure.code), eq(procedureVersion.versionNo, procedure.currentVersionNo)),
      )
      .where(sql`${procedureVersion.content} ->> 'submitMode' = 'api' and ${procedureVersion.content} ->> 'filingRoute' = ${route}`)
      .limit(1);
    return rows.length > 0;
  },
  /** One version, in force or not. */
  findVersion: async (code: string, versionNo: number) => {
    const [row] = await db
      .select({ content: procedureVersion.content })
      .from(procedureVersion)
      .where(and(eq(procedureVersion.code, code), eq(procedureVersion.versionNo, versionNo)));
    return row?.content;
  },
  /** Newest version of each e-form first. */
  listForms: () => db.select({ content: eForm.content }).from(eForm).orderBy(desc(eForm.publishedAt), desc(eForm.formVersion)),
  /** Adds to the counts of a day. */
  addSearchMisses: async (misses: readonly SearchMiss[]) => {
    await db
      .insert(searchMiss)
      .values([...misses])
      .onConflictDoUpdate({
        target: [searchMiss.day, searchMiss.kind, searchMiss.queryKey],
        set: { count: sql`${searchMiss.count} + excluded.count` },
      });
  },
  deleteSearchMissesBefore: async (day: string) => {
    await db.delete(searchMiss).where(lt(searchMiss.day, day));
  },
});
export type ProcedureRepository = ReturnType<typeof createProcedureRepository>;
