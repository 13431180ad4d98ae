import { type Due, type Intake, isPaused, type Pause } from './count-limit.ts';
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
export function explain(count: Count): string[] {
  return [
    arrival(count),
    rule(count),
    ...pauseSteps(count),
    ...workedOutOfTurn(count),
    ...skipped(count),
    ...movedEnd(count),
    promise(count),
    ...count.provisionalYears.map((year) => `Lịch nghỉ năm ${year} mới là dự kiến, ngày hẹn có thể đổi khi có lịch chính thức.`),
  ];
}

const WEEKDAY_NAMES = { mon: 'Thứ Hai', tue: 'Thứ Ba', wed: 'Thứ Tư', thu: 'Thứ Năm', fri: 'Thứ Sáu', sat: 'Thứ Bảy', sun: 'Chủ nhật' };
const date = (day: number) => {
  const [, month, dayOfMonth] = dateOf(day).split('-');
  return `${Number(dayOfMonth)}/${Number(month)}`;
};
const named = (day: number) => `${WEEKDAY_NAMES[weekdayOf(day)]} ${date(day)}`;
const fullDate = (day: number) => `${named(day)}/${yearOf(day)}`;
const clock = (minute: number) => `${Math.floor(clockOf(minute) / 60)}:${String(clockOf(minute) % 60).padStart(2, '0')}`;
const moment = (minute: number) => `${clock(minute)} ${named(dayOf(minute))}`;
const span = (first: number, last: number) => (first === last ? date(first) : `${date(first)}–${date(last)}`);
const namedSpan = (first: number, last: number) => (first === last ? named(first) : `${named(first)} đến ${named(last)}`);

function arrival({ intake, dayAt }: Count): string {
  const at = `Hồ sơ đến lúc ${clock(intake.arrived)} ${fullDate(dayOf(intake.arrived))}`;
  return intake.why === 'open' ? `${at}, trong giờ làm việc.` : `${at}, ${delay(intake, dayAt)}.`;
}

const DELAYS: Record<Exclude<Intake['why'], 'open'>, string> = {
  'before-opening': 'trước giờ làm việc',
  break: 'trong giờ nghỉ trưa',
  'after-closing': 'sau giờ làm việc',
  'day-off': 'vào ngày nghỉ',
  'after-cut-off': 'sau giờ chốt nhận hồ sơ trong ngày',
};

/** "sau giờ làm việc, nên tính là nhận lúc 7:00 Thứ Hai 24/8 (Thứ Bảy 22/8 đến Chủ nhật 23/8: cuối tuần)" */
function delay({ arrived, at, day, why }: Intake, dayAt: OfficeDays): string {
  if (why === 'open') return '';
  const firstClosed = why === 'day-off' ? dayOf(arrived) : dayOf(arrived) + 1;
  const closed = firstClosed < day ? ` (${described(days(firstClosed, day - 1, dayAt))})` : '';
  return `${DELAYS[why]}, nên tính là nhận lúc ${moment(at)}${closed}`;
}

function rule({ limit, intake, pauses, due }: Count): string {
  const { value, unit } = limit;
  const waiting = pauses.length > 0 ? ', không kể thời gian chờ bổ sung' : '';
  switch (unit) {
    case 'same_day':
      return 'Thủ tục này trả kết quả trong ngày làm việc tiếp nhận hồ sơ.';
    case 'working_hours':
      return `Thời hạn ${value} giờ làm việc chạy từ ${moment(intake.at)}; giờ nghỉ trưa và ngoài giờ làm việc không tính${waiting}.`;
    case 'working_days':
      return `Thời hạn ${value} ngày làm việc, không tính ngày tiếp nhận${waiting}: ngày cuối là ${named(due.lastDay)}.`;
    case 'calendar_days':
      return `Thời hạn ${value} ngày tính cả ngày nghỉ, không tính ngày tiếp nhận${waiting}: ngày cuối là ${named(due.lastDay)}.`;
    case 'months': {
      const end = addMonths(intake.day, value);
      const short = dateOf(end).slice(8) === dateOf(intake.day).slice(8) ? '' : ', ngày cuối tháng vì tháng đó không có ngày tương ứng';
      return `Thời hạn ${value} tháng kể từ ${named(intake.day)} hết vào ${fullDate(end)}${short}${due.lastDay === end ? '' : `; chờ bổ sung nên ngày cuối là ${named(due.lastDay)}`}.`;
    }
  }
}

