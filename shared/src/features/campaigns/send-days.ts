import type { DayPart } from '../notifications/channels.ts';
import { clockOf, DAY_MINUTES, dateOf, dayOf } from '../promise-dates/vietnam-time.ts';

/** People who go the same way and may be rung in the same parts of the day. */
export interface SendGroup {
  readonly channel: string;
  readonly count: number;
  /** In order, apart from each other (open-hours.ts). */
  readonly parts: readonly DayPart[];
  /** Every one of these daily budgets gives one for each message. */
  readonly budgets: readonly string[];
}

export interface SendPace {
  /** Local minute (vietnam-time.ts) at which sending may begin at the earliest, rounded up: a minute that has begun is gone. */
  readonly fromMinute: number;
  /** Nothing is sent from this minute on; null: the plan looks 60 days ahead. */
  readonly untilMinute: number | null;
  /** Messages a minute of one channel, at least one. */
  readonly perMinute: (channel: string) => number;
  /** What a budget gives on a local day (`yyyy-mm-dd`); infinite when it does not count. */
  readonly budgetOf: (budget: string, day: string) => number;
}

/** Messages of one channel within one stretch of one day; `toMinute` is the local minute after the last one. */
export interface SendSlice {
  readonly day: string;
  readonly channel: string;
  readonly count: number;
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface SendDays {
  readonly slices: readonly SendSlice[];
  /** Not sent in time: by reason, people. */
  readonly left: { readonly 'no-hour': number; readonly expired: number };
}

const MOST_DAYS = 60;

/**
 * Who is sent to on which day: what does not fit into a day's quota or hours spills over to the next. Whose hours end first goes
 * first. A forecast of the engine's pace, never a promise: quotas that the platform changes move it.
 *
 * Sums hold: slices and what is left are all of the groups' people. No slice leaves its group's parts, no budget gives more than its day.
 */
export function sendDays(groups: readonly SendGroup[], { fromMinute, untilMinute, perMinute, budgetOf }: SendPace): SendDays {
  const slices: SendSlice[] = [];
  const waiting = groups.filter(({ parts }) => parts.length > 0).map((group) => ({ ...group, left: group.count }));
  const firstDay = dayOf(fromMinute);
  const lastDay = untilMinute === null ? firstDay + MOST_DAYS - 1 : Math.min(dayOf(untilMinute), firstDay + MOST_DAYS - 1);

  for (let day = firstDay; day <= lastDay && waiting.some(({ left }) => left > 0); day++) {
    const date = dateOf(day);
    const midnight = day * DAY_MINUTES;
    const budgets = new Map<string, number>();
    const clocks = new Map<string, number>();
    const turns = waiting
      .flatMap((group) => group.parts.map((part) => ({ group, part })))
      .sort((a, b) => a.part.toMinute - b.part.toMinute || a.part.fromMinute - b.part.fromMinute);
    for (const { group, part } of turns) {
      if (group.left === 0) continue;
      const opens = Math.max(midnight + part.fromMinute, fromMinute, clocks.get(group.channel) ?? 0);
      const closes = Math.min(midnight + part.toMinute, untilMinute ?? Number.POSITIVE_INFINITY);
      const pace = Math.max(1, Math.floor(perMinute(group.channel)));
      const allowed = group.budgets.map((key) => budgets.get(key) ?? Math.max(0, Math.floor(budgetOf(key, date))));
      const count = Math.min(group.left, Math.max(0, closes - opens) * pace, ...allowed);
      if (count <= 0) continue;
      const toMinute = opens + Math.ceil(count / pace);
      group.left -= count;
      clocks.set(group.channel, toMinute);
      group.budgets.forEach((key, index) => {
        budgets.set(key, (allowed[index] ?? 0) - count);
      });
      slices.push({ day: date, channel: group.channel, count, fromMinute: opens, toMinute });
    }
  }
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    slices,
    left: {
      'no-hour': sum(groups.filter(({ parts }) => parts.length === 0).map(({ count }) => count)),
      expired: sum(waiting.map(({ left }) => left)),
    },
  };
}

/** The local minute at which something at this instant may begin: seconds count, so 21:59:59 begins at 22:00. */
export const startMinute = (at: Date) => Math.ceil((at.getTime() + 7 * 3_600_000) / 60_000);

/** True when the slice lies within the parts; what the day-by-day plan promises. */
export const liesIn = ({ fromMinute, toMinute }: SendSlice, parts: readonly DayPart[]) =>
  parts.some((part) => clockOf(fromMinute) >= part.fromMinute && clockOf(fromMinute) + (toMinute - fromMinute) <= part.toMinute);
