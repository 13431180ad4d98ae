import type { Syllable } from '../fold.ts';

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const MARKS = /[\u0300-\u036f]/g;

const SAME = 1;
/** Typed without any mark: most people, most of the time. */
const UNMARKED = 0.95;
/** Typed without, among words that have theirs. */
const UNMARKED_BY_WRITER_OF_MARKS = 0.75;
/** Hỏi and ngã sound alike in the south. */
const SOUTHERN_TONE = 0.92;
/** Some marks typed, not all: `giây` for `giấy`, `dất` for `đất`. */
const FEWER = 0.8;
/** Other marks: probably another word. */
const OTHER = 0.45;

/**
 * How well a typed syllable answers for a written one (`exact` forms of `fold.ts`) of the same letters.
 *
 * @param writesMarks most words of the query carry marks, so that a missing one means something.
 */
export function markQuality(typed: Syllable, written: string, writesMarks: boolean): number {
  if (typed.exact === written) return SAME;
  if (typed.exact === typed.folded) return writesMarks ? UNMARKED_BY_WRITER_OF_MARKS : UNMARKED;
  const typedLetters = typed.exact.replace(TONES, '');
  const writtenLetters = written.replace(TONES, '');
  const typedTone = typed.exact.slice(typedLetters.length);
  const writtenTone = written.slice(writtenLetters.length);
  const isSameLetters = typedLetters === writtenLetters;
  if (isSameLetters && typedTone !== '' && (typedTone === '\u0303' || typedTone === '\u0309') && /[\u0303\u0309]/.test(writtenTone))
    return SOUTHERN_TONE;
  const hasFewerMarks =
    typedLetters.replace(MARKS, '').replaceAll('đ', 'd') === typedLetters || typedLetters === writtenLetters.replaceAll('đ', 'd');
  if ((isSameLetters && typedTone === '') || (typedTone === writtenTone && hasFewerMarks)) return FEWER;
  return OTHER;
}

/** Both have a tone, and not the same: whoever slips on a letter seldom slips on the tone as well. */
export function isOtherTone(typed: string, written: string): boolean {
  const typedTone = typed.match(TONES)?.[0];
  const writtenTone = written.match(TONES)?.[0];
  return typedTone !== undefined && typedTone !== writtenTone;
}
