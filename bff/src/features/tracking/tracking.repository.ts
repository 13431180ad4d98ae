import DataLoader from 'dataloader';
import type { Database } from '../../platform/database.ts';
import type { BlindIndex } from '../../platform/encryption.ts';

/** How much may be asked under one name within a window. */
export interface Budget {
  readonly name: string;
  readonly windowSeconds: number;
  readonly max: number;
}

interface Spending {
  readonly budgets: readonly Budget[];
  readonly cost: number;
}
interface Found {
  id: string;
  procedureCode: string;
  state: string;
  status: number;
  dueAt: Date | null;
  asOf: Date;
  acceptedAt: Date;
  lastStepAt: Date;
}

/** Every answer leaves after 300 ms whatever happens, so who asks within these milliseconds may share one round trip. */
const GATHER_MS = 5;
const gathered = <Asked, Told>(answer: (asked: readonly Asked[]) => Promise<Told[]>) =>
  new DataLoader<Asked, Told>(answer, { cache: false, maxBatchSize: 200, batchScheduleFn: (run) => setTimeout(run, GATHER_MS) });

/** @param index keyed; without the key neither the four digits nor an address can be guessed from what is stored. */
export function createTrackingRepository({ database: { sql }, index }: { database: Database; index: BlindIndex }) {
  const spendings = gathered(async (asked: readonly Spending[]): Promise<number[][]> => {
    const buckets = asked.map(({ budgets }) => budgets.map(({ name }) => index(`budget|${name}`).toString('hex')));
    const taken = new Map<string, { seconds: number; cost: number }>();
    asked.forEach(({ budgets, cost }, at) => {
      budgets.forEach(({ windowSeconds }, no) => {
        const bucket = buckets[at]?.[no] ?? '';
        taken.set(bucket, { seconds: windowSeconds, cost: cost + (taken.get(bucket)?.cost ?? 0) });
      });
    });
    const rows = await sql<{ bucket: string; spent: number }[]>`
      insert into tracking_spend (bucket, window_start, spent, ends_at)
      select decode(bucket, 'hex'), start, cost, start + seconds * interval '1 second'
      from unnest(${[...taken.keys()]}::text[], ${[...taken.values()].map(({ seconds }) => seconds)}::int[], ${[...taken.values()].map(({ cost }) => cost)}::int[])
          as budget (bucket, seconds, cost),
        lateral (select to_timestamp(floor(extract(epoch from now()) / seconds) * seconds) as start) window_of_now
      order by bucket
      on conflict (bucket, window_start) do update set spent = tracking_spend.spent + excluded.spent
      returning encode(bucket, 'hex') as bucket, spent`;
    const left = new Map(rows.map(({ bucket, spent }) => [bucket, spent]));
    // Backwards: each is told what was spent when its turn came, as if they had come one after the other.
    return asked
      .map(({ cost }, at) => ({ cost, mine: buckets[at] ?? [] }))
      .reverse()
      .map(({ cost, mine }) =>
        mine.map((bucket) => {
          const spent = left.get(bucket) ?? 0;
          left.set(bucket, spent - cost);
          return spent;
        }),
      )
      .reverse();
  });

  const dossiers = gathered(async (codes: readonly string[]): Promise<(Found | null)[]> => {
    const rows = await sql<({ no: number } & Found)[]>`
      select asked.no::int, d.* from unnest(${codes as string[]}::text[]) with ordinality asked (code, no), lateral (
        select id, procedure_code as "procedureCode", state, status, due_at as "dueAt", as_of as "asOf", accepted_at as "acceptedAt",
          coalesce((select max(occurred_at) from dossier_event e where e.dossier_id = dossier.id), accepted_at) as "lastStepAt"
        from dossier where receipt_no = asked.code or province_code = asked.code limit 1) d`;
    const byNo = new Map(rows.map(({ no, ...found }) => [no, found]));
    return codes.map((_code, at) => byNo.get(at + 1) ?? null);
  });

  return {
    /** Keeps the facts by which a dossier may be tracked in detail; again is harmless. */
    async keepFacts(dossierId: string, facts: readonly string[]) {
      if (facts.length === 0) return;
      const rows = facts.map((fact) => ({ dossier_id: dossierId, fact_index: index(`fact|${dossierId}|${fact}`) }));
      await sql`insert into tracking_fact ${sql(rows)} on conflict do nothing`;
    },

    /** The dossier of a receipt number or a province's code. */
    find: (code: string) => dossiers.load(code),
    /** Asked also for a dossier that does not exist, so that both take the same work. */
    async hasFact(dossierId: string, fact: string): Promise<boolean> {
      const rows =
        await sql`select 1 from tracking_fact where dossier_id = ${dossierId} and fact_index = ${index(`fact|${dossierId}|${fact}`)}`;
      return rows.length > 0;
    },

    /**
     * Takes `cost` from each budget, by the database's clock. Those who take from the same budgets lock them in the same order.
     * @returns what is spent of each in its window, this included.
     */
    spend: (budgets: readonly Budget[], cost: number): Promise<number[]> => spendings.load({ budgets, cost }),
    async sweep() {
      await sql`delete from tracking_spend where ends_at < now()`;
    },
  };
}
export type TrackingRepository = ReturnType<typeof createTrackingRepository>;
