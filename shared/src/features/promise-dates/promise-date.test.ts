import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promiseDate } from './promise-date.ts';
import { PromiseDateError } from './promise-date-error.ts';
import type { TimeLimit } from './promise-dates.contract.ts';
import { CalendarYear, OfficeProfile, type WorkCalendar } from './work-calendar.ts';

const seeds = <T>(folder: string, parse: (content: unknown) => T): T[] => {
  const base = new URL(`../../../../migrations/seeds/${folder}/`, import.meta.url);
  return readdirSync(base).map((file) => parse(JSON.parse(readFileSync(new URL(file, base), 'utf8'))));
};
const calendar: WorkCalendar = { years: seeds('calendar', (content) => CalendarYear.parse(content)) };
const offices = seeds('office-hours', (content) => OfficeProfile.parse(content));
const officeOf = (id: string) => offices.find((office) => office.id === id) ?? expect.fail(id);
const centre = officeOf('province-centre');
const police = officeOf('commune-police');

const at = (local: string) => `${local.replace(' ', 'T')}:00+07:00`;
const pause = (from: string, until: string) => ({ from: at(from), until: at(until) });
const limit = (text: string): TimeLimit => {
  const [value, unit, cutOff] = text.split(' ');
  return { value: Number(value), unit: unit as TimeLimit['unit'], ...(cutOff && { cutOff }) };
};
const promised = (received: string, length: string, more: Partial<Parameters<typeof promiseDate>[0]> = {}) =>
  promiseDate({ receivedAt: at(received), limit: limit(length), office: centre, calendar, ...more });
const due = (...input: Parameters<typeof promised>) =>
  promised(...input)
    .dueAt.slice(0, 16)
    .replace('T', ' ');

