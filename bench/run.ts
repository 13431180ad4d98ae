import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { localPostgres } from '@tayninh/migrations/local-postgres';
import { migrate } from '@tayninh/migrations/migrate';
import { seed } from '@tayninh/migrations/seed';
import { startSandbox } from '@tayninh/sandbox/start-sandbox';
import autocannon from 'autocannon';
import postgres from 'postgres';
import { createCitizenClient } from '../scripts/citizen-client.ts';
import { bffEnvironment } from '../scripts/development-environment.ts';

/**
 * Speed as ratios to a peer in the same run, never as timed tests:
 * 1. cached procedure detail against a bare Fastify route that sends the same bytes, by CPU time per request;
 * 2. filing against pgbench doing the two inserts that filing cannot do without (dossier, job), same database.
 */
const root = resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'tns-bench-'));
const SECONDS = 8;

const database = await localPostgres(join(dataDir, 'postgres'));
await migrate(database.url);
await seed(database.url);
const sandbox = await startSandbox({ port: 0, miniAppPort: 0, miniAppDir: dataDir, dataDir, bffUrl: 'http://127.0.0.1:9' });
const bffPort = 20_000 + Math.floor(Math.random() * 20_000);
const bff = `http://127.0.0.1:${bffPort}`;
const environment = {
  ...bffEnvironment({
    dataDir,
    databaseUrl: database.url,
    sandboxUrl: sandbox.url.replace('localhost', '127.0.0.1'),
    credentials: sandbox.credentials,
    miniAppOrigins: [],
    bffPort,
    innerPort: bffPort + 1,
  }),
  BFF_ROLES: 'serve',
  LOG_LEVEL: 'info',
};
const server = spawn(process.execPath, [join(root, 'bff/src/main.ts')], {
  cwd: root,
  env: { ...process.env, ...environment },
  stdio: 'ignore',
});
await answers(`${bff}/readyz`);

const detail = Buffer.from(await (await fetch(`${bff}/v1/procedures/1.001193`)).arrayBuffer());
const bytesFile = join(dataDir, 'detail.json');
writeFileSync(bytesFile, detail);
const barePort = bffPort + 2;
const bare = spawn(process.execPath, [join(root, 'bench/bare-server.ts'), bytesFile, String(barePort)], { cwd: root, stdio: 'ignore' });
await answers(`http://127.0.0.1:${barePort}/x`);

const ours = await cpuPerRequest(`${bff}/v1/procedures/1.001193`, server.pid ?? 0);
const theirs = await cpuPerRequest(`http://127.0.0.1:${barePort}/x`, bare.pid ?? 0);
console.log(
  `procedure detail, ${detail.length} bytes: ours ${ours.toFixed(1)} µs CPU a request, bare Fastify ${theirs.toFixed(1)} µs, ratio ${(theirs / ours).toFixed(2)} (wanted ≥ 0.80)`,
);
bare.kill();

const filingRate = await fileMany();
const pgbench = pgbenchRate();
console.log(
  pgbench === null
    ? `filing: ${filingRate.toFixed(0)} a second; pgbench is not on this machine (Debian: postgresql-contrib), no ratio`
    : `filing: ours ${filingRate.toFixed(0)} a second, pgbench with the same two inserts ${pgbench.toFixed(0)}, ratio ${(filingRate / pgbench).toFixed(2)} (wanted ≥ 0.65)`,
);

server.kill();
await sandbox.stop();
await database.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(0);

async function answers(url: string) {
  while (
    !(await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    ))
  )
    await pause(50);
}

/** CPU time of the serving process (user and system, /proc) over the requests it answered. */
async function cpuPerRequest(url: string, pid: number): Promise<number> {
  const run = (duration: number) => autocannon({ url, connections: 20, duration });
  await run(2); // warm
  const before = cpuMicroseconds(pid);
  const result = await run(SECONDS);
  return (cpuMicroseconds(pid) - before) / result.requests.total;
}
function cpuMicroseconds(pid: number): number {
  const fields =
    spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' })
      .stdout.split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000; // ticks of 10 ms
}

/** Files drafts that were made ready beforehand, 16 at a time. @returns dossiers a second. */
async function fileMany(): Promise<number> {
  const citizen = await createCitizenClient({ bff, sandbox: sandbox.url, personaId: 'thu-ha' });
  const ready = await citizen.fillDraft('1.004873');
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const count = 6_000;
  const drafts = await sql<{ id: string }[]>`
    insert into draft (id, citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, is_complete, revision, expires_at)
    select gen_random_uuid(), citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, true, 1, expires_at
    from draft, generate_series(1, ${count}) where id = ${ready.id} returning id`;
  await sql.end();
  const queue = drafts.map((draft) => draft.id);
  const file = (amount: number) =>
    autocannon({
      url: bff,
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
  await file(1_000); // warm
  const started = process.hrtime.bigint();
  const result = await file(4_000);
  if (result['2xx'] !== 4_000) throw new Error(`only ${result['2xx']} of 4000 were accepted`);
  return 4_000 / (Number(process.hrtime.bigint() - started) / 1e9);
}

function pgbenchRate(): number | null {
  const script = join(dataDir, 'two-inserts.sql');
  writeFileSync(
    script,
    `begin;
insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, idempotency_key, request_hash)
values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid(), '1.004873', 1, 'chung', '1.004873-2026.1', gen_random_uuid(), '[]', gen_random_uuid()::text, '\\x00');
select graphile_worker.add_job('file-dossier', '{}'::json);
commit;
`,
  );
  const binary = ['/usr/lib/postgresql/15/bin/pgbench', '/usr/bin/pgbench'].find((path) => existsSync(path));
  if (!binary) return null;
  const result = spawnSync(binary, ['-n', '-M', 'prepared', '-c', '16', '-j', '1', '-T', String(SECONDS), '-f', script, database.url], {
    encoding: 'utf8',
  });
  const rate = /tps = ([\d.]+)/.exec(result.stdout)?.[1];
  return rate ? Number(rate) : null;
}
