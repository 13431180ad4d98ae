import type { ProcedureRecord } from './catalogue.ts';
import { foldKey, type Syllable, syllables } from './fold.ts';

/** What search reads of a procedure; a whole `ProcedureRecord` fits. */
export type ProcedureEntry = Pick<
  ProcedureRecord,
  'code' | 'name' | 'plainName' | 'summary' | 'aliases' | 'domain' | 'lifeEvents' | 'targets' | 'submitMode' | 'channels'
> & {
  /** Official key words (từ khóa), where the source has any. */
  readonly keywords?: readonly string[];
};

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
  /** Best first. An empty query lists everything that passes the filters, in the order given. */
  readonly codes: readonly string[];
  /** Only when nothing matches: plain names that come near, at most five. */
  readonly suggestions: readonly string[];
  /** Three or more procedures fit equally well and no word tells them apart: ask instead of guessing. */
  readonly clarify?: { readonly question: string; readonly options: readonly { readonly label: string; readonly code: string }[] };
}

export interface ProcedureSearch {
  /** Pure and synchronous. `query` may be half typed: its last syllable also matches as a beginning. */
  search(query: string, filters?: ProcedureFilters): ProcedureMatches;
}

/** Written short, meant long; read the same in the catalogue and in a query. Keys are folded. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  cccd: 'căn cước',
  cmnd: 'chứng minh nhân dân',
  cmt: 'chứng minh nhân dân',
  bhxh: 'bảo hiểm xã hội',
  bhyt: 'bảo hiểm y tế',
  bhtn: 'bảo hiểm thất nghiệp',
  gplx: 'giấy phép lái xe',
  gpxd: 'giấy phép xây dựng',
  gpkd: 'giấy phép kinh doanh',
  dkkd: 'đăng ký kinh doanh',
  dkkh: 'đăng ký kết hôn',
  hkd: 'hộ kinh doanh',
  hk: 'hộ khẩu',
  ks: 'khai sinh',
  hktt: 'hộ khẩu thường trú',
  qsdd: 'quyền sử dụng đất',
  gcn: 'giấy chứng nhận',
  attp: 'an toàn thực phẩm',
  vsattp: 'vệ sinh an toàn thực phẩm',
  antt: 'an ninh trật tự',
  pccc: 'phòng cháy chữa cháy',
  lltp: 'lý lịch tư pháp',
  tncn: 'thu nhập cá nhân',
  mst: 'mã số thuế',
  htx: 'hợp tác xã',
  tnxp: 'thanh niên xung phong',
  tnld: 'tai nạn lao động',
  ubnd: 'ủy ban nhân dân',
  dk: 'đăng ký',
  dki: 'đăng ký',
  dky: 'đăng ký',
  sanh: 'sinh', // southern speech
};

/** Words that say little about what is wanted. They count a little, never nothing: "giấy phép lao động mới". */
const LIGHT_WORDS = new Set(
  (
    'làm cho xin muốn tôi tui mình em anh chị cô chú cháu ạ ơi thì là và của để ở đâu nào gì sao thế như hỏi về giúp giùm dùm với nộp ' +
    'thủ tục giấy tờ cần được phải bị bao nhiêu lâu đi ra có các những này kia đó rồi vậy ad cách hướng dẫn mới khi'
  )
    .split(' ')
    .flatMap((word) => syllables(word).map((syllable) => syllable.exact)),
);
/** Unmarked spellings that are light whatever they meant. `can`, `co`, `bi`, `la` and others are words of weight too, so not here. */
const LIGHT_UNMARKED = new Set(
  'lam muon toi minh nop thu tuc giay duoc phai nhieu huong dan dau nao sao hoi giup gium dum voi nhung nay vay'.split(' '),
);
const LIGHT_FACTOR = 0.15;

/** How much a field says, when a whole phrase of it is matched. */
const FIELD_WEIGHT = { alias: 1, plainName: 1, keyword: 0.9, name: 0.85, summary: 0.55, domain: 0.5 } as const;
type Field = keyof typeof FIELD_WEIGHT;

/** How well one typed syllable answers for one written syllable. */
const QUALITY = { exact: 1, unmarked: 0.95, otherMarks: 0.6, prefix: 0.75, prefixOfKnown: 0.4, typo: 0.6 } as const;