describe('worked cases of the province centre', () => {
  it.each([
    // received, limit, due, what it shows
    ['2026-03-02 09:00', '5 working_days', '2026-03-09 17:00', 'Monday is not counted, a weekend is stepped over'],
    ['2026-03-02 16:59', '1 working_days', '2026-03-03 17:00', 'one minute before closing is still that day'],
    ['2026-03-02 17:00', '1 working_days', '2026-03-04 17:00', 'at closing it is the next day'],
    ['2026-03-02 22:40', '1 working_days', '2026-03-04 17:00', 'at night it is the next day'],
    ['2026-03-03 06:10', '1 working_days', '2026-03-04 17:00', 'before opening it is that day'],
    ['2026-03-02 12:00', '1 working_days', '2026-03-03 17:00', 'at lunch it is that day'],
    ['2026-03-01 10:00', '1 working_days', '2026-03-03 17:00', 'on Sunday it is Monday'],
    ['2026-02-13 16:00', '1 working_days', '2026-02-23 17:00', 'Tết: nothing counts from 14 to 22 February'],
    ['2026-02-13 22:40', '1 working_days', '2026-02-24 17:00', 'the evening before Tết is taken in after it'],
    ['2026-02-17 09:00', '1 working_days', '2026-02-24 17:00', 'so is the first day of Tết'],
    ['2026-04-24 09:00', '1 working_days', '2026-04-28 17:00', 'Hùng Vương on a Sunday: Monday off in lieu'],
    ['2026-04-28 09:00', '3 working_days', '2026-05-05 17:00', '30 April and 1 May'],
    ['2026-08-21 09:00', '1 working_days', '2026-08-22 17:00', 'Saturday 22 August is worked'],
    ['2026-08-22 09:00', '1 working_days', '2026-08-24 17:00', 'and takes dossiers in'],
    ['2026-08-28 09:00', '1 working_days', '2026-09-03 17:00', 'Monday 31 August is off, then National Day'],
    ['2026-01-01 09:00', '1 working_days', '2026-01-06 17:00', '2 January is off, taken in on Monday 5'],
    ['2026-01-09 09:00', '1 working_days', '2026-01-10 17:00', 'Saturday 10 January is worked'],
    ['2026-11-23 09:00', '1 working_days', '2026-11-25 17:00', '24 November 2026 is a holiday'],
    ['2025-11-23 09:00', '1 working_days', '2025-11-25 17:00', '24 November 2025 was none: taken in then'],
    ['2025-04-25 09:00', '3 working_days', '2025-04-29 17:00', 'Saturday 26 April 2025 was worked'],
    ['2025-04-29 09:00', '1 working_days', '2025-05-05 17:00', 'and 2 May 2025 off'],
    ['2025-01-24 09:00', '1 working_days', '2025-02-03 17:00', 'Tết 2025'],

    ['2026-03-02 09:00', '10 calendar_days', '2026-03-12 17:00', 'all days count, the first does not'],
    ['2026-03-04 09:00', '10 calendar_days', '2026-03-16 17:00', 'an end on Saturday moves to Monday'],
    ['2026-02-05 09:00', '10 calendar_days', '2026-02-23 17:00', 'an end inside Tết moves behind it'],
    ['2026-08-12 09:00', '10 calendar_days', '2026-08-22 17:00', 'an end on a worked Saturday stays'],
    ['2026-08-21 09:00', '10 calendar_days', '2026-09-03 17:00', 'an end on a swapped Monday moves'],

    ['2026-03-16 09:00', '1 months', '2026-04-16 17:00', 'same day of the next month'],
    ['2025-12-31 09:00', '2 months', '2026-03-02 17:00', 'no 31st: ends 28 February, a Saturday'],
    ['2025-12-31 09:00', '4 months', '2026-05-04 17:00', 'ends 30 April, a holiday'],
    ['2025-03-31 09:00', '1 months', '2025-05-05 17:00', 'ends 30 April, the swap follows'],
    ['2025-07-15 09:00', '12 months', '2026-07-15 17:00', 'a year'],

    ['2026-03-02 09:00', '2 working_hours', '2026-03-02 11:00', 'in the morning'],
    ['2026-03-02 10:00', '4 working_hours', '2026-03-02 16:00', 'lunch does not count'],
    ['2026-03-02 07:00', '8 working_hours', '2026-03-02 17:00', 'the whole day ends at closing'],
    ['2026-03-02 09:30', '2 working_hours', '2026-03-02 11:30', 'ends at lunch, not after it'],
    ['2026-03-06 16:59', '1 working_hours', '2026-03-09 07:59', 'one minute of Friday, the rest on Monday'],
    ['2026-03-02 12:15', '1 working_hours', '2026-03-02 14:30', 'starts after lunch'],
    ['2026-02-13 16:30', '1 working_hours', '2026-02-23 07:30', 'half an hour before Tết, half after'],
    ['2026-08-21 16:30', '1 working_hours', '2026-08-22 07:30', 'the worked Saturday follows Friday'],

    ['2026-03-02 09:00', '0 same_day', '2026-03-02 17:00', 'until closing'],
    ['2026-03-02 18:00', '0 same_day', '2026-03-03 17:00', 'what comes later, the next day'],
    ['2026-03-02 15:00', '0 same_day 15:00', '2026-03-02 17:00', 'at the cut-off hour, still'],
    ['2026-03-02 15:01', '0 same_day 15:00', '2026-03-03 17:00', 'after it, the next working day'],
    ['2026-03-06 15:01', '0 same_day 15:00', '2026-03-09 17:00', 'which is Monday after a Friday'],
    ['2026-03-02 12:00', '0 same_day 12:30', '2026-03-02 17:00', 'a cut-off during lunch asks when it came'],
    ['2026-03-02 15:01', '2 working_days 15:00', '2026-03-05 17:00', 'counted limits begin a day later too'],
  ])('%s + %s = %s: %s', (received, length, expected) => {
    expect(due(received, length)).toBe(expected);
  });

  it('a leap year has its 29 February', () => {
    const leap: WorkCalendar = { years: [2027, 2028].map((year) => ({ year, provisional: true, source: 'thử', days: [] })) };
    expect(due('2028-01-31 09:00', '1 months', { calendar: leap })).toBe('2028-02-29 17:00');
    expect(due('2028-02-28 09:00', '1 calendar_days', { calendar: leap })).toBe('2028-02-29 17:00');
    expect(due('2027-08-30 09:00', '6 months', { calendar: leap })).toBe('2028-02-29 17:00');
  });

  it('a half day is a working day that closes at noon', () => {
    const half: WorkCalendar = {
      years: [{ year: 2026, provisional: false, source: 'thử', days: [aDay('2026-03-03', 'half_day')] }],
    };
    expect(due('2026-03-02 09:00', '1 working_days', { calendar: half })).toBe('2026-03-03 11:30');
    expect(due('2026-03-02 16:00', '6 working_hours', { calendar: half })).toBe('2026-03-04 07:30');
    expect(due('2026-03-03 14:00', '1 working_days', { calendar: half })).toBe('2026-03-05 17:00');
  });

  it('the commune police take dossiers in on Saturday morning, but that is no working day', () => {
    expect(due('2026-03-07 09:00', '1 working_days', { office: police })).toBe('2026-03-09 17:00');
    expect(due('2026-03-07 12:00', '1 working_days', { office: police })).toBe('2026-03-10 17:00');
    expect(due('2026-03-06 09:00', '1 working_days', { office: police })).toBe('2026-03-09 17:00');
    expect(due('2026-03-07 09:00', '0 same_day', { office: police })).toBe('2026-03-09 17:00');
    expect(due('2026-03-07 09:00', '1 working_hours', { office: police })).toBe('2026-03-09 08:00');
    expect(due('2026-08-22 15:00', '0 same_day', { office: police })).toBe('2026-08-22 17:00');
  });
});

