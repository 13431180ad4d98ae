import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { type Encryption, SYSTEM_SUBJECT } from '../../platform/encryption.ts';
import { oaToken } from './notifications.table.ts';

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}
const place = (oaId: string, column: string) => ({ table: 'oa_token', column, rowId: oaId });
const LOCK = 8_020_002;

export function createOaTokenRepository({ drizzle: db, sql: raw }: Database, encryption: Encryption) {
  return {
    async find(oaId: string): Promise<TokenPair | null> {
      const row = (await db.select().from(oaToken).where(eq(oaToken.oaId, oaId)))[0];
      if (!row) return null;
      const [accessToken, refreshToken] = await Promise.all([
        encryption.open(SYSTEM_SUBJECT, place(oaId, 'access'), row.accessSealed),
        encryption.open(SYSTEM_SUBJECT, place(oaId, 'refresh'), row.refreshSealed),
      ]);
      return { accessToken, refreshToken, expiresAt: row.expiresAt };
    },
    async save(oaId: string, pair: TokenPair) {
      const [accessSealed, refreshSealed] = await Promise.all([
        encryption.seal(SYSTEM_SUBJECT, place(oaId, 'access'), pair.accessToken),
        encryption.seal(SYSTEM_SUBJECT, place(oaId, 'refresh'), pair.refreshToken),
      ]);
      const values = { accessSealed, refreshSealed, expiresAt: pair.expiresAt };
      await db
        .insert(oaToken)
        .values({ oaId, ...values })
        .onConflictDoUpdate({ target: oaToken.oaId, set: { ...values, updatedAt: sql`now()` } });
    },
    /**
     * Runs `work` while no other process refreshes: a session lock on a connection of its own, so that no transaction is open
     * during the call to Zalo (RL-11) and a crash frees it.
     */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      const connection = await raw.reserve();
      try {
        await connection`select pg_advisory_lock(${LOCK})`;
        return await work();
      } finally {
        await connection`select pg_advisory_unlock(${LOCK})`.catch(() => {});
        connection.release();
      }
    },
  };
}
export type OaTokenRepository = ReturnType<typeof createOaTokenRepository>;
