/** The province writes times in Asia/Ho_Chi_Minh (UTC+7, no daylight saving) and never says so. */
const OFFSET_MS = 7 * 3_600_000;
const CLOSES_AT_UTC_HOUR = 10; // 17:00 local

const localIso = (at: Date) => new Date(at.getTime() + OFFSET_MS).toISOString();

/** `dd/MM/yyyy HH:mm`; null stays null. */
export function slashedTime(iso: string | null): string | null {
  if (!iso) return null;
  const text = localIso(new Date(iso));
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${text.slice(11, 16)}`;
}

/** `yyyyMMddHHmmss` */
export const packedTime = (iso: string) => localIso(new Date(iso)).replace(/\D/g, '').slice(0, 14);

/** `yyMMdd`, as in a dossier's code. */
export const shortDay = (at: Date) => localIso(at).slice(2, 10).replaceAll('-', '');

/** When the office closes on the third working day; weekends are skipped, holidays are not: enough for a rehearsal. */
export function threeWorkingDaysAfter(from: Date): string {
  const day = new Date(from.getTime() + OFFSET_MS);
  for (let left = 3; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left--;
  }
  day.setUTCHours(CLOSES_AT_UTC_HOUR, 0, 0, 0);
  return day.toISOString();
}
