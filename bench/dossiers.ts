import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import postgres from 'postgres';
import { createCitizenClient, TINY_PNG } from '../scripts/citizen-client.ts';
import { ROOT, startTrial } from '../scripts/trial.ts';
import { createFiler } from './filer.ts';
import { createPgbench } from './pgbench.ts';

/**
 * The life of a dossier, as ratios to a peer in the same run. Ours and the peer's turns alternate and the best turn of each
 * counts: whatever else the machine does only adds.
 */
const TURNS = 4;
const SECONDS = 3;
const FEW = 100_000;
const MANY = 1_000_000;
/** Tracking answers after 300 ms whatever happens (AZ-20), so it takes many at once to fill the machine. */
const CALLERS = 2_000;

interface Line {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly wanted: string;
  readonly is: 'ok' | 'missed' | '';
}
const lines: Line[] = [];
const atLeast = (what: string, ours: number, peer: number, wanted: number | null, unit: string) =>
  lines.push({
    what,
    ours: `${ours.toFixed(0)} ${unit}`,
    peer: `${peer.toFixed(0)} ${unit}`,
    ratio: (ours / peer).toFixed(2),
    wanted: wanted === null ? '' : `≥ ${wanted.toFixed(2)}`,
    is: wanted === null ? '' : ours / peer >= wanted ? 'ok' : 'missed',
  });

const trial = await startTrial({ BFF_ROLES: 'serve', LOG_LEVEL: 'info', TRUSTED_PROXY_HOPS: '1' });
const sql = postgres(trial.databaseUrl, { max: 1, onnotice: () => {} });
const citizen = await createCitizenClient({ bff: trial.bff, sandbox: trial.sandbox.url, personaId: 'thu-ha' });

await filing();
await ownDossiers(20);
await othersDossiers(0, FEW);
const amongFew = await myDossiersMs();
await othersDossiers(FEW, MANY);
const amongMany = await myDossiersMs();
lines.push({
  what: `"my dossiers", 20 of ${MANY / 1e6} M beside 20 of ${FEW / 1e6} M`,
  ours: `${amongMany.toFixed(2)} ms`,
  peer: `${amongFew.toFixed(2)} ms`,
  ratio: (amongMany / amongFew).toFixed(2),
  wanted: '≤ 1.20',
  is: amongMany / amongFew <= 1.2 ? 'ok' : 'missed',
});
await tracking();
await uploads();

console.table(lines);
console.log(`load of the machine at the end: ${loadavg()[0]?.toFixed(1)}`);
await sql.end();
await trial.stop();
process.exit(0);

/** Beside pgbench that writes the same rows in one transaction, statement by statement, as a program without our one statement would. */
async function filing() {
  const file = await createFiler(trial, (TURNS + 1) * 1_000);
  // Drafts and papers of pgbench, under ids that it can count.
  await sql`
    insert into draft (id, citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, is_complete, revision, expires_at)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, true, 1, expires_at
    from (select * from draft limit 1) one, generate_series(1, 20000) n`;
  await sql`
    insert into uploaded_file (id, citizen_id, name_sealed, declared_type, type, size_bytes, key_sealed, sha256, state, completed_at, expires_at)
    select 'bench-' || n, citizen_id, name_sealed, declared_type, type, size_bytes, key_sealed, sha256, state, completed_at, expires_at
    from (select * from uploaded_file limit 1) one, generate_series(1, 20000) n`;
  const [{ papers = 1 } = {}] = await sql<{ papers: number }[]>`select jsonb_array_length(files) as papers from draft limit 1`;
  const paperNumbers = Array.from({ length: papers }, (_none, index) => index + 1);
  await sql`analyze draft, uploaded_file`;
  const pgbench = createPgbench(trial, {
    name: 'same-rows',
    seconds: SECONDS,
    script: `\\set n random(1, 20000)
${paperNumbers.map((no) => `\\set f${no} random(1, 20000)`).join('\n')}
begin;
update draft set state = 'submitted' where id = ('00000000-0000-4000-8000-' || lpad(:n::text, 12, '0'))::uuid;
insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, idempotency_key, request_hash)
values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid(), '1.004873', 1, 'chung', '1.004873-2026.1', gen_random_uuid(), '[]', gen_random_uuid()::text, '\\x00');
${paperNumbers.map((no) => `update uploaded_file set dossier_id = gen_random_uuid() where id = 'bench-' || :f${no}::text;`).join('\n')}
insert into consent_entry (citizen_id, purpose, text_version, act, channel) values (gen_random_uuid(), 'file-dossier', 'v', 'given', 'mini-app');
insert into audit_entry (actor, action, resource_id, request_id) values ('citizen', 'dossier.submit', gen_random_uuid(), gen_random_uuid()::text);
select graphile_worker.add_job('file-dossier', json_build_object('dossierId', gen_random_uuid()), job_key := gen_random_uuid()::text, max_attempts := 3);
commit;
`,
  });
  const ours: number[] = [];
  const peers: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await file(1_000));
    if (pgbench) peers.push(pgbench());
  }
  atLeast('filing beside pgbench BEGIN … COMMIT of the same rows', Math.max(...ours), Math.max(...peers), 0.85, '/s');
}

