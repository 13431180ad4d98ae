const ZONE = 'Asia/Ho_Chi_Minh';
const number = new Intl.NumberFormat('vi-VN');
const dateTime = new Intl.DateTimeFormat('vi-VN', {
  timeZone: ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const clock = new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `15.981` */
export const countText = (value: number) => number.format(value);
/** `9.407.840 đ`, whole đồng. */
export const vndText = (value: number) => `${number.format(value)} đ`;
/** `0,08 %`, `2,4 %`, `62 %` of a share between 0 and 1: as fine as it is small; the space does not break. */
export const shareText = (value: number) =>
  `${new Intl.NumberFormat('vi-VN', { maximumFractionDigits: value < 0.01 ? 2 : value < 0.1 ? 1 : 0 }).format(value * 100)}\u00a0%`;
/** `26/11/2026 · 08:00`, in Asia/Ho_Chi_Minh. */
export function instantText(instant: string): string {
  const part = Object.fromEntries(dateTime.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${part.day}/${part.month}/${part.year} · ${part.hour}:${part.minute}`;
}
/** `08:00`, in Asia/Ho_Chi_Minh. */
export const clockText = (instant: string) => clock.format(new Date(instant));
/** `29/11/2026` of a calendar day `yyyy-mm-dd`. */
export const dayText = (day: string) => day.split('-').reverse().join('/');
