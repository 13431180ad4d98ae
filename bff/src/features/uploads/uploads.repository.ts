import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import { uploadedFile } from './uploads.table.ts';

export type UploadRow = typeof uploadedFile.$inferSelect;

export const createUploadRepository = ({ drizzle: db }: Database) => ({
  insert: async (row: typeof uploadedFile.$inferInsert) => {
    await db.insert(uploadedFile).values(row);
  },
  async findOwn({ citizenId }: CitizenScope, id: string): Promise<UploadRow | null> {
    return (
      (
        await db
          .select()
          .from(uploadedFile)
          .where(and(eq(uploadedFile.id, id), eq(uploadedFile.citizenId, citizenId)))
      )[0] ?? null
    );
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
  /** Declared bytes of the last 24 hours and uploads not finished. */
  async usage({ citizenId }: CitizenScope) {
    const rows = await db
      .select({
        bytes: sql<string>`coalesce(sum(${uploadedFile.sizeBytes}) filter (where ${uploadedFile.state} <> 'refused'), 0)`,
        open: sql<string>`count(*) filter (where ${uploadedFile.state} = 'uploading')`,
      })
      .from(uploadedFile)
      .where(and(eq(uploadedFile.citizenId, citizenId), sql`${uploadedFile.createdAt} > now() - interval '24 hours'`));
    return { bytes: Number(rows[0]?.bytes ?? 0), open: Number(rows[0]?.open ?? 0) };
  },
  async complete(id: string, facts: Pick<UploadRow, 'type' | 'sha256' | 'state'>) {
    await db
      .update(uploadedFile)
      .set({ ...facts, completedAt: sql`now()` })
      .where(and(eq(uploadedFile.id, id), eq(uploadedFile.state, 'uploading')));
  },
  async setVerdict(id: string, state: 'clean' | 'infected') {
    await db.update(uploadedFile).set({ state }).where(eq(uploadedFile.id, id));
  },
  remove: async (id: string) => {
    await db.delete(uploadedFile).where(and(eq(uploadedFile.id, id), isNull(uploadedFile.dossierId)));
  },
  /** Files that belong to no dossier and whose time is over. */
  listExpired: (limit: number) =>
    db
      .select({ id: uploadedFile.id })
      .from(uploadedFile)
      .where(and(isNull(uploadedFile.dossierId), lt(uploadedFile.expiresAt, sql`now()`)))
      .limit(limit),
});
export type UploadRepository = ReturnType<typeof createUploadRepository>;