describe('pauses for supplements', () => {
  const asked = (...spans: [string, string][]) => ({ pauses: spans.map(([from, until]) => pause(from, until)) });

  it('the days after the request through the day of the supplement do not count', () => {
    expect(due('2026-03-02 09:00', '5 working_days', asked(['2026-03-04 10:00', '2026-03-11 10:00']))).toBe('2026-03-16 17:00');
    expect(due('2026-03-02 09:00', '10 calendar_days', asked(['2026-03-04 10:00', '2026-03-11 10:00']))).toBe('2026-03-19 17:00');
    expect(due('2026-03-16 09:00', '1 months', asked(['2026-03-18 10:00', '2026-03-20 10:00']))).toBe('2026-04-20 17:00');
  });

  it('a supplement at night arrives the next morning', () => {
    expect(due('2026-03-02 09:00', '5 working_days', asked(['2026-03-04 10:00', '2026-03-10 22:40']))).toBe('2026-03-16 17:00');
  });

  it('several pauses add up, in any order', () => {
    const two: [string, string][] = [
      ['2026-03-04 10:00', '2026-03-06 10:00'],
      ['2026-03-09 10:00', '2026-03-10 10:00'],
    ];
    expect(due('2026-03-02 09:00', '5 working_days', asked(...two))).toBe('2026-03-12 17:00');
    expect(due('2026-03-02 09:00', '5 working_days', asked(...two.reverse()))).toBe('2026-03-12 17:00');
  });

  it('asked and answered within a day costs no day, but its minutes where hours are counted', () => {
    expect(due('2026-03-02 09:00', '1 working_days', asked(['2026-03-02 10:00', '2026-03-02 15:00']))).toBe('2026-03-03 17:00');
    expect(due('2026-03-02 09:00', '4 working_hours', asked(['2026-03-02 10:00', '2026-03-02 15:00']))).toBe('2026-03-03 08:00');
  });

  it('on the last day, the result waits for the supplement; after the promised hour nothing changes', () => {
    expect(due('2026-03-02 09:00', '1 working_days', asked(['2026-03-03 16:00', '2026-03-12 10:00']))).toBe('2026-03-12 17:00');
    expect(due('2026-03-02 09:00', '1 working_days', asked(['2026-03-03 17:00', '2026-03-12 10:00']))).toBe('2026-03-03 17:00');
  });

  it.each([
    ['pause-without-length', 0, [pause('2026-03-03 09:00', '2026-03-03 09:00')]],
    ['pause-before-receipt', 0, [pause('2026-03-02 08:59', '2026-03-03 09:00')]],
    ['pauses-overlap', 1, [pause('2026-03-03 09:00', '2026-03-09 09:00'), pause('2026-03-04 09:00', '2026-03-05 09:00')]],
    ['pauses-overlap', 0, [pause('2026-03-04 09:00', '2026-03-10 09:00'), pause('2026-03-03 09:00', '2026-03-05 09:00')]],
  ])('refuses %s of pause %i', (reason, index, pauses) => {
    const refusal = catchRefusal(() => promised('2026-03-02 09:00', '5 working_days', { pauses }));
    expect(refusal).toEqual({ reason, index });
  });
});