const BIGRAM_BONUS = 0.25;
const EQUAL_BONUS = 0.6;
const EQUAL_MARKS_BONUS = 0.1;
const ENTRY_SHARE = 0.3;
const KEPT_OF_BEST = 0.45;
const LEAST_RECALL = 0.34;
const CLARIFY_OF_BEST = 0.88;
const CLARIFY_OPTIONS_MAX = 6;
const PREFIX_CANDIDATES_MAX = 120;
const SUGGESTIONS_MAX = 5;

interface Candidate {
  readonly token: number;
  readonly quality: number;
}
interface Position {
  readonly weight: number;
  readonly candidates: readonly Candidate[];
}

/**
 * Builds the index once (some milliseconds per thousand procedures) and answers from memory.
 *
 * The unit of comparison is the phrase: every alias, name and summary is one. A phrase scores by the share of the query it
 * answers, weighted by how rare each syllable is (idf), by how little else it says, and by neighbours kept together. A
 * procedure scores by its best phrase, plus a little for what its other phrases answer.
 */
export function createProcedureSearch(entries: readonly ProcedureEntry[]): ProcedureSearch {
  const index = buildIndex(entries);
  const keys = entries.map((entry) => ({
    domain: foldKey(entry.domain),
    events: new Set(entry.lifeEvents.map(foldKey)),
    online: entry.submitMode === 'api' || entry.channels.includes('online'),
  }));

  let pairsOfNames: readonly ReadonlySet<string>[] | undefined;
  const namePairs = () => {
    pairsOfNames ??= entries.map((entry) => letterPairs(entry.plainName));
    return pairsOfNames;
  };

  function passing(filters: ProcedureFilters): (entry: number) => boolean {
    const domain = filters.domain ? foldKey(filters.domain) : undefined;
    const event = filters.event ? foldKey(filters.event) : undefined;
    return (at) => {
      const key = keys[at];
      if (!key) return false;
      if (domain !== undefined && key.domain !== domain) return false;
      if (event !== undefined && !key.events.has(event)) return false;
      if (filters.online !== undefined && key.online !== filters.online) return false;
      return filters.target === undefined || (entries[at]?.targets as readonly string[] | undefined)?.includes(filters.target) === true;
    };
  }

  return {
    search(query, filters = {}) {
      const passes = passing(filters);
      const typed = expand(syllables(query));
      if (typed.length === 0) {
        return { codes: entries.filter((_, at) => passes(at)).map((entry) => entry.code), suggestions: [] };
      }
      const open = !/\s$/.test(query);
      const { ranked, equal } = rank(index, entries, typed, open, passes);
      const codes = ranked.map(({ entry }) => entries[entry]?.code ?? '');
      if (codes.length === 0) return { codes, suggestions: suggest(entries, namePairs(), query, passes) };
      const clarify = equal ? undefined : askBack(index, entries, typed, ranked);
      return clarify ? { codes, suggestions: [], clarify } : { codes, suggestions: [] };
    },
  };
}

interface Index {
  /** Exact syllable → number. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly exactOf: readonly string[];
  readonly byFolded: ReadonlyMap<string, readonly number[]>;
  /** Folded syllables in order, for beginnings. */
  readonly vocabulary: readonly string[];
  readonly idf: ReadonlyMap<string, number>;
  readonly postings: readonly Int32Array[];
  /** "folded folded" → phrases in which both stand side by side. */
  readonly bigrams: ReadonlyMap<string, Int32Array>;
  readonly entryOf: Int32Array;
  readonly fieldWeight: Float64Array;
  readonly phraseWeight: Float64Array;
  /** Folded content of alias and name phrases → phrases, for "this is exactly what was typed". */
  readonly equals: ReadonlyMap<string, readonly number[]>;
  readonly exactText: readonly string[];
  readonly rarest: number;
  /** Sums of the query being answered, zero between queries: a search never waits, so one set serves all. */
  readonly scratch: Readonly<Record<'answered' | 'best' | 'together' | 'entryAnswered' | 'entryBest' | 'entryScore', Float64Array>>;
}

const isLight = (syllable: Syllable) =>
  syllable.exact === syllable.folded
    ? LIGHT_UNMARKED.has(syllable.folded) || LIGHT_WORDS.has(syllable.exact)
    : LIGHT_WORDS.has(syllable.exact);

