import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTaxCode } from './tax-code.ts';

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];
/** Nine digits that have a tenth, with it. */
const enterprise = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 })
  .map((digits) => ({ digits, last: 10 - (digits.reduce((sum, digit, at) => sum + digit * (WEIGHTS[at] ?? 0), 0) % 11) }))
  .filter(({ last }) => last < 10)
  .map(({ digits, last }) => [...digits, last].join(''));

describe('readTaxCode', () => {
  it('knows codes that were published', () => {
    // Vinamilk, Viettel, FPT: on each of their invoices.
    for (const code of ['0300588569', '0100109106', '0101248141']) expect(readTaxCode(code)).toEqual({ code, kind: 'enterprise' });
  });

  it('takes every code with its right tenth digit, and none when one digit is mistyped', () => {
    fc.assert(
      fc.property(enterprise, fc.nat(9), fc.integer({ min: 1, max: 9 }), (code, at, by) => {
        expect(readTaxCode(code)).toEqual({ code, kind: 'enterprise' });
        const wrong = [...code].map((digit, place) => (place === at ? String((Number(digit) + by) % 10) : digit)).join('');
        expect(readTaxCode(wrong)).toBeNull();
      }),
    );
  });

  it('reads a branch with or without its hyphen, spaces and dots, and writes it one way', () => {
    fc.assert(
      fc.property(enterprise, fc.integer({ min: 1, max: 999 }), (main, unit) => {
        const tail = String(unit).padStart(3, '0');
        for (const typed of [`${main}-${tail}`, `${main}${tail}`, ` ${main.slice(0, 4)}.${main.slice(4)} - ${tail}`])
          expect(readTaxCode(typed)).toEqual({ code: `${main}-${tail}`, kind: 'branch' });
        expect(readTaxCode(`${main}-000`)).toBeNull();
      }),
    );
  });

  it('takes the personal number of a household and no other twelve digits', () => {
    expect(readTaxCode('072 190 004 471')).toEqual({ code: '072190004471', kind: 'household' });
    expect(readTaxCode('072990004471')).toBeNull();
  });

  it('refuses what is no code at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => /\d{10}/.test(text.normalize('NFKC').replace(/[\s.]/g, '')) || readTaxCode(text) === null),
    );
    expect(readTaxCode('0300588568')).toBeNull();
  });
});
