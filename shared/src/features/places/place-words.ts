import { syllables } from '../procedures/fold.ts';

/** One word of what a person typed, with its place in the text. */
export interface Word {
  readonly folded: string;
  readonly exact: string;
  readonly start: number;
  readonly end: number;
}

/** `iv` and `04` are written for 4: "Phường IV", "phường 04". */
const numberOf = (folded: string) => (folded === 'iv' ? '4' : folded.replace(/^0+(?=\d)/, ''));
/** "P1", "p.IV" without the sign: the kind is glued to the number. */
const GLUED_WARD = /^p(\d{1,2}|iv)$/;
/** An address names its commune within its last words: what stands before is not looked at, so that no text takes long. */
const WORDS_MAX = 30;
/** More than any syllable has, its marks written apart. */
const LETTERS_MAX = 40;

export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const found of [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].slice(-WORDS_MAX)) {
    if (found[0].length > LETTERS_MAX) continue;
    const [start, end] = [found.index, found.index + found[0].length];
    for (const { folded, exact } of syllables(found[0])) {
      if (folded === '') continue;
      const ward = GLUED_WARD.exec(folded)?.[1];
      if (ward) words.push({ folded: 'p', exact: 'p', start, end }, { folded: numberOf(ward), exact: numberOf(ward), start, end });
      else words.push({ folded: numberOf(folded), exact: numberOf(exact), start, end });
    }
  }
  return words;
}

/** True when the person wrote any mark on this word; a word without one may stand for any spelling. */
export const isMarked = ({ folded, exact }: Pick<Word, 'folded' | 'exact'>) => folded !== exact;

export type Level = 'commune' | 'district' | 'province';
const KINDS: readonly { kind: string; level: Level; short: string }[] = [
  { kind: 'thị trấn', level: 'commune', short: 'tt' },
  { kind: 'thị xã', level: 'district', short: 'tx' },
  { kind: 'thành phố', level: 'district', short: 'tp' },
  { kind: 'xã', level: 'commune', short: 'x' },
  { kind: 'phường', level: 'commune', short: 'p' },
  { kind: 'huyện', level: 'district', short: 'h' },
  { kind: 'tỉnh', level: 'province', short: 't' },
];
const SPELT = KINDS.flatMap(({ kind, level, short }) => [
  { kind, level, words: wordsOf(kind) },
  { kind, level, words: wordsOf(short) },
]);

/** The kind written right before word `at`: "thị xã" before "Hòa Thành". */
export function kindBefore(words: readonly Word[], at: number): { kind: string; level: Level; length: number } | undefined {
  const spelt = SPELT.find(
    (each) => at >= each.words.length && each.words.every((word, i) => isSpelt(word, words[at - each.words.length + i])),
  );
  // "Bình Tịnh" and "An Tịnh" end in what looks like "tỉnh"
  if (!spelt || (spelt.kind === 'tỉnh' && /^(an|binh)$/.test(words[at - 2]?.folded ?? ''))) return undefined;
  return { kind: spelt.kind, level: spelt.level, length: spelt.words.length };
}

/** A word typed without marks is any word of those letters; one with marks is itself only. */
export const isSpelt = (known: Pick<Word, 'folded' | 'exact'>, typed: Word | undefined) =>
  typed !== undefined && (isMarked(typed) ? typed.exact === known.exact : typed.folded === known.folded);
