/**
 * The life of one attempt to pay, and the moves between its states. One attempt has one reference and one order; another try
 * is another attempt.
 *
 * - `created`: written down, the provider has not yet answered our order.
 * - `awaiting`: the person can pay; nobody knows yet whether they did.
 * - `paid`: a signed notice or a query said so, with the right amount, and the fee was still open.
 * - `failed`, `expired`, `cancelled`: over without money. Money that comes nevertheless goes back.
 * - `refunding`, `refunded`: money that was not ours to keep, on its way back and back.
 */
export const PAYMENT_STATES = ['created', 'awaiting', 'paid', 'failed', 'expired', 'cancelled', 'refunding', 'refunded'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** From → allowed next. A notice may be faster than our own order: `created` can be paid. */
const NEXT: Record<PaymentState, readonly PaymentState[]> = {
  created: ['awaiting', 'paid', 'failed', 'expired', 'cancelled', 'refunding'],
  awaiting: ['paid', 'failed', 'expired', 'cancelled', 'refunding'],
  paid: ['refunding'],
  failed: ['refunding'],
  expired: ['refunding'],
  cancelled: ['refunding'],
  refunding: ['refunded'],
  refunded: [],
};

/** The states from which one step leads to `to`. */
export const statesBefore = (to: PaymentState): PaymentState[] => PAYMENT_STATES.filter((from) => NEXT[from].includes(to));

/** The person may still pay, or has just paid: the fee of this attempt is not asked for a second time. */
export const isUndecided = (state: PaymentState) => state === 'created' || state === 'awaiting';

/** What arrived money does to an attempt, where the amount is right. `isFeeOpen`: no other attempt has paid the same fee. */
export function afterMoney(state: PaymentState, isFeeOpen: boolean): PaymentState {
  if (isUndecided(state)) return isFeeOpen ? 'paid' : 'refunding';
  return state === 'failed' || state === 'expired' || state === 'cancelled' ? 'refunding' : state;
}
