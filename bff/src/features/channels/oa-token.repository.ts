import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { type Encryption, SYSTEM_SUBJECT } from '../../platform/encryption.ts';
import { oaToken } from './channels.table.ts';

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}
export interface StoredPair extends TokenPair {
  /** SHA-256 of the configured token it descends from; null in rows of older versions. */
  readonly originHash: Buffer | null;
  readonly refusedHash: Buffer | null;
}
const place = (oaId: string, column: string) => ({ table: 'oa_token', column, rowId: oaId });
const LOCK = 8_020_002;

export function createOaTokenRepository({ drizzle: db, sql: raw }: Database, encryption: Encryption) {
  return {
    async find(oaId: string): Promise<StoredPair | null> {
      const row = (await db.select().from(oaToken).where(eq(oaToken.oaId, oaId)))[0];
      if (!row) return null;
      const [accessToken, refreshToken] = await Promise.all([
        encryption.open(SYSTEM_SUBJECT, place(oaId, 'access'), row.accessSealed),
        encryption.open(SYSTEM_SUBJECT, place(oaId, 'refresh'), row.refreshSealed),
      ]);
      return { accessToken, refreshToken, expiresAt: row.expiresAt, originHash: row.originHash, refusedHash: row.refusedHash };
    },
    /** On disk when it returns: only then may the pair be used (RL-25). */
    async save(oaId: string, pair: TokenPair, originHash: Buffer | null) {
      const [accessSealed, refreshSealed] = await Promise.all([
        encryption.seal(SYSTEM_SUBJECT, place(oaId, 'access'), pair.accessToken),
        encryption.seal(SYSTEM_SUBJECT, place(oaId, 'refresh'), pair.refreshToken),
      ]);
      const values = { accessSealed, refreshSealed, expiresAt: pair.expiresAt, originHash };
      await db
        .insert(oaToken)
        .values({ oaId, ...values })
        .onConflictDoUpdate({ target: oaToken.oaId, set: { ...values, updatedAt: sql`now()` } });
    },
    /** So that a configured token that Zalo refused is not tried at every send. */
    async noteRefused(oaId: string, refusedHash: Buffer) {
      await db.update(oaToken).set({ refusedHash }).where(eq(oaToken.oaId, oaId));
    },
    /**
     * Runs `work` while no other process refreshes: a session lock on a connection of its own, so that no transaction is open
     * during the call to Zalo (RL-11) and a crash frees it.
     */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      const connection = await raw.reserve();
      try {
        // Longer than the leader may take for two calls, so that those who wait get its token and no error.
        await connection`select set_config('lock_timeout', '30s', false), set_config('statement_timeout', '30s', false)`;
        await connection`select pg_advisory_lock(${LOCK})`;
        return await work();
      } finally {
        await connection`select pg_advisory_unlock(${LOCK})`.catch(() => {});
        await connection`reset lock_timeout`.catch(() => {});
        await connection`reset statement_timeout`.catch(() => {});
        connection.release();
      }
    },
  };
}
export type OaTokenRepository = ReturnType<typeof createOaTokenRepository>;
