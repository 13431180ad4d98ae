import { asc, count, isNotNull, isNull, max } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { office, unit, unitFormerName, unitPolygon } from './places.table.ts';

export const createPlaceRepository = ({ drizzle: db }: Database) => ({
  province: async () => (await db.select({ code: unit.code, name: unit.name }).from(unit).where(isNull(unit.parentCode)))[0],
  communes: () => db.select().from(unit).where(isNotNull(unit.parentCode)).orderBy(asc(unit.code)),
  formerNames: () =>
    db.select().from(unitFormerName).orderBy(asc(unitFormerName.unitCode), asc(unitFormerName.kind), asc(unitFormerName.name)),
  offices: () => db.select().from(office).orderBy(asc(office.id)),
  /** Changes when other borders are imported; reading it is cheap, reading the borders is some megabytes. */
  polygonVersion: async () => {
    const [row] = await db.select({ count: count(), importedAt: max(unitPolygon.importedAt) }).from(unitPolygon);
    return `${row?.count}/${row?.importedAt?.toISOString()}`;
  },
  polygons: () =>
    db.select({ code: unitPolygon.unitCode, polygons: unitPolygon.polygons }).from(unitPolygon).orderBy(asc(unitPolygon.unitCode)),
});
export type PlaceRepository = ReturnType<typeof createPlaceRepository>;
