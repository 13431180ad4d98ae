import { PAYMENT_STATES } from '@tayninh/shared/features/payments/payment-state';
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';
import { dossier } from '../dossiers/dossiers.table.ts';

/** What the province asks to be paid for a dossier; each of its steps "fee asked" at most once. */
export const feeNotice = pgTable(
  'fee_notice',
  {
    id: uuid().primaryKey().defaultRandom(),
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    citizenId: uuid().notNull(),
    /** The province's step that asked. */
    step: integer().notNull(),
    /** Whole đồng; null when the report named none. Then nobody can pay here and staff ask the province. */
    amountVnd: bigint({ mode: 'number' }),
    /** Free text of the province. */
    purposeSealed: text(),
    payee: text(),
    dueAt: instant(),
    receivedAt: instant().notNull().defaultNow(),
    /** The one attempt that paid it: written in the same transaction as that attempt becomes `paid`. */
    paidPaymentId: uuid().unique(),
  },
  (table) => [unique('fee_notice_step').on(table.dossierId, table.step)],
);

/** One attempt to pay one fee; also the record of its idempotency key. */
export const payment = pgTable(
  'payment',
  {
    id: uuid().primaryKey(),
    citizenId: uuid().notNull(),
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    feeNoticeId: uuid()
      .notNull()
      .references(() => feeNotice.id),
    idempotencyKey: text().notNull(),
    requestHash: bytes().notNull(),
    method: text({ enum: ['zalo-checkout', 'payment-platform'] }).notNull(),
    /** Ours, sent to the provider; one for each attempt, never used again. */
    reference: text().notNull().unique(),
    amountVnd: bigint({ mode: 'number' }).notNull(),
    state: text({ enum: PAYMENT_STATES }).notNull().default('created'),
    payUrlSealed: text(),
    /** The provider's own id of the order; from a phone it is a hint only. */
    orderId: text(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),

    /** Money as the provider reported it, whatever it did to the state. */
    transactionId: text(),
    receivedVnd: bigint({ mode: 'number' }),
    receivedAt: instant(),
    concern: text({ enum: ['other-amount', 'late', 'twice'] }),
    /** A person decides: docs/runbooks/payments.md. */
    needsStaff: boolean().notNull().default(false),
    receiptNumber: text(),
    receiptUrl: text(),

    /** Committed before money is asked back: after a crash a person asks, nobody asks twice. */
    refundStartedAt: instant(),
    refundId: text(),

    /** How far the province has been told that the fee is paid. */
    tellState: text({ enum: ['none', 'due', 'sending', 'uncertain', 'told', 'refused'] })
      .notNull()
      .default('none'),
    tellStartedAt: instant(),

    /** As of a dossier: who holds it, and when to look next. */
    fence: integer().notNull().default(0),
    leaseUntil: instant(),
    nextLookAt: instant().notNull().defaultNow(),
    lookNo: integer().notNull().default(0),
  },
  (table) => [
    unique('payment_idempotency_key').on(table.citizenId, table.idempotencyKey),
    /** A fee has one attempt that is undecided or paid; the last judge when two requests come at once. */
    uniqueIndex('payment_one_live').on(table.feeNoticeId).where(sql`state in ('created', 'awaiting', 'paid')`),
    index('payment_fee_idx').on(table.feeNoticeId, table.createdAt.desc()),
    index('payment_due_idx')
      .on(table.nextLookAt)
      .where(sql`state in ('created', 'awaiting', 'refunding') or tell_state in ('due', 'sending', 'uncertain')`),
  ],
);

/** Signed notices of providers, as they came (sealed), each once. */
export const paymentNotice = pgTable(
  'payment_notice',
  {
    id: uuid().primaryKey(),
    method: text({ enum: ['zalo-checkout', 'payment-platform'] }).notNull(),
    /** SHA-256 of the raw body: a replay is the same notice. */
    noticeKey: bytes().notNull(),
    bodySealed: text().notNull(),
    receivedAt: instant().notNull().defaultNow(),
    processedAt: instant(),
    outcome: text(),
  },
  (table) => [
    unique('payment_notice_key').on(table.method, table.noticeKey),
    index('payment_notice_due_idx').on(table.receivedAt).where(sql`processed_at is null`),
  ],
);
