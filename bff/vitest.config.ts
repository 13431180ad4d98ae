import { defineProject } from 'vitest/config';

export default defineProject({
  test: {
    name: 'bff',
    include: ['{src,test}/**/*.test.ts'],
    globalSetup: './test/database.setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