describe('what it refuses', () => {
  it.each([
    ['2024-12-31 09:00', '1 working_days', 2024],
    ['2027-12-31 09:00', '1 working_days', 2028],
    ['2027-12-31 22:40', '0 same_day', 2028],
    ['2026-03-02 09:00', '24 months', 2028],
  ])('%s + %s: says that the calendar of %i is missing', (received, length, year) => {
    expect(catchRefusal(() => promised(received, length))).toEqual({ reason: 'calendar-missing', year });
  });

  it('a time without offset, which would mean the zone of the machine, and a limit without length', () => {
    expect(() => promiseDate({ receivedAt: '2026-03-02T09:00:00', limit: limit('1 working_days'), office: centre, calendar })).toThrow(
      RangeError,
    );
    expect(() => promised('2026-03-02 09:00', '0 working_days')).toThrow(RangeError);
    expect(() => promised('2026-03-02 09:00', '1.5 working_days')).toThrow(RangeError);
  });
});

describe('the explanation', () => {
  it('names Tết once, with its days, and the weekends together', () => {
    expect(promised('2026-02-12 09:00', '8 working_days').steps).toEqual([
      'Hồ sơ đến lúc 9:00 Thứ Năm 12/2/2026, trong giờ làm việc.',
      'Thời hạn 8 ngày làm việc, không tính ngày tiếp nhận: ngày cuối là Thứ Ba 3/3.',
      'Không tính Thứ Bảy 14/2 đến Chủ nhật 22/2: 16/2–20/2 Tết Nguyên đán, cuối tuần.',
      'Không tính cuối tuần: 28/2–1/3.',
      'Hẹn trả kết quả lúc 17:00 Thứ Ba 3/3/2026, khi hết giờ làm việc.',
    ]);
  });

  it('tells both sides of a swap', () => {
    expect(promised('2026-08-21 09:00', '8 working_days').steps.slice(2, -1)).toEqual([
      'Thứ Bảy 22/8 làm bù cho Thứ Hai 31/8, tính là ngày làm việc.',
      'Không tính Thứ Bảy 29/8 đến Thứ Tư 2/9: 31/8 nghỉ đổi với Thứ Bảy 22/8, 1/9–2/9 Quốc khánh, cuối tuần.',
      'Không tính cuối tuần: 23/8.',
    ]);
  });

  it('tells why a pause moved the date and when its supplement counted', () => {
    expect(
      promised('2026-03-02 09:00', '2 working_days', { pauses: [pause('2026-03-04 10:00', '2026-03-06 22:40')] }).steps.slice(1),
    ).toEqual([
      'Thời hạn 2 ngày làm việc, không tính ngày tiếp nhận, không kể thời gian chờ bổ sung: ngày cuối là Thứ Tư 4/3.',
      'Bổ sung đến sau giờ làm việc, nên tính là nhận lúc 7:00 Thứ Hai 9/3 (Thứ Bảy 7/3 đến Chủ nhật 8/3: cuối tuần).',
      'Chờ bổ sung từ 10:00 Thứ Tư 4/3 đến 22:40 Thứ Sáu 6/3: không tính Thứ Năm 5/3 đến Thứ Hai 9/3.',
      'Ngày cuối rơi vào lúc đang chờ bổ sung nên dời đến ngày nhận bổ sung, Thứ Hai 9/3.',
      'Hẹn trả kết quả lúc 17:00 Thứ Hai 9/3/2026, khi hết giờ làm việc.',
    ]);
  });

  it('stays short for a limit of a year and a half, and warns that 2027 is expected only', () => {
    const { steps, provisional } = promised('2026-01-05 09:00', '370 working_days');
    expect(steps.length).toBeLessThanOrEqual(20);
    expect(steps.at(-1)).toBe('Lịch nghỉ năm 2027 mới là dự kiến, ngày hẹn có thể đổi khi có lịch chính thức.');
    expect(provisional).toBe(true);
  });

  it('is told in English when asked, holidays and swaps included', () => {
    expect(promised('2026-08-21 09:00', '8 working_days', { language: 'en' }).steps).toEqual([
      'The dossier arrives at 9:00 on Friday 21/8/2026, in office hours.',
      'The limit is 8 working days, the day of receipt not counted: the last day is Friday 4/9.',
      'Saturday 22/8 is worked in place of Monday 31/8 and counts as a working day.',
      'Not counted: Saturday 29/8 to Wednesday 2/9: 31/8 day off in exchange for Saturday 22/8, 1/9–2/9 National Day, weekend.',
      'Weekends not counted: 23/8.',
      'The result is promised for 17:00 on Friday 4/9/2026, when the office closes.',
    ]);
  });

  it('is not provisional before the first expected day', () => {
    expect(promised('2026-12-24 09:00', '5 working_days').provisional).toBe(false);
    const oneDay: WorkCalendar = {
      years: [{ year: 2026, provisional: false, source: 'thử', days: [{ ...aDay('2026-03-04', 'holiday'), provisional: true }] }],
    };
    expect(promised('2026-03-02 09:00', '1 working_days', { calendar: oneDay }).provisional).toBe(false);
    expect(promised('2026-03-02 09:00', '2 working_days', { calendar: oneDay }).provisional).toBe(true);
  });
});

