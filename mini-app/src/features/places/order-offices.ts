import type { OfficeItem } from '@tayninh/shared/features/places/places.contract';

export type OfficeOrder = 'nearest' | 'open';

/** Nearest first, or those that are open first and the nearest of them before the others. */
export const orderOffices = (items: readonly OfficeItem[], by: OfficeOrder): OfficeItem[] =>
  [...items].sort((a, b) => (by === 'open' ? Number(b.openNow) - Number(a.openNow) : 0) || (a.distanceM ?? 0) - (b.distanceM ?? 0));

/** Whole kilometres: position and place are both known to about one. */
export const kilometres = (metres: number) => Math.max(1, Math.round(metres / 1_000));
