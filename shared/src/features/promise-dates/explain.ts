import { type Due, type Intake, isPaused, type Pause } from './count-limit.ts';
import type { ExplanationWords } from './explanation-words.ts';
import type { OfficeDay, OfficeDays } from './office-days.ts';
import type { TimeLimit } from './promise-dates.contract.ts';
import { addMonths, clockOf, dateOf, dayOf, weekdayOf, yearOf } from './vietnam-time.ts';

export interface Count {
  readonly limit: TimeLimit;
  readonly intake: Intake;
  readonly pauses: readonly Pause[];
  readonly due: Due;
  readonly dayAt: OfficeDays;
  readonly provisionalYears: readonly number[];
}

/** More weekends than this are told by the first and the last. */
const WEEKENDS_NAMED = 6;

/**
 * How a date was counted, in sentences for the citizen: every day that was skipped or worked out of turn is named with its
 * reason, neighbours together, so that a limit of a hundred days still fits a phone.
 */
export function explain(count: Count, words: ExplanationWords): string[] {
  const { intake, pauses, due, dayAt, limit } = count;
  const named = (day: number) => `${words.weekdays[weekdayOf(day)]} ${date(day)}`;
  const fullDate = (day: number) => `${named(day)}/${yearOf(day)}`;
  const moment = (minute: number) => `${clock(minute)} ${named(dayOf(minute))}`;
  const span = (first: number, last: number) => (first === last ? date(first) : `${date(first)}–${date(last)}`);
  const namedSpan = (first: number, last: number) => (first === last ? named(first) : words.to(named(first), named(last)));

  const arrival = () =>
    words.arrived(clock(intake.arrived), fullDate(dayOf(intake.arrived)), intake.why === 'open' ? words.inHours : delay(intake));

  /** "sau giờ làm việc, nên tính là nhận lúc 7:00 Thứ Hai 24/8 (Thứ Bảy 22/8 đến Chủ nhật 23/8: cuối tuần)" */
  function delay({ arrived, at, day, why }: Intake): string {
    if (why === 'open') return '';
    const firstClosed = why === 'day-off' ? dayOf(arrived) : dayOf(arrived) + 1;
    const closed = firstClosed < day ? ` (${described(days(firstClosed, day - 1, dayAt))})` : '';
    return words.countsFrom(words.delays[why], moment(at), closed);
  }

  function rule(): string {
    const { value, unit } = limit;
    const waiting = pauses.length > 0 ? words.waiting : '';
    switch (unit) {
      case 'same_day':
        return words.sameDay;
      case 'working_hours':
        return words.hours(value, moment(intake.at), waiting);
      case 'working_days':
        return words.workingDays(value, waiting, named(due.lastDay));
      case 'calendar_days':
        return words.calendarDays(value, waiting, named(due.lastDay));
      case 'months': {
        const end = addMonths(intake.day, value);
        const short = dateOf(end).slice(8) === dateOf(intake.day).slice(8) ? '' : words.shortMonth;
        return words.months(
          value,
          named(intake.day),
          fullDate(end),
          short,
          due.lastDay === end ? '' : words.waitedMonth(named(due.lastDay)),
        );
      }
    }
  }

  const pauseSteps = () =>
    pauses.flatMap((pause) => {
      const { from, until } = pause;
      const what = words.pause(moment(from), moment(until.arrived), pauseEffect(pause));
      return until.why === 'open' ? [what] : [words.supplement(delay(until)), what];
    });

  function pauseEffect({ from, fromDay, until }: Pause): string {
    if (from >= due.at) return words.pauseTooLate;
    if (limit.unit === 'working_hours') return words.pauseNotCounted;
    if (fromDay >= until.day) return words.pauseWithinDay;
    return words.pauseDays(namedSpan(fromDay + 1, until.day));
  }

  function workedOutOfTurn(): string[] {
    // where days off are counted too, only the two ends were judged
    const judged = skipsDaysOff(count) ? days(intake.day, dayOf(due.at), dayAt) : [...new Set([intake.day, dayOf(due.at)])].map(dayAt);
    return judged
      .filter(({ day, openings }) => openings.length > 0 && !isPaused(day, pauses))
      .flatMap(({ day, entry }) => {
        if (entry?.kind === 'swap_work') return words.swapWork(named(day), words.dayName(entry.name));
        if (entry?.kind === 'half_day') return words.halfDay(named(day), words.dayName(entry.name));
        return [];
      });
  }

  function skipped(): string[] {
    if (!skipsDaysOff(count)) return [];
    const runs = neighbours(counted(count).filter(({ counts }) => !counts));
    const weekends = runs.filter((run) => run.every((day) => reason(day) === words.weekend));
    const others = runs.filter((run) => !weekends.includes(run)).map((run) => words.skipped(described(run)));
    const spans = weekends.map((run) => span(run[0].day, run.at(-1)?.day ?? run[0].day));
    const [first, last] = [spans[0], spans.at(-1)];
    if (first === undefined || last === undefined) return others;
    return [...others, spans.length <= WEEKENDS_NAMED ? words.weekends(spans.join(', ')) : words.manyWeekends(spans.length, first, last)];
  }

  function movedEnd(): string[] {
    const { lastDay, waitedFor } = due;
    const dueDay = dayOf(due.at);
    const steps = waitedFor ? [words.endInPause(named(waitedFor.until.day))] : [];
    const last = waitedFor?.until.day ?? lastDay;
    if (last === dueDay) return steps;
    const closed = described(days(last, dueDay - 1, dayAt));
    return [...steps, (limit.unit === 'same_day' ? words.receiptMoved : words.endMoved)(named(dueDay), closed)];
  }

  const promise = () =>
    words.promise(clock(due.at), fullDate(dayOf(due.at)), limit.unit === 'working_hours' ? words.hoursUsed : words.atClosing);

  function reason({ day, entry, counts }: OfficeDay): string {
    if (entry && !counts) return words.dayName(entry.name);
    return ['sat', 'sun'].includes(weekdayOf(day)) ? words.weekend : words.closed;
  }

  /** "Thứ Bảy 14/2 đến Chủ nhật 22/2: 16/2–20/2 Tết Nguyên đán, cuối tuần" */
  function described(run: OfficeDay[]): string {
    const [first, last] = [run[0], run.at(-1)];
    if (!first || !last) return '';
    const parts = neighbours(run, (one, next) => reason(one) === reason(next));
    const texts = parts.map((part) => {
      const why = reason(part[0]);
      return why === words.weekend || parts.length === 1 ? why : `${span(part[0].day, part.at(-1)?.day ?? part[0].day)} ${why}`;
    });
    const isWeekend = (text: string) => Number(text === words.weekend);
    return `${namedSpan(first.day, last.day)}: ${[...new Set(texts)].sort((one, other) => isWeekend(one) - isWeekend(other)).join(', ')}`;
  }

  return [
    arrival(),
    rule(),
    ...pauseSteps(),
    ...workedOutOfTurn(),
    ...skipped(),
    ...movedEnd(),
    promise(),
    ...count.provisionalYears.map(words.provisional),
  ];
}

