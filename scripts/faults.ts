import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { localPostgres } from '@tayninh/migrations/local-postgres';
import { migrate } from '@tayninh/migrations/migrate';
import { seed } from '@tayninh/migrations/seed';
import { startSandbox } from '@tayninh/sandbox/start-sandbox';
import { createCitizenClient } from './citizen-client.ts';
import { bffEnvironment } from './development-environment.ts';

/**
 * Load with SIGKILL at random moments: the bff is killed and started again `--cycles` times while citizens file, and the
 * province loses one reply in five. At the end every acknowledged dossier (answered 202) must be at the province exactly once.
 *
 *   pnpm test:faults [--cycles 50] [--seed 1]
 */
const option = (name: string, usual: number) => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] ?? usual) || usual;
const cycles = process.argv.includes('--cycles') ? option('cycles', 50) : 50;
const seedNo = process.argv.includes('--seed') ? option('seed', 1) : 1;
const root = resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'tns-faults-'));

let state = seedNo;
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return state / 4_294_967_296;
};

const database = await localPostgres(join(dataDir, 'postgres'));
await migrate(database.url);
await seed(database.url);
const sandbox = await startSandbox({ port: 0, miniAppPort: 0, miniAppDir: dataDir, dataDir, bffUrl: 'http://127.0.0.1:9' });
const bffPort = 20_000 + Math.floor(Math.random() * 20_000);
const bff = `http://127.0.0.1:${bffPort}`;
sandbox.setBffUrl(bff);
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
  LOG_LEVEL: 'silent',
  SEND_TIMEOUT_MS: '2000',
  LEASE_MS: '3000',
  ABSENCE_SETTLES_MS: '3000',
  RETRY_BASE_MS: '300',
  RETRY_MAX_MS: '2000',
  SWEEP_EVERY_MS: '1000',
};
sandbox.faults.set({ system: 'province', mode: 'lose-reply', rate: 0.2, seed: seedNo });

let child: ChildProcess | undefined;
const launch = () => {
  child = spawn(process.execPath, [join(root, 'bff/src/main.ts')], { cwd: root, env: { ...process.env, ...environment }, stdio: 'ignore' });
  return child;
};
const kill = async () => {
  const dying = child;
  if (!dying || dying.exitCode !== null) return;
  const gone = new Promise((done) => dying.once('exit', done));
  dying.kill('SIGKILL');
  await gone;
};
const ready = async () => {
  while (
    !(await fetch(`${bff}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    ))
  )
    await pause(50);
};

const acknowledged = new Map<string, string>();
let unanswered = 0;
let isLoading = true;
/** One citizen who files again and again; a lost answer is asked for again with the same key, as the mini app does. */
async function load(personaId: string) {
  while (isLoading) {
    try {
      const citizen = await createCitizenClient({ bff, sandbox: sandbox.url, personaId });
      while (isLoading) {
        const draft = await citizen.fillDraft('1.004873');
        const key = crypto.randomUUID();
        try {
          const filed = await citizen.submit(draft.id, key);
          acknowledged.set(filed.id, filed.receiptNo);
        } catch {
          unanswered++;
          await ready();
          const filed = await citizen.submit(draft.id, key).catch(() => null);
          if (filed) acknowledged.set(filed.id, filed.receiptNo);
        }
      }
    } catch {
      await pause(50); // the server is being killed; begin anew
    }
  }
}

launch();
await ready();
const started = Date.now();
const loads = ['thu-ha', 'van-binh', 'kim-ngan', 'minh-tam'].map(load);
for (let cycle = 0; cycle < cycles; cycle++) {
  await pause(100 + random() * 1_500);
  await kill();
  launch();
  await ready();
}
isLoading = false;
await Promise.all(loads);
sandbox.faults.clear();

const filedOf = async (receiptNo: string) => {
  const answer = await fetch(`${sandbox.url}/control/province/dossiers?reference=${receiptNo}`);
  return ((await answer.json()) as { items: { timesFiled: number }[] }).items.length;
};
const missing = new Set(acknowledged.values());
for (const end = Date.now() + 120_000; missing.size > 0 && Date.now() < end; await pause(500)) {
  for (const receiptNo of [...missing]) if ((await filedOf(receiptNo)) > 0) missing.delete(receiptNo);
}
await pause(8_000); // longer than any lease: a second filing would have come by now
const counts = await Promise.all([...acknowledged.values()].map(filedOf));
const doubled = counts.filter((count) => count > 1).length;
console.log(
  `seed ${seedNo}, ${cycles} kills in ${Math.round((Date.now() - started) / 1000)} s: acknowledged ${acknowledged.size}, answers lost ${unanswered}, filed ${counts.filter((count) => count > 0).length}, lost ${missing.size}, doubled ${doubled}`,
);

await kill();
await sandbox.stop();
await database.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(missing.size === 0 && doubled === 0 && acknowledged.size > 0 ? 0 : 1);
