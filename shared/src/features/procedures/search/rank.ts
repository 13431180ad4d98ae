import type { SearchIndex } from './build-index.ts';
import { POSITIONS_MAX, type Position } from './read-query.ts';
import { bits } from './vocabulary.ts';

const RESULTS_MAX = 100;
const PRECISION_SHARE = 0.4;
const TOGETHER_BONUS = 0.25;
const EQUAL_BONUS = 0.6;
const ENTRY_SHARE = 0.3;
/** Called by its name among other words. */
const NAMED_BONUS = 0.12;
/** Kept: what scores at least this share of the best… */
const KEPT_OF_BEST = 0.45;
/** …and answers at least this share of what was asked. */
const LEAST_RECALL = 0.34;
/** A phrase is begun only when it can still reach this share of the best so far. */
const BEGINS_OF_BEST = 0.6;
/** Reading one phrase in full costs about as much as this many postings. */
const PHRASE_READING_COST = 16;
/** Below this quality a token is a guess: it counts, but does not make words "stand together" or a phrase "exactly this". */
const SURE_QUALITY = 0.47;

export interface Ranked {
  readonly entry: number;
  readonly score: number;
  /** Share of the query's weight that the entry answers for sure, 0 to 1. */
  readonly recall: number;
  /** How many words of the query stand beside the same word as in one of its phrases. */
  readonly together: number;
  /** The query is one of its names. */
  readonly isEqual: boolean;
  /** The query holds one of its names, word beside word, among others. */
  readonly isNamed: boolean;
}

/** Room for the sums of the query being answered, zero between queries: a search never waits, so one set serves all. */
interface Scratch {
  readonly answered: Float32Array;
  readonly visited: Uint32Array;
  readonly touched: Uint32Array;
  readonly entryBest: Float32Array;
  readonly entries: Uint32Array;
  readonly positionsOf: Int32Array;
  readonly gainOf: Float32Array;
  stamp: number;
  /** The most that any phrase answers so far. */
  most: number;
}

export type Ranker = (positions: readonly Position[], passes: (entry: number) => boolean) => Ranked[];

/**
 * Two steps. First every phrase that answers a word of weight is summed over the postings; then the best entries are read in
 * full, phrase by phrase, for what sums cannot tell: words that stand together, and phrases that are exactly what was typed.
 *
 * A phrase scores by the share of the query it answers, weighted by how rare each syllable is, and by how little else it says.
 * A procedure scores by its best phrase, plus a little for what its other phrases answer, times its weight.
 */
export function createRanker(index: SearchIndex): Ranker {
  const phraseCount = index.phraseEntry.length;
  const scratch: Scratch = {
    answered: new Float32Array(phraseCount),
    visited: new Uint32Array(phraseCount),
    touched: new Uint32Array(phraseCount),
    entryBest: new Float32Array(index.entryWeight.length),
    entries: new Uint32Array(index.entryWeight.length),
    positionsOf: new Int32Array(index.tokenExact.length),
    gainOf: new Float32Array(index.tokenExact.length),
    stamp: 0,
    most: 0,
  };

  return (positions, passes) => {
    let asked = 0;
    for (const position of positions) asked += position.weight;
    if (asked === 0 || positions.length > POSITIONS_MAX) return [];
    const touchedCount = sumPhrases(index, scratch, positions, asked);
    const entryCount = bestOfEntries(index, scratch, touchedCount, asked, passes);
    const ranked = readInFull(index, scratch, positions, asked, entryCount);
    for (let at = 0; at < touchedCount; at++) scratch.answered[scratch.touched[at] as number] = 0;
    for (let at = 0; at < entryCount; at++) scratch.entryBest[scratch.entries[at] as number] = 0;

    const top = ranked.reduce((most, { score }) => Math.max(most, score), 0);
    return ranked
      .filter(({ score, recall }) => score >= KEPT_OF_BEST * top && recall >= LEAST_RECALL)
      .sort((a, b) => b.score - a.score || a.entry - b.entry)
      .slice(0, RESULTS_MAX);
  };
}

