import { CAMPAIGN_STATES } from '@tayninh/shared/features/campaigns/campaign-states';
import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import type { DeliveryReason } from '@tayninh/shared/features/campaigns/delivery-reasons';
import { DELIVERY_STATES } from '@tayninh/shared/features/campaigns/delivery-states';
import type { CampaignPlan } from '@tayninh/shared/features/campaigns/plan';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/**
 * One message to many (NT-1). The database itself refuses what policy refuses: approving one's own, content that differs from what
 * was approved, an emergency with one name. `contentHash` is computed by the database from `content`, so that it cannot be claimed; its
 * backslashes are doubled because a cast to bytes reads them as escapes.
 */
export const campaign = pgTable(
  'campaign',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    unitCode: text().notNull(),
    state: text({ enum: CAMPAIGN_STATES }).notNull().default('draft'),
    content: jsonb().$type<CampaignContent>().notNull(),
    contentHash: text().notNull().generatedAlwaysAs(sql`encode(sha256(replace(content::text, chr(92), repeat(chr(92), 2))::bytea), 'hex')`),
    /** Of a create that may be repeated (RL-2). */
    creationKey: text(),
    createdBy: uuid().notNull(),
    editedBy: uuid().notNull(),
    /** Everybody whose hand is in the content; none of them approves it. */
    editors: uuid().array().notNull(),
    submittedBy: uuid(),
    submittedAt: instant(),
    approvedBy: uuid(),
    approvedAt: instant(),
    approvedHash: text(),
    secondApprovedBy: uuid(),
    secondApprovedAt: instant(),
    plan: jsonb().$type<CampaignPlan>(),
    plannedAt: instant(),
    /** Planned; from the start of the run on, what was enqueued: the sum of all delivery states. */
    audienceCount: integer(),
    /** Chosen when the run is enqueued; they go first, then the rest waits for their outcome (NT-6). */
    canaryCount: integer(),
    /** When the last of the canary had been handed over. */
    canarySentAt: instant(),
    haltedReason: text(),
    /** Outcomes and failures that a person has seen already: the halt rules count from there. */
    seenOutcomes: integer().notNull().default(0),
    seenFailures: integer().notNull().default(0),
    /** The last citizen written, in the order of ids; `enqueuedAt` when there are no more. */
    enqueueCursor: uuid(),
    enqueuedAt: instant(),
    pausedAt: instant(),
    /** Where a kill switch of its own took it from. */
    killedFrom: text({ enum: CAMPAIGN_STATES }),
    startedAt: instant(),
    finishedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('campaign_creation_key').on(table.createdBy, table.creationKey),
    index('campaign_page_idx').on(table.updatedAt.desc(), table.id.desc()),
    index('campaign_at_work_idx').on(table.state).where(sql`state in ('submitted', 'approved', 'scheduled', 'canary', 'running')`),
    check('campaign_four_eyes', sql`approved_by <> created_by and approved_by <> edited_by and not (approved_by = any (editors))`),
    check(
      'campaign_four_eyes_second',
      sql`second_approved_by <> approved_by and second_approved_by <> created_by and not (second_approved_by = any (editors))`,
    ),
    check('campaign_approval_whole', sql`num_nulls(approved_by, approved_at, approved_hash) in (0, 3)`),
    check(
      'campaign_second_whole',
      sql`num_nulls(second_approved_by, second_approved_at) in (0, 2) and (second_approved_by is null or approved_by is not null)`,
    ),
    check('campaign_second_in_time', sql`second_approved_at between approved_at and approved_at + interval '10 minutes'`),
    check('campaign_approved_as_is', sql`approved_hash = content_hash`),
    check('campaign_approved_to_run', sql`state in ('draft', 'checked', 'submitted', 'aborted') or approved_by is not null`),
    check(
      'campaign_emergency_twice',
      sql`state in ('draft', 'checked', 'submitted', 'aborted') or content ->> 'kind' <> 'emergency' or second_approved_by is not null`,
    ),
    check(
      'campaign_state',
      sql`state in ('draft', 'checked', 'submitted', 'approved', 'scheduled', 'canary', 'running', 'done', 'aborted', 'killed')`,
    ),
  ],
);

/** One message to one person of a campaign: at most one push, ever (RL-24, NT-12). */
export const campaignDelivery = pgTable(
  'campaign_delivery',
  {
    campaignId: uuid().notNull(),
    citizenId: uuid().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    /** The way decided for this person; `inbox` where nothing is pushed. */
    channel: text().notNull(),
    reason: text().$type<DeliveryReason>(),
    /** What Zalo answered, for the export. */
    providerCode: text(),
    attempts: smallint().notNull().default(0),
    providerMessageId: text(),
    isCanary: boolean().notNull().default(false),
    /** Not before: the person's own hours, a pause after a refusal that may pass. */
    notBefore: instant().notNull(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.campaignId, table.citizenId] }),
    index('campaign_delivery_turn_idx').on(table.campaignId, table.channel, table.isCanary, table.notBefore).where(sql`state = 'queued'`),
    index('campaign_delivery_under_way_idx').on(table.updatedAt).where(sql`state in ('dispatching', 'uncertain')`),
    index('campaign_delivery_receipt_idx').on(table.providerMessageId).where(sql`provider_message_id is not null`),
  ],
);

/** How many stand where, kept in the transaction that moves them, so that nobody ever counts. Sums to the audience. */
export const campaignCount = pgTable(
  'campaign_count',
  {
    campaignId: uuid().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    channel: text().notNull(),
    /** Empty: none. */
    reason: text().notNull().default(''),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.state, table.channel, table.reason] })],
);

/** What happened to a campaign, by whom; only ever added to. */
export const campaignEvent = pgTable(
  'campaign_event',
  {
    id: uuid().primaryKey().defaultRandom(),
    campaignId: uuid().notNull(),
    at: instant().notNull().defaultNow(),
    /** Null: the engine. */
    actor: uuid(),
    action: text().notNull(),
    text: text().notNull(),
    details: jsonb().$type<Record<string, unknown>>(),
  },
  (table) => [index('campaign_event_idx').on(table.campaignId, table.at)],
);

/** Pulled by one, let go by two (NT-7). `key` is `*` for everything. */
export const killSwitch = pgTable(
  'kill_switch',
  {
    id: uuid().primaryKey(),
    scope: text({ enum: ['global', 'channel', 'unit', 'campaign'] }).notNull(),
    key: text().notNull(),
    reason: text().notNull(),
    pulledBy: uuid().notNull(),
    pulledAt: instant().notNull().defaultNow(),
    releaseAskedBy: uuid(),
    releaseAskedAt: instant(),
    releasedBy: uuid(),
    releasedAt: instant(),
  },
  (table) => [
    uniqueIndex('kill_switch_held').on(table.scope, table.key).where(sql`released_at is null`),
    check('kill_switch_two_persons', sql`released_by <> release_asked_by and (released_by is null or release_asked_by is not null)`),
    check(
      'kill_switch_release_whole',
      sql`num_nulls(released_by, released_at) in (0, 2) and num_nulls(release_asked_by, release_asked_at) in (0, 2)`,
    ),
  ],
);

/** How many pushes one person was sent on a local day, taken before sending (NT-5). */
export const recipientDay = pgTable(
  'recipient_day',
  {
    citizenId: uuid().notNull(),
    /** `yyyy-mm-dd` in Asia/Ho_Chi_Minh. */
    day: text().notNull(),
    sent: smallint().notNull().default(0),
    /** Of these, not about the person's own affairs. */
    broadcast: smallint().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.day, table.citizenId] })],
);
