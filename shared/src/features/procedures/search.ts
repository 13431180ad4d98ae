import { foldKey, type Syllable } from './fold.ts';
import { buildIndex, type SearchIndex } from './search/build-index.ts';
import { countKey } from './search/count-key.ts';
import type { ProcedureEntry } from './search/entry.ts';
import { EVERYDAY_LANGUAGE } from './search/everyday-language.ts';
import type { SearchLanguage } from './search/language.ts';
import { codeIn } from './search/query-code.ts';
import { createRanker, type Ranked } from './search/rank.ts';
import { readPositions } from './search/read-query.ts';
import { createWording, type Wording } from './search/wording.ts';

export type { ProcedureEntry };

export interface ProcedureFilters {
  /** Name of a domain, with or without diacritics ("Hộ tịch", "ho-tich"). */
  readonly domain?: string | undefined;
  /** A life event, compared like `domain`. */
  readonly event?: string | undefined;
  readonly target?: string | undefined;
  /** True: only what can be begun on the phone (filed in the app or by an online channel). False: only the others. */
  readonly online?: boolean | undefined;
}

export interface ProcedureMatches {
  /** Best first, at most 100. An empty query lists everything that passes the filters, in the order given. */
  readonly codes: readonly string[];
  /** Only when nothing matches: plain names that come near or are asked for most, at most five. */
  readonly suggestions: readonly string[];
  /** Three or more procedures fit equally well and no word tells them apart: ask instead of guessing. */
  readonly clarify?: { readonly question: string; readonly options: readonly { readonly label: string; readonly code: string }[] };
}

export interface ProcedureSearch {
  /** Pure and synchronous. `query` may be half typed: its last syllable also matches as a beginning. */
  search(query: string, filters?: ProcedureFilters): ProcedureMatches;
  /** Under what a query without an answer may be counted: no personal data is left in it. '' when nothing of it is known. */
  countKey(query: string): string;
}

/** Less than this share of the query answered by the best is no answer… */
const LEAST_ANSWERED = 0.55;
/** …and more when its words are scattered… */
const SCATTERED = 0.2;
/** …but less when it is called by its name among other words. */
const LEAST_ANSWERED_NAMED = 0.3;
/** A single unknown word as short as this is not taken for one a slip away: too many syllables are. */
const SHORT_WORD = 3;
const GUESSED = 0.6;
/** From here on even words that are usually out of scope are answered too. */
const ANSWERED_WHOLLY = 0.9;
const CLARIFY_OF_BEST = 0.88;
const CLARIFY_OPTIONS_MAX = 6;
const SUGGESTIONS_MAX = 5;
const NEAR_SUGGESTIONS_MAX = 2;
const QUERY_LENGTH_MAX = 300;

/**
 * Builds the index once (some ten milliseconds per thousand procedures) and answers from memory.
 * How it reads a query and ranks: docs/sources/search.md, docs/adr/0012-search-engine.md.
 */
export function createProcedureSearch(entries: readonly ProcedureEntry[], language: SearchLanguage = EVERYDAY_LANGUAGE): ProcedureSearch {
  const wording = createWording(language);
  const index = buildIndex(entries, wording, language);
  const rank = createRanker(index);
  const passing = createFilter(entries);
  const inFamilies = new Set(language.families.flatMap(({ codes }) => codes));
  const entryOf = new Map(entries.flatMap(({ code }, at) => (inFamilies.has(code) ? [[code, at] as const] : [])));
  let usual: readonly number[] | undefined;
  const catalogue: Catalogue = {
    entries,
    index,
    wording,
    entryOf,
    usual: () => {
      usual ??= entries.map((_, at) => at).sort((a, b) => (index.entryWeight[b] ?? 1) - (index.entryWeight[a] ?? 1) || a - b);
      return usual;
    },
  };

  const isShortAndUnknown = ([word, ...more]: readonly Syllable[]) =>
    word !== undefined && more.length === 0 && word.folded.length <= SHORT_WORD && index.vocabulary.find(word.folded) < 0;

  return {
    search(query, filters = {}) {
      const passes = passing(filters);
      const text = query.slice(0, QUERY_LENGTH_MAX);
      const coded = codeIn(text);
      if (coded) {
        const codes = entries.filter((entry, at) => passes(at) && entry.code.startsWith(coded)).map((entry) => entry.code);
        if (codes.length > 0) return { codes, suggestions: [] };
      }
      if (text.trim() === '') return { codes: entries.filter((_, at) => passes(at)).map((entry) => entry.code), suggestions: [] };
      const typed = wording.readQuery(text);
      const reached = rank(readPositions(index, wording, typed, !/\s$/.test(text)), passes);
      const heavyCount = typed.filter((syllable) => !wording.isLight(syllable)).length;
      const answers = (candidate: Ranked) => isAnswer(candidate, heavyCount) && (candidate.recall > GUESSED || !isShortAndUnknown(typed));
      const ranked = reached[0] && answers(reached[0]) ? reached : reached.filter((candidate) => candidate.isNamed && answers(candidate));
      const [first] = ranked;
      if (!first || (first.recall < ANSWERED_WHOLLY && wording.isOutOfScope(typed))) {
        return { codes: [], suggestions: suggest(catalogue, reached, passes) };
      }
      const codes = ranked.map(({ entry }) => entries[entry]?.code ?? '');
      const clarify = askAboutFamily(catalogue, typed, passes) ?? (first.isEqual ? undefined : askBack(catalogue, typed, ranked));
      return clarify ? { codes, suggestions: [], clarify } : { codes, suggestions: [] };
    },
    countKey: (query) => countKey(query, (folded) => index.vocabulary.find(folded) >= 0),
  };
}

