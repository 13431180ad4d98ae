import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/**
 * Two clients of one PostgreSQL: drizzle rewrites the parsers of the client it is given, so hot statements that are
 * prepared by hand use one of their own.
 */
export interface Database {
  readonly drizzle: PostgresJsDatabase;
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

/** What runs inside `database.drizzle.transaction(...)`. */
export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];

/**
 * @param poolSize connections of each of the two clients.
 * @param statementTimeoutMs RL-10: 3 s for requests, 30 s for jobs.
 */
export function openDatabase(
  url: string,
  { name, poolSize, statementTimeoutMs }: { name: string; poolSize: number; statementTimeoutMs: number },
): Database {
  const options = {
    max: poolSize,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: name,
      statement_timeout: statementTimeoutMs,
      lock_timeout: Math.min(statementTimeoutMs, 2_000),
      idle_in_transaction_session_timeout: 5_000,
    },
  } as const;
  const forDrizzle = postgres(url, options);
  const sql = postgres(url, options);
  return {
    drizzle: drizzle(forDrizzle, { casing: 'snake_case' }),
    sql,
    close: async () => {
      await Promise.all([forDrizzle.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}