/** @returns how many of `scratch.touched` are phrases that answer something. */
function sumPhrases(index: SearchIndex, scratch: Scratch, positions: readonly Position[], asked: number): number {
  const cheapestFirst = positions
    .map((position) => ({ position, postings: postingsOf(index, position) }))
    .sort((a, b) => a.postings - b.postings);
  let count = 0;
  let left = asked;
  scratch.most = 0;
  for (let at = 0; at < cheapestFirst.length; at++) {
    const { position } = cheapestFirst[at] as { position: Position };
    // What only answers the common rest can no longer come near the best, so it is not even begun.
    const begins = left >= LEAST_RECALL * asked && left >= BEGINS_OF_BEST * scratch.most;
    if (!begins) {
      const rest = cheapestFirst.slice(at);
      if (rest.reduce((sum, { postings }) => sum + postings, 0) > count * PHRASE_READING_COST) {
        sumByReading(
          index,
          scratch,
          rest.map((each) => each.position),
          count,
        );
        return count;
      }
    }
    count = sumPostings(index, scratch, position, begins, count);
    left -= position.weight;
  }
  return count;
}

function postingsOf({ postingStart }: SearchIndex, { tokens }: Position): number {
  let sum = 0;
  for (const token of tokens) sum += (postingStart[token + 1] as number) - (postingStart[token] as number);
  return sum;
}

/** Goes through the postings of one position. @returns how many phrases are touched now. */
function sumPostings({ postings, postingStart }: SearchIndex, scratch: Scratch, position: Position, begins: boolean, touchedCount: number) {
  const { answered, visited, touched } = scratch;
  const { weight, tokens, qualities } = position;
  if (scratch.stamp === 0xffffffff) {
    visited.fill(0);
    scratch.stamp = 0;
  }
  const stamp = ++scratch.stamp;
  let count = touchedCount;
  let { most } = scratch;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as number;
    const gain = weight * (qualities[at] as number);
    const end = postingStart[token + 1] as number;
    for (let posting = postingStart[token] as number; posting < end; posting++) {
      const phrase = postings[posting] as number;
      const before = answered[phrase] as number;
      if (before === 0) {
        if (!begins) continue;
        touched[count++] = phrase;
      } else if (visited[phrase] === stamp) continue;
      visited[phrase] = stamp;
      answered[phrase] = before + gain;
      if (before + gain > most) most = before + gain;
    }
  }
  scratch.most = most;
  return count;
}

/** The same sums for common syllables, by reading the few phrases that were touched instead of the many that hold them. */
function sumByReading({ phraseStart, phraseTokens }: SearchIndex, scratch: Scratch, rest: readonly Position[], touchedCount: number) {
  const { answered, touched, positionsOf, gainOf } = scratch;
  rest.forEach(({ weight, tokens, qualities }, at) => {
    for (let nth = 0; nth < tokens.length; nth++) {
      const token = tokens[nth] as number;
      positionsOf[token] = (positionsOf[token] as number) | (1 << at);
      gainOf[token] = (gainOf[token] as number) + weight * (qualities[nth] as number);
    }
  });
  for (let nth = 0; nth < touchedCount; nth++) {
    const phrase = touched[nth] as number;
    let seen = 0;
    let gain = 0;
    const end = phraseStart[phrase + 1] as number;
    for (let at = phraseStart[phrase] as number; at < end; at++) {
      const token = phraseTokens[at] as number;
      const answers = positionsOf[token] as number;
      if ((answers & ~seen) === 0) continue;
      seen |= answers;
      gain += gainOf[token] as number;
    }
    answered[phrase] = (answered[phrase] as number) + gain;
  }
  for (const { tokens } of rest) {
    for (const token of tokens) {
      positionsOf[token] = 0;
      gainOf[token] = 0;
    }
  }
}

