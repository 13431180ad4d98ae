import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursInWords, openingState } from './opening-hours.ts';
import { type CalendarDay, OfficeProfile, type WorkCalendar } from './work-calendar.ts';

const usual = [
  { from: '07:00', to: '11:30' },
  { from: '13:30', to: '17:00' },
];
const office = OfficeProfile.parse({
  id: 'thu',
  name: 'Nơi tiếp nhận thử',
  week: { mon: usual, tue: usual, wed: usual, thu: usual, fri: usual, sat: [{ from: '07:00', to: '11:30' }], sun: [] },
  receptionOnly: ['sat'],
  source: 'thử',
});
const closedAtWeekends: OfficeProfile = { ...office, week: { ...office.week, sat: [] }, receptionOnly: [] };
const calendarOf = (...days: [date: string, kind: CalendarDay['kind']][]): WorkCalendar => ({
  years: [2026, 2027, 2028, 2029].map((year) => ({
    year,
    provisional: false,
    source: 'thử',
    days: days
      .filter(([date]) => date.startsWith(String(year)))
      .map(([date, kind]) => ({ date, kind, name: 'thử', source: 'thử', provisional: false })),
  })),
});
const at = (local: string, ...days: Parameters<typeof calendarOf>) =>
  openingState(closedAtWeekends, calendarOf(...days), new Date(`${local}:00+07:00`));

describe('opening state', () => {
  // 24 November 2026 is a Tuesday
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

  it('a holiday is closed whatever the weekday, a Saturday worked in exchange is open, a long holiday names the date', () => {
    expect(at('2026-11-24T09:00', ['2026-11-24', 'holiday'], ['2026-11-25', 'in_lieu'])).toMatchObject({ text: 'Thứ Năm 7:00' });
    expect(at('2026-08-22T09:00', ['2026-08-22', 'swap_work'])).toMatchObject({ isOpen: true, text: 'Đang mở cửa, đến 11:30' });
    expect(at('2026-11-24T14:00', ['2026-11-24', 'half_day'])).toMatchObject({ isOpen: false, text: 'Thứ Tư 7:00' });
    const tet = ['2027-02-04', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10'];
    expect(at('2027-02-03T18:00', ...tet.map((date) => [date, 'holiday'] as [string, 'holiday']))).toMatchObject({
      text: 'Thứ Năm 11/2, 7:00',
      changesAt: '2027-02-11T07:00:00+07:00',
    });
  });

  it('says that it does not know when the year has no calendar', () => {
    expect(at('2031-01-06T09:00')).toEqual({ isOpen: false, changesAt: null, text: 'Chưa rõ ngày mở cửa' });
    expect(at('2029-12-31T18:00').changesAt).toBeNull();
  });

  it('at the instant it names, the state is the other one', () => {
    const calendar = calendarOf();
    fc.assert(
      fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2029-12-01'), noInvalidDate: true }), (date) => {
        const now = openingState(office, calendar, date);
        const then = new Date(now.changesAt ?? '');
        expect(then.getTime()).toBeGreaterThan(date.getTime());
        expect(openingState(office, calendar, then).isOpen).toBe(!now.isOpen);
        expect(openingState(office, calendar, new Date(then.getTime() - 1)).isOpen).toBe(now.isOpen);
      }),
    );
  });

  it('tells days in a row with the same hours once', () => {
    expect(hoursInWords(office)).toBe('Thứ Hai đến Thứ Sáu 7:00–11:30, 13:30–17:00; Thứ Bảy 7:00–11:30');
  });
});
