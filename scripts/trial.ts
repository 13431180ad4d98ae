import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { localPostgres } from '@tayninh/migrations/local-postgres';
import { migrate } from '@tayninh/migrations/migrate';
import { seed } from '@tayninh/migrations/seed';
import { startSandbox } from '@tayninh/sandbox/start-sandbox';
import { bffEnvironment } from './development-environment.ts';

export const ROOT = resolve(import.meta.dirname, '..');

/**
 * A database, a sandbox and a bff of their own, for measuring and for breaking things: no front ends, nothing left behind.
 * @param settings environment of the bff that differs from development.
 * @param between stands between bff and sandbox when given: called with the sandbox's address, it tells its own.
 */
export async function startTrial(settings: Record<string, string> = {}, between?: (sandboxUrl: string) => Promise<string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tns-trial-'));
  const postgresDir = join(dataDir, 'postgres');
  let database = await localPostgres(postgresDir);
  await migrate(database.url);
  await seed(database.url);
  const sandbox = await startSandbox({ port: 0, miniAppPort: 0, miniAppDir: dataDir, dataDir, bffUrl: 'http://127.0.0.1:9' });
  const bffPort = 20_000 + Math.floor(Math.random() * 12_000); // below the range the system hands out by itself
  const bff = `http://127.0.0.1:${bffPort}`;
  sandbox.setBffUrl(bff);
  const sandboxUrl = sandbox.url.replace('localhost', '127.0.0.1');
  const environment = {
    ...process.env,
    ...bffEnvironment({
      dataDir,
      databaseUrl: database.url,
      sandboxUrl: between ? await between(sandboxUrl) : sandboxUrl,
      credentials: sandbox.credentials,
      resultAnchors: sandbox.resultAnchors,
      miniAppOrigins: [],
      bffPort,
      innerPort: bffPort + 1,
    }),
    REQUESTS_PER_MINUTE_CITIZEN: '1000000', // four citizens do the work of thousands
    REQUESTS_PER_MINUTE_ADDRESS: '1000000',
    ...settings,
  };

  let server: ChildProcess | undefined;
  process.once('exit', () => server?.kill('SIGKILL')); // also when the run itself fails
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1)); // or the line above would not run
  /** Starts the bff; call again after `kill`. */
  async function launch() {
    const starting = spawn(process.execPath, [join(ROOT, 'bff/src/main.ts')], {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'], // a refused configuration is told there
    });
    server = starting;
    const ended = new Promise<never>((_ready, reject) =>
      starting.once('exit', () => reject(new Error('the bff ended before it was ready'))),
    );
    await Promise.race([answers(`${bff}/readyz`), ended]);
  }
  /** SIGKILL: the bff has no say in it. */
  async function kill() {
    const dying = server;
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = new Promise((done) => dying.once('exit', done));
    dying.kill('SIGKILL');
    await gone;
  }
  await launch();

  return {
    bff,
    sandbox,
    databaseUrl: database.url,
    dataDir,
    /** What the bff is configured by. */
    environment: environment as Record<string, string>,
    /** Process id of the bff that runs now. */
    pid: () => server?.pid ?? 0,
    launch,
    kill,
    /** The database dies at once, by its own "immediate" stop or by SIGKILL, and comes back on the same port, recovering. */
    async breakDatabase(signal: 'SIGQUIT' | 'SIGKILL') {
      const { port } = new URL(database.url);
      process.kill(Number(readFileSync(join(postgresDir, 'postmaster.pid'), 'utf8').split('\n')[0]), signal);
      for (let tries = 0; ; tries++) {
        await pause(500); // its processes need a moment to notice
        try {
          database = await localPostgres(postgresDir, ['-p', port]);
          break;
        } catch (error) {
          if (tries === 5) throw error;
        }
      }
    },
    /** How often the province has filed the dossier of this receipt number. */
    async timesFiled(receiptNo: string): Promise<number> {
      const answer = await fetch(`${sandbox.url}/control/province/dossiers?reference=${encodeURIComponent(receiptNo)}`);
      const { items } = (await answer.json()) as { items: { timesFiled: number }[] };
      return items[0]?.timesFiled ?? 0;
    },
    async stop() {
      await kill();
      await sandbox.stop();
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Trial = Awaited<ReturnType<typeof startTrial>>;

/** Waits until an address answers well. */
export async function answers(url: string) {
  const isOk = () =>
    fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
  while (!(await isOk())) await pause(50);
}
