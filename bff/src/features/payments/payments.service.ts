import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { isUndecided } from '@tayninh/shared/features/payments/payment-state';
import type { Payment, PaymentMethod } from '@tayninh/shared/features/payments/payments.contract';
import type { OneGate } from '../../connectors/one-gate/one-gate.ts';
import type { PaymentProvider } from '../../connectors/payment-provider.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { PaymentWorkRepository } from './payment-work.repository.ts';
import type { PaymentRepository, PaymentRow } from './payments.repository.ts';

export interface PaymentTimes {
  /** How long one attempt can be paid. */
  readonly openMs: number;
  /** How long after that news of it may still come before it counts as not paid. */
  readonly settlesMs: number;
  readonly askBaseMs: number;
  readonly askMaxMs: number;
  readonly leaseMs: number;
  /** As of filing: absence at the province proves something only this long after the call. */
  readonly absenceSettlesMs: number;
}

/**
 * Fees of a dossier: attempts to pay, what providers say of them, and what follows.
 *
 * Paid is only what a signed notice or a query of ours says (docs/adr/0013-paid-by-notice-or-query.md); what a phone says is never asked.
 * Crash states: an attempt is written before the provider is asked, so a dead process leaves `created`, which the worker asks
 * about like any other; money asked back, and the province told, are committed before the call and never blindly repeated.
 */