/** Short forms are written without marks, `đ` apart: "CCCD", "đkkd". "Sánh" is not "sanh". */
function expand(list: readonly Syllable[]): Syllable[] {
  return list.flatMap((syllable) => {
    const long = syllable.exact.replaceAll('đ', 'd') === syllable.folded ? SHORT_FORMS[syllable.folded] : undefined;
    return long ? syllables(long) : [syllable];
  });
}

/** What must be equal for two phrases to be the same wish: folded syllables without the light ones. */
const content = (list: readonly Syllable[]) => {
  const heavy = list.filter((syllable) => !isLight(syllable));
  return (heavy.length > 0 ? heavy : list).map((syllable) => syllable.folded).join(' ');
};

function buildIndex(entries: readonly ProcedureEntry[]): Index {
  const tokens = new Map<string, number>();
  const exactOf: string[] = [];
  const byFolded = new Map<string, number[]>();
  const postings: number[][] = [];
  const bigrams = new Map<string, number[]>();
  const equals = new Map<string, number[]>();
  const entryOf: number[] = [];
  const fields: Field[] = [];
  const phrases: Syllable[][] = [];
  const seenIn = new Map<string, Set<number>>();

  const tokenOf = (syllable: Syllable) => {
    const known = tokens.get(syllable.exact);
    if (known !== undefined) return known;
    const token = exactOf.push(syllable.exact) - 1;
    tokens.set(syllable.exact, token);
    postings.push([]);
    push(byFolded, syllable.folded, token);
    return token;
  };

  const add = (entry: number, field: Field, text: string) => {
    const list = expand(syllables(text));
    const phrase = phrases.push(list) - 1;
    entryOf.push(entry);
    fields.push(field);
    for (const token of new Set(list.map(tokenOf))) postings[token]?.push(phrase);
    for (const pair of new Set(pairs(list))) push(bigrams, pair, phrase);
    for (const { folded } of list) {
      const seen = seenIn.get(folded) ?? new Set();
      seenIn.set(folded, seen.add(entry));
    }
    if (field === 'alias' || field === 'plainName' || field === 'name') push(equals, content(list), phrase);
  };

  entries.forEach((entry, at) => {
    add(at, 'plainName', entry.plainName);
    for (const alias of entry.aliases) add(at, 'alias', alias);
    for (const keyword of entry.keywords ?? []) add(at, 'keyword', keyword);
    add(at, 'name', entry.name);
    add(at, 'summary', entry.summary);
    add(at, 'domain', entry.domain);
  });

  const idf = new Map([...seenIn].map(([folded, seen]) => [folded, Math.log(1 + entries.length / seen.size)]));
  const weigh = (syllable: Syllable) => (idf.get(syllable.folded) ?? 0) * (isLight(syllable) ? LIGHT_FACTOR : 1);
  return {
    tokens,
    exactOf,
    byFolded,
    vocabulary: [...byFolded.keys()].sort(),
    idf,
    postings: postings.map((list) => Int32Array.from(list)),
    bigrams: new Map([...bigrams].map(([pair, list]) => [pair, Int32Array.from(list)])),
    entryOf: Int32Array.from(entryOf),
    fieldWeight: Float64Array.from(fields, (field) => FIELD_WEIGHT[field]),
    phraseWeight: Float64Array.from(phrases, (list) => distinct(list).reduce((sum, syllable) => sum + weigh(syllable), 0)),
    equals,
    exactText: phrases.map((list) => list.map((syllable) => syllable.exact).join(' ')),
    rarest: Math.log(1 + entries.length),
    scratch: {
      answered: new Float64Array(phrases.length),
      best: new Float64Array(phrases.length),
      together: new Float64Array(phrases.length),
      entryAnswered: new Float64Array(entries.length),
      entryBest: new Float64Array(entries.length),
      entryScore: new Float64Array(entries.length),
    },
  };
}

