import { and, eq, gte, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import { draft } from '../dossiers/dossiers.table.ts';
import { uploadedFile } from './uploads.table.ts';

export type UploadRow = typeof uploadedFile.$inferSelect;

/** Kept after a break, so that it can be resumed. */
const UNFINISHED = sql`now() + interval '24 hours'`;
/** A file that no dossier took: as long as a draft, and a day. */
const FINISHED = sql`now() + interval '31 days'`;
/** What is left of a file that is gone. */
const GONE = { nameSealed: '', keySealed: '', expiresAt: sql`now() + interval '24 hours'` };

/** An open draft names it: its owner may still file it, however old it is. */
const inOpenDraft = sql`exists (select 1 from ${draft} where ${draft.citizenId} = ${uploadedFile.citizenId} and ${draft.state} = 'open'
  and ${draft.expiresAt} > now() and ${draft.files} @> jsonb_build_array(jsonb_build_object('fileId', ${uploadedFile.id})))`;

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
      .where(
        and(
          eq(uploadedFile.id, id),
          eq(uploadedFile.citizenId, citizenId),
          inArray(uploadedFile.state, ['uploading', 'held', 'clean', 'infected']),
        ),
      );
    return rows[0] ?? null;
  },
  /** For jobs that work on a filed dossier. */
  async findById(id: string): Promise<UploadRow | null> {
    return (await db.select().from(uploadedFile).where(eq(uploadedFile.id, id)))[0] ?? null;
  },
  listOwn: ({ citizenId }: CitizenScope, ids: readonly string[]) =>
    ids.length === 0
      ? Promise.resolve([])
      : db
          .select()
          .from(uploadedFile)
          .where(
            and(
              eq(uploadedFile.citizenId, citizenId),
              inArray(uploadedFile.id, [...ids]),
              inArray(uploadedFile.state, ['held', 'clean', 'infected']),
            ),
          ),
  async hold(id: string, facts: { type: string; sha256: Buffer }) {
    await db
      .update(uploadedFile)
      .set({ ...facts, state: 'held', completedAt: sql`now()`, expiresAt: FINISHED })
      .where(and(eq(uploadedFile.id, id), eq(uploadedFile.state, 'uploading')));
  },
  async refuse(id: string) {
    await db
      .update(uploadedFile)
      .set({ ...GONE, state: 'refused', completedAt: sql`now()` })
      .where(and(eq(uploadedFile.id, id), eq(uploadedFile.state, 'uploading')));
  },
  async setVerdict(id: string, state: 'clean' | 'infected') {
    await db.update(uploadedFile).set({ state }).where(eq(uploadedFile.id, id));
  },
  /**
   * Gives up an own file. One statement, so filing at the same moment takes either all its files or finds this one gone.
   * A file that an open draft names stays for now and goes with the sweep after the draft let go of it.
   *
   * @param receivedBytes what counts for the day.
   */
  async discard({ citizenId }: CitizenScope, id: string, receivedBytes: number): Promise<'removed' | 'later' | 'filed'> {
    const own = and(eq(uploadedFile.id, id), eq(uploadedFile.citizenId, citizenId), isNull(uploadedFile.dossierId));
    const removed = await db
      .update(uploadedFile)
      .set({ ...GONE, state: 'removed', sizeBytes: receivedBytes })
      .where(and(own, sql`not ${inOpenDraft}`))
      .returning({ id: uploadedFile.id });
    if (removed[0]) return 'removed';
    const later = await db.update(uploadedFile).set({ expiresAt: sql`now()` }).where(own).returning({ id: uploadedFile.id });
    return later[0] ? 'later' : 'filed';
  },
  /** Deletes rows whose time is over and that nobody can file any more. @returns their ids; the files are the caller's. */
  async takeExpired(limit: number): Promise<string[]> {
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
    const rows = await db
      .delete(uploadedFile)
      .where(and(inArray(uploadedFile.id, expired), isNull(uploadedFile.dossierId))) // filed meanwhile: stays
      .returning({ id: uploadedFile.id });
    return rows.map(({ id }) => id);
  },
  /** Rows whose bytes must be in the store, of one part of the ids (the first byte, 0 to 255). */
  listStored: (part: number) => {
    const from = part.toString(16).padStart(2, '0');
    return db
      .select({ id: uploadedFile.id, state: uploadedFile.state })
      .from(uploadedFile)
      .where(
        and(
          gte(uploadedFile.id, from),
          part < 255 ? lt(uploadedFile.id, (part + 1).toString(16).padStart(2, '0')) : undefined,
          inArray(uploadedFile.state, ['uploading', 'held', 'clean']),
        ),
      );
  },
});
export type UploadRepository = ReturnType<typeof createUploadRepository>;
