import { createHash, randomUUID } from 'node:crypto';
import type { PaymentMethod } from '@tayninh/shared/features/payments/payments.contract';
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { type Encryption, SYSTEM_SUBJECT } from '../../platform/encryption.ts';
import { dossier } from '../dossiers/dossiers.table.ts';
import { type AnnounceMoney, announceMoney, moveTo, type PaymentRow } from './payments.repository.ts';
import { payment, paymentNotice } from './payments.table.ts';

const noticePlace = (rowId: string) => ({ table: 'payment_notice', column: 'body', rowId });

/** Undecided ones are asked about, money is sent back, the province is told: everything else waits for a person or is over. */
const HAS_WORK = `(
  (state in ('created', 'awaiting') and received_vnd is null)
  or (state = 'refunding' and not needs_staff)
  or (state = 'paid' and tell_state in ('due', 'sending', 'uncertain'))
)`;

/** What workers do with attempts: claimed with a lease and a rising fence, so that a late worker's write is refused. */
export function createPaymentWorkRepository({
  database: { drizzle: db, sql: raw },
  encryption,
  announce,
}: {
  database: Database;
  encryption: Encryption;
  announce: AnnounceMoney;
}) {
  const held = ({ id, fence }: Pick<PaymentRow, 'id' | 'fence'>) => and(eq(payment.id, id), eq(payment.fence, fence));
  const write = async (row: Pick<PaymentRow, 'id' | 'fence'>, values: Partial<typeof payment.$inferInsert>) =>
    (await db.update(payment).set(values).where(held(row)).returning({ id: payment.id })).length > 0;
  const inMs = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'` as never;

  return {
    async claim(id: string, leaseMs: number) {
      const rows = await db
        .update(payment)
        .set({ fence: sql`${payment.fence} + 1`, leaseUntil: inMs(leaseMs), lookNo: sql`${payment.lookNo} + 1` })
        .where(
          and(
            eq(payment.id, id),
            sql.raw(HAS_WORK),
            lte(payment.nextLookAt, sql`now()`),
            or(isNull(payment.leaseUntil), lte(payment.leaseUntil, sql`now()`)),
          ),
        )
        .returning();
      return rows[0] ?? null;
    },
    /** Puts it back, to be looked at again later. */
    release: (row: PaymentRow, ms: number, more: Partial<typeof payment.$inferInsert> = {}) =>
      write(row, { ...more, leaseUntil: null, nextLookAt: inMs(ms) }),

    /** True once the attempt can no longer be paid and news of it had time to come, by the database's clock. */
    isOver: async ({ id }: PaymentRow, settlesMs: number) =>
      (
        await db
          .select({ isOver: sql<boolean>`${payment.expiresAt} + ${settlesMs} * interval '1 millisecond' < now()` })
          .from(payment)
          .where(eq(payment.id, id))
      )[0]?.isOver === true,

    /** Committed before the province is told. @returns false when another worker took over. */
    beginTelling: (row: PaymentRow) => write(row, { tellState: 'sending', tellStartedAt: sql`now()` as never }),
    tellingAgeMs: async ({ id }: PaymentRow) =>
      Number(
        (
          await db
            .select({ age: sql<string>`coalesce(extract(epoch from now() - ${payment.tellStartedAt}) * 1000, 0)` })
            .from(payment)
            .where(eq(payment.id, id))
        )[0]?.age ?? 0,
      ),
    told: (row: PaymentRow) => write(row, { tellState: 'told', leaseUntil: null }),
    provinceCode: async ({ dossierId }: PaymentRow) =>
      (await db.select({ code: dossier.provinceCode }).from(dossier).where(eq(dossier.id, dossierId)))[0]?.code ?? null,
    keepReceipt: (row: PaymentRow, { number, url }: { number: string | null; url: string | null }) =>
      write(row, { receiptNumber: number, receiptUrl: url }),

    /** Committed before money is asked back. @returns false when that was done before: then only a person may ask again. */
    async beginRefund(row: PaymentRow): Promise<boolean> {
      const rows = await db
        .update(payment)
        .set({ refundStartedAt: sql`now()` })
        .where(and(held(row), eq(payment.state, 'refunding'), isNull(payment.refundStartedAt)))
        .returning({ id: payment.id });
      return rows.length > 0;
    },
    askStaff: (row: PaymentRow, more: Partial<typeof payment.$inferInsert> = {}) =>
      write(row, { ...more, needsStaff: true, leaseUntil: null }),
    async refunded(row: PaymentRow) {
      await db.transaction(async (tx) => {
        if (await moveTo(tx, row.id, 'refunded', { leaseUntil: null }))
          await announceMoney(tx, announce, row, { kind: 'fee-refunded', amountVnd: row.receivedVnd ?? row.amountVnd });
      });
    },

    /** Attempts that are due and held by nobody. */
    due: () =>
      raw<{ id: string }[]>`
        select id from payment where ${raw.unsafe(HAS_WORK)} and next_look_at <= now() and (lease_until is null or lease_until < now())
        order by next_look_at limit 50`,

    /** Keeps a signed notice, once, and wakes the worker. Committed before it is answered (WH-6). */
    async keepNotice(method: PaymentMethod, body: Buffer) {
      const id = randomUUID();
      const bodySealed = await encryption.seal(SYSTEM_SUBJECT, noticePlace(id), body.toString('utf8'));
      const noticeKey = createHash('sha256').update(body).digest();
      await raw`
        with kept as (
          insert into payment_notice (id, method, notice_key, body_sealed) values (${id}, ${method}, ${noticeKey}, ${bodySealed}) on conflict do nothing returning id
        ), queued as (
          select graphile_worker.add_job('apply-payment-notice', json_build_object('noticeId', id::text), job_key := 'payment-notice:' || id::text, max_attempts := 3) from kept
        ) select count(*) from queued`;
    },
    async findNotice(id: string) {
      const row = (
        await db
          .select()
          .from(paymentNotice)
          .where(and(eq(paymentNotice.id, id), isNull(paymentNotice.processedAt)))
      )[0];
      return row ? { method: row.method, body: await encryption.open(SYSTEM_SUBJECT, noticePlace(id), row.bodySealed) } : null;
    },
    async markNotice(id: string, outcome: string) {
      await db.update(paymentNotice).set({ processedAt: sql`now()`, outcome }).where(eq(paymentNotice.id, id));
    },
    strandedNotices: () =>
      raw<{ id: string }[]>`
        select id from payment_notice where processed_at is null and received_at < now() - interval '3 seconds' order by received_at limit 50`,
  };
}
export type PaymentWorkRepository = ReturnType<typeof createPaymentWorkRepository>;
