import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOURS_PROFILES, openingState } from './opening-hours.ts';

const office = HOURS_PROFILES['tay-ninh-office'];
/** 24 November 2026 is a Tuesday. */
const at = (local: string, daysOff: string[] = []) => openingState(office, new Date(`${local}:00+07:00`), (day) => daysOff.includes(day));

describe('opening state', () => {
  it.each([
    ['2026-11-24T06:59', false, 'Mở cửa 7:00'],
    ['2026-11-24T07:00', true, 'Đang mở cửa, đến 11:30'],
    ['2026-11-24T11:30', false, 'Mở lại 13:30'],
    ['2026-11-24T13:30', true, 'Đang mở cửa, đến 17:00'],
    ['2026-11-24T17:00', false, 'Thứ Tư 7:00'],
    ['2026-11-27T20:00', false, 'Thứ Hai 7:00'],
    ['2026-11-29T23:59', false, 'Thứ Hai 7:00'],
    ['2026-11-30T00:00', false, 'Mở cửa 7:00'],
  ])('at %s', (local, isOpen, text) => {
    expect(at(local)).toMatchObject({ isOpen, text });
  });

  it('a day off is closed whatever the weekday, and a long holiday names the date', () => {
    expect(at('2026-11-24T09:00', ['2026-11-24', '2026-11-25'])).toMatchObject({ isOpen: false, text: 'Thứ Năm 7:00' });
    const tet = ['2027-02-04', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10'];
    expect(at('2027-02-03T18:00', tet)).toMatchObject({ text: 'Thứ Năm 11/2, 7:00', changesAt: '2027-02-11T00:00:00.000Z' });
  });

  it('says that it does not know when no day is open', () => {
    expect(openingState({}, new Date(), () => false)).toEqual({ isOpen: false, changesAt: null, text: 'Chưa rõ ngày mở cửa' });
    expect(openingState(office, new Date(), () => true).changesAt).toBeNull();
  });

  it('at the instant it names, the state is the other one', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (date) => {
        const now = openingState(office, date, () => false);
        const then = new Date(now.changesAt ?? '');
        expect(then.getTime()).toBeGreaterThan(date.getTime());
        expect(openingState(office, then, () => false).isOpen).toBe(!now.isOpen);
        expect(openingState(office, new Date(then.getTime() - 1), () => false).isOpen).toBe(now.isOpen);
      }),
    );
  });
});
