import { DELIVERY_REASON_CODES } from '@tayninh/shared/features/campaigns/delivery-reasons';
import { DELIVERY_STATES } from '@tayninh/shared/features/campaigns/delivery-states';
import { describe, expect, it } from 'vitest';
import { countOutcomes, countReasons, handedOver, OUTCOMES, totalOf } from './outcomes.ts';
import { readCount } from './typed-count.ts';

const everything = DELIVERY_STATES.flatMap((state, at) =>
  (['inbox', 'zbs-uid', 'zbs-phone', 'mini-app', 'oa-reply'] as const).map((channel, more) => ({
    state,
    channel,
    reason: DELIVERY_REASON_CODES[(at + more) % DELIVERY_REASON_CODES.length] ?? null,
    count: at * 7 + more + 1,
  })),
);

describe('countOutcomes', () => {
  it('counts everybody exactly once, in whatever state and by whatever way', () => {
    expect(totalOf(countOutcomes(everything))).toBe(totalOf(everything));
    expect(countOutcomes(everything).map(({ outcome }) => outcome)).toEqual(OUTCOMES);
  });

  it('who has it in the inbox alone is not said to have been reached on the phone', () => {
    const rows = [{ state: 'delivered', channel: 'inbox', reason: 'muted-zalo', count: 3 } as const];
    expect(countOutcomes(rows).find(({ outcome }) => outcome === 'delivered')?.count).toBe(0);
    expect(handedOver(rows)).toBe(0);
  });
});

describe('countReasons', () => {
  it('sums to the people of the outcomes asked for, and each reason says what to do', () => {
    const reasons = countReasons(everything, OUTCOMES);
    expect(totalOf(reasons)).toBe(totalOf(everything));
    for (const { text, advice } of reasons) expect([text, advice].every((words) => words.length > 5)).toBe(true);
  });
});

describe('readCount', () => {
  it.each([
    ['15981', 15_981],
    ['15.981', 15_981],
    [' 15 981 ', 15_981],
    ['1.598.100', 1_598_100],
    ['0', 0],
  ])('reads %j as people type it', (typed, count) => expect(readCount(typed)).toBe(count));

  it.each(['', '15.98', '15,981', '1e4', '-3', '159810000000000000000', 'mười'])('takes %j for no number', (typed) =>
    expect(readCount(typed)).toBeNull(),
  );
});
