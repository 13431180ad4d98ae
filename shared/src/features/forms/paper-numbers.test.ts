import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOldIdCard, readLandCertificate, readPlate } from './paper-numbers.ts';

const between = fc.constantFrom('', ' ', '.', '-');

describe('numbers on papers', () => {
  it('a land certificate is read with or without a space, in any case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,2}$/), fc.stringMatching(/^\d{6,8}$/), between, (letters, digits, gap) => {
        expect(readLandCertificate(` ${letters.toLowerCase()}${gap}${digits} `)).toBe(`${letters} ${digits}`);
      }),
    );
    for (const wrong of ['', '123456', 'ABC 123456', 'AB 12345', 'AB 123456789']) expect(readLandCertificate(wrong), wrong).toBeNull();
  });

  it('a plate says its place, and 70 and 62 are ours', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{2}$/),
        fc.constantFrom('A', 'AB', 'F1', 'LD'),
        fc.stringMatching(/^\d{5}$/),
        fc.constantFrom('', ' ', '-'),
        (place, series, digits, gap) => {
          const isOfProvince = place === '70' || place === '62';
          expect(readPlate(`${place}${series}${gap}${digits.slice(0, 3)}.${digits.slice(3)}`)).toEqual({
            place,
            series,
            digits,
            isOfProvince,
          });
        },
      ),
    );
    expect(readPlate('70-F1 1234')).toEqual({ place: '70', series: 'F1', digits: '1234', isOfProvince: true });
    for (const wrong of ['', '70', '70A', '7A12345']) expect(readPlate(wrong), wrong).toBeNull();
  });

  it('nine digits are the old card, twelve are not', () => {
    expect(isOldIdCard('290 123 456')).toBe(true);
    for (const other of ['', '29012345', '072095000001', '29012345a']) expect(isOldIdCard(other), other).toBe(false);
  });
});
