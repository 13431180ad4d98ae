import { officeDays } from './office-days.ts';
import { PromiseDateError } from './promise-date-error.ts';
import { clockOf, DAY_MINUTES, dateOf, dayOf, instantOf, minuteOf, WEEKDAYS, weekdayOf } from './vietnam-time.ts';
import type { OfficeProfile, WorkCalendar } from './work-calendar.ts';

export interface OpeningState {
  readonly isOpen: boolean;
  /** When that changes, ISO 8601 with +07:00; null when no opening is known within the next days. */
  readonly changesAt: string | null;
  /** For people: "Đang mở cửa, đến 11:30", "Mở lại 13:30", "Thứ Hai 7:00". */
  readonly text: string;
}

/** Longer than any row of holidays. */
const DAYS_AHEAD = 21;
const NAMES = { mon: 'Thứ Hai', tue: 'Thứ Ba', wed: 'Thứ Tư', thu: 'Thứ Năm', fri: 'Thứ Sáu', sat: 'Thứ Bảy', sun: 'Chủ nhật' };
/** "7:00", "13:30" */
const clock = (minute: number) => `${Math.floor(clockOf(minute) / 60)}:${String(clockOf(minute) % 60).padStart(2, '0')}`;

/** Whether an office is open at an instant, by its hours and the calendar, and when that changes. */
export function openingState(office: OfficeProfile, calendar: WorkCalendar, at: Date): OpeningState {
  const now = minuteOf(at.toISOString());
  const today = dayOf(now);
  try {
    const dayAt = officeDays(office, calendar);
    for (let day = today; day <= today + DAYS_AHEAD; day += 1) {
      for (const [from, to] of dayAt(day).openings) {
        const [opens, closes] = [day * DAY_MINUTES + from, day * DAY_MINUTES + to];
        if (now >= closes) continue;
        if (now >= opens) return { isOpen: true, changesAt: instantOf(closes), text: `Đang mở cửa, đến ${clock(closes)}` };
        const isFirst = day === today && dayAt(day).openings[0]?.[0] === from;
        return { isOpen: false, changesAt: instantOf(opens), text: opensText(opens, day - today, isFirst) };
      }
    }
  } catch (error) {
    if (!(error instanceof PromiseDateError)) throw error; // a year without calendar: say that we do not know
  }
  return { isOpen: false, changesAt: null, text: 'Chưa rõ ngày mở cửa' };
}

function opensText(opens: number, daysAhead: number, isFirst: boolean): string {
  if (daysAhead === 0) return isFirst ? `Mở cửa ${clock(opens)}` : `Mở lại ${clock(opens)}`;
  const day = dayOf(opens);
  const weekday = NAMES[weekdayOf(day)];
  const [, month, dayOfMonth] = dateOf(day).split('-');
  return daysAhead < 7 ? `${weekday} ${clock(opens)}` : `${weekday} ${Number(dayOfMonth)}/${Number(month)}, ${clock(opens)}`;
}

/** "Thứ Hai đến Thứ Sáu 7:00–11:30, 13:30–17:00": days in a row with the same hours are said once. */
export function hoursInWords({ week }: OfficeProfile): string {
  const runs: { from: number; to: number; hours: string }[] = [];
  WEEKDAYS.forEach((weekday, index) => {
    const hours = week[weekday].map(({ from, to }) => `${from}–${to}`.replaceAll(/\b0(?=\d:)/g, '')).join(', ');
    const last = runs.at(-1);
    if (hours === '') return;
    if (last && last.to === index - 1 && last.hours === hours) last.to = index;
    else runs.push({ from: index, to: index, hours });
  });
  const name = (index: number) => NAMES[WEEKDAYS[index] ?? 'mon'];
  return runs.map(({ from, to, hours }) => `${name(from)}${to > from ? ` đến ${name(to)}` : ''} ${hours}`).join('; ');
}
