import type { Category } from '@tayninh/shared/features/notifications/categories';
import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** The durable notice: written exactly once, in the transaction of what it tells. */
export const inboxMessage = pgTable(
  'inbox_message',
  {
    id: uuid().primaryKey().defaultRandom(),
    citizenId: uuid().notNull(),
    eventKey: text().notNull(),
    kind: text().notNull(),
    category: text().$type<Category>().notNull().default('dossiers'),
    title: text().notNull(),
    body: text().notNull(),
    dossierId: uuid(),
    campaignId: uuid(),
    /** The one thing to do; `path` is a place in our own app. */
    action: jsonb().$type<{ label: string; path: string }>(),
    /** When what it speaks of takes place: offered as a calendar entry. */
    eventAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    readAt: instant(),
    archivedAt: instant(),
    /** What a search compares: `foldKey` of title and body, made by the database so that no writer can forget it. */
    searchText: text()
      .notNull()
      .generatedAlwaysAs(
        sql`regexp_replace(lower(translate(regexp_replace(normalize(title || ' ' || body, NFD), '[\\u0300-\\u036F]', '', 'g'), 'Đđ', 'dd')), '[^a-z0-9]+', ' ', 'g')`,
      ),
  },
  (table) => [
    unique('inbox_message_event').on(table.citizenId, table.eventKey),
    index('inbox_message_page_idx').on(table.citizenId, table.createdAt.desc(), table.id.desc()),
    index('inbox_message_unread_idx').on(table.citizenId, table.category).where(sql`read_at is null and archived_at is null`),
  ],
);

/** The one push that may go out for a message. After a crash in `dispatching` it becomes `uncertain`, never a second push (RL-24). */
export const delivery = pgTable(
  'delivery',
  {
    id: uuid().primaryKey().defaultRandom(),
    messageId: uuid()
      .notNull()
      .unique()
      .references(() => inboxMessage.id),
    channel: text({ enum: ['zbs-uid', 'zbs-phone', 'mini-app', 'oa-reply', 'oa-article', 'sms', 'none'] })
      .notNull()
      .default('none'),
    state: text({ enum: ['queued', 'dispatching', 'sent', 'delivered', 'seen', 'failed', 'uncertain', 'unknown', 'suppressed'] })
      .notNull()
      .default('queued'),
    reason: text(),
    providerMessageId: text(),
    attemptNo: integer().notNull().default(0),
    /** Values of the template, no personal data (PD-2). */
    templateId: text().notNull(),
    procedureName: text().notNull(),
    maskedCode: text().notNull(),
    statusText: text().notNull(),
    note: text().notNull(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [index('delivery_state_idx').on(table.state, table.updatedAt), index('delivery_provider_idx').on(table.providerMessageId)],
);

/** How one person wants to be told; who has no row chose nothing yet. */
export const preference = pgTable(
  'preference',
  {
    citizenId: uuid().primaryKey(),
    /** `<category>:<channel>`; a category that cannot be muted never stands here. */
    muted: text().array().notNull().default(sql`'{}'`),
    /** Consent categories agreed to: the state after the last act in the consent ledger, written with it. */
    wants: text().array().notNull().default(sql`'{}'`),
    /** "Giờ của tôi": no push between these minutes of the local day, over midnight when `from` is later; both null = none. */
    quietFrom: integer(),
    quietTo: integer(),
    /** The commune whose messages one wants; chosen, never a guess from a position. */
    homeUnitCode: text(),
    language: text({ enum: ['vi', 'en'] }),
    updatedAt: instant().notNull().defaultNow(),
  },
  () => [
    check(
      'preference_quiet_hours',
      sql`(quiet_from is null) = (quiet_to is null) and (quiet_from is null or (quiet_from <> quiet_to and quiet_from between 0 and 1439 and quiet_to between 0 and 1439))`,
    ),
    check(
      'preference_never_muted',
      sql`not (muted && array['emergency:zalo', 'emergency:mini-app', 'security:zalo', 'security:mini-app'])`,
    ),
  ],
);