/** Minutes after 2025-01-01 00:00 local; the domain keeps away from 2028, which has no calendar. */
const START = Date.parse('2025-01-01T00:00:00+07:00');
const instant = (minute: number) => new Date(START + minute * 60_000).toISOString();
const DAY = 24 * 60;
const moments = fc.integer({ min: 0, max: 700 * DAY });
const units = fc.constantFrom<TimeLimit['unit']>('working_days', 'calendar_days', 'working_hours', 'months', 'same_day');
const limits = units.chain((unit) =>
  fc.record({
    unit: fc.constant(unit),
    value: fc.integer({ min: 1, max: unit === 'months' ? 6 : 90 }),
    cutOff: fc.option(fc.constantFrom('08:00', '12:15', '15:00'), { nil: undefined }),
  }),
);
const anyOffice = fc.constantFrom(...offices);
/** Minutes until the first request, until its answer, until the next request … */
const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 * DAY }), fc.integer({ min: 1, max: 12 * DAY })), { maxLength: 3 });
interface Span {
  from: number;
  until: number;
}
interface Case {
  received: number;
  limit: TimeLimit;
  office: OfficeProfile;
  gaps: [number, number][];
}
function spansAfter(minute: number, waits: Case['gaps']): Span[] {
  let last = minute;
  return waits.map(([wait, length]) => {
    const from = last + wait;
    last = from + length;
    return { from, until: last };
  });
}
const cases: fc.Arbitrary<Case> = fc.record({ received: moments, limit: limits, office: anyOffice, gaps });
const promiseOf = ({ received, limit: length, office }: Case, pauses: Span[], by = calendar, language: 'vi' | 'en' = 'vi') =>
  promiseDate({
    receivedAt: instant(received),
    limit: length,
    office,
    pauses: pauses.map(({ from, until }) => ({ from: instant(from), until: instant(until) })),
    calendar: by,
    language,
  });
const run = (each: Case) => promiseOf(each, spansAfter(each.received, each.gaps));
const minuteOf = ({ dueAt }: { dueAt: string }) => (Date.parse(dueAt) - START) / 60_000;

