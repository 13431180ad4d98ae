import { boolean, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** The durable notice: written exactly once, in the transaction of what it tells. */
export const inboxMessage = pgTable(
  'inbox_message',
  {
    id: uuid().primaryKey().defaultRandom(),
    citizenId: uuid().notNull(),
    eventKey: text().notNull(),
    kind: text().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    dossierId: uuid(),
    createdAt: instant().notNull().defaultNow(),
    readAt: instant(),
  },
  (table) => [
    unique('inbox_message_event').on(table.citizenId, table.eventKey),
    index('inbox_message_page_idx').on(table.citizenId, table.createdAt.desc(), table.id.desc()),
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
    channel: text({ enum: ['zbs-uid', 'zbs-phone', 'none'] })
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
  (table) => [index('delivery_state_idx').on(table.state, table.updatedAt)],
);

export const preference = pgTable('preference', {
  citizenId: uuid().primaryKey(),
  zaloDossierUpdates: boolean().notNull().default(true),
  updatedAt: instant().notNull().defaultNow(),
});

/** The Official Account's token pair, sealed. Refresh tokens are single use: the row lock makes one process refresh (RL-25). */
export const oaToken = pgTable('oa_token', {
  oaId: text().primaryKey(),
  accessSealed: text().notNull(),
  refreshSealed: text().notNull(),
  expiresAt: instant().notNull(),
  updatedAt: instant().notNull().defaultNow(),
});