export function createPaymentService({
  repository,
  work,
  providers,
  oneGate,
  names,
  payerName,
  times,
}: {
  repository: PaymentRepository;
  work: PaymentWorkRepository;
  providers: readonly PaymentProvider[];
  oneGate: Pick<OneGate, 'reportPayment' | 'findPayment'>;
  names: (procedureCode: string) => Promise<{ name: string; plainName: string }>;
  payerName: (citizenId: string, answersId: string) => Promise<string | null>;
  times: PaymentTimes;
}) {
  const providerOf = (method: PaymentMethod) => providers.find((provider) => provider.method === method);
  const backoff = (lookNo: number) => {
    const most = Math.min(times.askBaseMs * 2 ** Math.min(lookNo, 20), times.askMaxMs);
    return Math.ceil(most / 2) + randomInt(Math.ceil(most / 2));
  };
  const words = (purpose: string | null) => purpose ?? 'Phí, lệ phí hồ sơ';

  async function view(row: PaymentRow): Promise<Payment> {
    const purpose = words(await repository.purpose(row));
    const payUrl = row.state === 'awaiting' && !row.concern ? await repository.payUrl(row) : null;
    const isCheckout = row.state === 'awaiting' && !row.concern && payUrl === null;
    const opened = isCheckout ? await providerOf(row.method)?.createOrder(orderOf(row, purpose)) : undefined;
    return {
      id: row.id,
      dossierId: row.dossierId,
      reference: row.reference,
      method: row.method,
      state: row.state,
      amountVnd: row.amountVnd,
      purpose,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      paidAt: row.state === 'paid' ? (row.receivedAt?.toISOString() ?? null) : null,
      receipt: row.receiptNumber || row.receiptUrl ? { number: row.receiptNumber, url: row.receiptUrl } : null,
      concern: row.concern,
      receivedVnd: row.concern === 'other-amount' ? row.receivedVnd : null,
      ...(payUrl && { payUrl }),
      ...(opened && opened !== 'refused' && 'checkout' in opened && { checkout: opened.checkout }),
    };
  }

  /** An older attempt makes room only when it is surely not paid and not being paid. */
  async function makeRoom(live: PaymentRow): Promise<void> {
    const undecided = () => new AppError('payment-undecided', 'an older attempt may still be paid');
    if (live.receivedVnd !== null) throw undecided();
    const provider = providerOf(live.method);
    if (!provider) throw undecided();
    let finding: Awaited<ReturnType<PaymentProvider['query']>>;
    try {
      finding = await provider.query(live);
    } catch (cause) {
      if (cause instanceof UpstreamError) throw undecided();
      throw cause;
    }
    if (finding?.outcome === 'processing') throw undecided();
    if (finding) await repository.settle(live.method, finding);
    await repository.end(live.id, 'cancelled');
  }

  /** One look at an undecided attempt. It ends without money only when the provider was asked and had time to say so. */
  async function ask(row: PaymentRow): Promise<void> {
    const provider = providerOf(row.method);
    if (!provider) return void (await work.release(row, times.askMaxMs));
    const finding = await provider.query(row);
    if (finding?.outcome === 'paid' || finding?.outcome === 'failed') {
      await repository.settle(row.method, finding);
      return;
    }
    if (finding?.outcome !== 'processing' && (await work.isOver(row, times.settlesMs))) await repository.end(row.id, 'expired');
    else await work.release(row, backoff(row.lookNo));
  }

  /** Tells the province exactly once: no clear answer means look up by our reference, as with filing (ADR 0004). */
  async function tell(row: PaymentRow): Promise<void> {
    if (row.tellState !== 'due') {
      if (await oneGate.findPayment(row.reference)) return finish(row);
      const wait = times.absenceSettlesMs - (await work.tellingAgeMs(row));
      return void (await (wait > 0
        ? work.release(row, Math.max(500, wait), { tellState: 'uncertain' })
        : work.release(row, 0, { tellState: 'due' })));
    }
    const code = await work.provinceCode(row);
    if (!code || !(await work.beginTelling(row))) return;
    const verdict = await oneGate
      .reportPayment({
        code,
        reference: row.reference,
        amountVnd: row.amountVnd,
        transactionId: row.transactionId,
        paidAt: row.receivedAt ?? row.createdAt,
      })
      .catch((error: unknown) => {
        if (error instanceof UpstreamError) return error.wasSent ? ('uncertain' as const) : ('due' as const);
        throw error;
      });
    if (verdict === 'accepted') return finish(row);
    if (verdict === 'refused') await work.askStaff(row, { tellState: 'refused' });
    else await work.release(row, backoff(row.lookNo), { tellState: verdict });
  }
  async function finish(row: PaymentRow): Promise<void> {
    const provider = providerOf(row.method);
    const receipt = provider?.can.receipt ? await provider.receipt(row).catch(() => null) : null; // the bill is a courtesy, the notice the proof
    if (receipt) await work.keepReceipt(row, receipt);
    await work.told(row);
  }

  /** Money is asked back once; without a clear answer, or where the provider has no such call, a person does it. */
  async function sendBack(row: PaymentRow): Promise<void> {
    const provider = providerOf(row.method);
    if (row.refundId) {
      const outcome = await provider?.refundStatus(row.refundId);
      if (outcome === 'done') return work.refunded(row);
      return void (await (outcome === 'pending' ? work.release(row, backoff(row.lookNo)) : work.askStaff(row)));
    }
    if (!provider?.can.refund || !row.transactionId || row.receivedVnd === null || !(await work.beginRefund(row)))
      return void (await work.askStaff(row));
    try {
      const { outcome, refundId } = await provider.refund({ transactionId: row.transactionId, amountVnd: row.receivedVnd });
      if (outcome === 'done') return work.refunded(row);
      if (outcome === 'pending' && refundId) return void (await work.release(row, backoff(row.lookNo), { refundId }));
      await work.askStaff(row);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.wasSent) await work.askStaff(row);
      else await work.release(row, backoff(row.lookNo), { refundStartedAt: null });
    }
  }

  return {
    /** @throws AppError `dossier-not-found`, alike for somebody else's. */
    async list(scope: CitizenScope, dossierId: string) {
      const found = await repository.findFee(scope, dossierId);
      if (!found) throw new AppError('dossier-not-found', 'missing or not owned');
      const { fee, isAsked } = found;
      const items = fee ? await Promise.all((await repository.list(scope, fee.id)).map(view)) : [];
      return {
        fee:
          fee && (isAsked || fee.paidPaymentId)
            ? {
                amountVnd: fee.amountVnd,
                purpose: fee.purpose,
                payee: fee.payee,
                dueAt: fee.dueAt?.toISOString() ?? null,
                isPaid: fee.paidPaymentId !== null,
              }
            : null,
        methods: providers.map(({ method }) => method),
        items,
      };
    },
    /** @throws AppError `payment-not-found` */
    async get(scope: CitizenScope, id: string): Promise<Payment> {
      const row = await repository.find(scope, id);
      if (!row) throw new AppError('payment-not-found', 'missing or not owned');
      return view(row);
    },
    /** @throws AppError `payment-not-found` */
    async nameOrder(scope: CitizenScope, id: string, orderId: string): Promise<void> {
      if (!(await repository.nameOrder(scope, id, orderId))) throw new AppError('payment-not-found', 'missing or not owned');
    },

    /**
     * Begins an attempt. The same key gives the same attempt, as it stands now. Where the provider gave no clear answer the
     * attempt stays `created`: nobody can be led to such an order, and the next attempt cancels it.
     * @throws AppError `dossier-not-found` | `nothing-to-pay` | `payment-undecided` | `idempotency-key-reused`
     */
    async create(
      scope: CitizenScope,
      { dossierId, method, idempotencyKey }: { dossierId: string; method: PaymentMethod; idempotencyKey: string },
    ) {
      const requestHash = createHash('sha256').update(JSON.stringify({ dossierId, method })).digest();
      const replay = async () => {
        const known = await repository.findByKey(scope, idempotencyKey);
        if (!known) return null;
        if (!timingSafeEqual(known.requestHash, requestHash)) throw new AppError('idempotency-key-reused', 'same key, other body');
        return { payment: await view(known), isReplay: true };
      };
      const known = await replay();
      if (known) return known;

      const found = await repository.findFee(scope, dossierId);
      if (!found) throw new AppError('dossier-not-found', 'missing or not owned');
      const { dossier, fee, isAsked } = found;
      const provider = providerOf(method);
      if (!provider || !isAsked || !fee?.amountVnd || fee.paidPaymentId) throw new AppError('nothing-to-pay', 'no open fee');
      const live = await repository.live(fee.id);
      if (live) await makeRoom(live);
      let row: PaymentRow;
      try {
        row = await repository.begin(scope, {
          dossierId,
          feeNoticeId: fee.id,
          method,
          amountVnd: fee.amountVnd,
          idempotencyKey,
          requestHash,
          openMs: times.openMs,
          dueAt: fee.dueAt,
          firstLookMs: times.askBaseMs,
        });
      } catch (cause) {
        const isTaken = [cause, (cause as { cause?: unknown }).cause].some(
          (error) => (error as { code?: string } | null)?.code === '23505',
        );
        if (!isTaken) throw cause;
        const sameKey = await replay();
        if (sameKey) return sameKey;
        throw new AppError('payment-undecided', 'another attempt is live', { cause });
      }
      try {
        const { name } = await names(dossier.procedureCode);
        const answer = await provider.createOrder({
          ...orderOf(row, words(fee.purpose)),
          dossierCode: dossier.provinceCode ?? dossier.receiptNo,
          procedure: { code: dossier.procedureCode, name },
          payee: fee.payee,
          payerName: await payerName(scope.citizenId, dossier.answersId),
        });
        if (answer === 'refused') await repository.end(row.id, 'failed');
        else await repository.opened(row, 'payUrl' in answer ? answer.payUrl : null);
      } catch (cause) {
        if (!(cause instanceof UpstreamError)) throw cause;
      }
      return { payment: await view((await repository.find(scope, row.id)) ?? row), isReplay: false };
    },

    /** One look at one attempt; safe to call at any time, also twice at once. */
    async advance(paymentId: string): Promise<void> {
      const row = await work.claim(paymentId, times.leaseMs);
      if (!row) return;
      try {
        if (isUndecided(row.state)) await ask(row);
        else if (row.state === 'refunding') await sendBack(row);
        else await tell(row);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        await work.release(row, backoff(row.lookNo)); // down: nothing is decided by silence
      }
    },

    /** Applies one notice that was kept by the webhook. */
    async applyNotice(noticeId: string): Promise<void> {
      const notice = await work.findNotice(noticeId);
      const read = notice && providerOf(notice.method)?.readNotice(Buffer.from(notice.body, 'utf8'));
      if (!notice || !read) return;
      await work.markNotice(noticeId, read.kind === 'finding' ? await repository.settle(notice.method, read.finding) : read.kind);
    },

    /** What a dead worker left lying, and what is due by the clock. */
    async sweep(): Promise<void> {
      for (const { id } of await work.strandedNotices()) await this.applyNotice(id);
      for (const { id } of await work.due()) await this.advance(id);
    },
  };
}
export type PaymentService = ReturnType<typeof createPaymentService>;

const orderOf = (row: PaymentRow, purpose: string) => ({
  reference: row.reference,
  amountVnd: row.amountVnd,
  purpose,
  createdAt: row.createdAt,
  dossierCode: '',
  procedure: { code: '', name: '' },
  payee: null,
  payerName: null,
});
