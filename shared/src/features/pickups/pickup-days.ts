import { officeDays } from '../promise-dates/office-days.ts';
import { PromiseDateError } from '../promise-dates/promise-date-error.ts';
import { clockOf, DAY_MINUTES, dateOf, dayOf, minuteOf } from '../promise-dates/vietnam-time.ts';
import type { OfficeProfile, WorkCalendar } from '../promise-dates/work-calendar.ts';

export interface PickupHours {
  /** `yyyy-mm-dd` */
  readonly day: string;
  /** Local clock, `07:00`; an hour, or what is left of an opening when that is half an hour at least. */
  readonly slots: readonly { readonly from: string; readonly to: string }[];
}

const WORKING_DAYS = 5;
/** Longer than any row of holidays. */
const DAYS_AHEAD = 21;
const SLOT_MINUTES = 60;
const SHORTEST_MINUTES = 30;

/**
 * When a result can be picked up at an office: the hours that have not begun on the next five working days. Days that only take
 * dossiers in are left out. A year without calendar ends the list: nothing is offered on a day that may be a holiday.
 */
export function pickupDays(office: OfficeProfile, calendar: WorkCalendar, at: Date): PickupHours[] {
  const now = minuteOf(at.toISOString());
  const dayAt = officeDays(office, calendar);
  const days: PickupHours[] = [];
  try {
    for (let day = dayOf(now); day <= dayOf(now) + DAYS_AHEAD && days.length < WORKING_DAYS; day += 1) {
      const { counts, openings } = dayAt(day);
      const slots = (counts ? openings.flatMap(inHours) : []).filter(([from]) => day * DAY_MINUTES + from > now);
      if (slots.length > 0) days.push({ day: dateOf(day), slots: slots.map(([from, to]) => ({ from: clock(from), to: clock(to) })) });
    }
  } catch (error) {
    if (!(error instanceof PromiseDateError)) throw error;
  }
  return days;
}

function inHours([from, to]: readonly [number, number]): [number, number][] {
  const slots: [number, number][] = [];
  for (let start = from; to - start >= SHORTEST_MINUTES; start += SLOT_MINUTES) slots.push([start, Math.min(start + SLOT_MINUTES, to)]);
  return slots;
}

const clock = (minute: number) =>
  [Math.floor(clockOf(minute) / 60), clockOf(minute) % 60].map((part) => String(part).padStart(2, '0')).join(':');
