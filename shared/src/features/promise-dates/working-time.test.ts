import { describe, expect, it } from 'vitest';
import type { OfficeProfile, WorkCalendar } from './work-calendar.ts';
import { percentile, workingMinutes } from './working-time.ts';

const open = [
  { from: '7:00', to: '11:30' },
  { from: '13:30', to: '17:00' },
];
const office = {
  week: { mon: open, tue: open, wed: open, thu: open, fri: open, sat: [], sun: [] },
  receptionOnly: [],
} as unknown as OfficeProfile;
const calendar = {
  years: [{ year: 2026, provisional: false, days: [{ date: '2026-11-24', kind: 'holiday', name: 'Nghỉ' }] }],
} as unknown as WorkCalendar;
const minutes = (from: string, until: string, pauses: { from: string; until: string }[] = []) =>
  workingMinutes({ from: `${from}+07:00`, until: `${until}+07:00`, pauses }, { office, calendar });

describe('workingMinutes', () => {
  it.each([
    ['a morning', '2026-11-25T07:00:00', '2026-11-25T11:30:00', 270],
    ['a whole day, noon left out', '2026-11-25T07:00:00', '2026-11-25T17:00:00', 480],
    ['over a weekend', '2026-11-20T16:00:00', '2026-11-23T08:00:00', 120],
    ['over a holiday', '2026-11-23T16:30:00', '2026-11-25T07:30:00', 60],
    ['at night', '2026-11-25T18:00:00', '2026-11-25T23:00:00', 0],
  ])('%s', (_what, from, until, expected) => expect(minutes(from, until)).toBe(expected));

  it('stands still while the citizen is waited for', () => {
    const pause = { from: '2026-11-25T08:00:00+07:00', until: '2026-11-26T09:00:00+07:00' };
    expect(minutes('2026-11-25T07:00:00', '2026-11-26T10:00:00', [pause])).toBe(120);
  });
});

describe('percentile', () => {
  it('is a value that was measured', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
    expect([percentile(ten, 0.5), percentile(ten, 0.9), percentile([7], 0.9)]).toEqual([5, 9, 7]);
  });
});
