import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldKey, syllables } from './fold.ts';

describe('fold', () => {
  it.each([
    ['Đăng ký khai sinh', 'dang ky khai sinh'],
    ['GIẤY XÁC NHẬN ĐỘC THÂN', 'giay xac nhan doc than'],
    ['ưởng ượt ẵm ễnh', 'uong uot am enh'],
  ])('"%s" → "%s"', (text, folded) => expect(fold(text)).toBe(folded));

  it('is the same for composed and decomposed text, and folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldKey(text.normalize('NFC'))).toBe(foldKey(text.normalize('NFD')));
        expect(foldKey(foldKey(text))).toBe(foldKey(text));
      }),
    );
  });

  it('names and their web forms are one key', () => {
    expect(foldKey('Hộ tịch')).toBe(foldKey('ho-tich'));
    expect(foldKey('  Nhà ở,  đất đai ')).toBe('nha o dat dai');
  });
});

describe('syllables', () => {
  it('keep the marks but not the place of the tone', () => {
    expect(syllables('hoà')).toEqual(syllables('hòa'));
    expect(syllables('hoá')[0]?.exact).not.toBe(syllables('hoà')[0]?.exact);
    expect(syllables('thuế')[0]?.exact).not.toBe(syllables('thuê')[0]?.exact);
  });

  it('leave signs out and keep numbers', () => {
    expect(syllables('BHXH 1 lần (mẫu CT07)?').map((syllable) => syllable.folded)).toEqual(['bhxh', '1', 'lan', 'mau', 'ct07']);
  });
});
