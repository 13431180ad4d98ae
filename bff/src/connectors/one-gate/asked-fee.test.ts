import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFee } from './asked-fee.ts';

const amountOf = (soTien: number | string | null | undefined) => readFee({ soTien }).amountVnd;

describe('the amount in a report of the province', () => {
  it('is read as a number, as digits, or with points between thousands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), (amount) => {
        const spellings = [amount, String(amount), amount.toLocaleString('vi-VN')];
        expect(spellings.map(amountOf)).toEqual([amount, amount, amount]);
      }),
    );
  });

  it.each([null, undefined, '', 0, -5_000, 1.5, '1.5', '120.00', '1.2345', '120000đ', '120 000', '12e3', '999999999999', 'Miễn phí'])(
    '%j is no amount, and none is guessed',
    (soTien) => {
      expect(amountOf(soTien)).toBeNull();
    },
  );
});
