import { resolve } from 'node:path';
import { startSandbox } from './start-sandbox.ts';

const sandbox = await startSandbox({
  port: Number(process.env.SANDBOX_PORT ?? 8090),
  miniAppPort: Number(process.env.MINI_APP_PORT ?? 5173),
  miniAppDir: resolve(process.env.MINI_APP_DIR ?? 'mini-app/www'),
  dataDir: resolve(process.env.DATA_DIR ?? '.data'),
  bffUrl: process.env.BFF_URL ?? 'http://127.0.0.1:8080',
  consoleUrl: process.env.CONSOLE_URL ?? 'http://localhost:5174',
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
// Said last: whoever reads it may stop us at once.
console.log(JSON.stringify({ ready: true, url: sandbox.url, miniAppUrl: sandbox.miniAppUrl }));
