import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Everything a machine can judge without running the product; stops at the first that says no. */
const steps: [string, string, string[]][] = [
  ['format and lint', 'biome', ['check', '.']],
  ['types', 'tsc', ['-p', '.']],
  ...(existsSync('mini-app/tsconfig.json') ? ([['types of the mini app', 'tsc', ['-p', 'mini-app']]] as [string, string, string[]][]) : []),
  ...(existsSync('staff-console/tsconfig.json')
    ? ([['types of the console', 'tsc', ['-p', 'staff-console']]] as [string, string, string[]][])
    : []),
  [
    'import rules',
    'depcruise',
    [
      'bff/src',
      'shared/src',
      'migrations/src',
      'sandbox/src',
      ...['mini-app/src', 'staff-console/src'].filter((room) => existsSync(room)),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
    ],
  ],
  ['unused code', 'knip', []],
  ['workspace versions', 'sherif', []],
];

for (const [what, command, args] of steps) {
  const started = Date.now();
  const result = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (result.status !== 0) {
    console.error(`✗ ${what} (${seconds} s)\n${result.stdout}${result.stderr}`);
    process.exit(1);
  }
  console.log(`✓ ${what} (${seconds} s)`);
}
