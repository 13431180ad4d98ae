import { describe, expect, it } from 'vitest';
import { type GreyImage, photoFaults } from './photo-faults.ts';

const WIDTH = 752;
const HEIGHT = 1_000;

interface Scene {
  readonly table?: number;
  readonly paper?: number;
  readonly ink?: number;
  /** Where the page lies: left, top, right, bottom in pixels. */
  readonly page?: readonly [number, number, number, number];
  readonly isBlank?: boolean;
  /** Radius and times of a box filter: (1, 1) spreads by 0.8 pixels, (1, 3) by 1.4, (2, 3) by 2.4. */
  readonly blur?: readonly [radius: number, times: number];
  readonly spot?: { readonly x: number; readonly y: number; readonly radius: number };
}

/** A page on a table: lines of strokes as wide as print at this size, noise of a cheap camera, the same in every run. */
function photo({ table = 70, paper = 205, ink = 45, page = [60, 70, 692, 930], isBlank = false, blur, spot }: Scene = {}): GreyImage {
  const [left, top, right, bottom] = page;
  const random = seeded(7);
  let data = new Float32Array(WIDTH * HEIGHT).fill(table);
  const fill = (x0: number, y0: number, x1: number, y1: number, value: number) => {
    for (let y = Math.max(0, y0); y < Math.min(HEIGHT, y1); y++)
      data.fill(value, y * WIDTH + Math.max(0, x0), y * WIDTH + Math.min(WIDTH, x1));
  };
  fill(left, top, right, bottom, paper);
  if (!isBlank)
    for (let y = top + 40; y < bottom - 40; y += 16)
      for (let x = left + 40; x < right - 40; x += 3 + Math.floor(random() * 5)) fill(x, y, x + 2, y + 7, ink);
  if (blur) data = blurred(data, ...blur);
  if (spot)
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const light = 1.4 - Math.hypot(x - spot.x, y - spot.y) / spot.radius;
        const at = y * WIDTH + x;
        if (light > 0) data[at] = (data[at] ?? 0) + 255 * Math.min(1, light) * 2;
      }
  return { width: WIDTH, height: HEIGHT, data: Uint8Array.from(data, (value) => Math.max(0, Math.min(255, value + 6 * (random() - 0.5)))) };
}

function blurred(source: Float32Array<ArrayBuffer>, radius: number, times: number): Float32Array<ArrayBuffer> {
  let data = source;
  for (let pass = 0; pass < times; pass++)
    for (const [stride, length, lines, lineStride] of [
      [1, WIDTH, HEIGHT, WIDTH],
      [WIDTH, HEIGHT, WIDTH, 1],
    ] as const) {
      const next = new Float32Array(data.length);
      for (let line = 0; line < lines; line++)
        for (let at = 0; at < length; at++) {
          let sum = 0;
          for (let near = -radius; near <= radius; near++)
            sum += data[line * lineStride + Math.max(0, Math.min(length - 1, at + near)) * stride] ?? 0;
          next[line * lineStride + at * stride] = sum / (2 * radius + 1);
        }
      data = next;
    }
  return data;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const FULL_FRAME = [0, 0, WIDTH, HEIGHT] as const;
const faultsOf = (scene?: Scene, longSidePx = 3_000) => photoFaults(photo(scene), longSidePx);

describe('a photo of a page, judged on the phone before it is sent', () => {
  it.each<[string, Scene]>([
    ['a page on a dark table', {}],
    ['a page on a white table', { table: 215 }],
    ['a scan that fills the frame', { page: FULL_FRAME, paper: 252 }],
    ['a page in the evening, dim but readable', { paper: 130, ink: 40, table: 50 }],
    ['grey pencil', { ink: 120 }],
    ['a slightly soft photo', { blur: [1, 1] }],
    ['an identity card on a table', { page: [200, 350, 560, 580] }],
  ])('nothing to say: %s', (_, scene) => {
    expect(faultsOf(scene)).toEqual([]);
  });
  it('dark: the paper itself is dark', () => {
    expect(faultsOf({ paper: 70, ink: 12, table: 20 })).toContain('dark');
  });
  it.each([
    [1, 4],
    [2, 3],
    [4, 3],
  ] as const)('blurred: by a box of %d pixels, %d times', (...blur) => {
    expect(faultsOf({ blur })).toContain('blurred');
    expect(faultsOf({ blur, ink: 20, paper: 235 })).toContain('blurred');
  });
  it('empty: a blank page, on a table or filling the frame', () => {
    expect(faultsOf({ isBlank: true })).toEqual(['empty']);
    expect(faultsOf({ isBlank: true, page: FULL_FRAME })).toEqual(['empty']);
  });
  it('glare: a lamp on the lamination hides a part', () => {
    expect(faultsOf({ spot: { x: 380, y: 450, radius: 90 } })).toContain('glare');
  });
  it('cut: writing runs into an edge of the photo', () => {
    expect(faultsOf({ page: [-60, 60, 700, 940] })).toContain('cut');
    expect(faultsOf({ page: [60, 60, 700, 1_060] })).toContain('cut');
  });
  it('small: too few pixels to read', () => {
    expect(faultsOf({}, 640)).toContain('small');
    expect(photoFaults({ width: 20, height: 20, data: new Uint8Array(400) }, 20)).toEqual(['small']);
  });
});
