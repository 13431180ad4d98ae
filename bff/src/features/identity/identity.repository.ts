import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import type { BlindIndex, Encryption, SubjectKeyStore } from '../../platform/encryption.ts';
import { authSession, citizen, subjectKey } from './identity.table.ts';

export interface CitizenIndexes {
  readonly zaloId: BlindIndex;
  readonly oaUserId: BlindIndex;
  readonly phone: BlindIndex;
}

/** Devices at once; the session used least recently ends first (ID-8). */
const MAX_SESSIONS = 5;

export const createSubjectKeyStore = (database: Database): SubjectKeyStore => ({
  find: async (subjectId) =>
    (
      await database.sql<{ wrappedKey: string }[]>`select wrapped_key as "wrappedKey" from subject_key where subject_id = ${subjectId}`
    )[0] ?? null,
  insert: async (subjectId, wrappedKey) => {
    await database.drizzle.insert(subjectKey).values({ subjectId, wrappedKey }).onConflictDoNothing();
  },
});

const place = (rowId: string, column: string) => ({ table: 'citizen', column, rowId });

export function createIdentityRepository({
  database,
  encryption,
  indexes,
  identityFreshMs,
}: {
  database: Database;
  encryption: Encryption;
  indexes: CitizenIndexes;
  /** How long after a national log-in its session has level 3. */
  identityFreshMs: number;
}) {
  const db = database.drizzle;
  return {
    /** Finds the account of a Zalo id or makes one; keeps name and OA id as Zalo tells them now. */
    async rememberZaloAccount({ zaloId, name, oaUserId }: { zaloId: string; name: string | null; oaUserId: string | null }) {
      const zaloIdIndex = indexes.zaloId(zaloId);
      let row = (await db.select().from(citizen).where(eq(citizen.zaloIdIndex, zaloIdIndex)))[0];
      if (!row) {
        const id = randomUUID();
        await db
          .insert(citizen)
          .values({ id, zaloIdIndex, zaloIdSealed: await encryption.seal(id, place(id, 'zalo_id'), zaloId) })
          .onConflictDoNothing();
        row = (await db.select().from(citizen).where(eq(citizen.zaloIdIndex, zaloIdIndex)))[0];
      }
      if (!row) throw new Error('the account that was just written is not there');
      const key = await encryption.keyFor(row.id);
      await db
        .update(citizen)
        .set({
          lastSeenAt: sql`now()`,
          ...(name && { nameSealed: encryption.sealWith(key, place(row.id, 'name'), name) }),
          ...(oaUserId && {
            oaUserIdIndex: indexes.oaUserId(oaUserId),
            oaUserIdSealed: encryption.sealWith(key, place(row.id, 'oa_user_id'), oaUserId),
          }),
        })
        .where(eq(citizen.id, row.id));
      return { id: row.id, level: row.level };
    },

    async findCitizen({ citizenId }: CitizenScope) {
      const row = (await db.select().from(citizen).where(eq(citizen.id, citizenId)))[0];
      if (!row) return null;
      const key = await encryption.keyFor(row.id);
      const open = (column: string, sealed: string | null) =>
        sealed === null ? null : encryption.openWith(key, place(row.id, column), sealed);
      return {
        id: row.id,
        level: row.level,
        name: open('name', row.nameSealed),
        phone: open('phone', row.phoneSealed),
        oaUserId: open('oa_user_id', row.oaUserIdSealed),
        zaloId: open('zalo_id', row.zaloIdSealed),
      };
    },

    /** Whose accounts these are: by the Official Account's id of a person, or the mini app's. Unknown ids are left out. */
    async citizensByZaloIds({ oaUserIds, zaloIds }: { oaUserIds: readonly string[]; zaloIds: readonly string[] }) {
      const byOa = new Map(oaUserIds.map((id) => [indexes.oaUserId(id).toString('hex'), id]));
      const byApp = new Map(zaloIds.map((id) => [indexes.zaloId(id).toString('hex'), id]));
      const found = new Map<string, string>();
      if (byOa.size + byApp.size === 0) return found;
      const rows = await database.sql<{ id: string; oa: string | null; app: string }[]>`
        select id, encode(oa_user_id_index, 'hex') as oa, encode(zalo_id_index, 'hex') as app from citizen
        where oa_user_id_index in (select decode(hex, 'hex') from unnest(${[...byOa.keys()]}::text[]) as wanted (hex))
          or zalo_id_index in (select decode(hex, 'hex') from unnest(${[...byApp.keys()]}::text[]) as wanted (hex))`;
      for (const { id, oa, app } of rows) {
        const oaUserId = oa === null ? undefined : byOa.get(oa);
        const zaloId = byApp.get(app);
        if (oaUserId) found.set(oaUserId, id);
        if (zaloId) found.set(zaloId, id);
      }
      return found;
    },

    async isZaloAccountOf({ citizenId }: CitizenScope, zaloId: string) {
      const row = (
        await db
          .select({ id: citizen.id })
          .from(citizen)
          .where(and(eq(citizen.id, citizenId), eq(citizen.zaloIdIndex, indexes.zaloId(zaloId))))
      )[0];
      return row !== undefined;
    },

    async savePhone({ citizenId }: CitizenScope, phone: string) {
      const phoneSealed = await encryption.seal(citizenId, place(citizenId, 'phone'), phone);
      await db
        .update(citizen)
        .set({ phoneSealed, phoneIndex: indexes.phone(phone), level: sql`greatest(${citizen.level}, 2)` })
        .where(eq(citizen.id, citizenId));
    },

    async insertSession(session: typeof authSession.$inferInsert) {
      await db.insert(authSession).values(session);
      const alive = await db
        .select({ id: authSession.id })
        .from(authSession)
        .where(and(eq(authSession.citizenId, session.citizenId), isNull(authSession.revokedAt)))
        .orderBy(sql`coalesce(${authSession.rotatedAt}, ${authSession.createdAt}) desc`);
      const excess = alive.slice(MAX_SESSIONS).map((row) => row.id);
      if (excess.length > 0)
        await db.update(authSession).set({ revokedAt: sql`now()`, revokedFor: 'too-many-devices' }).where(inArray(authSession.id, excess));
    },

    /** The session and its level, as they are now: 3 for a while after a level 2 national log-in from this device, `until` when. */
    async findSession(id: string) {
      const row = (
        await database.sql<{ citizenId: string; level: number; isAlive: boolean; until: string | null }[]>`
          select s.citizen_id as "citizenId", c.level, s.revoked_at is null and s.absolute_expires_at > now() as "isAlive",
            case when l.id is not null then s.identity_proven_at + ${identityFreshMs} * interval '1 millisecond' end as until
          from auth_session s join citizen c on c.id = s.citizen_id
          left join identity_link l on l.citizen_id = s.citizen_id and l.revoked_at is null and l.level = 2
            and s.identity_proven_at > now() - ${identityFreshMs} * interval '1 millisecond'
          where s.id = ${id}`
      )[0];
      if (!row) return null;
      const levelUntil = row.until === null ? null : new Date(row.until);
      return { citizenId: row.citizenId, isAlive: row.isAlive, level: levelUntil ? 3 : row.level, levelUntil };
    },

    /**
     * Runs `decide` with the session locked, so that parallel refreshes of one family queue up and only one makes the successor.
     * `decide` gets the row and the database's own time, and says what to change.
     */
    rotate<T>(
      id: string,
      decide: (row: typeof authSession.$inferSelect & { now: Date }) => {
        change?: Partial<typeof authSession.$inferInsert>;
        result: T;
      },
    ): Promise<T | null> {
      return db.transaction(async (tx) => {
        const row = (await tx.select().from(authSession).where(eq(authSession.id, id)).for('update'))[0];
        if (!row) return null;
        const [clock] = await tx.execute<{ now: string }>(sql`select now()`);
        if (!clock) return null;
        const { change, result } = decide({ ...row, now: new Date(clock.now) });
        if (change) await tx.update(authSession).set(change).where(eq(authSession.id, id));
        return result;
      });
    },

    async revokeSession(id: string, reason: string) {
      await db
        .update(authSession)
        .set({ revokedAt: sql`now()`, revokedFor: reason })
        .where(and(eq(authSession.id, id), isNull(authSession.revokedAt)));
    },
  };
}
export type IdentityRepository = ReturnType<typeof createIdentityRepository>;