function rank(
  index: Index,
  entries: readonly ProcedureEntry[],
  typed: readonly Syllable[],
  open: boolean,
  passes: (entry: number) => boolean,
) {
  const positions = readPositions(index, typed, open);
  const asked = positions.reduce((sum, position) => sum + position.weight, 0);
  if (asked === 0) return { ranked: [], equal: false };
  const { answered, best, together, entryAnswered, entryBest, entryScore } = index.scratch;
  const phrases: number[] = [];
  const reached: number[] = [];

  for (const position of positions) {
    const here: number[] = [];
    for (const { token, quality } of position.candidates) {
      for (const phrase of index.postings[token] ?? []) {
        const before = best[phrase] ?? 0;
        if (before === 0) here.push(phrase);
        if (quality > before) best[phrase] = quality;
      }
    }
    const entriesHere: number[] = [];
    for (const phrase of here) {
      const gain = position.weight * (best[phrase] ?? 0);
      if (answered[phrase] === 0) phrases.push(phrase);
      answered[phrase] = (answered[phrase] ?? 0) + gain;
      best[phrase] = 0;
      const entry = index.entryOf[phrase] ?? 0;
      if (entryBest[entry] === 0) entriesHere.push(entry);
      if (gain > (entryBest[entry] ?? 0)) entryBest[entry] = gain;
    }
    for (const entry of entriesHere) {
      if (entryAnswered[entry] === 0) reached.push(entry);
      entryAnswered[entry] = (entryAnswered[entry] ?? 0) + (entryBest[entry] ?? 0);
      entryBest[entry] = 0;
    }
  }

  const askedPairs = pairs(typed);
  for (const pair of askedPairs) {
    for (const phrase of index.bigrams.get(pair) ?? []) together[phrase] = (together[phrase] ?? 0) + 1 / askedPairs.length;
  }
  for (const phrase of phrases) {
    const entry = index.entryOf[phrase] ?? 0;
    const share = (answered[phrase] ?? 0) / asked;
    const precision = Math.min(1, (answered[phrase] ?? 0) / (index.phraseWeight[phrase] || 1));
    const score = (index.fieldWeight[phrase] ?? 0) * (share * (0.6 + 0.4 * precision) + BIGRAM_BONUS * (together[phrase] ?? 0));
    if (score > (entryScore[entry] ?? 0)) entryScore[entry] = score;
  }

  const same = (index.equals.get(content(typed)) ?? []).filter((phrase) => passes(index.entryOf[phrase] ?? -1));
  const exact = typed.map((syllable) => syllable.exact).join(' ');
  const equal = new Set(same.map((phrase) => index.entryOf[phrase] ?? 0));
  const written = new Set(same.filter((phrase) => index.exactText[phrase] === exact).map((phrase) => index.entryOf[phrase] ?? 0));

  const found = reached.filter(passes).map((entry) => {
    const recall = (entryAnswered[entry] ?? 0) / asked;
    const bonus = (equal.has(entry) ? EQUAL_BONUS : 0) + (written.has(entry) ? EQUAL_MARKS_BONUS : 0);
    return { entry, recall, score: (entryScore[entry] ?? 0) + ENTRY_SHARE * recall + bonus };
  });

  for (const phrase of phrases) answered[phrase] = 0;
  for (const pair of askedPairs) for (const phrase of index.bigrams.get(pair) ?? []) together[phrase] = 0;
  for (const entry of reached) {
    entryAnswered[entry] = 0;
    entryScore[entry] = 0;
  }

  const top = found.reduce((most, { score }) => Math.max(most, score), 0);
  const ranked = found
    .filter(({ score, recall }) => score >= KEPT_OF_BEST * top && recall >= LEAST_RECALL)
    .sort((a, b) => b.score - a.score || rankOfMode(entries[a.entry]) - rankOfMode(entries[b.entry]) || a.entry - b.entry);
  return { ranked, equal: equal.size > 0 };
}

/** Equal scores: what can be filed here comes first. */
const rankOfMode = (entry: ProcedureEntry | undefined) => (entry?.submitMode === 'api' ? 0 : entry?.submitMode === 'deep-link' ? 1 : 2);

