import { randomUUID } from 'node:crypto';
import type { WebhookSource } from '../../connectors/zalo/zalo-webhooks.ts';
import type { Database } from '../../platform/database.ts';
import { type BlindIndex, type Encryption, SYSTEM_SUBJECT } from '../../platform/encryption.ts';

export interface KeptEvent {
  readonly id: string;
  readonly source: WebhookSource;
  readonly eventName: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly raw: Buffer;
}
/** How work on an event ended; `waiting`: looked at again later. */
export interface EventEnd {
  readonly id: string;
  readonly state: 'done' | 'kept' | 'recorded' | 'failed' | 'waiting';
  readonly reason: string | null;
}

/** Whoever claimed an event and died gives it back after this long; applying it twice changes nothing. */
const CLAIM_SECONDS = 60;
const LOOK_AGAIN_SECONDS = 20;
const KEEP_DAYS = 30;
const MAX_ATTEMPTS = 50;
/** Receipts come by the hundred thousand and wait for the next sweep; what a person did is worked on at once. */
const RECEIPTS = ['user_received_message', 'user_seen_message'];

const place = (rowId: string) => ({ table: 'webhook_event', column: 'body', rowId });

/** @param ingest a pool of its own, so that a busy application never keeps Zalo waiting (WH-1). */
export const createWebhookEventRepository = ({
  ingest,
  database: { sql },
  encryption,
  index,
}: {
  ingest: Pick<Database, 'sql'>;
  database: Database;
  encryption: Encryption;
  index: BlindIndex;
}) => ({
  /** On disk when it returns; a repeat writes nothing. @returns false for a repeat */
  async keep(event: {
    source: WebhookSource;
    key: string;
    name: string;
    personId: string | null;
    occurredAt: Date;
    raw: Buffer;
    state: 'waiting' | 'recorded';
    reason: string | null;
  }): Promise<boolean> {
    const id = randomUUID();
    const sealed = await encryption.seal(SYSTEM_SUBJECT, place(id), event.raw.toString('base64'));
    const rows = await ingest.sql`
      with kept as (
        insert into webhook_event (id, source, event_key, event_name, occurred_at, subject_index, body_sealed, state, reason)
        values (${id}, ${event.source}, ${event.key}, ${event.name}, ${event.occurredAt}, ${event.personId && index(event.personId)}, ${sealed},
          ${event.state}, ${event.reason})
        on conflict do nothing returning id),
      woken as (
        select graphile_worker.add_job('zalo-events', job_key := 'zalo-events', max_attempts := 3) from kept
        where ${event.state === 'waiting' && !RECEIPTS.includes(event.name)})
      select id, (select count(*) from woken) from kept`;
    return rows.length > 0;
  },

  /** Some that wait, oldest act first; nobody else gets them meanwhile. */
  async claim(limit: number): Promise<KeptEvent[]> {
    const rows = await sql<
      { id: string; source: WebhookSource; eventName: string; occurredAt: Date; receivedAt: Date; bodySealed: string }[]
    >`
      with next as (
        select id from webhook_event where state = 'waiting' and next_attempt_at <= now()
        order by occurred_at, received_at limit ${limit} for update skip locked)
      update webhook_event e set attempts = attempts + 1, next_attempt_at = now() + ${CLAIM_SECONDS} * interval '1 second'
      from next where e.id = next.id
      returning e.id, e.source, e.event_name as "eventName", e.occurred_at as "occurredAt", e.received_at as "receivedAt", e.body_sealed as "bodySealed"`;
    const events = await Promise.all(
      rows.map(async ({ bodySealed, ...row }) => ({
        ...row,
        raw: Buffer.from(await encryption.open(SYSTEM_SUBJECT, place(row.id), bodySealed), 'base64'),
      })),
    );
    return events.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.receivedAt.getTime() - b.receivedAt.getTime());
  },

  /** Whether a keyword of the same person that was written later was worked on before: the last word counts (WH-7). */
  async hasLaterKeyword({ id, occurredAt }: KeptEvent): Promise<boolean> {
    const rows = await sql`
      select 1 from webhook_event later join webhook_event this on this.id = ${id} and later.subject_index = this.subject_index
      where later.occurred_at > ${occurredAt} and later.reason = 'keyword' limit 1`;
    return rows.length > 0;
  },

  async finish(ends: readonly EventEnd[]) {
    if (ends.length === 0) return;
    await sql`
      update webhook_event e set
        state = case when ended.state = 'waiting' and e.attempts >= ${MAX_ATTEMPTS} then 'failed' else ended.state end, reason = ended.reason,
        next_attempt_at = now() + ${LOOK_AGAIN_SECONDS} * interval '1 second',
        done_at = case when ended.state = 'waiting' then null else now() end
      from unnest(${ends.map(({ id }) => id)}::uuid[], ${ends.map(({ state }) => state)}::text[],
        ${ends.map(({ reason }) => reason)}::text[]) as ended (id, state, reason)
      where e.id = ended.id`;
  },

  /** Long after Zalo would send again; also what was kept for later. */
  async sweep() {
    await sql`
      delete from webhook_event where id in (
        select id from webhook_event where received_at < now() - ${KEEP_DAYS} * interval '1 day' and state <> 'waiting' limit 5000)`;
  },
});
export type WebhookEventRepository = ReturnType<typeof createWebhookEventRepository>;
