import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES, type DeliveryState, mergeReceipt, RECEIPTS, STRENGTH } from './delivery-states.ts';

const receipts = fc.array(fc.constantFrom(...RECEIPTS), { maxLength: 12 });
const after = (start: DeliveryState, all: readonly (typeof RECEIPTS)[number][]) => all.reduce(mergeReceipt, start);

describe('mergeReceipt', () => {
  it('ends in the same state whatever order receipts come in, and however often each', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DELIVERY_STATES), receipts, fc.infiniteStream(fc.nat()), (start, all, dice) => {
        const shuffled = [...all, ...all].sort(() => ((dice.next().value ?? 0) % 3) - 1);
        expect(after(start, shuffled)).toBe(after(start, all));
      }),
    );
  });

  it('never knows less than before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DELIVERY_STATES), fc.constantFrom(...RECEIPTS), (start, receipt) => {
        expect(STRENGTH[mergeReceipt(start, receipt)]).toBeGreaterThanOrEqual(STRENGTH[start]);
      }),
    );
  });

  it('what was never sent is moved by no receipt', () => {
    fc.assert(
      fc.property(receipts, (all) => {
        expect(after('queued', all)).toBe('queued');
        expect(after('suppressed', all)).toBe('suppressed');
      }),
    );
  });

  it('an arrival beats a refusal, and a refusal beats Zalo’s first yes', () => {
    expect(after('sent', ['failed'])).toBe('failed');
    expect(after('failed', ['sent'])).toBe('failed');
    expect(after('failed', ['delivered'])).toBe('delivered');
    expect(after('uncertain', ['sent'])).toBe('sent');
    expect(after('unknown', ['seen'])).toBe('seen');
  });
});
