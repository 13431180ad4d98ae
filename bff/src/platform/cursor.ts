import { AppError } from './app-error.ts';

/** Where a page ended: the last row, as `<milliseconds>_<id>` in base 36. */
export const writeCursor = (at: Date, id: string) => `${at.getTime().toString(36)}_${id}`;
export function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null;
  const match = /^([0-9a-z]{1,12})_([0-9a-f-]{36})$/.exec(cursor);
  const time = match ? Number.parseInt(match[1] ?? '', 36) : Number.NaN;
  if (!match || !Number.isFinite(time) || time > 8.64e15)
    throw new AppError('invalid-request', 'cursor of another shape', { parts: [{ pointer: '?cursor', detail: 'Mã trang không đúng.' }] });
  return { at: new Date(time).toISOString(), id: match[2] ?? '' };
}

/** A page of a list that is whole in memory; its cursor is a place in the list, base 36. One of another shape begins anew. */
export function pageOf<T>(
  items: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): { items: T[]; nextCursor: string | null } {
  const start = Math.max(0, Number.parseInt(cursor ?? '0', 36) || 0);
  const next = start + limit;
  return { items: items.slice(start, next), nextCursor: next < items.length ? next.toString(36) : null };
}
