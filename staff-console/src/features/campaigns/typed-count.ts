/** A number of people as somebody types it: `15981`, `15.981`, `15 981`. Null when it is none. */
export function readCount(typed: string): number | null {
  const text = typed.trim();
  if (!/^(?:\d+|\d{1,3}(?:[. ]\d{3})+)$/.test(text)) return null;
  const count = Number(text.replace(/[. ]/g, ''));
  return Number.isSafeInteger(count) ? count : null;
}
