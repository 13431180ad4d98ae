import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * The browser for journeys and pictures is Debian's Chromium. `--install` fetches it when it is missing and we may;
 * otherwise browser journeys skip themselves and say so.
 */
export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
export const hasBrowser = () => existsSync(CHROMIUM);

if (import.meta.main && process.argv.includes('--install') && !hasBrowser()) {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    const quiet: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core'], {
      ...quiet,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (!hasBrowser()) console.warn('NO CHROMIUM: browser journeys are skipped. Install Debian’s chromium or set CHROMIUM_PATH.');
}
