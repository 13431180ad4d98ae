import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const rooms = ['shared', 'migrations', 'sandbox', 'bff', 'mini-app', 'e2e'];

export default defineConfig({
  test: { projects: rooms.filter((room) => existsSync(`${room}/vitest.config.ts`)).map((room) => `./${room}/vitest.config.ts`) },
});
