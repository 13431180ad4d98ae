import { spawn, spawnSync } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import postgres from 'postgres';
import { createCitizenClient } from '../scripts/citizen-client.ts';
import { answers, ROOT, startTrial } from '../scripts/trial.ts';

/**
 * Speed as ratios to a peer in the same run, never as timed tests:
 * 1. cached procedure detail against a bare Fastify route that sends the same bytes, by CPU time per request;
 * 2. filing against pgbench doing the two inserts that filing cannot do without (dossier, job), same database.
 * Ours and the peer's turns alternate and the best turn of each counts: whatever else the machine does only adds.
 */
const TURNS = 9;
const SECONDS = 2;

const trial = await startTrial({ BFF_ROLES: 'serve', LOG_LEVEL: 'info' });
const detailUrl = `${trial.bff}/v1/procedures/1.001193`;
const detail = Buffer.from(await (await fetch(detailUrl)).arrayBuffer());
const bytesFile = join(trial.dataDir, 'detail.json');
writeFileSync(bytesFile, detail);
const barePort = Number(new URL(trial.bff).port) + 2;
const bareUrl = `http://127.0.0.1:${barePort}/x`;
const bare = spawn(process.execPath, [join(ROOT, 'bench/bare-server.ts'), bytesFile, String(barePort)], { cwd: ROOT, stdio: 'ignore' });
await answers(bareUrl);

await cpuPerRequest(detailUrl, trial.pid());
await cpuPerRequest(bareUrl, bare.pid ?? 0); // both warm
const ours: number[] = [];
const peers: number[] = [];
for (let turn = 0; turn < TURNS; turn++) {
  ours.push(await cpuPerRequest(detailUrl, trial.pid()));
  peers.push(await cpuPerRequest(bareUrl, bare.pid ?? 0));
}
bare.kill();
console.log(
  `procedure detail, ${detail.length} bytes: ours ${Math.min(...ours).toFixed(1)} µs CPU a request, bare Fastify ${Math.min(...peers).toFixed(1)} µs, ratio ${(Math.min(...peers) / Math.min(...ours)).toFixed(2)} (wanted ≥ 0.80)`,
);

const file = await filer();
const pgbench = pgbenchRunner();
const filed: number[] = [];
const inserted: number[] = [];
for (let turn = 0; turn <= TURNS; turn++) {
  filed.push(await file(1_000));
  if (pgbench) inserted.push(pgbench());
}
console.log(
  pgbench
    ? `filing: ours ${Math.max(...filed).toFixed(0)} a second, pgbench with the same two inserts ${Math.max(...inserted).toFixed(0)}, ratio ${(Math.max(...filed) / Math.max(...inserted)).toFixed(2)} (wanted ≥ 0.65)`
    : `filing: ${Math.max(...filed).toFixed(0)} a second; pgbench is not on this machine (Debian: postgresql-contrib), no ratio`,
);
await trial.stop();
process.exit(0);

/** CPU time in µs of the serving process (user and system, /proc) over the requests it answered. */
async function cpuPerRequest(url: string, pid: number): Promise<number> {
  const before = cpuMicroseconds(pid);
  const result = await autocannon({ url, connections: 20, duration: SECONDS });
  return (cpuMicroseconds(pid) - before) / result.requests.total;
}
function cpuMicroseconds(pid: number): number {
  const fields =
    spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' })
      .stdout.split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000; // ticks of 10 ms
}

/** Drafts made ready beforehand, filed 16 at a time. @returns a function that files `amount` and tells dossiers a second. */
async function filer() {
  const citizen = await createCitizenClient({ bff: trial.bff, sandbox: trial.sandbox.url, personaId: 'thu-ha' });
  const ready = await citizen.fillDraft('1.004873');
  const sql = postgres(trial.databaseUrl, { max: 1, onnotice: () => {} });
  const drafts = await sql<{ id: string }[]>`
    insert into draft (id, citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, is_complete, revision, expires_at)
    select gen_random_uuid(), citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, true, 1, expires_at
    from draft, generate_series(1, ${(TURNS + 2) * 1_000}) where id = ${ready.id} returning id`;
  // Each draft has papers of its own, as in life: shared rows would queue behind one another's locks.
  await sql`
    with own as (
      select draft.id as draft_id, entry ->> 'componentId' as component_id, entry ->> 'fileId' as from_id, gen_random_uuid()::text as to_id
      from draft, jsonb_array_elements(files) entry where draft.id <> ${ready.id}
    ), copied as (
      insert into uploaded_file (id, citizen_id, name_sealed, declared_type, type, size_bytes, key_sealed, sha256, state, completed_at, expires_at)
      select to_id, citizen_id, name_sealed, declared_type, type, size_bytes, key_sealed, sha256, state, completed_at, expires_at
      from own join uploaded_file on uploaded_file.id = from_id
    )
    update draft set files = new.files
    from (select draft_id, jsonb_agg(jsonb_build_object('componentId', component_id, 'fileId', to_id)) as files from own group by draft_id) new
    where draft.id = new.draft_id`;
  await sql`analyze draft, uploaded_file`;
  await sql.end();
  const queue = drafts.map((draft) => draft.id);
  return async (amount: number) => {
    const started = process.hrtime.bigint();
    let lastAnswer = started;
    const run = autocannon({
      url: trial.bff,
      connections: 16,
      amount,
      requests: [
        {
          method: 'POST',
          path: '/v1/dossiers',
          setupRequest: (request) => ({
            ...request,
            body: JSON.stringify({ draftId: queue.pop(), consent: true }),
            headers: {
              authorization: `Bearer ${citizen.session.accessToken}`,
              'content-type': 'application/json',
              'idempotency-key': crypto.randomUUID(),
            },
          }),
        },
      ],
    });
    (run as unknown as EventEmitter).on('response', () => {
      lastAnswer = process.hrtime.bigint();
    });
    const result = await run;
    if (result['2xx'] !== amount)
      throw new Error(
        `only ${result['2xx']} of ${amount} were accepted: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`,
      );
    return amount / (Number(lastAnswer - started) / 1e9); // the run itself ends on a whole second
  };
}

/** @returns null where pgbench is missing; else a function that runs it for a turn and tells transactions a second. */
function pgbenchRunner(): (() => number) | null {
  const binary = ['/usr/lib/postgresql/15/bin/pgbench', '/usr/bin/pgbench'].find((path) => existsSync(path));
  if (!binary) return null;
  const script = join(trial.dataDir, 'two-inserts.sql');
  writeFileSync(
    script,
    `begin;
insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, idempotency_key, request_hash)
values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid(), '1.004873', 1, 'chung', '1.004873-2026.1', gen_random_uuid(), '[]', gen_random_uuid()::text, '\\x00');
select graphile_worker.add_job('file-dossier', '{}'::json);
commit;
`,
  );
  return () => {
    const run = spawnSync(binary, ['-n', '-M', 'prepared', '-c', '16', '-j', '1', '-T', String(SECONDS), '-f', script, trial.databaseUrl], {
      encoding: 'utf8',
    });
    return Number(/tps = ([\d.]+)/.exec(run.stdout)?.[1]);
  };
}
