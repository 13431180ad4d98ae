import type { CountRow } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { DELIVERY_REASONS, type DeliveryReason } from '@tayninh/shared/features/campaigns/delivery-reasons';

/** Where people stand, in the words of the desk: coarser than delivery states, and the inbox alone is its own thing. */
export const OUTCOMES = ['queued', 'handing', 'sent', 'delivered', 'seen', 'inbox', 'failed', 'unclear', 'suppressed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type OutcomeTone = 'green' | 'green-2' | 'blue' | 'grey' | 'red' | 'amber';

export const OUTCOME_WORDS: Readonly<Record<Outcome, { name: string; what: string; tone: OutcomeTone }>> = {
  queued: { name: 'Đang xếp hàng', what: 'chờ tới lượt hoặc tới giờ của mình', tone: 'grey' },
  handing: { name: 'Đang giao cho Zalo', what: 'chưa có trả lời', tone: 'blue' },
  sent: { name: 'Zalo đã nhận', what: 'chờ báo tới máy', tone: 'blue' },
  delivered: { name: 'Đã tới máy', what: 'chưa mở', tone: 'green-2' },
  seen: { name: 'Đã xem', what: 'đã mở tin', tone: 'green' },
  inbox: { name: 'Chỉ hộp thư', what: 'đã nằm trong ứng dụng', tone: 'grey' },
  failed: { name: 'Không gửi được', what: 'xem lý do và cách xử lý', tone: 'red' },
  unclear: { name: 'Chưa rõ', what: 'mất trả lời, không gửi lại để khỏi gửi hai lần', tone: 'amber' },
  suppressed: { name: 'Không gửi', what: 'chủ ý không gửi, xem lý do', tone: 'grey' },
};

/** Each row stands in exactly one outcome, so the outcomes sum to what the rows sum to. */
export function outcomeOf({ state, channel }: Pick<CountRow, 'state' | 'channel'>): Outcome {
  switch (state) {
    case 'queued':
      return 'queued';
    case 'dispatching':
      return 'handing';
    case 'sent':
      return 'sent';
    case 'delivered':
      return channel === 'inbox' ? 'inbox' : 'delivered';
    case 'seen':
      return 'seen';
    case 'failed':
      return 'failed';
    case 'uncertain':
    case 'unknown':
      return 'unclear';
    case 'suppressed':
      return 'suppressed';
  }
}

export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly count: number;
}

/** All outcomes in the order of the desk, also those with nobody. */
export function countOutcomes(rows: readonly CountRow[]): OutcomeCount[] {
  const sums = new Map<Outcome, number>();
  for (const row of rows) sums.set(outcomeOf(row), (sums.get(outcomeOf(row)) ?? 0) + row.count);
  return OUTCOMES.map((outcome) => ({ outcome, count: sums.get(outcome) ?? 0 }));
}

export const totalOf = (rows: readonly { count: number }[]) => rows.reduce((sum, { count }) => sum + count, 0);
/** Handed to Zalo, whatever became of it. */
export const handedOver = (rows: readonly CountRow[]) =>
  totalOf(rows.filter((row) => !['queued', 'suppressed', 'inbox'].includes(outcomeOf(row))));

export interface ReasonCount {
  readonly reason: DeliveryReason;
  readonly text: string;
  readonly advice: string;
  readonly count: number;
}
/** Why people got no push, the most frequent first, with what to do about it. */
export function countReasons(rows: readonly CountRow[], outcomes: readonly Outcome[]): ReasonCount[] {
  const sums = new Map<DeliveryReason, number>();
  for (const row of rows)
    if (row.reason && row.count > 0 && outcomes.includes(outcomeOf(row))) sums.set(row.reason, (sums.get(row.reason) ?? 0) + row.count);
  return [...sums].map(([reason, count]) => ({ reason, ...DELIVERY_REASONS[reason], count })).sort((a, b) => b.count - a.count);
}
