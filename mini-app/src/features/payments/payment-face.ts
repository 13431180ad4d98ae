import type { Payment } from '@tayninh/shared/features/payments/payments.contract';

export type PaymentFace =
  | 'ask'
  | 'not-opened'
  | 'waiting'
  | 'other-amount'
  | 'paid'
  | 'failed'
  | 'expired'
  | 'refunding'
  | 'refunded'
  | 'no-amount'
  | 'nothing';

/**
 * What the page says: money that arrived comes before what is still to be paid. `paid` is never said before the server says so,
 * however the person came back.
 */
export function paymentFace(
  fee: { readonly amountVnd: number | null; readonly isPaid: boolean } | null,
  items: readonly Pick<Payment, 'state' | 'concern' | 'checkout' | 'payUrl'>[],
): PaymentFace {
  if (items.some(({ state }) => state === 'paid')) return 'paid';
  const last = items[0];
  if (last?.concern === 'other-amount') return 'other-amount';
  if (last?.state === 'created') return 'not-opened';
  if (last?.state === 'awaiting') return 'waiting';
  if (last?.state === 'refunding' || last?.state === 'refunded') return fee?.isPaid ? 'paid' : last.state;
  if (!fee) return 'nothing';
  if (fee.isPaid) return 'paid';
  if (fee.amountVnd === null) return 'no-amount';
  return last?.state === 'failed' || last?.state === 'expired' ? last.state : 'ask';
}
