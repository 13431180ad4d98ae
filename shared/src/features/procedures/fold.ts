/**
 * Vietnamese text, made comparable. People type with diacritics, without, or with half of them, and put the tone on either
 * vowel (`hoà`, `hòa`): search and filters compare these forms, never the raw text.
 */

/** Combining tone marks: huyền, sắc, ngã, hỏi, nặng. The other marks (ă â ê ô ơ ư) belong to the letter. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const MARKS = /[\u0300-\u036f]/g;
const NOT_WORD = /[^\p{L}\p{M}\p{N}]+/u;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

export interface Syllable {
  /** Lower case without any mark, `đ` as `d`: "dang". */
  readonly folded: string;
  /** Lower case with its marks, the tone moved to the end, so that `hoà` and `hòa` are one. */
  readonly exact: string;
}

/** Lower case without diacritics, `đ` as `d`; spaces and signs stay. */
export const fold = (text: string) => text.toLowerCase().normalize('NFD').replace(MARKS, '').replaceAll('đ', 'd');

/** Folded words joined by one space: the form in which names are compared. "Hộ tịch", "ho-tich" → "ho tich". */
export const foldKey = (text: string) => fold(text).split(NOT_WORD).filter(Boolean).join(' ');

/**
 * The syllables of a text, in order. Digits count as syllables, signs only separate.
 *
 * @param known syllables of words read before, for whoever reads many texts of one kind; never shared between people.
 */
export function syllables(text: string, known?: Map<string, Syllable>): Syllable[] {
  const found: Syllable[] = [];
  for (const word of text.toLowerCase().match(WORD) ?? []) {
    let syllable = known?.get(word);
    if (!syllable) {
      syllable = toSyllable(word.normalize('NFD'));
      known?.set(word, syllable);
    }
    found.push(syllable);
  }
  return found;
}

function toSyllable(decomposed: string): Syllable {
  const tone = decomposed.match(TONES)?.join('') ?? '';
  return { folded: fold(decomposed), exact: decomposed.replace(TONES, '') + tone };
}