const date = (day: number) => {
  const [, month, dayOfMonth] = dateOf(day).split('-');
  return `${Number(dayOfMonth)}/${Number(month)}`;
};
const clock = (minute: number) => `${Math.floor(clockOf(minute) / 60)}:${String(clockOf(minute) % 60).padStart(2, '0')}`;

/** Only limits in working time step over days off; for the others the end alone may move. */
const skipsDaysOff = ({ limit }: Count) => limit.unit === 'working_days' || limit.unit === 'working_hours';

/** The days through which the count went, without those of a pause. */
function counted({ limit, intake, pauses, due, dayAt }: Count): OfficeDay[] {
  const first = limit.unit === 'working_hours' ? intake.day : intake.day + 1;
  return days(first, due.lastDay, dayAt).filter(({ day }) => !isPaused(day, pauses));
}

const days = (first: number, last: number, dayAt: OfficeDays): OfficeDay[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => dayAt(first + index));

type Run = [OfficeDay, ...OfficeDay[]];

/** Days in order, cut where `together` says no; by itself where a day is missing. */
function neighbours(all: OfficeDay[], together = (_one: OfficeDay, _next: OfficeDay) => true): Run[] {
  const runs: Run[] = [];
  for (const each of all) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && before.day + 1 === each.day && together(before, each)) run.push(each);
    else runs.push([each]);
  }
  return runs;
}
