import { describe, expect, it } from 'vitest';
import { OfficeProfile, type WorkCalendar } from '../promise-dates/work-calendar.ts';
import { pickupDays } from './pickup-days.ts';

const usual = [
  { from: '07:00', to: '11:30' },
  { from: '13:30', to: '17:00' },
];
const office = OfficeProfile.parse({
  id: 'thu',
  name: 'Nơi trả kết quả thử',
  week: { mon: usual, tue: usual, wed: usual, thu: usual, fri: usual, sat: [{ from: '07:00', to: '11:30' }], sun: [] },
  receptionOnly: ['sat'],
  source: 'thử',
});
const holiday = { date: '2026-11-26', kind: 'holiday', name: 'thử', source: 'thử', provisional: false } as const;
const calendar: WorkCalendar = { years: [{ year: 2026, provisional: false, source: 'thử', days: [holiday] }] };
const at = (local: string) => pickupDays(office, calendar, new Date(`${local}:00+07:00`));

describe('hours for picking a result up', () => {
  it('are whole hours of the openings, the rest of one when it is half an hour', () => {
    expect(at('2026-11-24T06:00')[0]).toEqual({
      day: '2026-11-24',
      slots: [
        { from: '07:00', to: '08:00' },
        { from: '08:00', to: '09:00' },
        { from: '09:00', to: '10:00' },
        { from: '10:00', to: '11:00' },
        { from: '11:00', to: '11:30' },
        { from: '13:30', to: '14:30' },
        { from: '14:30', to: '15:30' },
        { from: '15:30', to: '16:30' },
        { from: '16:30', to: '17:00' },
      ],
    });
  });

  it('have not begun yet', () => {
    expect(at('2026-11-24T15:30')[0]?.slots).toEqual([{ from: '16:30', to: '17:00' }]);
    expect(at('2026-11-24T16:30')[0]?.day).toBe('2026-11-25');
  });

  it('are of the next five working days: no holiday, no Saturday that only takes dossiers in', () => {
    expect(at('2026-11-24T06:00').map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-25', '2026-11-27', '2026-11-30', '2026-12-01']);
  });

  it('end where the calendar ends', () => {
    expect(at('2026-12-30T06:00').map(({ day }) => day)).toEqual(['2026-12-30', '2026-12-31']);
  });
});
