/** WGS 84 degrees, in the order of GeoJSON: [longitude, latitude]. */
export type Position = readonly [lng: number, lat: number];
/** GeoJSON MultiPolygon coordinates: polygons of rings, the first ring outside, the others holes. */
export type MultiPolygon = readonly (readonly (readonly Position[])[])[];

export interface Area {
  readonly code: string;
  readonly polygons: MultiPolygon;
  readonly box: Box;
}
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const EARTH_RADIUS_M = 6_371_000;
const METRES_PER_DEGREE = 111_195;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle (haversine) distance in metres. */
export function distanceMetres([lngA, latA]: Position, [lngB, latB]: Position): number {
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const h = half(latA, latB) + Math.cos(radians(latA)) * Math.cos(radians(latB)) * half(lngA, lngB);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

export function boxOf(polygons: MultiPolygon): Box {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const [lng, lat] of polygons.flat(2)) {
    box.west = Math.min(box.west, lng);
    box.east = Math.max(box.east, lng);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}

/** Even-odd rule over all rings, holes included. A point exactly on a border may fall on either side: `locate` settles it. */
export function isInside(polygons: MultiPolygon, [lng, lat]: Position): boolean {
  let inside = false;
  for (const ring of polygons.flat())
    for (const [[x1, y1], [x2, y2]] of segments(ring))
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  return inside;
}

/** Published borders are rounded to some 11 m: neighbours may leave a gap or overlap by this much. */
const BORDER_METRES = 50;

/**
 * The code of the area that holds a position; in a gap between two borders the nearest one within 50 m.
 * @returns null when the position is in none: nothing is guessed.
 */
export function locate(areas: readonly Area[], position: Position): string | null {
  const margin = (2 * BORDER_METRES) / METRES_PER_DEGREE;
  const near = areas.filter(({ box }) => isInBox(box, position, margin));
  const holder = near.find(({ polygons }) => isInside(polygons, position));
  if (holder) return holder.code;
  const [closest] = near
    .map(({ code, polygons }) => ({ code, metres: borderMetres(polygons, position) }))
    .filter(({ metres }) => metres <= BORDER_METRES)
    .sort((a, b) => a.metres - b.metres);
  return closest?.code ?? null;
}

const isInBox = ({ west, south, east, north }: Box, [lng, lat]: Position, margin: number) =>
  lng >= west - margin && lng <= east + margin && lat >= south - margin && lat <= north + margin;

/** Metres to the nearest border, on a plane: exact enough over a few hundred metres. */
function borderMetres(polygons: MultiPolygon, [lng, lat]: Position): number {
  const squeeze = Math.cos(radians(lat));
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of polygons.flat())
    for (const [[x1, y1], [x2, y2]] of segments(ring)) {
      const [dx, dy, px, py] = [(x2 - x1) * squeeze, y2 - y1, (lng - x1) * squeeze, lat - y1];
      const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, Math.hypot(px - along * dx, py - along * dy));
    }
  return nearest * METRES_PER_DEGREE;
}

function* segments(ring: readonly Position[]): Generator<readonly [Position, Position]> {
  for (let i = 1; i < ring.length; i += 1) yield [ring[i - 1] as Position, ring[i] as Position];
}

/** Degrees with so many decimals: 3 are some 100 m, 2 some 1 km. */
export const rounded = (degrees: number, decimals: number) => Number(degrees.toFixed(decimals));
