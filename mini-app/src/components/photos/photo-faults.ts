/** What an officer would send a photo of a page back for. */
export type PhotoFault = 'small' | 'dark' | 'blurred' | 'glare' | 'cut' | 'empty';

/** Brightness only, row by row: 0 black to 255 white. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The long side to which photos are scaled before they are judged; every number below is for this size. */
export const JUDGED_SIDE_PX = 1_000;
/** A page of A4 below this has letters of five pixels. */
const SMALL_SIDE_PX = 900;

const BLOCK_PX = 16;
/** Brightness of the paper, not of the ink. */
const DARK_PAPER = 95;
/** A block holds writing when its dark and bright parts differ by more than noise and shadow make. */
const WRITTEN_CONTRAST = 28;
const WRITTEN_SHARE = 0.008;
/** What changes from one pixel to the next, as a share of what changes over three: a ninth in fog, a third at a clean edge. */
const SHARPNESS = 0.18;
const FAR_PX = 3;
const BURNT_OUT = 250;
const USUAL_PAPER_MAX = 238;
const GLARE_SHARE = 0.012;
/** Paper and table are told apart when they differ by this much. */
const TABLE_DIFFERS = 45;
const CUT_SHARE = 0.12;

interface Block {
  /** 90th and 8th percentile of its pixels: paper and ink. */
  readonly bright: number;
  readonly dark: number;
  /** Squares of differences to the next pixel, and to the third from here, summed to the right and down. */
  readonly near: number;
  readonly far: number;
}

/**
 * Judges a photo of a page before it is sent: only hints, for the person decides. The photo never leaves the phone for it.
 *
 * @param image scaled to `JUDGED_SIDE_PX`
 * @param longSidePx of the photo itself
 */
export function photoFaults(image: GreyImage, longSidePx: number): PhotoFault[] {
  const columns = Math.floor(image.width / BLOCK_PX);
  const rows = Math.floor(image.height / BLOCK_PX);
  if (columns < 4 || rows < 4) return ['small'];
  const blocks: Block[] = [];
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) blocks.push(readBlock(image, column, row));

  const isPaper = findPaper(blocks);
  const isInside = (at: number) => {
    const column = at % columns;
    const inside = (near: number) => isPaper(blocks[near]);
    return (
      column > 0 && column < columns - 1 && inside(at) && inside(at - 1) && inside(at + 1) && inside(at - columns) && inside(at + columns)
    );
  };
  const page = blocks.filter((_, at) => isInside(at));
  const paper = page.length > 0 ? page : blocks;
  const paperBright = median(paper.map((block) => block.bright));
  const written = paper.filter((block) => block.bright - block.dark > WRITTEN_CONTRAST);

  const faults: PhotoFault[] = [];
  if (longSidePx < SMALL_SIDE_PX) faults.push('small');
  if (paperBright < DARK_PAPER) faults.push('dark');
  if (written.length < WRITTEN_SHARE * paper.length) faults.push('empty');
  else if (sharpness(written, paper) < SHARPNESS) faults.push('blurred');
  const burnt = paper.filter((block) => block.dark >= BURNT_OUT).length;
  if (paperBright <= USUAL_PAPER_MAX && burnt > GLARE_SHARE * paper.length) faults.push('glare');
  if (!faults.includes('empty') && isCut(blocks, columns, rows, isPaper)) faults.push('cut');
  return faults;
}

function readBlock({ width, data }: GreyImage, column: number, row: number): Block {
  const counts = new Uint16Array(256);
  let near = 0;
  let far = 0;
  for (let y = row * BLOCK_PX; y < (row + 1) * BLOCK_PX; y++) {
    for (let x = column * BLOCK_PX; x < (column + 1) * BLOCK_PX; x++) {
      const at = y * width + x;
      const value = data[at] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
      near += ((data[at + 1] ?? value) - value) ** 2 + ((data[at + width] ?? value) - value) ** 2;
      far += ((data[at + FAR_PX] ?? value) - value) ** 2 + ((data[at + FAR_PX * width] ?? value) - value) ** 2;
    }
  }
  return { bright: percentile(counts, 0.9), dark: percentile(counts, 0.08), near, far };
}

/** Of the writing, without the noise that blank paper shows. */
function sharpness(written: readonly Block[], paper: readonly Block[]): number {
  const blank = paper.filter(({ bright, dark }) => bright - dark <= WRITTEN_CONTRAST);
  const noise = blank.length > 0 ? median(blank.map(({ near }) => near)) : 0;
  const sum = (read: (block: Block) => number) => written.reduce((total, block) => total + Math.max(0, read(block) - noise), 0);
  return (
    sum(({ near }) => near) /
    Math.max(
      1,
      sum(({ far }) => far),
    )
  );
}

function percentile(counts: Uint16Array, share: number): number {
  let left = share * BLOCK_PX * BLOCK_PX;
  for (let value = 0; value < 256; value++) {
    left -= counts[value] ?? 0;
    if (left <= 0) return value;
  }
  return 255;
}

/** Splits bright from dark blocks where their brightness falls into two groups (Otsu 1979); one group is all paper. */
function findPaper(blocks: readonly Block[]): (block: Block | undefined) => boolean {
  const counts = new Float64Array(256);
  for (const { bright } of blocks) counts[bright] = (counts[bright] ?? 0) + 1;
  let total = 0;
  for (let value = 0; value < 256; value++) total += value * (counts[value] ?? 0);
  let best = 0;
  let threshold = 0;
  let differs = 0;
  let below = 0;
  let belowSum = 0;
  for (let value = 0; value < 255; value++) {
    below += counts[value] ?? 0;
    belowSum += value * (counts[value] ?? 0);
    const above = blocks.length - below;
    if (below === 0 || above === 0) continue;
    const difference = (total - belowSum) / above - belowSum / below;
    const between = below * above * difference ** 2;
    if (between > best) [best, threshold, differs] = [between, value, difference];
  }
  if (differs < TABLE_DIFFERS) return (block) => block !== undefined;
  return (block) => block !== undefined && block.bright > threshold;
}

/** Writing that runs into an edge of the photo: the rest of it is outside. */
function isCut(blocks: readonly Block[], columns: number, rows: number, isPaper: (block: Block | undefined) => boolean): boolean {
  const column = (at: number) => Array.from({ length: rows }, (_, row) => blocks[row * columns + at]);
  const row = (at: number) => blocks.slice(at * columns, (at + 1) * columns);
  return [row(0), row(rows - 1), column(0), column(columns - 1)].some((edge) => {
    const cut = edge.filter((block) => block && isPaper(block) && block.bright - block.dark > 1.5 * WRITTEN_CONTRAST).length;
    return cut > CUT_SHARE * edge.length;
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
