import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const rooms = ['shared', 'migrations', 'sandbox', 'bff', 'mini-app', 'staff-console', 'e2e'];

export default defineConfig({
  test: {
    projects: rooms.filter((room) => existsSync(`${room}/vitest.config.ts`)).map((room) => `./${room}/vitest.config.ts`),
    // two at least: tests on a real server spend half of their time waiting for it
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
