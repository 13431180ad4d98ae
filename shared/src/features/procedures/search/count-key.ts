import { syllables } from '../fold.ts';

const SYLLABLES_MAX = 12;
const HIDDEN = '·';

/**
 * What a query without an answer is counted under: its folded syllables that the catalogue knows, others as `·`, long numbers left
 * out. A name, an address or an identity number cannot be read back from it; `dang ky · ban quyen` says what is missing.
 *
 * @returns '' when nothing known was said.
 */
export function countKey(query: string, isKnown: (folded: string) => boolean): string {
  const words = syllables(query.slice(0, 300))
    .filter(({ folded }) => !/\d{4}/.test(folded))
    .map(({ folded }) => (isKnown(folded) ? folded : HIDDEN));
  const kept = words.filter((word, at) => word !== HIDDEN || words[at - 1] !== HIDDEN).slice(0, SYLLABLES_MAX);
  return kept.some((word) => word !== HIDDEN) ? kept.join(' ') : '';
}
