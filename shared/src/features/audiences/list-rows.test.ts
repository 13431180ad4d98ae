import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptNumber } from '../dossiers/receipt-number.ts';
import { FAULT_TEXT, readRow } from './list-rows.ts';

const phone = (typed: string) => readRow({ phone: typed, receiptNo: '' });

describe('a line of a list', () => {
  it('reads a phone as people and spreadsheets write it, also without the zero that Excel took', () => {
    for (const typed of ['0901234567', '090 123 45 67', '+84 901.234.567', '84901234567', '901234567'])
      expect(phone(typed)).toEqual({ phone: '+84901234567' });
  });

  it('says what is wrong with a phone and how to mend it', () => {
    expect(phone('09123 4567')).toEqual({ fault: 'phone-short' });
    expect(phone('09012345678')).toEqual({ fault: 'phone-long' });
    expect(phone('0276 382 1234')).toEqual({ fault: 'phone-landline' });
    expect(phone('không có')).toEqual({ fault: 'phone-unreadable' });
    expect(phone('0101234567')).toEqual({ fault: 'phone-unreadable' });
    expect(FAULT_TEXT['phone-short']).toContain('10 chữ số');
  });

  it('reads a receipt number where there is no phone, and the code of the province', () => {
    const receiptNo = receiptNumber(new Uint8Array([1, 2, 3, 4, 5, 6, 7]));
    expect(readRow({ phone: '', receiptNo: receiptNo.toLowerCase() })).toEqual({ receiptNo });
    expect(readRow({ phone: '', receiptNo: ' h53.80-261104-0009' })).toEqual({ provinceCode: 'H53.80-261104-0009' });
    expect(readRow({ phone: '', receiptNo: 'TNS-0000-0000' })).toEqual({ fault: 'receipt-unreadable' });
    expect(readRow({ phone: ' ', receiptNo: '' })).toEqual({ fault: 'empty' });
  });

  it('never computes: what begins like a formula is a fault, whatever else it says', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '@', '-', '+A'), fc.string(), (sign, rest) => {
        const reading = phone(`${sign}${rest}`);
        expect(reading).toEqual({ fault: 'formula' });
      }),
    );
  });
});
