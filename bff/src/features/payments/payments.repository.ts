import { randomBytes, randomUUID } from 'node:crypto';
import { afterMoney, isUndecided, type PaymentState, statesBefore } from '@tayninh/shared/features/payments/payment-state';
import type { PaymentConcern, PaymentMethod } from '@tayninh/shared/features/payments/payments.contract';
import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Finding } from '../../connectors/payment-provider.ts';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { Encryption } from '../../platform/encryption.ts';
import { dossier, dossierEvent } from '../dossiers/dossiers.table.ts';
import { feeNotice, payment } from './payments.table.ts';

export type PaymentRow = typeof payment.$inferSelect;
export type FeeRow = typeof feeNotice.$inferSelect;

/** What the province's report says of money; each part only where it said it. */
export interface AskedFee {
  readonly amountVnd: number | null;
  readonly purpose: string | null;
  readonly payee: string | null;
  readonly dueAt: Date | null;
}
export interface MoneyAnnouncement {
  readonly citizenId: string;
  readonly dossierId: string;
  readonly procedureCode: string;
  readonly receiptNo: string;
  readonly eventKey: string;
  readonly what: { kind: 'fee-paid' | 'fee-refunding' | 'fee-refunded' | 'fee-other-amount'; amountVnd: number };
}
/** Tells the citizen, inside the transaction of what happened. */
export type AnnounceMoney = (tx: Transaction, announcement: MoneyAnnouncement) => Promise<void>;

/** What a finding did; kept beside the notice for staff. */
export type Settlement = 'paid' | 'failed' | 'refunding' | 'other-amount' | 'second-money' | 'known' | 'unknown-order';

const purposePlace = (rowId: string) => ({ table: 'fee_notice', column: 'purpose', rowId });
const payUrlPlace = (rowId: string) => ({ table: 'payment', column: 'pay_url', rowId });

/** One step of the machine; nothing happens when the row has moved on. */
export async function moveTo(
  tx: Transaction,
  id: string,
  to: PaymentState,
  more: Partial<typeof payment.$inferInsert> = {},
  onlyWhen?: SQL,
) {
  const rows = await tx
    .update(payment)
    .set({ state: to, ...more })
    .where(and(eq(payment.id, id), inArray(payment.state, statesBefore(to)), onlyWhen))
    .returning();
  return rows[0] ?? null;
}

/** Wakes a worker up for one attempt. */
export const enqueuePayment = (tx: Transaction, paymentId: string) =>
  tx.execute(
    sql`select graphile_worker.add_job('advance-payment', json_build_object('paymentId', ${paymentId}::text), job_key := 'payment:' || ${paymentId}::text, max_attempts := 3)`,
  );

export async function announceMoney(
  tx: Transaction,
  announce: AnnounceMoney,
  row: Pick<PaymentRow, 'id' | 'citizenId' | 'dossierId'>,
  what: MoneyAnnouncement['what'],
) {
  const facts = (
    await tx
      .select({ procedureCode: dossier.procedureCode, receiptNo: dossier.receiptNo })
      .from(dossier)
      .where(eq(dossier.id, row.dossierId))
  )[0];
  if (!facts) return;
  const eventKey = `${what.kind}:${row.id}`;
  await tx.insert(dossierEvent).values({ dossierId: row.dossierId, eventKey, kind: 'note', occurredAt: new Date() }).onConflictDoNothing();
  await announce(tx, { citizenId: row.citizenId, dossierId: row.dossierId, ...facts, eventKey, what });
}

