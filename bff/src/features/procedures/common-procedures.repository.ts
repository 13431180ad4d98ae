import { sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';

/** The current month and the eleven before it, in Asia/Ho_Chi_Minh. */
const firstMonth = (at: Date) =>
  sql`(date_trunc('month', ${at.toISOString()}::timestamptz at time zone 'Asia/Ho_Chi_Minh') - interval '11 months')::date`;
/** Fewer filings than this in a year could point at a person: they are not shown. */
const LEAST = 10;

export const createCommonProcedureRepository = ({ drizzle: db, sql: raw }: Database) => ({
  /**
   * Counts the months that the last run may have seen unfinished: its own and later ones. A dossier keeps its month, so earlier ones
   * stand. All or nothing; twice at once is one after the other.
   */
  recount: (at: Date) =>
    db.transaction(async (tx) => {
      // one walk over a year of dossiers, at night
      await tx.execute(sql`set local statement_timeout = '10min'`);
      await tx.execute(sql`select pg_advisory_xact_lock(8020017)`);
      const [since] = await tx.execute<{ month: string }>(
        sql`select greatest(max(month), ${firstMonth(at)})::text as month from procedure_use`,
      );
      await tx.execute(sql`delete from procedure_use where month >= ${since?.month} or month < ${firstMonth(at)}`);
      await tx.execute(sql`
        insert into procedure_use (unit_code, code, month, count)
        select coalesce(unit_code, ''), procedure_code, date_trunc('month', accepted_at at time zone 'Asia/Ho_Chi_Minh'), count(*)
        from dossier where accepted_at >= ${since?.month}::timestamp at time zone 'Asia/Ho_Chi_Minh'
        group by 1, 2, 3`);
    }),

  /** Codes filed at least ten times within twelve months, the most frequent first: from each commune, and under '' from all. */
  frequent: async (at: Date): Promise<Map<string, string[]>> => {
    const [from] = await db.execute<{ month: string }>(sql`select ${firstMonth(at)}::text as month`);
    const rows = await raw<{ unitCode: string; codes: string[] }[]>`
      select unit_code as "unitCode", array_agg(code order by uses desc, code) as codes from (
        select unit_code, code, sum(count) as uses from procedure_use where month >= ${from?.month ?? ''} and unit_code <> '' group by 1, 2
        union all
        select '', code, sum(count) from procedure_use where month >= ${from?.month ?? ''} group by 2
      ) counted where uses >= ${LEAST} group by 1`;
    return new Map(rows.map(({ unitCode, codes }) => [unitCode, codes]));
  },
});
export type CommonProcedureRepository = ReturnType<typeof createCommonProcedureRepository>;
