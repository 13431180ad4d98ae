import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLocalTime } from '../local-time.ts';
import { readAsk, readWithdrawalAnswer } from './one-gate-says.ts';

const read = (value: unknown) => readAsk(value, parseLocalTime);

describe('what the authority asks for', () => {
  it('each paper with its reason, marked pages and the time by which it waits', () => {
    expect(
      read({
        hanBoSung: '27/11/2026 17:00',
        danhSach: [{ hoSoKemTheoId: 'giay-chung-sinh', lyDo: 'Mờ', trangDanhDau: ['2'] }],
        duLieu: [{ truong: 'childName', lyDo: 'Sai dấu' }],
      }),
    ).toEqual({
      until: new Date('2026-11-27T17:00:00+07:00'),
      papers: [{ componentId: 'giay-chung-sinh', name: null, reason: 'Mờ', markedPages: [2] }],
      fields: [{ name: 'childName', reason: 'Sai dấu' }],
    });
  });

  it('keeps as words what has another shape, and an id that is none as a name', () => {
    expect(read('Thiếu giấy chứng sinh')?.papers).toMatchObject([{ componentId: null, reason: 'Thiếu giấy chứng sinh' }]);
    expect(
      read({ danhSach: ['Thiếu sổ', { hoSoKemTheoId: 'Giấy khám sức khỏe', lyDo: 'Hết hạn' }], duLieu: [{ truong: '???', lyDo: 'Sai' }] })
        ?.papers,
    ).toMatchObject([
      { componentId: null, reason: 'Thiếu sổ' },
      { componentId: null, name: 'Giấy khám sức khỏe', reason: 'Hết hạn' },
      { reason: expect.stringContaining('Sai') },
    ]);
  });

  it('nothing asked is nothing; and whatever comes, it is read without failing and no listed item is lost', () => {
    expect(read(null)).toBeNull();
    expect(read(undefined)).toBeNull();
    fc.assert(fc.property(fc.jsonValue(), (value) => void read(value)));
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 10 }), (items) => {
        expect(read({ danhSach: items })?.papers).toHaveLength(items.length);
      }),
    );
  });
});

describe('the answer to a withdrawal', () => {
  it('is read, or is none', () => {
    expect(readWithdrawalAnswer({ maYeuCau: 'a', dongY: false, lyDo: 'Đã ký' })).toEqual({
      requestId: 'a',
      isAgreed: false,
      reason: 'Đã ký',
    });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readWithdrawalAnswer(value)).toBeNull();
      }),
    );
  });
});
