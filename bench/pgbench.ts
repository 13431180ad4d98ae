import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trial } from '../scripts/trial.ts';

/** @returns null where pgbench is missing; else a function that runs `script` for `seconds` with prepared statements and tells transactions a second. */
export function createPgbench(
  trial: Trial,
  { name, script, seconds }: { name: string; script: string; seconds: number },
): (() => number) | null {
  const binary = ['/usr/lib/postgresql/15/bin/pgbench', '/usr/bin/pgbench'].find((path) => existsSync(path));
  if (!binary) return null;
  const file = join(trial.dataDir, `${name}.sql`);
  writeFileSync(file, script);
  return () => {
    const run = spawnSync(binary, ['-n', '-M', 'prepared', '-c', '16', '-j', '1', '-T', String(seconds), '-f', file, trial.databaseUrl], {
      encoding: 'utf8',
    });
    const tps = Number(/tps = ([\d.]+)/.exec(run.stdout)?.[1]);
    if (!(tps > 0)) throw new Error(`pgbench ${name}: ${run.stderr}`);
    return tps;
  };
}
