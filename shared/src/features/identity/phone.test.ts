import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPhone, parsePhone } from './phone.ts';

const PREFIXES = '32 33 34 35 36 37 38 39 52 55 56 58 59 70 76 77 78 79 81 82 83 84 85 86 87 88 89 90 91 92 93 94 96 97 98 99'.split(' ');
const national = fc.tuple(fc.constantFrom(...PREFIXES), fc.stringMatching(/^\d{7}$/)).map(([prefix, rest]) => prefix + rest);

describe('mobile numbers', () => {
  it('are the same number however they are written', () => {
    fc.assert(
      fc.property(national, fc.constantFrom('0', '84', '+84'), fc.constantFrom('', ' ', '.', '-'), (digits, start, sign) => {
        const written = [start + digits.slice(0, 2), digits.slice(2, 5), digits.slice(5)].join(sign);
        expect(parsePhone(written)).toBe(`+84${digits}`);
      }),
    );
  });

  it('what we keep reads back as itself', () => {
    fc.assert(
      fc.property(national, (digits) => {
        expect(parsePhone(parsePhone(`0${digits}`) ?? '')).toBe(`+84${digits}`);
      }),
    );
  });

  it.each([
    '',
    '0',
    '113',
    '1022',
    '02763822233',
    '0123456789',
    '09012345678',
    '090123456',
    '+1 415 555 0100',
    '84 84 901234567',
    'không có',
  ])('refuses "%s"', (text) => expect(parsePhone(text)).toBeNull());

  it('never throws and answers only E.164', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parsePhone(text) ?? '+84901234567').toMatch(/^\+84[35789]\d{8}$/);
      }),
    );
  });

  it('shows no more than three digits', () => {
    fc.assert(
      fc.property(national, (digits) => {
        expect(maskPhone(`+84${digits}`)).toBe(`*****${digits.slice(-3)}`);
      }),
    );
  });
});
