import { sql } from 'drizzle-orm';
import { boolean, date, doublePrecision, index, integer, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** What is known of how a person can be reached, from Zalo's events and refusals. A missing row: nothing is known yet. */
export const reach = pgTable('reach', {
  citizenId: uuid().primaryKey(),
  /** null: no event said so yet. An unfollow beats an older follow by `followsAt`, whatever came first (WH-7). */
  followsOa: boolean(),
  followsAt: instant(),
  /** Accepted notifications of the mini app. */
  miniAppNotices: boolean().notNull().default(false),
  /** The last local day on which one was sent: one a day is all that Zalo carries. */
  miniAppSentOn: date(),
  /** The last act towards the Official Account: opens the window for a reply. */
  lastInteractionAt: instant(),
  /** Zalo said that this way does not reach the person; tried again after it. */
  uidBlockedUntil: instant(),
  phoneBlockedUntil: instant(),
  miniAppBlockedUntil: instant(),
  /** Template categories that the person turned off at Zalo itself (-244, -139). */
  refusedCategories: text().array().notNull().default(sql`'{}'`),
  updatedAt: instant().notNull().defaultNow(),
});

/** What Zalo sent us, as it came: sealed, kept once, worked on later (WH-5, WH-6). */
export const webhookEvent = pgTable(
  'webhook_event',
  {
    id: uuid().primaryKey().defaultRandom(),
    source: text({ enum: ['oa', 'mini-app'] }).notNull(),
    /** The message's id and the event's name, else SHA-256 of the raw body. */
    eventKey: text().notNull(),
    eventName: text().notNull(),
    /** When Zalo says it happened: the order in which events of one person are applied. */
    occurredAt: instant().notNull(),
    /** Whom it is about, as keyed index; null when nobody in particular. */
    subjectIndex: bytes(),
    bodySealed: text().notNull(),
    /** `recorded`: too old, from the future or unknown, not worked on. `kept`: for a later feature. */
    state: text({ enum: ['waiting', 'done', 'recorded', 'kept', 'failed'] })
      .notNull()
      .default('waiting'),
    reason: text(),
    attempts: smallint().notNull().default(0),
    nextAttemptAt: instant().notNull().defaultNow(),
    receivedAt: instant().notNull().defaultNow(),
    doneAt: instant(),
  },
  (table) => [
    unique('webhook_event_key').on(table.source, table.eventKey),
    index('webhook_event_waiting_idx').on(table.nextAttemptAt, table.occurredAt).where(sql`${table.state} = 'waiting'`),
    index('webhook_event_subject_idx').on(table.subjectIndex, table.occurredAt),
    index('webhook_event_received_idx').on(table.receivedAt),
  ],
);

/** What went out of a daily quota, by local day: taken before each send, never after (NT-5). */
export const channelBudget = pgTable(
  'channel_budget',
  {
    key: text().notNull(),
    day: date().notNull(),
    used: integer().notNull().default(0),
    /** The platform's own number as it last said, or the assumed one. */
    limit: integer().notNull(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.key, table.day] })],
);

/** Tokens of a rate that all workers share: `tokens` as of `refilledAt`, by the database's clock. */
export const sendBucket = pgTable('send_bucket', {
  key: text().primaryKey(),
  tokens: doublePrecision().notNull(),
  refilledAt: instant().notNull().defaultNow(),
  ratePerSecond: doublePrecision().notNull(),
  burst: doublePrecision().notNull(),
});

/** Texts that really went out, as a hash of the folded text, for "is this message from the province?". No text, no person. */
export const sentText = pgTable('sent_text', {
  hash: bytes().primaryKey(),
  what: text().notNull(),
  firstSentAt: instant().notNull().defaultNow(),
  lastSentAt: instant().notNull().defaultNow(),
});

/** The Official Account's token pair, sealed. Refresh tokens are single use: one leader renews under an advisory lock (RL-25). */
export const oaToken = pgTable('oa_token', {
  oaId: text().primaryKey(),
  accessSealed: text().notNull(),
  refreshSealed: text().notNull(),
  expiresAt: instant().notNull(),
  /** SHA-256 of the configured first token that this pair descends from: another one in the configuration is newer. */
  originHash: bytes(),
  /** SHA-256 of a configured first token that Zalo refused: not tried again. */
  refusedHash: bytes(),
  updatedAt: instant().notNull().defaultNow(),
});
