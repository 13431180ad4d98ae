import type { Database } from '../../platform/database.ts';
import { procedureDuration } from './dossiers.table.ts';

export interface FinishedStep {
  readonly dossierId: string;
  readonly procedureCode: string;
  readonly unitCode: string | null;
  readonly status: number;
  readonly occurredAt: Date;
}
export type Duration = typeof procedureDuration.$inferInsert;

/** Rows of one fetch: a year of dossiers never stands in memory. */
const ROWS = 2_000;

export const createDurationRepository = ({ drizzle: db, sql: raw }: Database) => ({
  /** Steps with a known status of the dossiers whose result came since `since`, dossier by dossier, in order. Runs at night. */
  finishedSteps: (since: Date): AsyncIterable<FinishedStep[]> =>
    raw<FinishedStep[]>`
      select d.id as "dossierId", d.procedure_code as "procedureCode", d.unit_code as "unitCode", e.status, e.occurred_at as "occurredAt"
      from dossier d join dossier_event e on e.dossier_id = d.id and e.status is not null
      where d.status in (9, 10) and d.accepted_at >= ${since}::timestamptz - interval '1 year'
        and exists (select 1 from dossier_event r where r.dossier_id = d.id and r.status in (9, 10) and r.occurred_at >= ${since})
      order by d.id, date_trunc('second', e.occurred_at), substring(e.event_key from '^step:([0-9]+)$')::int nulls first, e.recorded_at`.cursor(
      ROWS,
    ),

  /** All or nothing: until it is done, and after a crash in the middle, the figures of the last night stand. */
  replace: (rows: Duration[]) =>
    db.transaction(async (tx) => {
      await tx.delete(procedureDuration);
      for (let at = 0; at < rows.length; at += ROWS) await tx.insert(procedureDuration).values(rows.slice(at, at + ROWS));
    }),
});
export type DurationRepository = ReturnType<typeof createDurationRepository>;
