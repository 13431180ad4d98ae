import type { Language } from '../../contract/values.ts';
import type { Intake } from './count-limit.ts';
import type { Weekday } from './vietnam-time.ts';

/** The sentences of an explanation; days, hours and spans arrive as they are written in that language. */
const VIETNAMESE = {
  weekdays: { mon: 'Thứ Hai', tue: 'Thứ Ba', wed: 'Thứ Tư', thu: 'Thứ Năm', fri: 'Thứ Sáu', sat: 'Thứ Bảy', sun: 'Chủ nhật' },
  to: (first: string, last: string) => `${first} đến ${last}`,
  weekend: 'cuối tuần',
  closed: 'nơi tiếp nhận không làm việc',
  /** The name of a day off as the calendar has it. */
  dayName: (name: string) => name,
  arrived: (at: string, date: string, how: string) => `Hồ sơ đến lúc ${at} ${date}, ${how}.`,
  inHours: 'trong giờ làm việc',
  delays: {
    'before-opening': 'trước giờ làm việc',
    break: 'trong giờ nghỉ trưa',
    'after-closing': 'sau giờ làm việc',
    'day-off': 'vào ngày nghỉ',
    'after-cut-off': 'sau giờ chốt nhận hồ sơ trong ngày',
  },
  countsFrom: (why: string, at: string, closed: string) => `${why}, nên tính là nhận lúc ${at}${closed}`,
  waiting: ', không kể thời gian chờ bổ sung',
  sameDay: 'Thủ tục này trả kết quả trong ngày làm việc tiếp nhận hồ sơ.',
  hours: (value: number, from: string, waiting: string) =>
    `Thời hạn ${value} giờ làm việc chạy từ ${from}; giờ nghỉ trưa và ngoài giờ làm việc không tính${waiting}.`,
  workingDays: (value: number, waiting: string, last: string) =>
    `Thời hạn ${value} ngày làm việc, không tính ngày tiếp nhận${waiting}: ngày cuối là ${last}.`,
  calendarDays: (value: number, waiting: string, last: string) =>
    `Thời hạn ${value} ngày tính cả ngày nghỉ, không tính ngày tiếp nhận${waiting}: ngày cuối là ${last}.`,
  months: (value: number, from: string, end: string, short: string, waited: string) =>
    `Thời hạn ${value} tháng kể từ ${from} hết vào ${end}${short}${waited}.`,
  shortMonth: ', ngày cuối tháng vì tháng đó không có ngày tương ứng',
  waitedMonth: (last: string) => `; chờ bổ sung nên ngày cuối là ${last}`,
  supplement: (how: string) => `Bổ sung đến ${how}.`,
  pause: (from: string, until: string, effect: string) => `Chờ bổ sung từ ${from} đến ${until}: ${effect}.`,
  pauseTooLate: 'sau ngày hẹn nên không làm ngày hẹn thay đổi',
  pauseNotCounted: 'thời gian này không tính',
  pauseWithinDay: 'trong một ngày nên không kéo dài thời hạn',
  pauseDays: (days: string) => `không tính ${days}`,
  swapWork: (day: string, name: string) => `${day} ${name}, tính là ngày làm việc.`,
  halfDay: (day: string, name: string) => `${day} chỉ làm việc buổi đầu (${name}), vẫn là ngày làm việc.`,
  skipped: (days: string) => `Không tính ${days}.`,
  weekends: (spans: string) => `Không tính cuối tuần: ${spans}.`,
  manyWeekends: (count: number, first: string, last: string) => `Không tính ${count} kỳ nghỉ cuối tuần, từ ${first} đến ${last}.`,
  endInPause: (day: string) => `Ngày cuối rơi vào lúc đang chờ bổ sung nên dời đến ngày nhận bổ sung, ${day}.`,
  endMoved: (day: string, closed: string) => `Ngày cuối là ngày nghỉ nên dời sang ngày làm việc tiếp theo, ${day} (${closed}).`,
  receiptMoved: (day: string, closed: string) =>
    `Ngày tiếp nhận không phải ngày làm việc nên dời sang ngày làm việc tiếp theo, ${day} (${closed}).`,
  promise: (at: string, date: string, closing: string) => `Hẹn trả kết quả lúc ${at} ${date}, ${closing}.`,
  hoursUsed: 'khi đủ số giờ',
  atClosing: 'khi hết giờ làm việc',
  provisional: (year: number) => `Lịch nghỉ năm ${year} mới là dự kiến, ngày hẹn có thể đổi khi có lịch chính thức.`,
} satisfies { weekdays: Record<Weekday, string>; delays: Record<Exclude<Intake['why'], 'open'>, string> } & Record<string, unknown>;

export type ExplanationWords = typeof VIETNAMESE;

