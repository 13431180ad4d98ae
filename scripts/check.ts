import { spawnSync } from 'node:child_process';

/** Everything a machine can judge without running the product; stops at the first that says no. */
const rooms = ['bff/src', 'shared/src', 'migrations/src', 'sandbox/src', 'mini-app/src', 'staff-console/src'];
const steps: { what: string; command: string; args: string[]; cwd?: string }[] = [
  { what: 'format and lint', command: 'biome', args: ['check', '.'] },
  { what: 'types', command: 'tsc', args: ['-p', '.'] },
  { what: 'types of the mini app', command: 'tsc', args: ['-p', 'mini-app'] },
  { what: 'types of the console', command: 'tsc', args: ['-p', 'staff-console'] },
  { what: 'import rules', command: 'depcruise', args: [...rooms, '--config', '.dependency-cruiser.cjs', '--output-type', 'err'] },
  { what: 'unused code', command: 'knip', args: [] },
  { what: 'workspace versions', command: 'sherif', args: [] },
  {
    what: 'build of the mini app for phones',
    command: './node_modules/.bin/vite',
    args: ['build', '--logLevel', 'error'],
    cwd: 'mini-app',
  },
  { what: 'size of its first screen', command: process.execPath, args: ['mini-app/size.ts'] },
];

for (const { what, command, args, cwd } of steps) {
  const started = Date.now();
  // The addresses are never called: the build for phones only refuses to be without them.
  const env = {
    ...process.env,
    NO_COLOR: '1',
    ...(cwd === 'mini-app' && {
      NODE_ENV: 'production',
      VITE_API_BASE: 'https://api.invalid',
      VITE_MINI_APP_LINK: 'https://zalo.invalid/s/1',
    }),
  };
  const result = spawnSync(command, args, { encoding: 'utf8', env, cwd: cwd ?? '.' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (result.status !== 0) {
    console.error(`✗ ${what} (${seconds} s)\n${result.stdout}${result.stderr}${result.error?.message ?? ''}`);
    process.exit(1);
  }
  console.log(`✓ ${what} (${seconds} s)`);
}
