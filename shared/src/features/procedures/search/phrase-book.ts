import { type Syllable, syllables } from '../fold.ts';

interface Phrase<T> {
  readonly words: readonly Syllable[];
  readonly value: T;
}

/** Finds known phrases in a list of syllables, the longest first. */
export interface PhraseBook<T> {
  match(list: readonly Syllable[], at: number): { readonly length: number; readonly value: T } | undefined;
}

export function createPhraseBook<T>(phrases: Iterable<readonly [text: string, value: T]>): PhraseBook<T> {
  const byFirst = new Map<string, Phrase<T>[]>();
  for (const [text, value] of phrases) {
    const words = syllables(text);
    const [first] = words;
    if (!first) continue;
    const list = byFirst.get(first.folded) ?? [];
    list.push({ words, value });
    byFirst.set(first.folded, list);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  return {
    match(list, at) {
      const known = byFirst.get(list[at]?.folded ?? '');
      if (!known) return undefined;
      const found = known.find(({ words }) => words.every((word, offset) => isSaid(word, list[at + offset], words.length)));
      return found && { length: found.words.length, value: found.value };
    },
  };
}

/** Typed with marks, they must be the same marks. Typed without, one syllable is not enough to know: `ma` is not yet `má`. */
function isSaid(word: Syllable, typed: Syllable | undefined, length: number): boolean {
  if (!typed) return false;
  return word.exact === typed.exact || (length > 1 && typed.exact === typed.folded && typed.folded === word.folded);
}
