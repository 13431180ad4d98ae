import { fileURLToPath } from 'node:url';
import { defineProject } from 'vitest/config';

export default defineProject({
  resolve: {
    alias: [{ find: /^zmp-sdk(\/apis)?$/, replacement: fileURLToPath(new URL('../sandbox/host/simulated-zmp-sdk.ts', import.meta.url)) }],
  },
  test: {
    name: 'mini-app',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: './src/testing/browser.setup.ts',
    testTimeout: 20_000,
  },
});
