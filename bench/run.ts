import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { answers, ROOT, startTrial } from '../scripts/trial.ts';
import { createFiler } from './filer.ts';
import { createPgbench } from './pgbench.ts';

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

const file = await createFiler(trial, (TURNS + 2) * 1_000);
const pgbench = createPgbench(trial, {
  name: 'two-inserts',
  seconds: SECONDS,
  script: `begin;
insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, idempotency_key, request_hash)
values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid(), '1.004873', 1, 'chung', '1.004873-2026.1', gen_random_uuid(), '[]', gen_random_uuid()::text, '\\x00');
select graphile_worker.add_job('file-dossier', '{}'::json);
commit;
`,
});
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
