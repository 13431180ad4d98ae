import { readdirSync, readFileSync } from 'node:fs';
import { CalendarYear, OfficeProfile } from '@tayninh/shared/features/promise-dates/work-calendar';
import { describe, expect, it } from 'vitest';

const read = (folder: string) => {
  const base = new URL(`./${folder}/`, import.meta.url);
  return readdirSync(base).map((file) => ({ file, content: JSON.parse(readFileSync(new URL(file, base), 'utf8')) as unknown }));
};
const WEEKDAYS = ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'];
const weekdayOf = (date: string) => new Date(date).getUTCDay();
const isWeekend = (date: string) => [0, 6].includes(weekdayOf(date));
const named = (date: string) => `${WEEKDAYS[weekdayOf(date)]} ${Number(date.slice(8))}/${Number(date.slice(5, 7))}`;

describe.each(read('calendar').map(({ file, content }) => ({ file, calendar: CalendarYear.parse(content) })))(
  'calendar $file',
  ({ file, calendar }) => {
    const { year, days } = calendar;
    const of = (kind: string) => days.filter((day) => day.kind === kind);

    it('is the year of its name, its days in order', () => {
      expect(file).toBe(`${year}.json`);
      expect(days.map(({ date }) => date)).toEqual(days.map(({ date }) => date).sort());
    });

    it('has the paid holidays of the Labour Code: eleven, with 24 November twelve from 2026', () => {
      expect(of('holiday')).toHaveLength(year < 2026 ? 11 : 12);
      for (const date of ['01-01', '04-30', '05-01', '09-02']) expect(days.map((day) => day.date)).toContain(`${year}-${date}`);
      expect(of('holiday').filter(({ name }) => name === 'Tết Nguyên đán')).toHaveLength(5);
      expect(days.some(({ date }) => date === `${year}-11-24`)).toBe(year >= 2026);
    });

    it('gives a working day off for every holiday on a weekend, and only for those', () => {
      expect(of('in_lieu')).toHaveLength(of('holiday').filter(({ date }) => isWeekend(date)).length);
      for (const { date } of of('in_lieu')) expect(isWeekend(date), date).toBe(false);
    });

    it('pairs every swapped working day with the weekend day worked for it, each naming the other', () => {
      const work = of('swap_work');
      expect(work).toHaveLength(of('swap_off').length);
      for (const { date, name } of work) expect(isWeekend(date), name).toBe(true);
      for (const { date, name } of of('swap_off')) {
        const pair = work.find((day) => day.name === `làm bù cho ${named(date)}`);
        expect(isWeekend(date), name).toBe(false);
        expect(name).toBe(`nghỉ đổi với ${named(pair?.date ?? '')}`);
      }
    });

    it('is expected only, day by day, where the year is not announced', () => {
      expect(calendar.provisional).toBe(year > 2026);
      for (const day of days) expect(day.provisional, day.date).toBe(calendar.provisional);
    });
  },
);

it.each(read('office-hours'))('office $file keeps the contract and is named after its id', ({ file, content }) => {
  expect(`${OfficeProfile.parse(content).id}.json`).toBe(file);
});
