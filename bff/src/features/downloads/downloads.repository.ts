import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { COUNTER_ONLY, dossier, draft } from '../dossiers/dossiers.table.ts';
import { uploadedFile } from '../uploads/uploads.table.ts';
import { downloadTicket } from './downloads.table.ts';

export type TicketRow = typeof downloadTicket.$inferSelect;

export const createDownloadRepository = ({ drizzle: db }: Database) => ({
  /** The ticket and who asked for it: both or neither. */
  insert: (
    row: Omit<TicketRow, 'usedAt' | 'expiresAt'>,
    { lifeMs, subjectId, requestId }: { lifeMs: number; subjectId: string | null; requestId: string },
  ): Promise<Date> =>
    db.transaction(async (tx) => {
      const rows = await tx
        .insert(downloadTicket)
        .values({ ...row, expiresAt: sql`now() + ${lifeMs} * interval '1 millisecond'` as never })
        .returning({ expiresAt: downloadTicket.expiresAt });
      await tx
        .insert(auditEntry)
        .values({ actor: `citizen:${row.citizenId}`, action: `download.${row.purpose}`, resourceId: subjectId, requestId });
      return rows[0]?.expiresAt ?? new Date();
    }),
  /**
   * The level that handing out a file asks for: its own or that of the dossier it was filed with or came of, whichever is higher.
   * A dossier that does not say counts as the highest; one that was filled in for a counter asked for none.
   */
  async levelOf(fileId: string): Promise<number> {
    const ofDossier = sql`case when ${dossier.id} is null then 1 else coalesce(nullif(${draft.submitLevel}, ${COUNTER_ONLY}), case when ${draft.id} is null then 3 else 1 end) end`;
    const [row] = await db
      .select({ level: sql<number>`greatest(${uploadedFile.level}, ${ofDossier})` })
      .from(uploadedFile)
      .leftJoin(dossier, eq(dossier.id, uploadedFile.dossierId))
      .leftJoin(draft, eq(draft.id, dossier.draftId))
      .where(eq(uploadedFile.id, fileId));
    return row?.level ?? 3;
  },
  /**
   * Uses a ticket up: of two at once one gets it.
   * @param sessionId when the caller also showed a session, the ticket must be of that one.
   */
  async use(hash: Buffer, sessionId: string | null): Promise<TicketRow | null> {
    const rows = await db
      .update(downloadTicket)
      .set({ usedAt: sql`now()` })
      .where(
        and(
          eq(downloadTicket.hash, hash),
          isNull(downloadTicket.usedAt),
          gt(downloadTicket.expiresAt, sql`now()`),
          sessionId === null ? undefined : eq(downloadTicket.sessionId, sessionId),
        ),
      )
      .returning();
    return rows[0] ?? null;
  },
  async sweep() {
    await db.delete(downloadTicket).where(lt(downloadTicket.expiresAt, sql`now() - interval '1 day'`));
  },
});
export type DownloadRepository = ReturnType<typeof createDownloadRepository>;
