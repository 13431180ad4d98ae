const ZONE = 'Asia/Ho_Chi_Minh';
const clockFormat = new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
const dayFormat = new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'numeric' });
const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

export const clock = (at: string | number | Date) => clockFormat.format(new Date(at));
/** "thứ Tư, 29/4" */
export const day = (at: string) => {
  const parts = Object.fromEntries(dayFormat.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${(parts.weekday ?? '').replace(/^Thứ/, 'thứ').replace(/^Chủ/, 'chủ')}, ${parts.day}/${parts.month}`;
};
export const isToday = (at: string) => dayKey.format(new Date(at)) === dayKey.format(new Date());
export const moment = (at: string) => (isToday(at) ? `${clock(at)} hôm nay` : `${clock(at)} ${day(at)}`);
export const sizeWords = (bytes: number) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1).replace('.', ',')} MB`;
/** 2019-02-28 → 28/02/2019 */
export const dateWords = (value: string) => value.split('-').reverse().join('/');
