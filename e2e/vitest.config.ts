import { defineProject } from 'vitest/config';

export default defineProject({
  test: {
    name: 'e2e',
    include: ['*.test.ts'],
    globalSetup: './copy.setup.ts',
    fileParallelism: false, // one copy for all: a province that is down is down for everybody
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
