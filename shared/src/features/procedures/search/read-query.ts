import type { Syllable } from '../fold.ts';
import { areNeighbours, LIGHT_FACTOR, type SearchIndex } from './build-index.ts';
import { fromTelex, fromVni } from './keyboard.ts';
import { isOtherTone, markQuality } from './marks.ts';
import type { Wording } from './wording.ts';

/** How well one typed syllable answers for one written syllable; marks are judged apart (`markQuality`). */
const QUALITY = { alsoMeans: 0.8, prefix: 0.75, prefixOfKnown: 0.4, slip: 0.6, slipOfKnown: 0.5, slipOfTone: 0.35 } as const;
const PREFIX_SYLLABLES_MAX = 120;
/** A query is cut here; bits of a number say which positions a token answers. */
export const POSITIONS_MAX = 31;
const UNKNOWN_SHARE = 0.7;

export interface Position {
  /** How much of the query hangs on it. */
  readonly weight: number;
  readonly isHeavy: boolean;
  /** Tokens that answer it, best first. */
  readonly tokens: readonly number[];
  readonly qualities: readonly number[];
}

interface Reading {
  readonly index: SearchIndex;
  readonly wording: Wording;
  readonly writesMarks: boolean;
}

interface Draft {
  readonly syllable: Syllable;
  readonly place: number;
  /** Places in the vocabulary that were perhaps meant. */
  readonly slips: readonly number[];
}

/**
 * What each syllable of a query may stand for in the catalogue, and how much depends on it.
 *
 * @param isOpen the last syllable may be half typed.
 */
export function readPositions(index: SearchIndex, wording: Wording, typed: readonly Syllable[], isOpen: boolean): Position[] {
  const drafts = typed.flatMap((syllable, at) => draft(index, wording, syllable, isOpen && at === typed.length - 1));
  const marked = typed.filter(({ exact, folded }) => exact !== folded).length;
  const reading: Reading = { index, wording, writesMarks: 2 * marked >= typed.length };
  const positions = drafts.flatMap((own, at) => finish(reading, own, drafts[at - 1], drafts[at + 1], isOpen && at === drafts.length - 1));
  if (positions.length <= POSITIONS_MAX) return positions;
  const least = positions.map((position) => position.weight).sort((a, b) => b - a)[POSITIONS_MAX - 1] ?? 0;
  return positions.filter((position) => position.weight >= least).slice(0, POSITIONS_MAX);
}

/** Known as it is, or after putting right what the keyboard, the voice or the finger did. */
function draft(index: SearchIndex, wording: Wording, syllable: Syllable, isLastOpen: boolean): Draft[] {
  const { vocabulary } = index;
  const place = vocabulary.find(syllable.folded);
  if (place >= 0) return [{ syllable, place, slips: [] }];
  if (syllable.exact === syllable.folded) {
    const marked = fromTelex(syllable.folded) ?? fromVni(syllable.folded);
    const meant = marked ? wording.readTyped(marked) : [];
    const [first] = meant;
    if (first && meant.every((part) => vocabulary.find(part.folded) >= 0)) {
      // `pheep` may be a Telex key, but no `phêp` is written anywhere: then only its letters are believed
      return meant.map((part) =>
        index.tokenOf.has(part.exact) ? { ...unmarked(index, part.folded), syllable: part } : unmarked(index, part.folded),
      );
    }
  }
  if (isLastOpen) {
    const [from, to] = vocabulary.startingWith(syllable.folded);
    if (to > from) return [{ syllable, place: -1, slips: [] }];
  }
  const parts = splitJoined(index, syllable.folded);
  if (parts?.isSure) return parts.words.map((word) => unmarked(index, word));
  const slips = vocabulary.near(syllable.folded);
  if (slips.length > 0) return [{ syllable, place: -1, slips }];
  return parts ? parts.words.map((word) => unmarked(index, word)) : [{ syllable, place: -1, slips: [] }];
}

function unmarked({ vocabulary }: SearchIndex, folded: string): Draft {
  return { syllable: { folded, exact: folded }, place: vocabulary.find(folded), slips: [] };
}

