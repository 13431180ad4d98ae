import { z } from 'zod';
import { citizen, PUBLIC } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';
import { ZaloToken } from '../identity/identity.contract.ts';
import { ProcedureCode } from '../procedures/catalogue.ts';
import { OfficeProfile } from '../promise-dates/work-calendar.ts';
import { Commune, CommuneKind, FormerCommune, UnitCode } from './units.ts';

const UnitItem = z.strictObject({
  code: UnitCode,
  name: z.string(),
  kind: CommuneKind,
  /** The communes it was made of, wholly or in part: "Xã Suối Dây (huyện Tân Châu)". */
  formerNames: z.array(z.string()),
  /** The name by which it was found; null in the list of all. */
  matchedOn: z.string().nullable(),
  matchedBy: z.enum(['name', 'former-commune', 'former-district', 'province', 'beginning']).nullable(),
});
export type UnitItem = z.infer<typeof UnitItem>;

export const listUnits = defineRoute({
  method: 'GET',
  url: '/v1/units',
  config: { access: PUBLIC },
  schema: {
    summary: 'Communes by a new or former name, as people type it; without q, all of them',
    querystring: z.strictObject({
      q: z.string().trim().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: z.string().max(200).optional(),
    }),
    response: {
      200: z.strictObject({
        items: z.array(UnitItem),
        nextCursor: z.string().nullable(),
        /** When the name leads to more than one commune: what to ask. */
        clarify: z
          .strictObject({ question: z.string(), options: z.array(z.strictObject({ label: z.string(), code: UnitCode })) })
          .optional(),
      }),
      ...problems(400, 429),
    },
  },
});

/** Small enough (some 40 kB) to stay on a phone, so that a name is found and an address rewritten without asking anybody. */
export const getUnitTable = defineRoute({
  method: 'GET',
  url: '/v1/units/table',
  config: { access: PUBLIC },
  schema: {
    summary: 'All communes, and all former communes with what became of them',
    response: {
      200: z.strictObject({
        province: z.strictObject({ code: z.string(), name: z.string() }),
        communes: z.array(Commune),
        former: z.array(FormerCommune),
      }),
      ...problems(429),
    },
  },
});

const BasisItem = z.strictObject({ title: z.string(), issuedOn: z.iso.date() });
const NewAddress = z.strictObject({ address: z.string(), unit: z.strictObject({ code: UnitCode, name: z.string(), kind: CommuneKind }) });

/** An address may be somebody's home: it travels in a body, never in the URL, and is not kept. */
export const convertAddress = defineRoute({
  method: 'POST',
  url: '/v1/address-conversions',
  config: { access: PUBLIC },
  schema: {
    summary: 'An address as written before 1 July 2025 in the form of today; a split commune gives candidates to choose from',
    body: z.strictObject({ address: z.string().trim().min(1).max(300) }),
    response: {
      200: z.strictObject({
        outcome: z.enum(['converted', 'ambiguous', 'unknown']),
        /** One when converted, several when a person has to say which, none when no place of the province is named. */
        candidates: z.array(NewAddress),
        basis: z.array(BasisItem),
      }),
      ...problems(400, 429),
    },
  },
});

/** What about an office nobody has confirmed yet (docs/sources/places.md). */
export const OfficeFlag = z.enum(['ADDRESS_NOT_VERIFIED', 'PHONE_NOT_VERIFIED', 'HOURS_NOT_VERIFIED', 'LOCATION_APPROXIMATE']);
export type OfficeFlag = z.infer<typeof OfficeFlag>;

const UnitName = z.strictObject({ code: UnitCode, name: z.string(), kind: CommuneKind });

const OfficeItem = z.strictObject({
  id: z.string(),
  name: z.string(),
  level: z.enum(['province', 'commune']),
  /** Where it stands. */
  unit: UnitName,
  address: z.string().nullable(),
  phone: z.string().nullable(),
  /** In words: "Thứ Hai đến Thứ Sáu 7:00–11:30, 13:30–17:00". */
  hours: z.string(),
  openNow: z.boolean(),
  /** "Đang mở cửa, đến 11:30", "Mở lại 13:30", "Thứ Hai 7:00". */
  openText: z.string(),
  /** When `openNow` changes. */
  changesAt: Instant.nullable(),
  /** As the crow flies from the position asked for; to the middle of the commune when LOCATION_APPROXIMATE. */
  distanceM: z.int().nullable(),
  flags: z.array(OfficeFlag),
});
export type OfficeItem = z.infer<typeof OfficeItem>;

/**
 * A position is personal: it is read, never stored, and stands in no log of ours. An address is written down by others on its way, so
 * callers round to two decimals (about 1 km): the places of offices are not known more exactly. The box is Vietnam with its islands.
 */
const Latitude = z.coerce.number().min(6).max(24);
const Longitude = z.coerce.number().min(101).max(118);

export const listOffices = defineRoute({
  method: 'GET',
  url: '/v1/offices',
  config: { access: PUBLIC },
  schema: {
    summary: 'Reception offices with hours and whether they are open: of a commune, for a procedure, nearest first',
    querystring: z
      .strictObject({
        unit: UnitCode.optional(),
        procedure: ProcedureCode.optional(),
        lat: Latitude.optional(),
        lng: Longitude.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
        cursor: z.string().max(200).optional(),
      })
      .refine(({ lat, lng }) => (lat === undefined) === (lng === undefined), { path: ['lat'], message: 'Cần cả lat và lng.' }),
    response: {
      200: z.strictObject({
        items: z.array(OfficeItem),
        nextCursor: z.string().nullable(),
        /** The commune of the position asked for; null when none was, or when it lies in none that we know the borders of. */
        located: UnitName.nullable(),
        asOf: Instant,
      }),
      ...problems(400, 404, 429),
    },
  },
});

/**
 * Zalo tells a position only to a server. It is asked for while the person waits, answered, and forgotten: stored nowhere, logged
 * nowhere, kept by no cache.
 */
export const findMyLocation = defineRoute({
  method: 'POST',
  url: '/v1/location',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Exchange the one-time token of getLocation for a rounded position and its commune',
    body: z.strictObject({ zaloAccessToken: ZaloToken, locationToken: ZaloToken }),
    response: {
      200: z.strictObject({
        /** Degrees (WGS 84) with three decimals: some 100 m. */
        latitude: z.number(),
        longitude: z.number(),
        /** True only when the position surely is in no commune of the province. */
        isOutside: z.boolean(),
        /** The commune it lies in; absent where no border that we know says so. */
        unit: UnitName.optional(),
      }),
      ...problems(400, 401, 422, 429, 503),
    },
  },
});
export type MyLocation = z.infer<(typeof findMyLocation.schema.response)[200]>;

/** Offices as reference data: those of the province one by one, those of the communes by one rule. */
export const OfficesFile = z.strictObject({
  communeOffices: z.strictObject({ name: z.string().includes('{kind} {name}'), hours: OfficeProfile.shape.id, flags: z.array(OfficeFlag) }),
  centres: z.array(
    z.strictObject({
      id: z.string(),
      unit: UnitCode,
      name: z.string(),
      address: z.string(),
      hours: OfficeProfile.shape.id,
      flags: z.array(OfficeFlag),
    }),
  ),
});
