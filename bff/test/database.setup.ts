import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localPostgres } from '@tayninh/migrations/local-postgres';
import { migrate } from '@tayninh/migrations/migrate';
import { seed } from '@tayninh/migrations/seed';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    pgUrl: string;
  }
}

/** One real PostgreSQL for all test files; each test server gets a copy of a migrated and seeded template. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(join(tmpdir(), 'tns-pg-'));
  const server = await localPostgres(join(dir, 'data'), ['-c', 'fsync=off', '-c', 'max_connections=300']);
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`create database template_tns`;
  await admin.end();
  const template = server.url.replace(/\/postgres$/, '/template_tns');
  await migrate(template);
  await seed(template);
  project.provide('pgUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
