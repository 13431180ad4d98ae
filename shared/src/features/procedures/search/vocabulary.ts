/**
 * The folded syllables that occur, in alphabetical order: a few thousand, however many procedures there are. Typos are looked for
 * here and nowhere else: over syllables, not over texts.
 */
export interface Vocabulary {
  readonly words: readonly string[];
  /** Place of `word`, or -1. */
  find(word: string): number;
  /** Places of the words that begin with `prefix`, as [from, to). */
  startingWith(prefix: string): readonly [from: number, to: number];
  /** Places of the words one slip of the finger away (a sign added, lost, changed, or swapped with its neighbour). */
  near(word: string): readonly number[];
}

const LETTERS = 26;

export function createVocabulary(words: readonly string[]): Vocabulary {
  const places = new Map(words.map((word, place) => [word, place]));
  const letters = Int32Array.from(words, letterSet);
  const lengths = Uint8Array.from(words, (word) => Math.min(255, word.length));
  return {
    words,
    find: (word) => places.get(word) ?? -1,
    startingWith: (prefix) => [lowerBound(words, prefix), lowerBound(words, `${prefix}\uffff`)],
    near(word) {
      if (word.length < 3 || word.length > 12 || /\d/.test(word)) return [];
      const own = letterSet(word);
      const found: number[] = [];
      for (let place = 0; place < words.length; place++) {
        if (Math.abs((lengths[place] ?? 0) - word.length) > 1) continue;
        // one slip changes at most two members of the set of letters
        if (bits((letters[place] ?? 0) ^ own) > 2) continue;
        const other = words[place] ?? '';
        if (other.length > 1 && other !== word && isOneSlip(word, other)) found.push(place);
      }
      return found;
    },
  };
}

function lowerBound(words: readonly string[], wanted: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function letterSet(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at) - 97;
    set |= 1 << (letter >= 0 && letter < LETTERS ? letter : LETTERS);
  }
  return set;
}

/** How many bits of a 32-bit number are set. */
export function bits(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export function isOneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  return restA.length === restB.length && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
