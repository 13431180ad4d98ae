import type { MultiPolygon } from '@tayninh/shared/features/places/geometry';
import { OfficesFile } from '@tayninh/shared/features/places/places.contract';
import { readUnits, UnitCode } from '@tayninh/shared/features/places/units';
import postgres from 'postgres';
import { z } from 'zod';

/**
 * Writes communes, former names and offices as the two files say; what stood before and is gone from them goes. Borders stay.
 * @throws ZodError naming what is wrong, Error when an office stands in no commune
 */
export async function seedPlaces(tx: postgres.TransactionSql, unitsFile: unknown, officesFile: unknown) {
  const { province, communes, former } = readUnits(unitsFile);
  const { communeOffices, centres } = OfficesFile.parse(officesFile);
  const units = [
    { code: province.code, parent_code: null, kind: 'tỉnh', name: province.name, lat: null, lng: null },
    ...communes.map((commune) => ({ ...commune, parent_code: province.code })),
  ];
  const names = former.flatMap(({ into, districtKind, ...rest }) =>
    into.map((code) => ({ ...rest, district_kind: districtKind, unit_code: code })),
  );
  const byCode = new Map(communes.map((commune) => [commune.code, commune]));
  const offices = [
    ...centres.map(({ unit, hours, ...rest }) => ({ ...rest, unit_code: unit, level: 'province', hours_profile: hours })),
    ...communes.map(({ code, kind, name }) => ({
      id: code,
      unit_code: code,
      level: 'commune',
      name: communeOffices.name.replace('{kind} {name}', `${kind} ${name}`),
      address: null,
      hours_profile: communeOffices.hours,
      flags: communeOffices.flags,
    })),
  ].map((office) => {
    const commune = byCode.get(office.unit_code);
    if (!commune) throw new Error(`Office ${office.id} stands in ${office.unit_code}, which is no commune.`);
    return { ...office, phone: null, lat: commune.lat, lng: commune.lng };
  });

  await tx`delete from office`;
  await tx`delete from unit_former_name`;
  await tx`
    insert into unit (code, parent_code, kind, name, lat, lng)
    select * from jsonb_to_recordset(${JSON.stringify(units)}::text::jsonb) as fresh (code text, parent_code text, kind text, name text, lat float8, lng float8)
    on conflict (code) do update set parent_code = excluded.parent_code, kind = excluded.kind, name = excluded.name, lat = excluded.lat, lng = excluded.lng`;
  await tx`
    insert into unit_former_name (unit_code, kind, name, district_kind, district, province)
    select * from jsonb_to_recordset(${JSON.stringify(names)}::text::jsonb)
      as fresh (unit_code text, kind text, name text, district_kind text, district text, province text)`;
  await tx`
    insert into office (id, unit_code, level, name, address, phone, hours_profile, lat, lng, flags)
    select * from jsonb_to_recordset(${JSON.stringify(offices)}::text::jsonb)
      as fresh (id text, unit_code text, level text, name text, address text, phone text, hours_profile text, lat float8, lng float8, flags jsonb)`;
  return { communes: communes.length, offices: offices.length };
}

const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const Ring = z
  .array(Position)
  .min(1)
  .refine((ring) => String(ring[0]) === String(ring.at(-1)), 'a ring does not end where it begins');
/** Rounding shrinks the smallest islands and holes to less than a triangle: these enclose nothing and go. */
const Polygon = z
  .array(Ring)
  .min(1)
  .transform(([outer = [], ...holes]) => (outer.length < 4 ? [] : [outer, ...holes.filter((hole) => hole.length >= 4)]));
const Geometry = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: Polygon }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Polygon) }),
  ])
  .transform(
    ({ type, coordinates }): MultiPolygon => (type === 'Polygon' ? [coordinates] : coordinates).filter((polygon) => polygon.length > 0),
  )
  .refine((polygons) => polygons.length > 0, 'no polygon encloses anything');
const Borders = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        properties: z.object({ code: UnitCode }),
        geometry: Geometry,
      }),
    )
    .min(1),
});

/**
 * Replaces the borders of communes by those of a GeoJSON text (property `code`, WGS 84). The whole text is checked before
 * anything is written; the same text again changes nothing.
 * @returns how many borders stand, and the codes of communes that the file has none for
 * @throws ZodError for another shape, Error naming the codes that are unknown or stand twice
 */
export async function importBorders(url: string, text: string): Promise<{ imported: number; missing: string[] }> {
  const rows = Borders.parse(JSON.parse(text)).features.map(({ properties: { code }, geometry: polygons }) => ({ code, polygons }));
  const codes = rows.map(({ code }) => code);
  const twice = codes.filter((code, at) => codes.indexOf(code) !== at);
  if (twice.length > 0) throw new Error(`These codes stand twice: ${twice.join(', ')}.`);
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await client.begin(async (tx) => {
      const known = (await tx<{ code: string }[]>`select code from unit where parent_code is not null order by code`).map(
        ({ code }) => code,
      );
      const unknown = codes.filter((code) => !known.includes(code));
      if (unknown.length > 0) throw new Error(`These codes are no communes: ${unknown.join(', ')}.`);
      await tx`delete from unit_polygon where unit_code <> all (${codes}::text[])`;
      await tx`
        insert into unit_polygon (unit_code, polygons)
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as fresh (code text, polygons jsonb)
        on conflict (unit_code) do update set polygons = excluded.polygons, imported_at = now()
        where unit_polygon.polygons is distinct from excluded.polygons`;
      return { imported: rows.length, missing: known.filter((code) => !codes.includes(code)) };
    });
  } finally {
    await client.end();
  }
}
