import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countKey } from './count-key.ts';

const known = new Set(['dang', 'ky', 'ban', 'quyen', 'can', 'cuoc']);
const key = (query: string) => countKey(query, (word) => known.has(word));

describe('the key under which a query without an answer is counted', () => {
  it.each([
    ['Đăng ký bản quyền', 'dang ky ban quyen'],
    ['đăng ký tác phẩm bản quyền', 'dang ky · ban quyen'],
    ['căn cước 072090123456', 'can cuoc'],
    ['Nguyễn Thị Hoa 0909123456', ''],
    ['', ''],
  ])('"%s" → "%s"', (query, counted) => expect(key(query)).toBe(counted));

  it('holds nothing but words of the catalogue, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (query) => {
        for (const word of key(query).split(' ').filter(Boolean)) expect(word === '·' || known.has(word)).toBe(true);
      }),
    );
  });
});
