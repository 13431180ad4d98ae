/** `dd/MM/yyyy HH:mm` or `yyyyMMddHHmmss`, local time of Asia/Ho_Chi_Minh (UTC+7, no daylight saving). @returns null when it is neither. */
export function parseLocalTime(text: string | null): Date | null {
  if (!text) return null;
  const slashed = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}):(\d{2}))?$/.exec(text.trim());
  const packed = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text.trim());
  const iso = slashed
    ? `${slashed[3]}-${slashed[2]}-${slashed[1]}T${slashed[4] ?? '17'}:${slashed[5] ?? '00'}:00+07:00`
    : packed
      ? `${packed[1]}-${packed[2]}-${packed[3]}T${packed[4]}:${packed[5]}:${packed[6]}+07:00`
      : '';
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** `yyyyMMddHHmmss` as above. */
export const packedLocalTime = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
