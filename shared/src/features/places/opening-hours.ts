import { z } from 'zod';

/** Opening times `HH:MM` in Asia/Ho_Chi_Minh by ISO weekday (1 = Monday … 7 = Sunday), in order; a day that is missing is closed. */
export type HoursProfile = Readonly<Record<number, readonly (readonly [opens: string, closes: string])[]>>;
export const HoursProfileCode = z.enum(['tay-ninh-office']);
export type HoursProfileCode = z.infer<typeof HoursProfileCode>;

const OFFICE_DAY = [
  ['07:00', '11:30'],
  ['13:30', '17:00'],
] as const;

/** Hours by code; where each comes from: docs/sources/places.md. */
export const HOURS_PROFILES: Record<HoursProfileCode, HoursProfile> = {
  'tay-ninh-office': { 1: OFFICE_DAY, 2: OFFICE_DAY, 3: OFFICE_DAY, 4: OFFICE_DAY, 5: OFFICE_DAY },
};

export interface OpeningState {
  readonly isOpen: boolean;
  /** When that changes, ISO 8601 in UTC; null when no opening is known within the next days. */
  readonly changesAt: string | null;
  /** For people: "Đang mở cửa, đến 11:30", "Mở lại 13:30", "Thứ Hai 7:00". */
  readonly text: string;
}

/** "Thứ Hai đến Thứ Sáu 7:00–11:30, 13:30–17:00": days in a row with the same hours are said once. */
export function hoursInWords(profile: HoursProfile): string {
  const runs: { from: number; to: number; hours: string }[] = [];
  for (let day = 1; day <= 7; day += 1) {
    const hours = (profile[day] ?? []).map((each) => each.map((time) => time.replace(/^0/, '')).join('–')).join(', ');
    const last = runs.at(-1);
    if (hours === '') continue;
    if (last && last.to === day - 1 && last.hours === hours) last.to = day;
    else runs.push({ from: day, to: day, hours });
  }
  const name = (day: number) => WEEKDAYS[day % 7];
  return runs.map(({ from, to, hours }) => `${name(from)}${to > from ? ` đến ${name(to)}` : ''} ${hours}`).join('; ');
}

/** Vietnam has had no summer time since 1975: local time is always UTC+7. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
/** Longer than any row of holidays. */
const DAYS_AHEAD = 21;
const WEEKDAYS = ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'];

/**
 * Whether an office is open at an instant, and when that changes.
 * @param isDayOff true for a day (`yyyy-mm-dd`, Asia/Ho_Chi_Minh) on which offices are closed whatever the weekday
 */
export function openingState(profile: HoursProfile, at: Date, isDayOff: (day: string) => boolean): OpeningState {
  const now = at.getTime();
  const today = Math.floor((now + OFFSET_MS) / DAY_MS);
  const opensToday = hoursOf(profile, today, isDayOff);
  for (let day = today; day <= today + DAYS_AHEAD; day += 1) {
    for (const { opens, closes } of hoursOf(profile, day, isDayOff)) {
      if (now >= closes) continue;
      if (now >= opens) return { isOpen: true, changesAt: iso(closes), text: `Đang mở cửa, đến ${clock(closes)}` };
      return { isOpen: false, changesAt: iso(opens), text: opensText(opens, day - today, opensToday[0]?.opens ?? opens) };
    }
  }
  return { isOpen: false, changesAt: null, text: 'Chưa rõ ngày mở cửa' };
}

/** The hours of a day as instants. */
function hoursOf(profile: HoursProfile, day: number, isDayOff: (day: string) => boolean) {
  const midnight = day * DAY_MS - OFFSET_MS;
  if (isDayOff(localDay(midnight))) return [];
  const instant = (time: string) => midnight + Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000;
  const weekday = local(midnight).getUTCDay() || 7;
  return (profile[weekday] ?? []).map(([opens, closes]) => ({ opens: instant(opens), closes: instant(closes) }));
}

function opensText(opens: number, daysAhead: number, firstToday: number): string {
  if (daysAhead === 0) return opens > firstToday ? `Mở lại ${clock(opens)}` : `Mở cửa ${clock(opens)}`;
  const date = local(opens);
  const weekday = WEEKDAYS[date.getUTCDay()];
  if (daysAhead < 7) return `${weekday} ${clock(opens)}`;
  return `${weekday} ${date.getUTCDate()}/${date.getUTCMonth() + 1}, ${clock(opens)}`;
}

/** A date whose UTC parts are the local ones. */
const local = (instant: number) => new Date(instant + OFFSET_MS);
const localDay = (instant: number) => local(instant).toISOString().slice(0, 10);
const iso = (instant: number) => new Date(instant).toISOString();
/** "7:00", "13:30". */
const clock = (instant: number) => `${local(instant).getUTCHours()}:${String(local(instant).getUTCMinutes()).padStart(2, '0')}`;