function pauseSteps(count: Count): string[] {
  return count.pauses.flatMap((pause) => {
    const { from, until } = pause;
    const what = `Chờ bổ sung từ ${moment(from)} đến ${moment(until.arrived)}: ${pauseEffect(pause, count)}.`;
    return until.why === 'open' ? [what] : [`Bổ sung đến ${delay(until, count.dayAt)}.`, what];
  });
}

function pauseEffect({ from, fromDay, until }: Pause, { limit, due }: Count): string {
  if (from >= due.at) return 'sau ngày hẹn nên không làm ngày hẹn thay đổi';
  if (limit.unit === 'working_hours') return 'thời gian này không tính';
  if (fromDay >= until.day) return 'trong một ngày nên không kéo dài thời hạn';
  return `không tính ${namedSpan(fromDay + 1, until.day)}`;
}

function workedOutOfTurn(count: Count): string[] {
  const { intake, due, pauses, dayAt } = count;
  // where days off are counted too, only the two ends were judged
  const judged = skipsDaysOff(count) ? days(intake.day, dayOf(due.at), dayAt) : [...new Set([intake.day, dayOf(due.at)])].map(dayAt);
  return judged
    .filter(({ day, openings }) => openings.length > 0 && !isPaused(day, pauses))
    .flatMap(({ day, entry }) => {
      if (entry?.kind === 'swap_work') return `${named(day)} ${entry.name}, tính là ngày làm việc.`;
      if (entry?.kind === 'half_day') return `${named(day)} chỉ làm việc buổi đầu (${entry.name}), vẫn là ngày làm việc.`;
      return [];
    });
}

function skipped(count: Count): string[] {
  if (!skipsDaysOff(count)) return [];
  const runs = neighbours(counted(count).filter(({ counts }) => !counts));
  const weekends = runs.filter((run) => run.every((day) => reason(day) === WEEKEND));
  const others = runs.filter((run) => !weekends.includes(run)).map((run) => `Không tính ${described(run)}.`);
  const spans = weekends.map((run) => span(run[0].day, run.at(-1)?.day ?? run[0].day));
  if (spans.length === 0) return others;
  if (spans.length <= WEEKENDS_NAMED) return [...others, `Không tính cuối tuần: ${spans.join(', ')}.`];
  return [...others, `Không tính ${spans.length} kỳ nghỉ cuối tuần, từ ${spans[0]} đến ${spans.at(-1)}.`];
}

function movedEnd({ limit, due, dayAt }: Count): string[] {
  const steps: string[] = [];
  const { lastDay, waitedFor } = due;
  const dueDay = dayOf(due.at);
  if (waitedFor) steps.push(`Ngày cuối rơi vào lúc đang chờ bổ sung nên dời đến ngày nhận bổ sung, ${named(waitedFor.until.day)}.`);
  const last = waitedFor?.until.day ?? lastDay;
  if (last === dueDay) return steps;
  const closed = described(days(last, dueDay - 1, dayAt));
  const what = limit.unit === 'same_day' ? 'Ngày tiếp nhận không phải ngày làm việc' : 'Ngày cuối là ngày nghỉ';
  return [...steps, `${what} nên dời sang ngày làm việc tiếp theo, ${named(dueDay)} (${closed}).`];
}

function promise({ limit, due }: Count): string {
  const closing = limit.unit === 'working_hours' ? 'khi đủ số giờ' : 'khi hết giờ làm việc';
  return `Hẹn trả kết quả lúc ${clock(due.at)} ${fullDate(dayOf(due.at))}, ${closing}.`;
}

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

const WEEKEND = 'cuối tuần';
function reason({ day, entry, counts }: OfficeDay): string {
  if (entry && !counts) return entry.name;
  return ['sat', 'sun'].includes(weekdayOf(day)) ? WEEKEND : 'nơi tiếp nhận không làm việc';
}

/** "Thứ Bảy 14/2 đến Chủ nhật 22/2: 16/2–20/2 Tết Nguyên đán, cuối tuần" */
function described(run: OfficeDay[]): string {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return '';
  const parts = neighbours(run, (one, next) => reason(one) === reason(next));
  const texts = parts.map((part) => {
    const why = reason(part[0]);
    return why === WEEKEND || parts.length === 1 ? why : `${span(part[0].day, part.at(-1)?.day ?? part[0].day)} ${why}`;
  });
  return `${namedSpan(first.day, last.day)}: ${[...new Set(texts)].sort((one, other) => Number(one === WEEKEND) - Number(other === WEEKEND)).join(', ')}`;
}
