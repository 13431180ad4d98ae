import { z } from 'zod';

/** Code of the national list (Decision 19/2025/QĐ-TTg). It re-uses the code of a former unit, so it says nothing about before 1 July 2025. */
export const UnitCode = z.string().regex(/^\d{5}$/);

export const CommuneKind = z.enum(['xã', 'phường']);
export type CommuneKind = z.infer<typeof CommuneKind>;

const FormerCommuneKind = z.enum(['xã', 'phường', 'thị trấn']);
const FormerDistrictKind = z.enum(['huyện', 'thị xã', 'thành phố']);
const Name = z.string().min(1).max(60);

/** One of the communes in force. `lat` and `lng` (WGS 84) are a point well inside it, not the place of any office. */
export const Commune = z.strictObject({
  code: UnitCode,
  kind: CommuneKind,
  name: Name,
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
});
export type Commune = z.infer<typeof Commune>;

/**
 * A commune as it was until 30 June 2025 and the communes that took it over (Resolution 1682/NQ-UBTVQH15). More than one means
 * it was split: nobody can tell from the old name alone where an address is now.
 */
export const FormerCommune = z.strictObject({
  kind: FormerCommuneKind,
  name: Name,
  districtKind: FormerDistrictKind,
  district: Name,
  province: Name,
  into: z.array(UnitCode).min(1),
});
export type FormerCommune = z.infer<typeof FormerCommune>;

/** The file of reference data: communes in force, and the former ones under their district. */
export const UnitsFile = z.strictObject({
  province: z.strictObject({ code: z.string().regex(/^\d{2}$/), name: Name }),
  communes: z.array(Commune).min(1),
  formerDistricts: z.array(
    z.strictObject({
      province: Name,
      kind: FormerDistrictKind,
      name: Name,
      communes: z.array(FormerCommune.omit({ districtKind: true, district: true, province: true })).min(1),
    }),
  ),
});

export interface Units {
  readonly province: { readonly code: string; readonly name: string };
  readonly communes: readonly Commune[];
  readonly former: readonly FormerCommune[];
}

/** @throws ZodError naming what is wrong with the file, also a former commune that leads to an unknown code. */
export function readUnits(file: unknown): Units {
  const { province, communes, formerDistricts } = UnitsFile.parse(file);
  const former = formerDistricts.flatMap(({ province: was, kind, name, communes: under }) =>
    under.map((each) => ({ ...each, districtKind: kind, district: name, province: was })),
  );
  const Known = z.array(z.object({ into: z.array(z.enum(communes.map(({ code }) => code))) }));
  Known.parse(former);
  return { province, communes, former };
}
