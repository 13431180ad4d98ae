import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, nameOddity } from './person-name.ts';

const text = fc.string({ unit: fc.constantFrom(...'aăâđeêioôơuưyẠỆọ \u00a0\u200b\u3000\u202e\u0301\u0323Ａｂ１', 'e\u0302\u0323') });

describe('a name as it is kept', () => {
  it('is the same however it was typed: composed or not, wide, with marks that nobody sees', () => {
    expect(cleanText('\u200bNguye\u0302\u0303n\u00a0\u3000Thị\u00ad Ａn\ufeff ')).toBe('Nguyễn Thị An');
    fc.assert(
      fc.property(text, (typed) => {
        expect(cleanText(typed.normalize('NFD'))).toBe(cleanText(typed.normalize('NFC')));
      }),
    );
  });

  it('does not change again, and has nothing invisible in it', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (typed) => {
        const clean = cleanText(typed);
        expect(cleanText(clean)).toBe(clean);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}]|^\s|\s$|\s\s/u);
      }),
    );
  });

  it('keeps every letter', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Đặng', 'đặng', 'Y', 'Niê', 'Hʼ', 'Sơn', 'Ka'), { minLength: 1 }), (words) => {
        expect(cleanText(words.join(' '))).toBe(words.join(' ').normalize('NFC'));
      }),
    );
  });

  it.each([
    ['Nguyễn Văn An', null],
    ["Y'Bhăm Niê", null],
    ['Jean-Pierre O’Neill', null],
    ['Nguyễn Vаn An', 'mixed-scripts'], // а is Cyrillic
    ['Nguyễn Văn 2', 'not-letters'],
    ['An 🙂', 'not-letters'],
    ['王小明', null],
  ])('%s: asks back %s', (name, oddity) => expect(nameOddity(name)).toBe(oddity));
});
