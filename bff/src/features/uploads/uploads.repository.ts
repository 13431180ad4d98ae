import { and, eq, gte, inArray, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import { draft } from '../dossiers/dossiers.table.ts';
import { uploadedFile } from './uploads.table.ts';

export type UploadRow = typeof uploadedFile.$inferSelect;
/** What names a file in the store. */
export type StoredAs = Pick<UploadRow, 'id' | 'cleanId'>;

/** Kept after a break, so that it can be resumed. */
const UNFINISHED = sql`now() + interval '24 hours'`;
/** A file that no dossier took: as long as a draft, and a day. */
const FINISHED = sql`now() + interval '31 days'`;
/** What the owner sees of a file that arrived. */
const ARRIVED = ['held', 'scanned', 'clean', 'infected', 'unfit'] as const;
const UNCHECKED = ['held', 'scanned'] as const;
/** What is left of a file that is gone. */
const GONE = { nameSealed: '', keySealed: '', expiresAt: sql`now() + interval '24 hours'` };

/** An open draft names it: its owner may still file it, however old it is. */
const inOpenDraft = sql`exists (select 1 from ${draft} where ${draft.citizenId} = ${uploadedFile.citizenId} and ${draft.state} = 'open'
  and ${draft.expiresAt} > now() and ${draft.files} @> jsonb_build_array(jsonb_build_object('fileId', ${uploadedFile.id})))`;

type CheckResult = Pick<UploadRow, 'state' | 'looks' | 'trouble' | 'cleanId' | 'keySealed' | 'sha256'>;

const fromNow = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'`;
const checkJob = (id: SQL) =>
  sql`graphile_worker.add_job('check-file', json_build_object('fileId', ${id}), job_key := 'check:' || ${id}, max_attempts := 3)`;

export const createUploadRepository = ({ drizzle: db }: Database) => ({
  /**
   * Writes the row unless the citizen's bytes of the last 24 hours or unfinished files would pass the limits.
   * One at a time per citizen: two requests do not both take the last free place.
   */
  insertWithin: (
    { citizenId }: CitizenScope,
    row: Pick<UploadRow, 'id' | 'nameSealed' | 'declaredType' | 'sizeBytes' | 'keySealed' | 'source' | 'level'>,
    limits: { dayBytes: number; unfinished: number },
  ): Promise<boolean> =>
    db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('uploads:' || ${citizenId}::text, 0))`);
      const [usage] = await tx
        .select({
          bytes: sql<string>`coalesce(sum(${uploadedFile.sizeBytes}), 0)`,
          unfinished: sql<string>`count(*) filter (where ${uploadedFile.state} = 'uploading')`,
        })
        .from(uploadedFile)
        .where(
          and(
            eq(uploadedFile.citizenId, citizenId),
            ne(uploadedFile.source, 'province'), // what the authority issued costs the citizen nothing
            sql`${uploadedFile.createdAt} > now() - interval '24 hours'`,
          ),
        );
      const isFull = Number(usage?.bytes) + row.sizeBytes > limits.dayBytes || Number(usage?.unfinished) >= limits.unfinished;
      if (isFull && row.source !== 'province') return false;
      await tx.insert(uploadedFile).values({ ...row, citizenId, expiresAt: UNFINISHED });
      return true;
    }),
  /** Takes back a row whose file could not be made. */
  forget: async ({ citizenId }: CitizenScope, id: string) => {
    await db.delete(uploadedFile).where(and(eq(uploadedFile.id, id), eq(uploadedFile.citizenId, citizenId)));
  },
  /** Files that are refused or removed are not found. */
  async findOwn({ citizenId }: CitizenScope, id: string): Promise<UploadRow | null> {
    const rows = await db
      .select()
      .from(uploadedFile)
      .where(and(eq(uploadedFile.id, id), eq(uploadedFile.citizenId, citizenId), inArray(uploadedFile.state, ['uploading', ...ARRIVED])));
    return rows[0] ?? null;
  },
  /** For jobs that work on a filed dossier. */
  async findById(id: string): Promise<UploadRow | null> {
    return (await db.select().from(uploadedFile).where(eq(uploadedFile.id, id)))[0] ?? null;
  },
  /** @param dossierId one of the scope: what lies with it counts too, whoever of its two people added it, and what the caller has. */
  listOwn: ({ citizenId, actorId }: CitizenScope, ids: readonly string[], dossierId?: string) => {
    const isOwn = dossierId
      ? or(inArray(uploadedFile.citizenId, [citizenId, actorId]), eq(uploadedFile.dossierId, dossierId))
      : eq(uploadedFile.citizenId, citizenId);
    return ids.length === 0
      ? Promise.resolve([])
      : db
          .select()
          .from(uploadedFile)
          .where(and(isOwn, inArray(uploadedFile.id, [...ids]), inArray(uploadedFile.state, [...ARRIVED])));
  },
  /** Keeps a file that arrived, and queues the look at it. */
  async hold(id: string, facts: { type: string; sha256: Buffer }) {
    await db.transaction(async (tx) => {
      const held = await tx
        .update(uploadedFile)
        .set({ ...facts, state: 'held', completedAt: sql`now()`, nextCheckAt: sql`now()`, expiresAt: FINISHED })
        .where(and(eq(uploadedFile.id, id), eq(uploadedFile.state, 'uploading')))
        .returning({ id: uploadedFile.id });
      if (held[0]) await tx.execute(sql`select ${checkJob(sql`${id}::text`)}`);
    });
  },
  async refuse(id: string) {
    await db
      .update(uploadedFile)
      .set({ ...GONE, state: 'refused', completedAt: sql`now()` })
      .where(and(eq(uploadedFile.id, id), eq(uploadedFile.state, 'uploading')));
  },
  /** Takes a file for `leaseMs` when it is due for a check and nobody holds it. */
  async claimCheck(id: string, leaseMs: number): Promise<UploadRow | null> {
    const rows = await db
      .update(uploadedFile)
      .set({ checkFence: sql`${uploadedFile.checkFence} + 1`, checkLeaseUntil: fromNow(leaseMs) })
      .where(
        and(
          eq(uploadedFile.id, id),
          inArray(uploadedFile.state, [...UNCHECKED]),
          lte(uploadedFile.nextCheckAt, sql`now()`),
          or(isNull(uploadedFile.checkLeaseUntil), lte(uploadedFile.checkLeaseUntil, sql`now()`)),
        ),
      )
      .returning();
    return rows[0] ?? null;
  },
  /**
   * One step of the check. A decision gives the file back; the others keep it for `leaseMs`.
   * @returns null when another worker took over, or the owner removed it.
   */
  async stepCheck(
    { id, state, checkFence }: UploadRow,
    { leaseMs, retryInMs, ...values }: { leaseMs?: number; retryInMs?: number } & Partial<CheckResult>,
  ): Promise<UploadRow | null> {
    const rows = await db
      .update(uploadedFile)
      .set({
        ...values,
        checkLeaseUntil: leaseMs === undefined ? null : fromNow(leaseMs),
        ...(retryInMs !== undefined && { nextCheckAt: fromNow(retryInMs) }),
      })
      .where(and(eq(uploadedFile.id, id), eq(uploadedFile.state, state), eq(uploadedFile.checkFence, checkFence)))
      .returning();
    return rows[0] ?? null;
  },
  /** Offers again what is due and held by nobody: after a crash, or while the scanner could not say. */
  async requeueUnchecked() {
    await db.execute(sql`
      select ${checkJob(sql`id`)} from (
        select id from ${uploadedFile} where state in ('held', 'scanned') and next_check_at < now() - interval '1 second'
          and (check_lease_until is null or check_lease_until < now()) order by next_check_at limit 200) due`);
  },
  /**
   * Gives up an own file. One statement, so filing at the same moment takes either all its files or finds this one gone.
   * A file that an open draft names stays for now and goes with the sweep after the draft let go of it.
   *
   * @param receivedBytes what counts for the day.
   */
  async discard({ citizenId }: CitizenScope, id: string, receivedBytes: number): Promise<UploadRow | 'later' | 'filed'> {
    const own = and(eq(uploadedFile.id, id), eq(uploadedFile.citizenId, citizenId), isNull(uploadedFile.dossierId));
    const removed = await db
      .update(uploadedFile)
      .set({ ...GONE, state: 'removed', sizeBytes: receivedBytes })
      .where(and(own, sql`not ${inOpenDraft}`))
      .returning();
    if (removed[0]) return removed[0];
    const later = await db.update(uploadedFile).set({ expiresAt: sql`now()` }).where(own).returning({ id: uploadedFile.id });
    return later[0] ? 'later' : 'filed';
  },
  /** Deletes rows whose time is over and that nobody can file any more. @returns them; the files are the caller's. */
  takeExpired(limit: number): Promise<StoredAs[]> {
    const expired = db
      .select({ id: uploadedFile.id })
      .from(uploadedFile)
      .where(
        and(
          isNull(uploadedFile.dossierId),
          or(
            lt(uploadedFile.expiresAt, sql`now()`),
            and(eq(uploadedFile.state, 'uploading'), lt(uploadedFile.createdAt, sql`now() - interval '24 hours'`)),
          ),
          sql`not ${inOpenDraft}`,
        ),
      )
      .limit(limit)
      .for('update', { skipLocked: true });
    return db
      .delete(uploadedFile)
      .where(and(inArray(uploadedFile.id, expired), isNull(uploadedFile.dossierId))) // filed meanwhile: stays
      .returning({ id: uploadedFile.id, cleanId: uploadedFile.cleanId });
  },
  /** Rows whose bytes must be in the store, of one part of its names (the first byte, 0 to 255). */
  listStored: (part: number) => {
    const from = part.toString(16).padStart(2, '0');
    const to = part < 255 ? (part + 1).toString(16).padStart(2, '0') : 'g';
    const within = (column: AnyPgColumn) => and(gte(column, from), lt(column, to));
    return db
      .select({ id: uploadedFile.id, cleanId: uploadedFile.cleanId, state: uploadedFile.state })
      .from(uploadedFile)
      .where(
        and(
          or(and(isNull(uploadedFile.cleanId), within(uploadedFile.id)), within(uploadedFile.cleanId)),
          inArray(uploadedFile.state, ['uploading', 'held', 'scanned', 'clean']),
        ),
      );
  },
});
export type UploadRepository = ReturnType<typeof createUploadRepository>;
