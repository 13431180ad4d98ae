import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Walks many random ways through the models of the state machines, each beside the real thing on a real database, and prints how
 * many and whether they ever differed. An ordinary test run walks the same models a few dozen times.
 *
 *   pnpm test:models [--runs 1000] [--seed 1]
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '' } } });
const dir = mkdtempSync(join(tmpdir(), 'tns-models-'));
const report = join(dir, 'report.ndjson');
const root = resolve(import.meta.dirname, '..');
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '.model.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, MODEL_RUNS: values.runs, MODEL_SEED: values.seed, MODEL_REPORT: report },
});
const lines = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n') : [];
console.table(lines.map((line) => JSON.parse(line) as { name: string; runs: number; differences: number; seed: number }));
rmSync(dir, { recursive: true });
process.exit(status ?? 1);
