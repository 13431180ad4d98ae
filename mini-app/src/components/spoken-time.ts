import i18next from 'i18next';

/** Instants as people say them, always in Asia/Ho_Chi_Minh: "17:00 thứ Tư, 29/4". */
const ZONE = 'Asia/Ho_Chi_Minh';
type When = string | number | Date;

const isEnglish = () => i18next.language === 'en';
const keyFormat = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });
const partsFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  weekday: 'short',
  day: 'numeric',
  month: 'numeric',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h23',
});
/** A no-break space keeps "thứ Tư" together. */
const WEEKDAY_VI: Record<string, string> = {
  Mon: 'thứ\u00a0Hai',
  Tue: 'thứ\u00a0Ba',
  Wed: 'thứ\u00a0Tư',
  Thu: 'thứ\u00a0Năm',
  Fri: 'thứ\u00a0Sáu',
  Sat: 'thứ\u00a0Bảy',
  Sun: 'Chủ\u00a0nhật',
};

function partsOf(at: When) {
  const parts = Object.fromEntries(partsFormat.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '' } = parts;
  return { weekday, day, month, year, clock: `${Number(hour)}:${minute}` };
}

/** `2026-04-29` in Asia/Ho_Chi_Minh. */
export const dayKey = (at: When) => keyFormat.format(new Date(at));
export const isToday = (at: When) => dayKey(at) === dayKey(Date.now());

/** Calendar days in Asia/Ho_Chi_Minh from today until `at`: 0 is today, also when it is over. */
export const daysUntil = (at: When) => Math.max(0, Math.round((Date.parse(dayKey(at)) - Date.parse(dayKey(Date.now()))) / 86_400_000));

/** "9:52" */
export const clock = (at: When) => partsOf(at).clock;

/** "thứ Tư, 29/4", with the year when it is not this one. */
export function day(at: When): string {
  const { weekday, day: dayNo, month, year } = partsOf(at);
  const date = year === partsOf(Date.now()).year ? `${dayNo}/${month}` : `${dayNo}/${month}/${year}`;
  return `${isEnglish() ? weekday : WEEKDAY_VI[weekday]}, ${date}`;
}

/** "9:52 hôm nay" or "9:52 thứ Tư, 29/4" */
export const moment = (at: When) =>
  isToday(at) ? i18next.t('when.today', { time: clock(at) }) : i18next.t('when.day', { time: clock(at), day: day(at) });

/** 2019-02-28 → 28/02/2019; anything else stays. */
export const dateWords = (isoDay: string) => (/^\d{4}-\d{2}-\d{2}$/.test(isoDay) ? isoDay.split('-').reverse().join('/') : isoDay);
