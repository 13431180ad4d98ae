import Fastify from 'fastify';
import postgres from 'postgres';

/**
 * The peer of tracking: bare Fastify and postgres.js, the same statements on the same rows, no rule of ours around them. With
 * `select-only` it leaves out the budgets too, which no public look-up by a guessable number can do without (AZ-20 to AZ-22).
 */
const [url = '', port = '0', kind = 'all'] = process.argv.slice(2);
const sql = postgres(url, { max: 10, onnotice: () => {} });
const app = Fastify();
app.post<{ Body: { code: string } }>('/x', async (request) => {
  const { code } = request.body;
  if (kind !== 'select-only') {
    const buckets = ['a', 'b', 'c', 'd', 'e'].map(() => crypto.randomUUID().replaceAll('-', ''));
    await sql`
      insert into tracking_spend (bucket, window_start, spent, ends_at)
      select decode(bucket, 'hex'), date_trunc('minute', now()), 1, date_trunc('minute', now()) + interval '1 minute'
      from unnest(${buckets}::text[]) as budget (bucket)
      on conflict (bucket, window_start) do update set spent = tracking_spend.spent + 1 returning spent`;
  }
  const rows = await sql<{ state: string; status: number; dueAt: Date | null; asOf: Date; lastStepAt: Date }[]>`
    select id, procedure_code as "procedureCode", state, status, due_at as "dueAt", as_of as "asOf", accepted_at as "acceptedAt",
      coalesce((select max(occurred_at) from dossier_event e where e.dossier_id = d.id), accepted_at) as "lastStepAt"
    from dossier d where receipt_no = ${code} or province_code = ${code} limit 1`;
  const [row] = rows;
  return row && { group: row.state, agency: 'commune', lastStepOn: row.lastStepAt, dueAt: row.dueAt, asOf: row.asOf, detail: null };
});
await app.listen({ host: '127.0.0.1', port: Number(port) });