const HOLIDAYS: Record<string, string> = {
  'Tết Dương lịch': "New Year's Day",
  'Tết Nguyên đán': 'Lunar New Year (Tết)',
  'Giỗ Tổ Hùng Vương': "Hùng Kings' Day",
  'Ngày Chiến thắng': 'Reunification Day',
  'Quốc tế lao động': 'Labour Day',
  'Quốc khánh': 'National Day',
  'Ngày Văn hóa Việt Nam': 'Viet Nam Culture Day',
};
const WEEKDAYS_EN = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' };
const WEEKDAY_BY_NAME = new Map(
  Object.entries(VIETNAMESE.weekdays).map(([id, name]) => [name, WEEKDAYS_EN[id as keyof typeof WEEKDAYS_EN]]),
);
const weekdayInEnglish = (text: string) => text.replace(/^(Thứ \S+|Chủ nhật)/, (name) => WEEKDAY_BY_NAME.get(name) ?? name);

/** The calendar speaks Vietnamese; a name that is not known here stays as it is. */
function dayNameInEnglish(name: string): string {
  const [, how, what] = /^(nghỉ bù|nghỉ đổi với|làm bù cho) (.+)$/.exec(name) ?? [];
  if (how === 'nghỉ bù') return `day off in lieu of ${HOLIDAYS[what ?? ''] ?? what}`;
  if (how === 'nghỉ đổi với') return `day off in exchange for ${weekdayInEnglish(what ?? '')}`;
  if (how === 'làm bù cho') return `is worked in place of ${weekdayInEnglish(what ?? '')}`;
  return HOLIDAYS[name] ?? name;
}

const ENGLISH: ExplanationWords = {
  weekdays: WEEKDAYS_EN,
  to: (first, last) => `${first} to ${last}`,
  weekend: 'weekend',
  closed: 'the office is closed',
  dayName: dayNameInEnglish,
  arrived: (at, date, how) => `The dossier arrives at ${at} on ${date}, ${how}.`,
  inHours: 'in office hours',
  delays: {
    'before-opening': 'before the office opens',
    break: 'in the lunch break',
    'after-closing': 'after the office has closed',
    'day-off': 'on a day off',
    'after-cut-off': 'after the hour up to which dossiers count for the same day',
  },
  countsFrom: (why, at, closed) => `${why}, so it counts as received at ${at}${closed}`,
  waiting: ', without the time spent waiting for supplements',
  sameDay: 'This procedure gives its result on the working day on which the dossier is received.',
  hours: (value, from, waiting) =>
    `The limit of ${value} working hours runs from ${from}; lunch breaks and time outside office hours do not count${waiting}.`,
  workingDays: (value, waiting, last) =>
    `The limit is ${value} working ${value === 1 ? 'day' : 'days'}, the day of receipt not counted${waiting}: the last day is ${last}.`,
  calendarDays: (value, waiting, last) =>
    `The limit is ${value} ${value === 1 ? 'day' : 'days'}, days off included, the day of receipt not counted${waiting}: the last day is ${last}.`,
  months: (value, from, end, short, waited) =>
    `The limit of ${value} ${value === 1 ? 'month' : 'months'} from ${from} ends on ${end}${short}${waited}.`,
  shortMonth: ', the last day of a month that has no such day',
  waitedMonth: (last) => `; because of the wait for supplements the last day is ${last}`,
  supplement: (how) => `The supplements arrive ${how}.`,
  pause: (from, until, effect) => `Waiting for supplements from ${from} to ${until}: ${effect}.`,
  pauseTooLate: 'after the promised date, which does not change',
  pauseNotCounted: 'this time does not count',
  pauseWithinDay: 'within one day, so the limit is not longer',
  pauseDays: (days) => `${days} not counted`,
  swapWork: (day, name) => `${day} ${name} and counts as a working day.`,
  halfDay: (day, name) => `On ${day} the office works in the first half only (${name}); it is still a working day.`,
  skipped: (days) => `Not counted: ${days}.`,
  weekends: (spans) => `Weekends not counted: ${spans}.`,
  manyWeekends: (count, first, last) => `${count} weekends are not counted, from ${first} to ${last}.`,
  endInPause: (day) => `The last day falls into the wait for supplements and moves to the day on which they arrive, ${day}.`,
  endMoved: (day, closed) => `The last day is a day off and moves to the next working day, ${day} (${closed}).`,
  receiptMoved: (day, closed) => `The day of receipt is no working day; it moves to the next one, ${day} (${closed}).`,
  promise: (at, date, closing) => `The result is promised for ${at} on ${date}, ${closing}.`,
  hoursUsed: 'when the hours are used up',
  atClosing: 'when the office closes',
  provisional: (year) => `The days off of ${year} are expected, not announced; the promised date may change with the official calendar.`,
};

export const EXPLANATION_WORDS: Readonly<Record<Language, ExplanationWords>> = { vi: VIETNAMESE, en: ENGLISH };
