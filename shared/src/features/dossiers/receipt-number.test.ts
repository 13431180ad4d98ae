import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReceiptNumber, receiptNumber } from './receipt-number.ts';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const numbers = fc.uint8Array({ minLength: 7, maxLength: 16 }).map(receiptNumber);

describe('receipt number', () => {
  it('looks like TNS-XXXX-XXXX and has no sign that is confused when read aloud', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(number).toMatch(/^TNS-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  it('is the same for the same bytes, whatever follows the seventh', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 7, maxLength: 7 }), fc.uint8Array(), (body, rest) => {
        expect(receiptNumber(Uint8Array.from([...body, ...rest]))).toBe(receiptNumber(body));
      }),
    );
  });

  it('refuses too little randomness', () => {
    expect(() => receiptNumber(new Uint8Array(6))).toThrow(RangeError);
  });
});

describe('reading what a person typed', () => {
  const spelling = fc.record({ lower: fc.boolean(), prefix: fc.boolean(), between: fc.constantFrom('', ' ', '-', ' - ', '–', '  ') });

  it('finds the number in any case, with or without prefix, spaces and dashes', () => {
    fc.assert(
      fc.property(numbers, spelling, (number, { lower, prefix, between }) => {
        const [, first = '', second = ''] = number.split('-');
        const typed = `  ${[...(prefix ? ['TNS'] : []), first, second].join(between)} `;
        expect(parseReceiptNumber(lower ? typed.toLowerCase() : typed)).toBe(number);
      }),
    );
  });

  it('finds a number whose own first signs are TNS, typed without the prefix', () => {
    const bytes = Uint8Array.from([...'TNS7K3M'].map((sign) => ALPHABET.indexOf(sign)));
    const number = receiptNumber(bytes);
    expect(number.startsWith('TNS-TNS')).toBe(true);
    expect(parseReceiptNumber(number.slice(4))).toBe(number);
    expect(parseReceiptNumber(number)).toBe(number);
  });

  it('notices every single wrong sign', () => {
    fc.assert(
      fc.property(numbers, fc.nat(7), fc.constantFrom(...ALPHABET), (number, place, sign) => {
        const signs = [...number.slice(4).replace('-', '')];
        fc.pre(signs[place] !== sign);
        signs[place] = sign;
        expect(parseReceiptNumber(signs.join(''))).toBeNull();
      }),
    );
  });

  it('never throws and answers only numbers that read back as themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = parseReceiptNumber(text);
        if (read !== null) expect(parseReceiptNumber(read)).toBe(read);
      }),
    );
    for (const text of ['', 'TNS', 'TNS-0000-0000', 'TNS-7K3M-94Q', 'TNS-7K3M-94QXX']) expect(parseReceiptNumber(text)).toBeNull();
  });
});