describe('for every dossier', () => {
  it('the date is the one that a slow count over every minute arrives at', () => {
    fc.assert(
      fc.property(cases, (each) => {
        expect(minuteOf(run(each))).toBe(slowly({ ...each, pauses: spansAfter(each.received, each.gaps) }));
      }),
      { numRuns: 1000 },
    );
  });

  it('coming later never brings the date nearer', () => {
    fc.assert(
      fc.property(cases, fc.nat(10 * DAY), (each, later) => {
        // the same pauses for both, beginning when both were surely taken in
        const pauses = spansAfter(each.received + later + 20 * DAY, each.gaps);
        const late = promiseOf({ ...each, received: each.received + later }, pauses);
        expect(minuteOf(late)).toBeGreaterThanOrEqual(minuteOf(promiseOf(each, pauses)));
      }),
    );
  });

  it('a longer limit never brings the date nearer', () => {
    fc.assert(
      fc.property(cases, fc.nat(20), (each, more) => {
        const longer = { ...each, limit: { ...each.limit, value: each.limit.value + (each.limit.unit === 'months' ? more % 3 : more) } };
        expect(minuteOf(run(longer))).toBeGreaterThanOrEqual(minuteOf(run(each)));
      }),
    );
  });

  it('a pause never brings the date nearer, and the date is never before the receipt', () => {
    fc.assert(
      fc.property(cases, (each) => {
        expect(minuteOf(run(each))).toBeGreaterThanOrEqual(minuteOf(run({ ...each, gaps: each.gaps.slice(0, -1) })));
        expect(minuteOf(run(each))).toBeGreaterThan(each.received);
      }),
    );
  });

  it('one more holiday never brings the date nearer', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...dates), (each, date) => {
        const years = calendar.years.map((year) => ({
          ...year,
          days: [...year.days.filter((day) => day.date !== date), ...(date.startsWith(`${year.year}-`) ? [aDay(date, 'holiday')] : [])],
        }));
        const pauses = spansAfter(each.received + 20 * DAY, each.gaps);
        expect(minuteOf(promiseOf(each, pauses, { years }))).toBeGreaterThanOrEqual(minuteOf(promiseOf(each, pauses)));
      }),
    );
  });

  it('the date is a closing hour of a working day, or for hours a minute of its openings', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { open, counts, closes } = rulerOf(each.office);
        const minute = minuteOf(run(each));
        expect(counts[Math.floor(minute / DAY)]).toBe(1);
        if (each.limit.unit === 'working_hours') expect(open[minute - 1]).toBe(1);
        else expect(minute % DAY).toBe(closes[Math.floor(minute / DAY)]);
      }),
    );
  });

  it('the explanation fits a phone, ends with the date and leaves no gap in a sentence', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { steps, dueAt, provisional } = run(each);
        expect(steps.length).toBeLessThanOrEqual(20);
        for (const step of steps) expect(step).toMatch(/^\p{Lu}(?!.*(undefined|NaN| {2}|: \.|\(\)))[^\n]*\.$/u);
        const [, month, day] = dueAt.slice(0, 10).split('-').map(Number);
        expect(steps.filter((step) => step.startsWith('Hẹn trả kết quả lúc'))).toEqual([expect.stringContaining(` ${day}/${month}/`)]);
        expect(steps.some((step) => step.startsWith('Lịch nghỉ năm'))).toBe(provisional);
      }),
    );
  });

  it('in English it says the same in as many sentences, and no word of Vietnamese but Tết and Hùng is left', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const english = promiseOf(each, spansAfter(each.received, each.gaps), calendar, 'en');
        const { steps, dueAt } = run(each);
        expect(english.dueAt).toBe(dueAt);
        expect(english.steps).toHaveLength(steps.length);
        for (const step of english.steps)
          expect(step.replace(/Tết|Hùng/g, 'name')).toMatch(/^[A-Z\d](?!.*(undefined|NaN| {2}|: \.|\(\)))[\x20-\x7e–]*\.$/);
      }),
    );
  });

  it.each(['UTC', 'America/New_York', 'Asia/Ho_Chi_Minh', 'Pacific/Kiritimati'])('a machine in %s counts the same', (zone) => {
    const before = process.env.TZ;
    const input = { received: 1000, limit: limit('30 working_days'), office: centre, gaps: [[DAY, DAY]] } satisfies Case;
    const expected = run(input);
    try {
      process.env.TZ = zone;
      expect(new Date(START).getHours()).toBe({ UTC: 17, 'America/New_York': 12, 'Asia/Ho_Chi_Minh': 0, 'Pacific/Kiritimati': 7 }[zone]);
      expect(run(input)).toEqual(expected);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

function aDay(date: string, kind: CalendarYear['days'][number]['kind']): CalendarYear['days'][number] {
  return { date, kind, name: 'Ngày thử', source: 'thử', provisional: false };
}

function catchRefusal(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof PromiseDateError) return error.refusal;
    throw error;
  }
  return expect.fail('was not refused');
}

// The slow reference: every minute of three years on a ruler, weekdays named by Intl; nothing shared with the engine.
const DAYS = 365 * 3;
const dates = Array.from({ length: DAYS }, (_, day) => new Date(START + (day * DAY + DAY / 2) * 60_000).toISOString().slice(0, 10));
const weekdayName = new Intl.DateTimeFormat('en', { timeZone: 'UTC', weekday: 'short' });
const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function drawRuler(office: OfficeProfile) {
  const open = new Uint8Array(DAYS * DAY);
  const counts = new Uint8Array(DAYS);
  const closes = new Uint16Array(DAYS);
  dates.forEach((date, day) => {
    const entry = calendar.years.flatMap((year) => year.days).find((each) => each.date === date);
    if (entry && entry.kind !== 'swap_work') return;
    const weekday = entry ? 'mon' : (weekdayName.format(Date.parse(date)).toLowerCase() as 'mon');
    for (const { from, to } of office.week[weekday]) {
      open.fill(1, day * DAY + minutesOf(from), day * DAY + minutesOf(to));
      counts[day] = office.receptionOnly.includes(weekday) ? 0 : 1;
      closes[day] = minutesOf(to);
    }
  });
  return { open, counts, closes };
}
const rulers = new Map(offices.map((office) => [office.id, drawRuler(office)]));
const rulerOf = (office: OfficeProfile) => rulers.get(office.id) ?? expect.fail(office.id);

/** @returns minutes after START */
function slowly({
  received,
  limit: length,
  office,
  pauses,
}: {
  received: number;
  limit: TimeLimit;
  office: OfficeProfile;
  pauses: Span[];
}) {
  const { open, counts, closes } = rulerOf(office);
  const dayOf = (minute: number) => Math.floor(minute / DAY);
  const takenIn = (arrives: number) => {
    let minute = arrives;
    if (length.cutOff && arrives % DAY > minutesOf(length.cutOff)) while (minute % DAY > 0) minute += 1;
    while (!open[minute]) minute += 1;
    return minute;
  };
  const start = takenIn(received);
  const stops = pauses.map(({ from, until }) => ({ from, until: takenIn(until) }));
  if (length.unit === 'working_hours') {
    let minute = start;
    for (let left = length.value * 60; left > 0; minute += 1)
      if (open[minute] && counts[dayOf(minute)] && !stops.some(({ from, until }) => from <= minute && minute < until)) left -= 1;
    return minute;
  }

  const standsStill = (day: number) => stops.some(({ from, until }) => dayOf(from) < day && day <= dayOf(until));
  let left = length.unit === 'same_day' ? 0 : length.unit === 'months' ? monthsInDays(dayOf(start), length.value) : length.value;
  let last = dayOf(start);
  while (left > 0) {
    last += 1;
    if (!standsStill(last) && (length.unit !== 'working_days' || counts[last])) left -= 1;
  }
  for (;;) {
    while (!counts[last]) last += 1;
    const closing = last * DAY + (closes[last] ?? 0);
    const waits = stops.find(({ from, until }) => from < closing && dayOf(until) > last);
    if (!waits) return closing;
    last = dayOf(waits.until);
  }
}

function monthsInDays(first: number, months: number) {
  const [year = 0, month = 0, dayOfMonth = 0] = (dates[first] ?? '').split('-').map(Number);
  const turns = month - 1 + months;
  const wanted = `${year + Math.floor(turns / 12)}-${String((turns % 12) + 1).padStart(2, '0')}`;
  return dates.findLastIndex((date) => date.startsWith(wanted) && Number(date.slice(8)) <= dayOfMonth) - first;
}
