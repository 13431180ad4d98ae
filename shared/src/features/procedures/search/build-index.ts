import type { ProcedureEntry } from './entry.ts';
import type { SearchLanguage } from './language.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';
import type { Wording } from './wording.ts';

/** How much a field says, when a whole phrase of it is matched. */
const FIELD_WEIGHT = { alias: 1, plainName: 1, keyword: 0.9, name: 0.85, summary: 0.55, domain: 0.5 } as const;
type Field = keyof typeof FIELD_WEIGHT;

/** A light word counts this share of its weight. */
export const LIGHT_FACTOR = 0.15;

/**
 * The catalogue as numbers. A *token* is a syllable with its marks; tokens are numbered so that those of one folded syllable, and
 * those with a common beginning, stand together. A *phrase* is one name, alias or summary; phrases of one entry stand together.
 * Lists of lists are one flat array with a list of starts beside it: `start[n]` to `start[n + 1]`.
 */
export interface SearchIndex {
  readonly vocabulary: Vocabulary;
  /** Folded syllable (its place in the vocabulary) → its tokens. */
  readonly tokenStart: Uint32Array;
  readonly tokenExact: readonly string[];
  readonly tokenOf: ReadonlyMap<string, number>;
  readonly tokenIsHeavy: Uint8Array;
  /** By place in the vocabulary: how rare it is among the entries, ln(1 + N / n). */
  readonly rarity: Float32Array;
  /** Token → phrases, ascending. */
  readonly postingStart: Uint32Array;
  readonly postings: Uint32Array;
  /** Phrase → tokens, in order. */
  readonly phraseStart: Uint32Array;
  readonly phraseTokens: Uint16Array | Uint32Array;
  readonly phraseEntry: Uint32Array;
  readonly phraseFieldWeight: Float32Array;
  /** What would be answered by someone who types the whole phrase. */
  readonly phraseWeight: Float32Array;
  /** 1 where the phrase names the entry (alias, name), so that typing exactly it is asking for exactly this. */
  readonly phraseIsName: Uint8Array;
  readonly entryPhraseStart: Uint32Array;
  readonly entryWeight: Float32Array;
  /** Two folded syllables that stand side by side somewhere, as `first × size + second`, ascending. */
  readonly neighbours: Float64Array;
  /** ln(1 + N): the weight of a word never heard. */
  readonly rarest: number;
}

export function buildIndex(entries: readonly ProcedureEntry[], wording: Wording, language: SearchLanguage): SearchIndex {
  const words = collectPhrases(entries, wording, language);
  const folded = [...new Set(words.foldedOf)].sort();
  const vocabulary = createVocabulary(folded);
  const renumbered = orderTokens(words, vocabulary);
  const { phraseTokens, tokenPlace } = renumbered;
  const phraseCount = words.entryOf.length;
  const phraseStart = Uint32Array.from(words.starts);
  const phraseEntry = Uint32Array.from(words.entryOf);

  const { postingStart, postings } = postingsOf(phraseTokens, phraseStart, renumbered.exact.length);
  const rarity = rarityOf(phraseTokens, phraseStart, phraseEntry, tokenPlace, folded.length, entries.length);

  const tokenIsHeavy = Uint8Array.from(renumbered.exact, (exact, token) =>
    wording.isLight({ exact, folded: folded[tokenPlace[token] ?? 0] ?? '' }) ? 0 : 1,
  );
  const weightOf = (token: number) => (rarity[tokenPlace[token] ?? 0] ?? 0) * (tokenIsHeavy[token] ? 1 : LIGHT_FACTOR);
  const phraseWeight = new Float32Array(phraseCount);
  const seen = new Int32Array(renumbered.exact.length).fill(-1);
  for (let phrase = 0; phrase < phraseCount; phrase++) {
    for (let at = phraseStart[phrase] ?? 0; at < (phraseStart[phrase + 1] ?? 0); at++) {
      const token = phraseTokens[at] ?? 0;
      if (seen[token] === phrase) continue;
      seen[token] = phrase;
      phraseWeight[phrase] = (phraseWeight[phrase] ?? 0) + weightOf(token);
    }
  }

  return {
    vocabulary,
    tokenStart: renumbered.tokenStart,
    tokenExact: renumbered.exact,
    tokenOf: new Map(renumbered.exact.map((exact, token) => [exact, token])),
    tokenIsHeavy,
    rarity,
    postingStart,
    postings,
    phraseStart,
    phraseTokens,
    phraseEntry,
    phraseFieldWeight: Float32Array.from(words.fields, (field) => FIELD_WEIGHT[field]),
    phraseWeight,
    phraseIsName: Uint8Array.from(words.fields, (field) => (field === 'alias' || field === 'plainName' || field === 'name' ? 1 : 0)),
    entryPhraseStart: Uint32Array.from(words.entryStarts),
    entryWeight: Float32Array.from(entries, (entry) => language.weights[entry.code] ?? 1),
    neighbours: neighboursOf(phraseTokens, phraseStart, tokenPlace, folded.length),
    rarest: Math.log(1 + entries.length),
  };
}

interface Words {
  readonly tokens: number[];
  readonly starts: number[];
  readonly entryOf: number[];
  readonly entryStarts: number[];
  readonly fields: Field[];
  readonly exactOf: string[];
  readonly foldedOf: string[];
}