async function ownDossiers(count: number) {
  const [{ id = '' } = {}] = await sql<{ id: string }[]>`select citizen_id as id from draft limit 1`;
  await sql`delete from dossier where citizen_id = ${id}`;
  await insertDossiers('own', count, id);
}
/** Dossiers of other people, with one step each, under codes that can be counted and are no receipt numbers (no O in those). */
async function othersDossiers(from: number, to: number) {
  for (let at = from; at < to; at += 100_000) await insertDossiers(`${at}`, Math.min(100_000, to - at), null);
  await sql`vacuum (analyze) dossier`;
  await sql`vacuum (analyze) dossier_event`;
  await sql`checkpoint`;
}
async function insertDossiers(batch: string, count: number, citizenId: string | null) {
  const first = Number(batch) || 0;
  await sql`
    with made as (
      insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, idempotency_key, request_hash, state, status, province_code, accepted_at, confirmed_at)
      select gen_random_uuid(), coalesce(${citizenId}::uuid, gen_random_uuid()), case when ${batch} = 'own' then 'OWN' else 'BENCHO' end || (${first}::int + n), gen_random_uuid(),
        '1.004873', 1, 'chung', '1.004873-2026.1', gen_random_uuid(), '[]', gen_random_uuid()::text, '\\x00', 'confirmed', 4, ${`P${batch}-`} || n, now() - random() * interval '300 days', now()
      from generate_series(1, ${count}::int) n returning id, accepted_at
    ) insert into dossier_event (dossier_id, event_key, kind, status, occurred_at) select id, 'step:1', 'status', 4, accepted_at from made`;
}

/** @returns the mean of the best turn, one request after the other. */
async function myDossiersMs(): Promise<number> {
  const turns: number[] = [];
  for (let turn = 0; turn < TURNS + 1; turn++) {
    const result = await autocannon({
      url: `${trial.bff}/v1/dossiers`,
      connections: 1,
      duration: 2,
      headers: { authorization: `Bearer ${citizen.session.accessToken}` },
    });
    if (result.non2xx > 0) throw new Error(`lists failed: ${JSON.stringify(result.statusCodeStats)}`);
    turns.push((result.duration * 1_000) / result.requests.total);
  }
  return Math.min(...turns);
}

async function tracking() {
  const columns = 'id, procedure_code, state, status, due_at, as_of, accepted_at';
  const pgbench = createPgbench(trial, {
    name: 'tracking',
    seconds: SECONDS,
    script: `\\set n random(1, ${MANY})
select ${columns}, coalesce((select max(occurred_at) from dossier_event e where e.dossier_id = d.id), accepted_at)
from dossier d where receipt_no = 'BENCHO' || :n::text or province_code = 'BENCHO' || :n::text limit 1;
`,
  });
  const port = Number(new URL(trial.bff).port) + 2;
  const peers = ['all', 'select-only'].map((kind, index) => {
    const server = spawn(process.execPath, [join(ROOT, 'bench/tracking-peer.ts'), trial.databaseUrl, String(port + index), kind], {
      cwd: ROOT,
      stdio: 'ignore',
    });
    process.once('exit', () => server.kill()); // also when the run itself fails
    return { stop: () => server.kill(), url: `http://127.0.0.1:${port + index}/x` };
  });
  await pause(2_000);
  const best = { ours: 0, all: 0, select: 0, pgbench: 0 };
  for (let turn = 0; turn <= TURNS; turn++) {
    best.ours = Math.max(best.ours, await tracked(`${trial.bff}/v1/tracking`, CALLERS));
    best.all = Math.max(best.all, await tracked(peers[0]?.url ?? '', 32));
    best.select = Math.max(best.select, await tracked(peers[1]?.url ?? '', 32));
    if (pgbench) best.pgbench = Math.max(best.pgbench, pgbench());
  }
  for (const peer of peers) peer.stop();
  atLeast('tracking among 1 M beside bare Fastify + postgres.js, same statements', best.ours, best.all, 0.95, '/s');
  atLeast('… beside bare Fastify + postgres.js without budgets', best.ours, best.select, null, '/s');
  atLeast('… beside pgbench select', best.ours, best.pgbench, 0.6, '/s');
}
/** Asks for dossiers at random, each time from another network. @returns answers a second. */
async function tracked(url: string, connections: number): Promise<number> {
  const random = (below: number) => Math.floor(Math.random() * below);
  const result = await autocannon({
    url,
    connections,
    duration: SECONDS,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => ({
          ...request,
          headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.${random(256)}.${random(256)}.${random(256)}` },
          body: JSON.stringify({ code: `BENCHO${1 + random(MANY)}` }),
        }),
      },
    ],
  });
  if (result.non2xx > 0) throw new Error(`tracking failed: ${JSON.stringify(result.statusCodeStats)}`);
  return result['2xx'] / result.duration;
}

/** Ten files of 10 MB at once, by ten citizens' worth of one; memory as the system counts it for the process. */
async function uploads() {
  const size = 10 * 1024 * 1024;
  const file = Buffer.concat([TINY_PNG, Buffer.alloc(size - TINY_PNG.length, 7)]);
  const once = () =>
    Promise.all(Array.from({ length: 10 }, (_none, index) => people[index % people.length]?.upload(file, `${index}.png`, 'image/png')));
  const people = await Promise.all(
    ['van-binh', 'kim-ngan', 'minh-tam'].map((personaId) => createCitizenClient({ bff: trial.bff, sandbox: trial.sandbox.url, personaId })),
  );
  const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${trial.pid()}/status`, 'utf8'))?.[1]) / 1_024;
  const before = resident();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, resident());
  }, 20);
  const started = Date.now();
  await once();
  clearInterval(watch);
  lines.push({
    what: '10 uploads of 10 MB at once: memory',
    ours: `+${(most - before).toFixed(0)} MB in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    peer: `${before.toFixed(0)} MB before`,
    ratio: '',
    wanted: '≤ +64 MB',
    is: most - before <= 64 ? 'ok' : 'missed',
  });
}