function readPositions(index: Index, typed: readonly Syllable[], open: boolean): Position[] {
  const marked = typed.some((syllable) => syllable.exact !== syllable.folded);
  const seen = new Set<string>();
  return typed.flatMap((syllable, at): Position[] => {
    if (seen.has(syllable.exact)) return [];
    seen.add(syllable.exact);
    const light = isLight(syllable) ? LIGHT_FACTOR : 1;
    const known = index.byFolded.get(syllable.folded);
    const candidates: Candidate[] = (known ?? []).map((token) => ({
      token,
      quality: index.exactOf[token] === syllable.exact ? QUALITY.exact : marked ? QUALITY.otherMarks : QUALITY.unmarked,
    }));
    let idf = index.idf.get(syllable.folded) ?? 0;
    if (open && at === typed.length - 1) {
      const quality = known ? QUALITY.prefixOfKnown : QUALITY.prefix;
      for (const folded of startingWith(index.vocabulary, syllable.folded)) {
        for (const token of index.byFolded.get(folded) ?? []) candidates.push({ token, quality });
        idf = Math.max(idf, known ? 0 : (index.idf.get(folded) ?? 0));
      }
    }
    if (candidates.length > 0) return [{ weight: idf * light, candidates }];

    const whole = splitJoined(index, syllable.folded);
    if (whole) {
      return whole.map((folded) => ({
        weight: index.idf.get(folded) ?? 0,
        candidates: (index.byFolded.get(folded) ?? []).map((token) => ({ token, quality: QUALITY.unmarked })),
      }));
    }
    const near = oneSlipAway(index.vocabulary, syllable.folded);
    if (near.length > 0) {
      return [
        {
          weight: Math.max(...near.map((folded) => index.idf.get(folded) ?? 0)) * light,
          candidates: near.flatMap((folded) => (index.byFolded.get(folded) ?? []).map((token) => ({ token, quality: QUALITY.typo }))),
        },
      ];
    }
    // a word we never heard: nothing answers it, so the share answered falls
    return light < 1 ? [] : [{ weight: index.rarest * 0.5, candidates: [] }];
  });
}

function startingWith(vocabulary: readonly string[], prefix: string): string[] {
  let low = 0;
  let high = vocabulary.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((vocabulary[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  const found: string[] = [];
  for (let at = low; at < vocabulary.length && found.length < PREFIX_CANDIDATES_MAX; at++) {
    const word = vocabulary[at] ?? '';
    if (!word.startsWith(prefix)) break;
    if (word !== prefix) found.push(word);
  }
  return found;
}

/** "khaisinh" → khai, sinh: two known syllables that stand together somewhere. */
function splitJoined(index: Index, folded: string): [string, string] | undefined {
  for (let cut = 2; cut <= folded.length - 2; cut++) {
    const pair: [string, string] = [folded.slice(0, cut), folded.slice(cut)];
    if (index.bigrams.has(pair.join(' '))) return pair;
  }
  return undefined;
}

/** Known syllables of four or more signs that differ by one sign added, lost, changed or swapped with its neighbour. */
function oneSlipAway(vocabulary: readonly string[], word: string): string[] {
  if (word.length < 4 || /\d/.test(word)) return [];
  return vocabulary.filter((other) => Math.abs(other.length - word.length) <= 1 && other.length >= 3 && isOneSlip(word, other));
}

function isOneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  return restA.length === restB.length && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

function askBack(
  index: Index,
  entries: readonly ProcedureEntry[],
  typed: readonly Syllable[],
  ranked: readonly { entry: number; score: number; recall: number }[],
): ProcedureMatches['clarify'] {
  const heavy = typed.filter((syllable) => !isLight(syllable));
  const last = typed.at(-1);
  const [first] = ranked;
  if (!first || !last || heavy.length < 2 || !index.byFolded.has(last.folded)) return undefined; // too little said, or still typing
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

/** Nearest plain names by shared pairs of letters; when none comes near, the first ones that can be filed here. */
function suggest(
  entries: readonly ProcedureEntry[],
  namePairs: readonly ReadonlySet<string>[],
  query: string,
  passes: (entry: number) => boolean,
): string[] {
  const wanted = letterPairs(query.slice(0, 100));
  const open = entries.map((entry, at) => ({ entry, pairs: namePairs[at] ?? new Set<string>() })).filter((_, at) => passes(at));
  const near = open
    .map(({ entry, pairs: own }) => ({ name: entry.plainName, likeness: likeness(wanted, own) }))
    .filter((candidate) => candidate.likeness > 0.25)
    .sort((a, b) => b.likeness - a.likeness);
  const usual = open.filter(({ entry }) => entry.submitMode === 'api');
  const names = [...near.map(({ name }) => name), ...usual.map(({ entry }) => entry.plainName)];
  return [...new Set(names)].slice(0, SUGGESTIONS_MAX);
}

function letterPairs(text: string): Set<string> {
  const letters = foldKey(text);
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared++;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

const pairs = (list: readonly Syllable[]) => list.slice(1).map((syllable, at) => `${list[at]?.folded} ${syllable.folded}`);

function distinct(list: readonly Syllable[]): Syllable[] {
  return [...new Map(list.map((syllable) => [syllable.exact, syllable])).values()];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