export function createPaymentRepository({
  database: { drizzle: db },
  encryption,
  announce,
}: {
  database: Database;
  encryption: Encryption;
  announce: AnnounceMoney;
}) {
  const own = ({ citizenId }: CitizenScope, dossierId: string) => and(eq(dossier.id, dossierId), eq(dossier.citizenId, citizenId));
  const newest = (dossierId: string) =>
    db.select().from(feeNotice).where(eq(feeNotice.dossierId, dossierId)).orderBy(desc(feeNotice.step)).limit(1);

  return {
    /**
     * Keeps what the province asked in one of its steps, inside the transaction of that step. A look-up may have seen the step
     * before the report that names the amount: what is missing is filled in later, what is known never changes.
     */
    async noteFee(tx: Transaction, at: { dossierId: string; citizenId: string; step: number }, asked: AskedFee) {
      const id = randomUUID();
      const rows = await tx
        .insert(feeNotice)
        .values({ id, ...at })
        .onConflictDoUpdate({ target: [feeNotice.dossierId, feeNotice.step], set: { step: at.step } })
        .returning({ id: feeNotice.id, purposeSealed: feeNotice.purposeSealed });
      const known = rows[0];
      if (!known) return;
      const purposeSealed =
        known.purposeSealed ?? (asked.purpose === null ? null : await encryption.seal(at.citizenId, purposePlace(known.id), asked.purpose));
      await tx
        .update(feeNotice)
        .set({
          amountVnd: sql`coalesce(${feeNotice.amountVnd}, ${asked.amountVnd}::bigint)`,
          payee: sql`coalesce(${feeNotice.payee}, ${asked.payee}::text)`,
          dueAt: sql`coalesce(${feeNotice.dueAt}, ${asked.dueAt?.toISOString() ?? null}::timestamptz)`,
          purposeSealed,
        })
        .where(eq(feeNotice.id, known.id));
    },

    /** The own dossier with the newest fee asked for it; `isAsked` while the dossier waits for that money. */
    async findFee(scope: CitizenScope, dossierId: string) {
      const row = (await db.select().from(dossier).where(own(scope, dossierId)))[0];
      if (!row) return null;
      const fee = (await newest(dossierId))[0] ?? null;
      const purpose = fee?.purposeSealed == null ? null : await encryption.open(scope.citizenId, purposePlace(fee.id), fee.purposeSealed);
      return { dossier: row, fee: fee && { ...fee, purpose }, isAsked: row.state === 'confirmed' && row.status === 6 };
    },

    /** Where the money of a dossier stands that the province waits for. */
    async feeStanding(dossierId: string): Promise<'due' | 'undecided' | 'paid'> {
      const fee = (await newest(dossierId))[0];
      if (!fee) return 'due';
      if (fee.paidPaymentId) return 'paid';
      const live = await db
        .select({ id: payment.id })
        .from(payment)
        .where(and(eq(payment.feeNoticeId, fee.id), inArray(payment.state, ['created', 'awaiting'])));
      return live[0] ? 'undecided' : 'due';
    },

    /** Writes an attempt down before the provider is asked. @throws a unique violation (23505): key known, or another attempt is live. */
    async begin(
      { citizenId }: CitizenScope,
      attempt: {
        dossierId: string;
        feeNoticeId: string;
        method: PaymentMethod;
        amountVnd: number;
        idempotencyKey: string;
        requestHash: Buffer;
        openMs: number;
        dueAt: Date | null;
        firstLookMs: number;
      },
    ): Promise<PaymentRow> {
      const { openMs, dueAt, firstLookMs, ...values } = attempt;
      const rows = await db
        .insert(payment)
        .values({
          id: randomUUID(),
          citizenId,
          ...values,
          reference: paymentReference(),
          expiresAt: sql`least(now() + ${openMs} * interval '1 millisecond', greatest(${dueAt?.toISOString() ?? null}::timestamptz, now() + interval '1 minute'))`,
          nextLookAt: sql`now() + ${firstLookMs} * interval '1 millisecond'`,
        })
        .returning();
      if (!rows[0]) throw new Error('an insert returns its row');
      return rows[0];
    },

    /** The provider has answered our order. A notice may have been faster: then this changes nothing. */
    async opened(row: Pick<PaymentRow, 'id' | 'citizenId'>, payUrl: string | null) {
      const payUrlSealed = payUrl === null ? null : await encryption.seal(row.citizenId, payUrlPlace(row.id), payUrl);
      await db.transaction((tx) => moveTo(tx, row.id, 'awaiting', { payUrlSealed }));
    },
    /** Ends an attempt without money; where money came meanwhile, whatever its amount, nothing happens. */
    end: (id: string, to: 'failed' | 'expired' | 'cancelled') =>
      db.transaction((tx) => moveTo(tx, id, to, { leaseUntil: null }, isNull(payment.receivedVnd))),

    payUrl: async (row: PaymentRow) =>
      row.payUrlSealed === null ? null : encryption.open(row.citizenId, payUrlPlace(row.id), row.payUrlSealed),
    purpose: async (row: Pick<PaymentRow, 'citizenId' | 'feeNoticeId'>) => {
      const fee = (await db.select().from(feeNotice).where(eq(feeNotice.id, row.feeNoticeId)))[0];
      return fee?.purposeSealed ? encryption.open(row.citizenId, purposePlace(fee.id), fee.purposeSealed) : null;
    },

    find: async ({ citizenId }: CitizenScope, id: string) =>
      (
        await db
          .select()
          .from(payment)
          .where(and(eq(payment.id, id), eq(payment.citizenId, citizenId)))
      )[0] ?? null,
    findByKey: async ({ citizenId }: CitizenScope, key: string) =>
      (
        await db
          .select()
          .from(payment)
          .where(and(eq(payment.citizenId, citizenId), eq(payment.idempotencyKey, key)))
      )[0] ?? null,
    /** Attempts to pay one fee, newest first. */
    list: ({ citizenId }: CitizenScope, feeNoticeId: string) =>
      db
        .select()
        .from(payment)
        .where(and(eq(payment.feeNoticeId, feeNoticeId), eq(payment.citizenId, citizenId)))
        .orderBy(desc(payment.createdAt))
        .limit(20),
    live: async (feeNoticeId: string) =>
      (
        await db
          .select()
          .from(payment)
          .where(and(eq(payment.feeNoticeId, feeNoticeId), inArray(payment.state, ['created', 'awaiting'])))
      )[0] ?? null,
    /** The id a phone was given for its order; the first one stays. */
    async nameOrder({ citizenId }: CitizenScope, id: string, orderId: string): Promise<boolean> {
      const rows = await db
        .update(payment)
        .set({ orderId: sql`coalesce(${payment.orderId}, ${orderId})` })
        .where(and(eq(payment.id, id), eq(payment.citizenId, citizenId)))
        .returning({ id: payment.id });
      return rows.length > 0;
    },

    /**
     * Applies what a provider says of an order; the same news twice changes nothing. Money counts only when it is exactly the
     * amount asked for, while the attempt is undecided and the fee open: the rest is noted and sent back, or shown to staff.
     */
    async settle(method: PaymentMethod, finding: Finding): Promise<Settlement> {
      return db.transaction(async (tx) => {
        const row = (
          await tx
            .select()
            .from(payment)
            .where(and(eq(payment.reference, finding.reference), eq(payment.method, method)))
            .for('update')
        )[0];
        if (!row) return 'unknown-order';
        if (finding.outcome === 'failed') {
          if (row.receivedVnd !== null) return 'known';
          return (await moveTo(tx, row.id, 'failed', { leaseUntil: null })) ? 'failed' : 'known';
        }
        if (finding.outcome !== 'paid') return 'known';

        if (row.receivedVnd !== null) {
          if (finding.transactionId === null || finding.transactionId === row.transactionId) return 'known';
          await tx.update(payment).set({ concern: 'twice', needsStaff: true }).where(eq(payment.id, row.id));
          return 'second-money';
        }
        const money = {
          transactionId: finding.transactionId,
          receivedVnd: finding.amountVnd,
          receivedAt: finding.occurredAt ?? new Date(),
          orderId: row.orderId ?? finding.orderId,
          leaseUntil: null,
        };
        if (finding.amountVnd !== row.amountVnd) {
          await tx
            .update(payment)
            .set({ ...money, concern: 'other-amount', needsStaff: true })
            .where(eq(payment.id, row.id));
          await announceMoney(tx, announce, row, { kind: 'fee-other-amount', amountVnd: finding.amountVnd });
          return 'other-amount';
        }
        const to = afterMoney(row.state, isUndecided(row.state) && (await claimFee(tx, row)));
        const concern: PaymentConcern | null = to === 'paid' ? null : isUndecided(row.state) ? 'twice' : 'late';
        const moved = await moveTo(tx, row.id, to, {
          ...money,
          concern,
          nextLookAt: sql`now()` as never,
          lookNo: 0,
          ...(to === 'paid' && { tellState: 'due' }),
        });
        if (!moved) throw new Error(`no way from ${row.state} to ${to}`);
        await announceMoney(tx, announce, row, { kind: to === 'paid' ? 'fee-paid' : 'fee-refunding', amountVnd: row.amountVnd });
        await enqueuePayment(tx, row.id);
        return to === 'paid' ? 'paid' : 'refunding';
      });
    },
  };
}
export type PaymentRepository = ReturnType<typeof createPaymentRepository>;

/** A fee is paid once: who writes itself in is the one. */
async function claimFee(tx: Transaction, row: PaymentRow): Promise<boolean> {
  const rows = await tx
    .update(feeNotice)
    .set({ paidPaymentId: row.id })
    .where(and(eq(feeNotice.id, row.feeNoticeId), isNull(feeNotice.paidPaymentId)))
    .returning({ id: feeNotice.id });
  return rows.length > 0;
}

/** Signs that are not mistaken for one another when read aloud; no punctuation, which the platform's references have not. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** `TNP` and 12 signs: 58 bits, unique by column. */
const paymentReference = () => `TNP${[...randomBytes(12)].map((byte) => SIGNS[byte % SIGNS.length]).join('')}`;
