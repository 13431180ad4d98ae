import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { localPostgres } from '@tayninh/migrations/local-postgres';
import { migrate } from '@tayninh/migrations/migrate';
import { seed } from '@tayninh/migrations/seed';
import { sandboxCredentials } from '@tayninh/sandbox/credentials';
import { signingAuthority } from '@tayninh/sandbox/province/signing-authority';
import { seedDemoStaff } from './demo-staff.ts';
import { bffEnvironment } from './development-environment.ts';

/**
 * The whole product on one machine: database, sandbox, bff, mini app, console. Says where they are when all are ready, stops
 * cleanly on Ctrl-C, starts over whatever an earlier run left, also a killed one.
 */
const root = resolve(import.meta.dirname, '..');
const port = (name: string, usual: number) => Number(process.env[name] ?? usual);
const ports = {
  bff: port('BFF_PORT', 8080),
  inner: port('BFF_INNER_PORT', 8081),
  sandbox: port('SANDBOX_PORT', 8090),
  miniApp: port('MINI_APP_PORT', 5173),
  console: port('CONSOLE_PORT', 5174),
};
const dataDir = resolve(process.env.DATA_DIR ?? join(root, '.data'));
const children: ChildProcess[] = [];
const stops: (() => Promise<unknown>)[] = [];
let isStopping = false;

function refuse(line: string): never {
  console.error(line);
  for (const child of children) child.kill('SIGKILL');
  process.exit(1);
}

async function stop(code: number) {
  if (isStopping) return;
  isStopping = true;
  for (const child of [...children].reverse()) await ended(child);
  for (const stopOne of [...stops].reverse()) await stopOne().catch(() => {});
  process.exit(code);
}
async function ended(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await Promise.race([gone, pause(15_000).then(() => child.kill('SIGKILL'))]);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

for (const [name, number] of Object.entries(ports))
  if (!(await isFree(number))) refuse(`Port ${number} (${name}) is in use. Stop what uses it, or set ${variableOf(name)} to another one.`);
try {
  mkdirSync(join(dataDir, 'files'), { recursive: true });
} catch (error) {
  refuse(`The data folder ${dataDir} cannot be written: ${(error as NodeJS.ErrnoException).code}. Set DATA_DIR to a folder of yours.`);
}

let databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) {
  const server = await localPostgres(join(dataDir, 'postgres')).catch((error: Error) =>
    refuse(`The database in ${join(dataDir, 'postgres')} does not start: ${error.message.split('\n')[0]}`),
  );
  databaseUrl = server.url;
  stops.push(server.stop);
}
await migrate(databaseUrl).catch((error: Error) => refuse(`The database could not be migrated: ${error.message.split('\n')[0]}`));
await seed(databaseUrl).catch((error: Error) => refuse(`The reference data could not be loaded: ${error.message.split('\n')[0]}`));
await seedDemoStaff(databaseUrl, `http://127.0.0.1:${ports.sandbox}/idp/staff`).catch((error: Error) =>
  refuse(`The invented staff could not be loaded: ${error.message.split('\n')[0]}`),
);

build('mini-app', 'build:sandbox', join(root, 'mini-app', 'www'));
build('staff-console', 'build', join(root, 'staff-console', 'www'));

const credentials = sandboxCredentials(dataDir);
const sandboxUrl = `http://localhost:${ports.sandbox}`;
const bffUrl = `http://localhost:${ports.bff}`;
const consoleUrl = `http://localhost:${ports.console}`;
launch('sandbox', join(root, 'sandbox/src/main.ts'), {
  SANDBOX_PORT: String(ports.sandbox),
  MINI_APP_PORT: String(ports.miniApp),
  MINI_APP_DIR: join(root, 'mini-app/www'),
  DATA_DIR: dataDir,
  BFF_URL: `http://127.0.0.1:${ports.bff}`,
  CONSOLE_URL: consoleUrl,
});
const miniAppOrigins = [`http://localhost:${ports.miniApp}`, `http://127.0.0.1:${ports.miniApp}`];
launch(
  'bff',
  join(root, 'bff/src/main.ts'),
  bffEnvironment({
    dataDir,
    databaseUrl,
    sandboxUrl: `http://127.0.0.1:${ports.sandbox}`,
    credentials,
    resultAnchors: (await signingAuthority(dataDir)).rootPem,
    miniAppOrigins,
    bffPort: ports.bff,
    innerPort: ports.inner,
    console: { url: consoleUrl, port: ports.console, directory: join(root, 'staff-console/www') },
  }),
);

await Promise.all([
  answers(`http://127.0.0.1:${ports.sandbox}/control/settings`, 'sandbox'),
  answers(`http://127.0.0.1:${ports.bff}/readyz`, 'bff'),
  answers(`http://127.0.0.1:${ports.miniApp}/`, 'mini app'),
  answers(`http://127.0.0.1:${ports.console}/`, 'console'),
]);
console.log(`
Tây Ninh Smart is running. People and data are invented.
  ${sandboxUrl}/       a phone: the mini app, Zalo's sheets, the Official Account thread
  ${sandboxUrl}/desk   the province's desk: accept, ask, finish, go down
  http://localhost:${ports.miniApp}/       the mini app alone
  ${consoleUrl}/       the staff console: sign in as an invented officer
  ${bffUrl}/openapi.json   the contract; metrics at http://localhost:${ports.inner}/metrics
Ctrl-C stops everything.
`);

function build(name: string, script: string, output: string) {
  if (!existsSync(join(root, name, 'vite.config.ts'))) return;
  const done = spawnSync('pnpm', ['--version']).error ? null : 'pnpm';
  const [command = '', ...rest] = [...(done ? ['pnpm'] : ['npx', '-y', `pnpm@10.34.9`]), '--filter', `@tayninh/${name}`, 'run', script];
  const result = spawnSync(command, rest, { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } });
  if (result.status !== 0 && !existsSync(output))
    refuse(
      `${name} could not be built:\n${(result.stderr || result.stdout || result.error?.message || '').trim().split('\n').slice(-5).join('\n')}`,
    );
}

function launch(name: string, file: string, environment: Record<string, string>) {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', name === 'sandbox' ? 'ignore' : 'inherit', 'inherit'],
  });
  children.push(child);
  child.once('exit', (code, signal) => {
    if (isStopping) return;
    console.error(`${name} ended (${signal ?? code}); stopping the rest.`);
    void stop(1);
  });
}

async function answers(url: string, name: string) {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => null);
    if (answer && answer.status < 500) return;
    await pause(100);
  }
  refuse(`${name} did not answer within 30 s.`);
}

function isFree(number: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
      .once('error', () => done(false))
      .listen(number, '127.0.0.1', () => probe.close(() => done(true)));
  });
}
function variableOf(name: string) {
  return (
    { bff: 'BFF_PORT', inner: 'BFF_INNER_PORT', sandbox: 'SANDBOX_PORT', miniApp: 'MINI_APP_PORT', console: 'CONSOLE_PORT' }[name] ?? name
  );
}
