import type { CountRow } from '@tayninh/shared/features/campaigns/campaigns.contract';

/** NT-6. Shares of what has an outcome. */
export const HALT_ABOVE = { failed: 0.02, left: 0.005 } as const;
/** Fewer outcomes than this say nothing, except when a canary is over. */
const ENOUGH = 50;

/** A call with an outcome: what was only written to the inbox is none. */
const isCalled = ({ channel }: CountRow) => channel !== 'inbox';
const sum = (counts: readonly CountRow[], states: readonly CountRow['state'][]) =>
  counts.filter((row) => isCalled(row) && states.includes(row.state)).reduce((total, { count }) => total + count, 0);

export const outcomesIn = (counts: readonly CountRow[]) => sum(counts, ['sent', 'delivered', 'seen', 'failed', 'uncertain', 'unknown']);
export const failuresIn = (counts: readonly CountRow[]) => sum(counts, ['failed']);

/**
 * Whether a run must stop by itself, and why, in words for officers.
 * @param seen outcomes and failures that a person has looked at and let go on.
 */
export function haltReason(
  counts: readonly CountRow[],
  { seen, left, isOver }: { seen: { outcomes: number; failures: number }; left: number; isOver: boolean },
): string | null {
  const outcomes = outcomesIn(counts) - seen.outcomes;
  const failures = failuresIn(counts) - seen.failures;
  if (outcomes <= 0 || (outcomes < ENOUGH && !isOver)) return null;
  const failedShare = failures / outcomes;
  if (failedShare > HALT_ABOVE.failed) return `Lỗi ${percent(failedShare)} trên ${outcomes} tin, quá mức ${percent(HALT_ABOVE.failed)}`;
  const leftShare = left / outcomes;
  if (leftShare > HALT_ABOVE.left)
    return `${left} người bỏ theo dõi sau khi nhận tin (${percent(leftShare)}), quá mức ${percent(HALT_ABOVE.left)}`;
  return null;
}

const percent = (share: number) => `${(share * 100).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} %`;
