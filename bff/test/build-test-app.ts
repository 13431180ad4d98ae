import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@tayninh/sandbox/start-sandbox';
import postgres from 'postgres';
import { inject } from 'vitest';
import { createCitizenClient } from '../../scripts/citizen-client.ts';
import { seedDemoStaff } from '../../scripts/demo-staff.ts';
import { bffEnvironment } from '../../scripts/development-environment.ts';
import { createStaffBrowser } from '../../scripts/staff-client.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { startJobs, startSweeps } from '../src/platform/jobs.ts';
import { createLogger } from '../src/platform/logging.ts';

/**
 * The real server with its jobs, on a database of its own, talking to a sandbox over HTTP. Lines of the log are kept for tests
 * that look for what must not be in them.
 *
 * @param isWorking false: answers HTTP only; who calls `jobs` and when is up to the test.
 */
export async function buildTestApp(
  overrides: Record<string, string> | ((made: { dataDir: string; sandbox: Sandbox }) => Record<string, string>) = {},
  { isWorking = true } = {},
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tns-'));
  const pgUrl = inject('pgUrl');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(pgUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template template_tns strategy file_copy`);
  const databaseUrl = pgUrl.replace(/\/postgres$/, `/${name}`);

  const sandbox = await startSandbox({ port: 0, miniAppPort: 0, miniAppDir: join(dataDir, 'www'), dataDir, bffUrl: 'http://127.0.0.1:9' });
  const environment = bffEnvironment({
    dataDir,
    databaseUrl,
    sandboxUrl: sandbox.url.replace('localhost', '127.0.0.1'),
    credentials: sandbox.credentials,
    resultAnchors: sandbox.resultAnchors,
    miniAppOrigins: [],
    bffPort: 0,
    innerPort: 0,
  });
  const config = readConfig({
    ...environment,
    APP_ENV: 'test',
    PUBLIC_URL: 'http://localhost:9', // as the sandbox has it registered; tests go back to the real port themselves
    LOG_LEVEL: 'info',
    SEND_TIMEOUT_MS: '1500',
    LEASE_MS: '2000',
    ABSENCE_SETTLES_MS: '2000',
    RETRY_BASE_MS: '200',
    RETRY_MAX_MS: '1000',
    SWEEP_EVERY_MS: '500',
    POLL_EVERY_MS: '60000',
    REQUESTS_PER_MINUTE_CITIZEN: '100000', // one citizen does the work of many
    REQUESTS_PER_MINUTE_ADDRESS: '100000',
    ...(typeof overrides === 'function' ? overrides({ dataDir, sandbox }) : overrides),
  });
  const lines: string[] = [];
  if (config.staffLogin) await seedDemoStaff(databaseUrl, config.staffLogin.url);
  const { app, consoleApp, jobs, crons, sweeps, background, log, metrics } = await buildApp(
    config,
    createLogger('info', { write: (line) => void lines.push(line) }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  sandbox.setBffUrl(url);
  const consoleUrl = (await consoleApp?.listen({ host: '127.0.0.1', port: 0 })) ?? '';
  const openConsole = () => createStaffBrowser({ url: consoleUrl, origin: config.staffLogin?.consoleOrigin ?? '' });
  const workers = isWorking
    ? [
        await startJobs({ databaseUrl, handlers: jobs, crons, concurrency: 4, log }),
        startSweeps({ everyMs: config.SWEEP_EVERY_MS, sweeps, log }),
        ...background.map((work) => work.start()),
      ]
    : [];
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });

  return {
    url,
    /** The console's own host. */
    consoleUrl,
    app,
    config,
    sandbox,
    dataDir,
    lines,
    /** What a counter says for these labels. */
    async count(metric: string, labels: Record<string, string>): Promise<number> {
      for (const one of metrics) {
        const { name, values } = await one.get();
        const counted = values as { value: number; labels: Record<string, unknown> }[];
        if (name === metric)
          return counted.find((value) => Object.entries(labels).every(([label, text]) => value.labels[label] === text))?.value ?? 0;
      }
      return 0;
    },
    jobs,
    /** For looking at what is stored; never for changing it behind the server's back, except to age a row. */
    sql,
    databaseUrl,
    /** As if `ms` had gone by for what waits: retries come due, absence settles. What a worker holds right now is left alone. */
    async letTimePass(ms: number) {
      await sql`
        with waiting as (
          update dossier set next_attempt_at = next_attempt_at - ${ms} * interval '1 millisecond'
          where state in ('scanning', 'ready', 'uncertain') and (lease_until is null or lease_until < now()) returning id
        ) update send_attempt set started_at = started_at - ${ms} * interval '1 millisecond' where dossier_id in (select id from waiting)`;
      await sql`
        update dossier_act set next_attempt_at = next_attempt_at - ${ms} * interval '1 millisecond', attempt_started_at = attempt_started_at - ${ms} * interval '1 millisecond'
        where state in ('scanning', 'ready', 'uncertain') and (lease_until is null or lease_until < now())`;
      await Promise.all([sweeps['dossiers-stranded'](), sweeps['acts-stranded']()]);
    },
    sweep: (name: keyof typeof sweeps) => sweeps[name](),
    openConsole,
    /** A browser in which this officer is signed in. */
    async staff(personaId: string) {
      const browser = openConsole();
      const reached = await browser.signIn(personaId);
      if (reached !== '/') throw new Error(`${personaId} was sent to ${reached}`);
      return browser;
    },
    as: (personaId: string) => createCitizenClient({ bff: url, sandbox: sandbox.url, personaId }),
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await app.close();
      await sandbox.stop();
      await sql.end();
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TestServer = Awaited<ReturnType<typeof buildTestApp>>;
