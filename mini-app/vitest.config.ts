import { fileURLToPath } from 'node:url';
import { defineProject } from 'vitest/config';

export default defineProject({
  resolve: {
    alias: [
      { find: /^zmp-sdk(\/apis)?$/, replacement: fileURLToPath(new URL('../sandbox/host/simulated-zmp-sdk.ts', import.meta.url)) },
      // what phones run; under Node the library would take no File
      {
        find: 'tus-js-client',
        replacement: fileURLToPath(new URL('./node_modules/tus-js-client/lib.esm/browser/index.js', import.meta.url)),
      },
    ],
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
