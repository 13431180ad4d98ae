import { describe, expect, it } from 'vitest';
import { portalAddress } from './procedure-links.ts';

describe('the address of the national portal', () => {
  it('is the page of the procedure when the record names one', () => {
    expect(portalAddress('https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d')).toBe('https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d');
  });

  it.each([
    null,
    undefined,
    'không phải địa chỉ',
    'http://dichvucong.gov.vn/x',
    'https://dichvucong.gov.vn.lua-dao.example/x',
    'https://dichvucong.gov.vn@lua-dao.example/',
    'javascript:alert(1)',
  ])('is its home for %j', (url) => {
    expect(portalAddress(url)).toBe('https://dichvucong.gov.vn/');
  });
});