/** Many words that are all known, but nowhere side by side, are chance. */
function isAnswer({ recall, isEqual, isNamed, together }: Ranked, heavyCount: number): boolean {
  if (isEqual) return true;
  if (isNamed) return recall >= LEAST_ANSWERED_NAMED;
  return recall >= LEAST_ANSWERED + (heavyCount >= 3 && together < 2 ? SCATTERED : 0);
}

interface Catalogue {
  readonly entries: readonly ProcedureEntry[];
  readonly index: SearchIndex;
  readonly wording: Wording;
  /** Of the procedures that families name. */
  readonly entryOf: ReadonlyMap<string, number>;
  /** All, those asked for most first. */
  usual(): readonly number[];
}

/** What filters compare, folded once and only when somebody filters. */
function createFilter(entries: readonly ProcedureEntry[]): (filters: ProcedureFilters) => (entry: number) => boolean {
  let known: readonly { readonly domain: string; readonly events: readonly string[]; readonly online: boolean }[] | undefined;
  const keys = () => {
    known ??= entries.map(({ domain, lifeEvents, submitMode, channels }) => ({
      domain: foldKey(domain),
      events: lifeEvents.map(foldKey),
      online: submitMode === 'api' || channels.includes('online'),
    }));
    return known;
  };
  return ({ domain, event, target, online }) => {
    if (!domain && !event && target === undefined && online === undefined) return () => true;
    const wanted = { domain: domain ? foldKey(domain) : undefined, event: event ? foldKey(event) : undefined };
    return (at) => {
      const key = keys()[at];
      if (!key) return false;
      if (wanted.domain !== undefined && key.domain !== wanted.domain) return false;
      if (wanted.event !== undefined && !key.events.includes(wanted.event)) return false;
      if (online !== undefined && key.online !== online) return false;
      return target === undefined || (entries[at]?.targets as readonly string[] | undefined)?.includes(target) === true;
    };
  };
}

/** A family that the language data names; its codes that are in the catalogue and pass, three or more. */
function askAboutFamily(
  { entries, wording, entryOf }: Catalogue,
  typed: readonly Syllable[],
  passes: (entry: number) => boolean,
): ProcedureMatches['clarify'] {
  const family = wording.familyOf(typed);
  const options = (family?.codes ?? []).flatMap((code) => {
    const at = entryOf.get(code);
    return at !== undefined && passes(at) ? [{ label: entries[at]?.plainName ?? code, code }] : [];
  });
  return family && options.length >= 3 ? { question: family.question, options } : undefined;
}

function askBack(
  { entries, index, wording }: Catalogue,
  typed: readonly Syllable[],
  ranked: readonly Ranked[],
): ProcedureMatches['clarify'] {
  const heavy = typed.filter((syllable) => !wording.isLight(syllable));
  const last = typed.at(-1);
  const [first] = ranked;
  if (!first || !last || heavy.length < 2 || index.vocabulary.find(last.folded) < 0) return undefined; // too little said, or still typing
  const close = ranked.filter(({ score, recall }) => score >= CLARIFY_OF_BEST * first.score && recall >= first.recall * 0.95);
  if (close.length < 3) return undefined;
  return {
    question: 'Bạn cần việc nào trong các việc này?',
    options: close.slice(0, CLARIFY_OPTIONS_MAX).flatMap(({ entry }) => {
      const found = entries[entry];
      return found ? [{ label: found.plainName, code: found.code }] : [];
    }),
  };
}

/** What shares some words with the query, then what is asked for most. */
function suggest({ entries, usual }: Catalogue, ranked: readonly Ranked[], passes: (entry: number) => boolean): string[] {
  const names = new Set(ranked.slice(0, NEAR_SUGGESTIONS_MAX).map(({ entry }) => entries[entry]?.plainName ?? ''));
  for (const at of usual()) {
    if (names.size >= SUGGESTIONS_MAX) break;
    if (passes(at)) names.add(entries[at]?.plainName ?? '');
  }
  return [...names];
}
