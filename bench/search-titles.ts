import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { EVERYDAY_LANGUAGE } from '@tayninh/shared/features/procedures/search/everyday-language';

/** Titles to search in, and queries of which the one right answer is known; the same for the same seed. */
export const KINDS = ['exact', 'no diacritics', 'prefix', 'typo', 'abbreviation'] as const;
export type Kind = (typeof KINDS)[number];
export interface Query {
  readonly kind: Kind;
  readonly text: string;
  /** Place of the title it was made from. */
  readonly target: number;
}

export function namesOfFile(path: string): string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const found = text
    .split('\n')
    .filter(Boolean)
    .map((row) => (JSON.parse(row) as { ten_thu_tuc: string }).ten_thu_tuc.trim());
  return [...new Set(found)];
}
export function namesOfSeeds(): string[] {
  const folder = new URL('../migrations/seeds/procedures/', import.meta.url);
  const records = readdirSync(folder)
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { name: string }[]);
  return [...new Set(records.map(({ name }) => name))];
}

/** The real titles, then heads of some joined to tails of others, each title once. */
export function makeTitles(from: readonly string[], count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const made = new Set(from.slice(0, count));
  while (made.size < count) {
    const head = pick(from, random).split(/\s+/);
    const tail = pick(from, random).split(/\s+/);
    made.add([...head.slice(0, 2 + Math.floor(random() * 10)), ...tail.slice(Math.floor(random() * tail.length)).slice(0, 14)].join(' '));
  }
  return [...made];
}

export function makeQueries(list: readonly string[], countOfKind: number, seed: number): Query[] {
  const random = randomFrom(seed);
  const shortForms = Object.entries(EVERYDAY_LANGUAGE.shortForms).filter(
    ([short, long]) => short.length >= 3 && long.split(' ').length >= 3,
  );
  const holders = pieceCounter(list);
  const asked: Query[] = [];
  for (const kind of KINDS) {
    for (let tries = 0, left = countOfKind; left > 0 && tries < 200_000; tries++) {
      const target = Math.floor(random() * list.length);
      const words = (list[target] ?? '')
        .replace(/[^\p{L}\p{N}\s]+/gu, ' ')
        .trim()
        .split(/\s+/);
      const length = 4 + Math.floor(random() * 6);
      if (words.length < length) continue;
      const from = Math.floor(random() * (words.length - length + 1));
      const piece = words.slice(from, from + length);
      const text = disguise(kind, piece, shortForms, random);
      if (text === undefined || holders(piece.map(foldKey)) !== 1) continue;
      // half a word must still leave one right answer
      if (kind === 'prefix' && holders(piece.slice(0, -1).map(foldKey)) !== 1) continue;
      asked.push({ kind, text, target });
      left--;
    }
  }
  return asked;
}

function disguise(
  kind: Kind,
  piece: readonly string[],
  shortForms: readonly (readonly [string, string])[],
  random: () => number,
): string | undefined {
  const text = piece.join(' ');
  if (kind === 'exact') return `${text} `;
  if (kind === 'no diacritics') return `${foldKey(text)} `;
  if (kind === 'prefix') return text.slice(0, text.length - 1 - Math.floor(random() * 2));
  if (kind === 'abbreviation') {
    const found = shortForms.find(([, long]) => text.toLowerCase().includes(long));
    return found && `${text.toLowerCase().replace(found[1], found[0])} `;
  }
  const folded = piece.map(foldKey);
  const long = folded.flatMap((word, at) => (word.length >= 4 && !/\d/.test(word) ? [at] : []));
  if (long.length === 0) return undefined;
  const at = pick(long, random);
  folded[at] = slip(folded[at] ?? '', random);
  return `${folded.join(' ')} `;
}

/** One sign lost, doubled, changed, or swapped with the next. */
function slip(word: string, random: () => number): string {
  const at = Math.floor(random() * (word.length - 1));
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const turn = Math.floor(random() * 4);
  if (turn === 0) return word.slice(0, at) + word.slice(at + 1);
  if (turn === 1) return word.slice(0, at + 1) + word.slice(at);
  if (turn === 2) return word.slice(0, at) + letter + word.slice(at + 1);
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

/** How many titles hold the folded words side by side. */
function pieceCounter(list: readonly string[]): (piece: readonly string[]) => number {
  const folded = list.map((title) => ` ${foldKey(title)} `);
  const holding = new Map<string, number[]>();
  folded.forEach((title, at) => {
    for (const word of new Set(title.trim().split(' '))) {
      const known = holding.get(word);
      if (known) known.push(at);
      else holding.set(word, [at]);
    }
  });
  return (piece) => {
    const rarest = piece.map((word) => holding.get(word) ?? []).reduce((a, b) => (b.length < a.length ? b : a));
    return rarest.filter((at) => folded[at]?.includes(` ${piece.join(' ')} `)).length;
  };
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
