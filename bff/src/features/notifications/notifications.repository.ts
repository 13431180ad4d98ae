import type { Category } from '@tayninh/shared/features/notifications/categories';
import type { OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import { and, count, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import { calendarEntry } from './calendar-entry.ts';
import { delivery, inboxMessage } from './notifications.table.ts';

/** Why a delivery ended without a push; shown to staff, in English names. */
export type Outcome =
  | { state: 'sent'; channel: OutsideChannel; providerMessageId: string }
  | { state: 'failed' | 'uncertain' | 'suppressed'; reason: string }
  | { state: 'queued'; reason: string; retryInMs: number };

export function createNotificationRepository({ drizzle: db, sql: raw }: Database) {
  return {
    /** Writes the notice and queues its one push, inside the transaction of what happened; the same event twice writes nothing. */
    async announce(
      tx: Transaction,
      message: { citizenId: string; eventKey: string; kind: string; title: string; body: string; dossierId: string },
      push: { templateId: string; procedureName: string; maskedCode: string; statusText: string; note: string },
    ) {
      const rows = await tx.insert(inboxMessage).values(message).onConflictDoNothing().returning({ id: inboxMessage.id });
      if (!rows[0]) return;
      await tx.insert(delivery).values({ messageId: rows[0].id, ...push });
      await tx.execute(
        sql`select graphile_worker.add_job('deliver', json_build_object('messageId', ${rows[0].id}::text), job_key := 'deliver:' || ${rows[0].id}::text, max_attempts := 3)`,
      );
    },

    /** One page, newest first. `words` are folded; every one must begin a word of title or body. */
    async page(
      { citizenId }: CitizenScope,
      {
        limit,
        before,
        category,
        words,
        isArchived,
      }: { limit: number; before: { at: string; id: string } | null; category: Category | undefined; words: string[]; isArchived: boolean },
    ) {
      const older = before
        ? sql`(${inboxMessage.createdAt}, ${inboxMessage.id}) < (${before.at}::timestamptz, ${before.id}::uuid)`
        : undefined;
      const own = eq(inboxMessage.citizenId, citizenId);
      const [items, unread] = await Promise.all([
        db
          .select()
          .from(inboxMessage)
          .where(
            and(
              own,
              older,
              category && eq(inboxMessage.category, category),
              isArchived ? isNotNull(inboxMessage.archivedAt) : isNull(inboxMessage.archivedAt),
              ...words.map((word) => sql`' ' || ${inboxMessage.searchText} like ${`% ${word}%`}`),
            ),
          )
          .orderBy(desc(inboxMessage.createdAt), desc(inboxMessage.id))
          .limit(limit),
        db
          .select({ category: inboxMessage.category, count: count() })
          .from(inboxMessage)
          .where(and(own, isNull(inboxMessage.readAt), isNull(inboxMessage.archivedAt)))
          .groupBy(inboxMessage.category),
      ]);
      return { items, unreadBy: Object.fromEntries(unread.map((row) => [row.category, row.count])) as Partial<Record<Category, number>> };
    },
    async find({ citizenId }: CitizenScope, id: string) {
      const rows = await db
        .select()
        .from(inboxMessage)
        .where(and(eq(inboxMessage.citizenId, citizenId), eq(inboxMessage.id, id)));
      return rows[0] ?? null;
    },
    /** @throws AppError `message-not-found` when it is gone, or speaks of no time */
    async printCalendarEntry(citizenId: string, id: string): Promise<{ type: string; bytes: Buffer }> {
      const row = (
        await db
          .select()
          .from(inboxMessage)
          .where(and(eq(inboxMessage.citizenId, citizenId), eq(inboxMessage.id, id)))
      )[0];
      if (!row?.eventAt) throw new AppError('message-not-found', 'gone, or without a time');
      return { type: 'text/calendar; charset=utf-8', bytes: calendarEntry({ ...row, eventAt: row.eventAt }) };
    },
    async markRead({ citizenId }: CitizenScope, ids: string[]) {
      await db
        .update(inboxMessage)
        .set({ readAt: sql`now()` })
        .where(and(eq(inboxMessage.citizenId, citizenId), inArray(inboxMessage.id, ids), isNull(inboxMessage.readAt)));
    },
    /** Archived messages count as read: nothing unread hides where nobody looks. */
    async archive({ citizenId }: CitizenScope, ids: string[], isArchived: boolean) {
      const own = and(eq(inboxMessage.citizenId, citizenId), inArray(inboxMessage.id, ids));
      await db
        .update(inboxMessage)
        .set(
          isArchived
            ? { archivedAt: sql`coalesce(${inboxMessage.archivedAt}, now())`, readAt: sql`coalesce(${inboxMessage.readAt}, now())` }
            : { archivedAt: null },
        )
        .where(own);
    },

    /** Commits the intent to push before the call: after this line a crash costs the push, never doubles it (RL-24). */
    async claim(messageId: string) {
      const rows = await db
        .update(delivery)
        .set({ state: 'dispatching', attemptNo: sql`${delivery.attemptNo} + 1`, updatedAt: sql`now()` })
        .where(and(eq(delivery.messageId, messageId), eq(delivery.state, 'queued')))
        .returning();
      const row = rows[0];
      if (!row) return null;
      const message = (
        await db
          .select({
            citizenId: inboxMessage.citizenId,
            category: inboxMessage.category,
            title: inboxMessage.title,
            body: inboxMessage.body,
            createdAt: inboxMessage.createdAt,
          })
          .from(inboxMessage)
          .where(eq(inboxMessage.id, messageId))
      )[0];
      return message ? { ...row, ...message } : null;
    },
    async finish(messageId: string, outcome: Outcome) {
      await db.transaction(async (tx) => {
        const { state } = outcome;
        const set =
          outcome.state === 'sent'
            ? { channel: outcome.channel, providerMessageId: outcome.providerMessageId, reason: null }
            : { reason: outcome.reason };
        const rows = await tx
          .update(delivery)
          .set({ state, ...set, updatedAt: sql`now()` })
          .where(and(eq(delivery.messageId, messageId), eq(delivery.state, 'dispatching')))
          .returning({ id: delivery.id });
        if (rows[0] && outcome.state === 'queued') {
          await tx.execute(
            sql`select graphile_worker.add_job('deliver', json_build_object('messageId', ${messageId}::text), job_key := 'deliver:' || ${messageId}::text, run_at := now() + ${outcome.retryInMs} * interval '1 millisecond', max_attempts := 3)`,
          );
        }
      });
    },

    /**
     * Receipts of pushes. A later state is never taken back; a receipt for an `uncertain` push settles it.
     * @returns the provider ids that are of pushes from here
     */
    async applyReceipts(
      receipts: readonly { providerMessageId: string; trackingId: string | null; state: 'delivered' | 'seen' }[],
    ): Promise<ReadonlySet<string>> {
      const rows = await raw<{ provider: string }[]>`
        with told as (
          select provider, tracking, state from unnest(${receipts.map((one) => one.providerMessageId)}::text[],
            ${receipts.map((one) => one.trackingId)}::text[], ${receipts.map((one) => one.state)}::text[]) as told (provider, tracking, state)),
        meant as (
          select d.id, told.provider, told.state from told join delivery d on d.provider_message_id = told.provider
          union all
          select d.id, told.provider, told.state from told join delivery d on told.tracking ~ '^[0-9a-f-]{36}$' and d.id = told.tracking::uuid),
        latest as (select distinct on (id) id, provider, state from meant order by id, (state = 'seen') desc),
        applied as (
          update delivery d set state = latest.state, reason = null, updated_at = now(),
            provider_message_id = coalesce(d.provider_message_id, latest.provider)
          from latest where d.id = latest.id
            and (d.state in ('dispatching', 'sent', 'failed', 'uncertain', 'unknown') or (d.state = 'delivered' and latest.state = 'seen')))
        select provider from meant`;
      return new Set(rows.map(({ provider }) => provider));
    },

    /** What a dead worker left: queued ones are offered again, ones in the middle of a call become `uncertain` for good. */
    async sweep() {
      await raw`update delivery set state = 'uncertain', reason = 'worker died during the call', updated_at = now() where state = 'dispatching' and updated_at < now() - interval '60 seconds'`;
      await raw`
        select graphile_worker.add_job('deliver', json_build_object('messageId', message_id::text), job_key := 'deliver:' || message_id::text, max_attempts := 3)
        from (select message_id from delivery where state = 'queued' and updated_at < now() - interval '20 seconds' order by updated_at limit 200) stranded`;
    },
  };
}
export type NotificationRepository = ReturnType<typeof createNotificationRepository>;