/** The best first score of each entry reached, and of those the best `RESULTS_MAX`, more or less. @returns how many. */
function bestOfEntries(
  index: SearchIndex,
  scratch: Scratch,
  touchedCount: number,
  asked: number,
  passes: (entry: number) => boolean,
): number {
  const { answered, touched, entryBest, entries } = scratch;
  const { phraseEntry, phraseWeight, phraseFieldWeight } = index;
  let count = 0;
  let top = 0;
  for (let at = 0; at < touchedCount; at++) {
    const phrase = touched[at] as number;
    const entry = phraseEntry[phrase] as number;
    const gained = answered[phrase] as number;
    const precision = Math.min(1, gained / (phraseWeight[phrase] as number));
    const score = (phraseFieldWeight[phrase] as number) * (gained / asked) * (1 - PRECISION_SHARE + PRECISION_SHARE * precision);
    const before = entryBest[entry] as number;
    if (before === 0) {
      if (!passes(entry)) continue;
      entries[count++] = entry;
    }
    if (score > before) entryBest[entry] = score;
    if (score > top) top = score;
  }
  if (count <= RESULTS_MAX) return count;

  const STEPS = 128;
  const histogram = new Uint32Array(STEPS + 1);
  for (let at = 0; at < count; at++) {
    const step = Math.floor(((entryBest[entries[at] as number] as number) / top) * STEPS);
    histogram[step] = (histogram[step] as number) + 1;
  }
  let step = STEPS;
  let above = histogram[step] as number;
  while (step > 0 && above + (histogram[step - 1] as number) <= RESULTS_MAX) above += histogram[--step] as number;
  const least = (step / STEPS) * top;
  let kept = 0;
  for (let at = 0; at < count; at++) {
    const entry = entries[at] as number;
    if ((entryBest[entry] as number) >= least && kept < 2 * RESULTS_MAX) entries[kept++] = entry;
    else entryBest[entry] = 0;
  }
  return kept;
}

function readInFull(index: SearchIndex, scratch: Scratch, positions: readonly Position[], asked: number, entryCount: number): Ranked[] {
  const { answered, positionsOf, entries } = scratch;
  const { phraseStart, phraseTokens, phraseWeight, phraseFieldWeight, phraseIsName, tokenIsHeavy, entryPhraseStart } = index;
  let heavyAsked = 0;
  positions.forEach(({ tokens, qualities, isHeavy }, at) => {
    if (isHeavy) heavyAsked |= 1 << at;
    tokens.forEach((token, nth) => {
      if ((qualities[nth] ?? 0) > SURE_QUALITY) positionsOf[token] = (positionsOf[token] ?? 0) | (1 << at);
    });
  });
  if (heavyAsked === 0) heavyAsked = positions.length === POSITIONS_MAX ? 0x7fffffff : (1 << positions.length) - 1;
  const pairsAsked = Math.max(1, positions.length - 1);

  const ranked: Ranked[] = [];
  for (let nth = 0; nth < entryCount; nth++) {
    const entry = entries[nth] as number;
    let best = 0;
    let mostTogether = 0;
    let anywhere = 0;
    let isEqual = false;
    let isNamed = false;
    for (let phrase = entryPhraseStart[entry] as number; phrase < (entryPhraseStart[entry + 1] as number); phrase++) {
      const gained = answered[phrase] as number;
      let here = 0;
      let together = 0;
      let before = 0;
      let saysMore = false;
      const end = phraseStart[phrase + 1] as number;
      for (let at = phraseStart[phrase] as number; at < end; at++) {
        const token = phraseTokens[at] as number;
        const answers = positionsOf[token] as number;
        here |= answers;
        together |= (before << 1) & answers;
        if (answers === 0 && tokenIsHeavy[token] === 1) saysMore = true;
        before = answers;
      }
      anywhere |= here;
      if (gained === 0) continue;
      if (!saysMore && phraseIsName[phrase] === 1) {
        if ((here & heavyAsked) === heavyAsked) isEqual = true;
        if (bits(here & heavyAsked) >= 2 && bits(together) >= end - (phraseStart[phrase] as number) - 1) isNamed = true;
      }
      const precision = Math.min(1, gained / (phraseWeight[phrase] as number));
      const score =
        (phraseFieldWeight[phrase] as number) *
        ((gained / asked) * (1 - PRECISION_SHARE + PRECISION_SHARE * precision) + (TOGETHER_BONUS * bits(together)) / pairsAsked);
      if (score > best) best = score;
      if (bits(together) > mostTogether) mostTogether = bits(together);
    }
    let recall = 0;
    for (let at = 0; at < positions.length; at++) {
      const position = positions[at];
      if (position && anywhere & (1 << at)) recall += (position.weight * (position.qualities[0] ?? 0)) / asked;
    }
    const score =
      (best + ENTRY_SHARE * recall + (isEqual ? EQUAL_BONUS : isNamed ? NAMED_BONUS : 0)) * (index.entryWeight[entry] as number);
    ranked.push({ entry, score, recall, together: mostTogether, isEqual, isNamed });
  }
  for (const { tokens } of positions) for (const token of tokens) positionsOf[token] = 0;
  return ranked;
}
