import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonalNumber, readPersonalNumber } from './personal-number.ts';

const facts = fc.record({
  placeCode: fc.stringMatching(/^\d{3}$/),
  birthYear: fc.integer({ min: 1900, max: 2199 }),
  sexAtIssue: fc.constantFrom('male' as const, 'female' as const),
});
const tail = fc.stringMatching(/^\d{6}$/);

function write(
  { placeCode, birthYear, sexAtIssue }: { placeCode: string; birthYear: number; sexAtIssue: 'male' | 'female' },
  rest: string,
) {
  const century = (Math.floor(birthYear / 100) - 19) * 2 + (sexAtIssue === 'female' ? 1 : 0);
  return `${placeCode}${century}${String(birthYear % 100).padStart(2, '0')}${rest}`;
}

describe('personal number', () => {
  it('says place, birth year and sex at issue', () => {
    fc.assert(
      fc.property(facts, tail, (about, rest) => {
        expect(readPersonalNumber(write(about, rest))).toEqual(about);
      }),
    );
    expect(readPersonalNumber('072095000001')).toEqual({ placeCode: '072', birthYear: 1995, sexAtIssue: 'male' });
    expect(readPersonalNumber('080305000001')).toEqual({ placeCode: '080', birthYear: 2005, sexAtIssue: 'female' });
  });

  it('is read also in groups, as printed on the card', () => {
    fc.assert(
      fc.property(facts, tail, (about, rest) => {
        const digits = write(about, rest);
        expect(readPersonalNumber(` ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)} `)).toEqual(about);
      }),
    );
  });

  it.each(['', '123456789', '07209500000', '0720950000011', '07209500000a', '072-095-000001', '072695000001', '٠٧٢٠٩٥٠٠٠٠٠١'])(
    'refuses "%s"',
    (text) => {
      expect(readPersonalNumber(text)).toBeNull();
    },
  );

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readPersonalNumber(text)).not.toThrow();
      }),
    );
  });

  it('shows no more than four digits', () => {
    fc.assert(
      fc.property(facts, tail, (about, rest) => {
        expect(maskPersonalNumber(write(about, rest))).toBe(`********${rest.slice(-4)}`);
      }),
    );
  });
});
