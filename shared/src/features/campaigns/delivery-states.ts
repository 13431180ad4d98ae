/**
 * Where one message to one person is (NT-13). Each has one meaning, and for every campaign their counts sum to its audience:
 * - `queued` waits for its turn, its hour, or a person who lets the campaign go on
 * - `dispatching` the intent is written, the call to Zalo has no answer yet
 * - `uncertain` the answer was lost, so it is never sent again (RL-24); `unknown` the same after a day without a receipt
 * - `sent` Zalo took it; `delivered` it is on the phone or, without a push, in the inbox; `seen` it was opened
 * - `failed` Zalo said no for good
 * - `suppressed` not sent on purpose; the reason says why
 */
export const DELIVERY_STATES = [
  'queued',
  'dispatching',
  'uncertain',
  'unknown',
  'sent',
  'failed',
  'delivered',
  'seen',
  'suppressed',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a receipt can say of a message. */
export const RECEIPTS = ['sent', 'failed', 'delivered', 'seen'] as const satisfies readonly DeliveryState[];
export type Receipt = (typeof RECEIPTS)[number];

/**
 * How much is known. Receipts come late, twice, in any order and may contradict each other; the strongest word counts: an arrival
 * beats a refusal, a refusal beats Zalo's first yes, anything beats doubt.
 */
export const STRENGTH: Readonly<Record<DeliveryState, number>> = {
  queued: 0,
  dispatching: 1,
  uncertain: 2,
  unknown: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  seen: 7,
  suppressed: 8,
};

/**
 * The state after a receipt (WH-7). Monotonic: any order and any repetition of the same receipts ends in the same state. What was
 * not sent by us (`queued`, `suppressed`) is not moved by a receipt.
 */
export function mergeReceipt(current: DeliveryState, receipt: Receipt): DeliveryState {
  if (current === 'queued' || current === 'suppressed') return current;
  return STRENGTH[receipt] > STRENGTH[current] ? receipt : current;
}
