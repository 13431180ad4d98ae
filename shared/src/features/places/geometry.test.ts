import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf, distanceMetres, locate, type MultiPolygon } from './geometry.ts';

/** Two squares side by side with a gap of some 20 m; the left one has a hole. */
const square = (west: number, east: number, south = 11, north = 11.1) =>
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as const;
const area = (code: string, polygons: MultiPolygon) => ({ code, polygons, box: boxOf(polygons) });
const left = area('left', [[square(106, 106.1), square(106.04, 106.06, 11.04, 11.06)]]);
const right = area('right', [[square(106.1002, 106.2)]]);
const areas = [left, right];

describe('locate', () => {
  it('a point inside gives the code; in a hole or far away it is nobody’s', () => {
    expect(locate(areas, [106.02, 11.02])).toBe('left');
    expect(locate(areas, [106.15, 11.05])).toBe('right');
    expect(locate(areas, [106.05, 11.05])).toBeNull();
    expect(locate(areas, [105, 21])).toBeNull();
    expect(locate([], [106.02, 11.02])).toBeNull();
  });

  it('corners and borders belong to somebody, and a gap of rounding to the nearer side', () => {
    for (const [lng, lat] of left.polygons[0]?.[0] ?? []) expect(locate(areas, [lng, lat])).toBe('left');
    expect(locate(areas, [106.10004, 11.05])).toBe('left');
    expect(locate(areas, [106.10016, 11.05])).toBe('right');
  });

  it('any point strictly inside a square is found in it', () => {
    const within = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(within, within, (x, y) => {
        expect(locate(areas, [106.1002 + x * 0.0998, 11 + y * 0.1])).toBe('right');
      }),
    );
  });

  it('no position makes it fail', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (lng, lat) => {
        expect([null, 'left', 'right']).toContain(locate(areas, [lng, lat]));
      }),
    );
  });
});

it('distance: 111 km a degree along a meridian, 0 to itself, the same both ways', () => {
  expect(distanceMetres([106, 11], [106, 12])).toBeCloseTo(111_195, -2);
  expect(distanceMetres([106, 11], [106, 11])).toBe(0);
  expect(distanceMetres([106.1, 11.3], [106.4, 10.5])).toBeCloseTo(distanceMetres([106.4, 10.5], [106.1, 11.3]), 6);
});
