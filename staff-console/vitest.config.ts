import { defineProject } from 'vitest/config';

export default defineProject({
  test: {
    name: 'staff-console',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: './src/testing/browser.setup.ts',
    testTimeout: 20_000,
  },
});
