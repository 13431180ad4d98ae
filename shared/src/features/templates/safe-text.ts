import { cleanText } from '../forms/person-name.ts';

/** Breaks that are no spaces to Unicode. */
const BREAKS = /[\v\f\u0085\u2028\u2029]/g;
/** Halves of a letter, private signs, and letters that are drawn as nothing. */
const UNDRAWN = /\p{Cs}|\p{Co}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u2800|\u3164|\uffa0/gu;
const GRAPHEMES = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/**
 * A value as it may stand in a message (NT-11): one line, composed (NFC), without controls, zero-width and direction marks, half
 * letters and letters that nobody sees.
 */
export const safeText = (value: string) => cleanText(value.replace(BREAKS, ' ').replace(UNDRAWN, '')).normalize('NFC');

/** The same for text of several paragraphs: single line breaks stay, empty lines in a row become one. */
export const safeParagraphs = (text: string) =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(safeText)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Length as Zalo counts it: Unicode characters of the composed form (docs/sources/zalo.md). */
export const lengthOf = (text: string) => [...text.normalize('NFC')].length;

/**
 * The beginning of `text` in at most `most` characters as Zalo counts, with `…` for what is left out. Never cuts through a letter and
 * its marks.
 */
export function cutTo(text: string, most: number): string {
  const composed = text.normalize('NFC');
  if (lengthOf(composed) <= most) return composed;
  let kept = '';
  let used = 0;
  for (const { segment } of GRAPHEMES.segment(composed)) {
    const more = lengthOf(segment);
    if (used + more > most - 1) break;
    kept += segment;
    used += more;
  }
  return most > 0 ? `${kept.trimEnd()}…` : '';
}
