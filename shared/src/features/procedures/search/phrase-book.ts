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
  // by the first syllable, then by the second ('' for phrases of one): most syllables begin nothing and are done after one look
  const byFirst = new Map<string, Map<string, Phrase<T>[]>>();
  for (const [text, value] of phrases) {
    const words = syllables(text);
    const [first, second] = words;
    if (!first) continue;
    const bySecond = byFirst.get(first.folded) ?? new Map<string, Phrase<T>[]>();
    byFirst.set(first.folded, bySecond);
    const list = bySecond.get(second?.folded ?? '') ?? [];
    bySecond.set(second?.folded ?? '', list);
    list.push({ words, value });
  }
  for (const bySecond of byFirst.values()) for (const list of bySecond.values()) list.sort((a, b) => b.words.length - a.words.length);
  return {
    match(list, at) {
      const bySecond = byFirst.get(list[at]?.folded ?? '');
      if (!bySecond) return undefined;
      const second = list[at + 1];
      const found = (second && firstSaid(bySecond.get(second.folded), list, at)) ?? firstSaid(bySecond.get(''), list, at);
      return found && { length: found.words.length, value: found.value };
    },
  };
}

function firstSaid<T>(phrases: readonly Phrase<T>[] | undefined, list: readonly Syllable[], at: number): Phrase<T> | undefined {
  return phrases?.find(({ words }) => words.every((word, offset) => isSaid(word, list[at + offset], words.length)));
}

/** Typed with marks, they must be the same marks. Typed without, one syllable is not enough to know: `ma` is not yet `má`. */
function isSaid(word: Syllable, typed: Syllable | undefined, length: number): boolean {
  if (!typed) return false;
  return word.exact === typed.exact || (length > 1 && typed.exact === typed.folded && typed.folded === word.folded);
}
