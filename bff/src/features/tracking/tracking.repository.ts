import type { Database } from '../../platform/database.ts';
import type { BlindIndex } from '../../platform/encryption.ts';

/** How much may be asked under one name within a window. */
export interface Budget {
  readonly name: string;
  readonly windowSeconds: number;
  readonly max: number;
}

/** @param index keyed; without the key neither the four digits nor an address can be guessed from what is stored. */
export const createTrackingRepository = ({ database: { sql }, index }: { database: Database; index: BlindIndex }) => ({
  /** Keeps the facts by which a dossier may be tracked in detail; again is harmless. */
  async keepFacts(dossierId: string, facts: readonly string[]) {
    if (facts.length === 0) return;
    const rows = facts.map((fact) => ({ dossier_id: dossierId, fact_index: index(`fact|${dossierId}|${fact}`) }));
    await sql`insert into tracking_fact ${sql(rows)} on conflict do nothing`;
  },

  /** The dossier of a receipt number or a province's code. */
  async find(code: string) {
    const rows = await sql<
      {
        id: string;
        procedureCode: string;
        state: string;
        status: number;
        dueAt: Date | null;
        asOf: Date;
        acceptedAt: Date;
        lastStepAt: Date;
      }[]
    >`
      select id, procedure_code as "procedureCode", state, status, due_at as "dueAt", as_of as "asOf", accepted_at as "acceptedAt",
        coalesce((select max(occurred_at) from dossier_event e where e.dossier_id = d.id), accepted_at) as "lastStepAt"
      from dossier d where receipt_no = ${code} or province_code = ${code} limit 1`;
    return rows[0] ?? null;
  },
  /** Asked also for a dossier that does not exist, so that both take the same work. */
  async hasFact(dossierId: string, fact: string): Promise<boolean> {
    const rows =
      await sql`select 1 from tracking_fact where dossier_id = ${dossierId} and fact_index = ${index(`fact|${dossierId}|${fact}`)}`;
    return rows.length > 0;
  },

  /**
   * Takes `cost` from each budget, by the database's clock, in one statement: most of what tracking costs is round trips. Two
   * that take from the same budgets lock them in the same order.
   * @returns what is spent of each in its window, this included.
   */
  async spend(budgets: readonly Budget[], cost: number): Promise<number[]> {
    const buckets = budgets.map(({ name }) => index(`budget|${name}`).toString('hex'));
    const rows = await sql<{ bucket: string; spent: number }[]>`
      insert into tracking_spend (bucket, window_start, spent, ends_at)
      select decode(bucket, 'hex'), start, ${cost}::int, start + seconds * interval '1 second'
      from unnest(${buckets}::text[], ${budgets.map(({ windowSeconds }) => windowSeconds)}::int[]) as budget (bucket, seconds),
        lateral (select to_timestamp(floor(extract(epoch from now()) / seconds) * seconds) as start) window_of_now
      order by bucket
      on conflict (bucket, window_start) do update set spent = tracking_spend.spent + excluded.spent
      returning encode(bucket, 'hex') as bucket, spent`;
    return buckets.map((bucket) => rows.find((row) => row.bucket === bucket)?.spent ?? 0);
  },
  async sweep() {
    await sql`delete from tracking_spend where ends_at < now()`;
  },
});
export type TrackingRepository = ReturnType<typeof createTrackingRepository>;
