/** What made the units of today, and when they took over. Days are `yyyy-mm-dd` (docs/sources/places.md). */
export const LEGAL_BASIS = {
  province: { title: 'Nghị quyết 202/2025/QH15', issuedOn: '2025-06-12' },
  communes: { title: 'Nghị quyết 1682/NQ-UBTVQH15', issuedOn: '2025-06-16' },
  inForceFrom: '2025-07-01',
} as const;
