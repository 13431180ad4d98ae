import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { auditEntry } from '../audit/audit.table.ts';
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