function collectPhrases(entries: readonly ProcedureEntry[], wording: Wording, language: SearchLanguage): Words {
  const known = new Map<string, number>();
  const words: Words = { tokens: [], starts: [0], entryOf: [], entryStarts: [0], fields: [], exactOf: [], foldedOf: [] };
  entries.forEach((entry, at) => {
    const said = new Set<string>();
    const add = (field: Field, text: string) => {
      if (said.has(text)) return;
      said.add(text);
      for (const { exact, folded } of wording.readText(text)) {
        let token = known.get(exact);
        if (token === undefined) {
          token = words.exactOf.push(exact) - 1;
          words.foldedOf.push(folded);
          known.set(exact, token);
        }
        words.tokens.push(token);
      }
      words.starts.push(words.tokens.length);
      words.entryOf.push(at);
      words.fields.push(field);
    };
    add('plainName', entry.plainName);
    for (const alias of entry.aliases) add('alias', alias);
    for (const phrase of language.phrases[entry.code] ?? []) add('alias', phrase);
    for (const keyword of entry.keywords ?? []) add('keyword', keyword);
    add('name', entry.name);
    if (entry.summary) add('summary', entry.summary);
    if (entry.domain) add('domain', entry.domain);
    words.entryStarts.push(words.entryOf.length);
  });
  return words;
}

/** New numbers for the tokens, in the order of the vocabulary. */
function orderTokens(words: Words, vocabulary: Vocabulary) {
  const places = words.foldedOf.map((word) => vocabulary.find(word));
  const order = places.map((_, token) => token).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b);
  const newNumber = new Uint32Array(order.length);
  const tokenPlace = new Uint32Array(order.length);
  const tokenStart = new Uint32Array(vocabulary.words.length + 1).fill(order.length);
  for (let token = order.length - 1; token >= 0; token--) {
    const old = order[token] ?? 0;
    newNumber[old] = token;
    tokenPlace[token] = places[old] ?? 0;
    tokenStart[places[old] ?? 0] = token;
  }
  const Numbers = order.length < 65_536 ? Uint16Array : Uint32Array;
  const phraseTokens = new Numbers(words.tokens.length);
  for (let at = 0; at < phraseTokens.length; at++) phraseTokens[at] = newNumber[words.tokens[at] ?? 0] ?? 0;
  return { exact: order.map((old) => words.exactOf[old] ?? ''), tokenPlace, tokenStart, phraseTokens };
}

function postingsOf(phraseTokens: Uint16Array | Uint32Array, phraseStart: Uint32Array, tokenCount: number) {
  const last = new Int32Array(tokenCount).fill(-1);
  const postingStart = new Uint32Array(tokenCount + 1);
  const each = (visit: (token: number, phrase: number) => void) => {
    last.fill(-1);
    for (let phrase = 0; phrase + 1 < phraseStart.length; phrase++) {
      for (let at = phraseStart[phrase] ?? 0; at < (phraseStart[phrase + 1] ?? 0); at++) {
        const token = phraseTokens[at] ?? 0;
        if (last[token] === phrase) continue;
        last[token] = phrase;
        visit(token, phrase);
      }
    }
  };
  each((token) => {
    postingStart[token + 1] = (postingStart[token + 1] ?? 0) + 1;
  });
  for (let token = 0; token < tokenCount; token++) postingStart[token + 1] = (postingStart[token + 1] ?? 0) + (postingStart[token] ?? 0);
  const postings = new Uint32Array(postingStart[tokenCount] ?? 0);
  const next = postingStart.slice();
  each((token, phrase) => {
    postings[next[token] ?? 0] = phrase;
    next[token] = (next[token] ?? 0) + 1;
  });
  return { postingStart, postings };
}

function rarityOf(
  phraseTokens: Uint16Array | Uint32Array,
  phraseStart: Uint32Array,
  phraseEntry: Uint32Array,
  tokenPlace: Uint32Array,
  size: number,
  entryCount: number,
): Float32Array {
  const last = new Int32Array(size).fill(-1);
  const count = new Uint32Array(size);
  for (let phrase = 0; phrase < phraseEntry.length; phrase++) {
    const entry = phraseEntry[phrase] ?? 0;
    for (let at = phraseStart[phrase] ?? 0; at < (phraseStart[phrase + 1] ?? 0); at++) {
      const place = tokenPlace[phraseTokens[at] ?? 0] ?? 0;
      if (last[place] === entry) continue;
      last[place] = entry;
      count[place] = (count[place] ?? 0) + 1;
    }
  }
  return Float32Array.from(count, (entriesWith) => Math.log(1 + entryCount / Math.max(1, entriesWith)));
}

function neighboursOf(phraseTokens: Uint16Array | Uint32Array, phraseStart: Uint32Array, tokenPlace: Uint32Array, size: number) {
  const pairs = new Set<number>();
  for (let phrase = 0; phrase + 1 < phraseStart.length; phrase++) {
    for (let at = (phraseStart[phrase] ?? 0) + 1; at < (phraseStart[phrase + 1] ?? 0); at++) {
      pairs.add((tokenPlace[phraseTokens[at - 1] ?? 0] ?? 0) * size + (tokenPlace[phraseTokens[at] ?? 0] ?? 0));
    }
  }
  return Float64Array.from(pairs).sort();
}

/** Whether two folded syllables (places in the vocabulary) stand side by side anywhere in the catalogue. */
export function areNeighbours({ neighbours, vocabulary }: SearchIndex, first: number, second: number): boolean {
  const wanted = first * vocabulary.words.length + second;
  let low = 0;
  let high = neighbours.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((neighbours[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return neighbours[low] === wanted;
}
