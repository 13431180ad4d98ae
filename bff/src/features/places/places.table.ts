import type { MultiPolygon } from '@tayninh/shared/features/places/geometry';
import type { OfficeFlag } from '@tayninh/shared/features/places/places.contract';
import { doublePrecision, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';
import { officeProfile } from '../promise-dates/promise-dates.table.ts';

/** The province and its communes in force; `parentCode` is null for the province itself. */
export const unit = pgTable('unit', {
  code: text().primaryKey(),
  parentCode: text(),
  kind: text().$type<'tỉnh' | 'xã' | 'phường'>().notNull(),
  name: text().notNull(),
  lat: doublePrecision(),
  lng: doublePrecision(),
});

/** A former commune and one of the communes it went into: several rows when it was split. */
export const unitFormerName = pgTable(
  'unit_former_name',
  {
    unitCode: text()
      .notNull()
      .references(() => unit.code),
    kind: text().$type<'xã' | 'phường' | 'thị trấn'>().notNull(),
    name: text().notNull(),
    districtKind: text().$type<'huyện' | 'thị xã' | 'thành phố'>().notNull(),
    district: text().notNull(),
    province: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.province, table.district, table.kind, table.name, table.unitCode] })],
);

export const office = pgTable('office', {
  id: text().primaryKey(),
  unitCode: text()
    .notNull()
    .references(() => unit.code),
  level: text().$type<'province' | 'commune'>().notNull(),
  name: text().notNull(),
  address: text(),
  phone: text(),
  hoursProfile: text()
    .notNull()
    .references(() => officeProfile.id),
  lat: doublePrecision().notNull(),
  lng: doublePrecision().notNull(),
  flags: jsonb().$type<OfficeFlag[]>().notNull(),
});

/** Borders of communes, brought by `pnpm places:import`; empty until then. */
export const unitPolygon = pgTable('unit_polygon', {
  unitCode: text()
    .primaryKey()
    .references(() => unit.code),
  polygons: jsonb().$type<MultiPolygon>().notNull(),
  importedAt: instant().notNull().defaultNow(),
});
