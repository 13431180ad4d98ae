import type { DayPart } from '../notifications/channels.ts';
import { clockOf, DAY_MINUTES, dayOf } from '../promise-dates/vietnam-time.ts';

/** The province's quiet hours, 21:00 to 7:00 (NT-8): outside of these parts of the day nothing ordinary rings. */
export const PROVINCE_HOURS: DayPart = { fromMinute: 7 * 60, toMinute: 21 * 60 };

const WHOLE_DAY: DayPart = { fromMinute: 0, toMinute: DAY_MINUTES };

/** A person's own quiet hours, minutes of the local day; `from` later than `to` goes over midnight, equal ones mean none. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/**
 * When a message may ring on somebody's phone: hours of the platform ∩ of the province ∩ outside the person's quiet ones. In order,
 * apart from each other; empty when nothing is left of the day.
 *
 * @param isUrgent an emergency: neither the province's nor the person's hours count (NT-9).
 */
export function openParts(
  platform: DayPart | null,
  quiet: QuietHours | null,
  { isUrgent = false, province = PROVINCE_HOURS }: { isUrgent?: boolean; province?: DayPart } = {},
): DayPart[] {
  const base = isUrgent ? [WHOLE_DAY] : [meet(platform ?? WHOLE_DAY, province)];
  if (isUrgent || !quiet || quiet.from === quiet.to) return base.filter(isSome);
  const awake = quiet.from < quiet.to ? [part(0, quiet.from), part(quiet.to, DAY_MINUTES)] : [part(quiet.to, quiet.from)];
  return base.flatMap((each) => awake.map((other) => meet(each, other))).filter(isSome);
}

const part = (fromMinute: number, toMinute: number): DayPart => ({ fromMinute, toMinute });
const meet = (a: DayPart, b: DayPart) => part(Math.max(a.fromMinute, b.fromMinute), Math.min(a.toMinute, b.toMinute));
const isSome = ({ fromMinute, toMinute }: DayPart) => fromMinute < toMinute;

/** The first minute at or after `minute` (local, see vietnam-time.ts) that lies in one of the parts; null when there is none. */
export function nextOpenMinute(minute: number, parts: readonly DayPart[]): number | null {
  const clock = clockOf(minute);
  const midnight = minute - clock;
  const today = parts.find(({ toMinute }) => clock < toMinute);
  if (today) return midnight + Math.max(clock, today.fromMinute);
  const first = parts[0];
  return first ? (dayOf(minute) + 1) * DAY_MINUTES + first.fromMinute : null;
}