function finish(
  { index, wording, writesMarks }: Reading,
  own: Draft,
  before: Draft | undefined,
  after: Draft | undefined,
  isLastOpen: boolean,
): Position[] {
  const { syllable, place } = own;
  const lightness = wording.isLight(syllable) ? LIGHT_FACTOR : 1;
  const isHeavy = lightness === 1;
  const found: { token: number; quality: number }[] = [];
  let rarity = 0;

  if (place >= 0) {
    addTokens(index, found, place, (token) => markQuality(syllable, index.tokenExact[token] ?? '', writesMarks));
    rarity = index.rarity[place] ?? 0;
  }
  for (const other of wording.alsoMeans(syllable)) {
    const token = index.tokenOf.get(other.exact);
    if (token !== undefined) found.push({ token, quality: QUALITY.alsoMeans });
  }
  if (isLastOpen && !/^\d+$/.test(syllable.folded)) {
    const begun = begunWords(index, syllable.folded, before?.place ?? -1);
    const follows = (word: number) => before !== undefined && before.place >= 0 && areNeighbours(index, before.place, word);
    // `khai si`: a word by itself, but after `khai` it is the beginning of `sinh`
    const isWordHere = place >= 0 && (before === undefined || follows(place));
    for (const word of begun) {
      const isLikely = place < 0 || (!isWordHere && follows(word));
      addTokens(index, found, word, () => (isLikely ? QUALITY.prefix : QUALITY.prefixOfKnown));
    }
    if (place < 0) rarity = rarityOfAny(index, begun);
  }
  const slips = own.slips.length > 0 ? own.slips : isHeavy && place >= 0 ? likelySlips(index, own, before, after) : [];
  const quality = place >= 0 ? QUALITY.slipOfKnown : QUALITY.slip;
  for (const slip of slips)
    addTokens(index, found, slip, (token) => (isOtherTone(syllable.exact, index.tokenExact[token] ?? '') ? QUALITY.slipOfTone : quality));
  if (place < 0 && slips.length > 0) rarity = Math.max(...slips.map((slip) => index.rarity[slip] ?? 0));

  if (found.length === 0) {
    // a word never heard: nothing answers it, so the share answered falls. Numbers and light words say too little for that
    const isNumber = /^\d+$/.test(syllable.folded);
    return isHeavy && !isNumber ? [{ weight: index.rarest * UNKNOWN_SHARE, isHeavy, tokens: [], qualities: [] }] : [];
  }
  found.sort((a, b) => b.quality - a.quality);
  return [{ weight: rarity * lightness, isHeavy, tokens: found.map(({ token }) => token), qualities: found.map((each) => each.quality) }];
}

/** How rare it is that any of the words occurs: a beginning of many words says little. */
function rarityOfAny({ rarity }: SearchIndex, places: readonly number[]): number {
  const share = places.reduce((sum, place) => sum + 1 / Math.expm1(rarity[place] ?? 0), 0); // of the entries, each counted by itself
  return share > 0 ? Math.log1p(1 / Math.min(1, share)) : 0;
}

function addTokens(
  { tokenStart }: SearchIndex,
  found: { token: number; quality: number }[],
  place: number,
  qualityOf: (token: number) => number,
) {
  for (let token = tokenStart[place] ?? 0; token < (tokenStart[place + 1] ?? 0); token++) found.push({ token, quality: qualityOf(token) });
}

/** Words that begin so; of short beginnings only those that are known to follow the word before, if there are any. */
function begunWords(index: SearchIndex, prefix: string, before: number): number[] {
  const [from, to] = index.vocabulary.startingWith(prefix);
  const all = Array.from({ length: to - from }, (_, at) => from + at).filter((place) => index.vocabulary.words[place] !== prefix);
  const following = prefix.length <= 2 && before >= 0 ? all.filter((place) => areNeighbours(index, before, place)) : [];
  return (following.length > 0 ? following : all).slice(0, PREFIX_SYLLABLES_MAX);
}

/** `hom` is a word, but not after `ket`: one slip away stands `hon`, which is. */
function likelySlips(index: SearchIndex, { syllable, place }: Draft, before: Draft | undefined, after: Draft | undefined): number[] {
  const follows = (first: number | undefined, second: number | undefined) =>
    first !== undefined && second !== undefined && first >= 0 && second >= 0 && areNeighbours(index, first, second);
  if (syllable.folded.length < 3 || follows(before?.place, place) || follows(place, after?.place)) return [];
  return index.vocabulary.near(syllable.folded).filter((near) => follows(before?.place, near) || follows(near, after?.place));
}

/**
 * Syllables written without space between them (`giaykhaisinh`), read as the fewest known ones that stand together.
 * `isSure` when each pair of them is known to stand side by side.
 */
function splitJoined(index: SearchIndex, word: string): { words: string[]; isSure: boolean } | undefined {
  if (word.length < 4 || word.length > 60) return undefined;
  const { vocabulary } = index;
  const best: ({ cost: number; places: number[] } | undefined)[] = [{ cost: 0, places: [] }];
  for (let end = 2; end <= word.length; end++) {
    for (let start = Math.max(0, end - 7); start <= end - 2; start++) {
      const reached = best[start];
      const place = reached ? vocabulary.find(word.slice(start, end)) : -1;
      if (!reached || place < 0) continue;
      const last = reached.places.at(-1);
      const cost = reached.cost + 1 + (last !== undefined && !areNeighbours(index, last, place) ? 1 : 0);
      if (cost < (best[end]?.cost ?? Number.POSITIVE_INFINITY)) best[end] = { cost, places: [...reached.places, place] };
    }
  }
  const whole = best[word.length];
  if (!whole || whole.places.length < 2) return undefined;
  return { words: whole.places.map((place) => vocabulary.words[place] ?? ''), isSure: whole.cost === whole.places.length };
}
