import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runSql } from 'drizzle-orm/postgres-js/migrator';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import postgres from 'postgres';

const SQL_FOLDER = fileURLToPath(new URL('../sql', import.meta.url));

/** Brings a database to the newest schema: ours and the job queue's. Safe to run from several processes at once and again. */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { lock_timeout: 60_000 } });
  try {
    await client`select pg_advisory_lock(8020001)`;
    await runSql(drizzle(client), { migrationsFolder: SQL_FOLDER });
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    pool.on('error', () => {}); // graphile-worker asks for both; a broken connection fails the migration anyway
    pool.on('connect', (connection) => connection.on('error', () => {}));
    try {
      await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) });
    } finally {
      await pool.end();
    }
  } finally {
    await client.end();
  }
}
