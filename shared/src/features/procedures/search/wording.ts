import { type Syllable, syllables } from '../fold.ts';
import type { SearchLanguage } from './language.ts';
import { createPhraseBook, type PhraseBook } from './phrase-book.ts';

/** The language data, made ready for reading texts and queries. */
export interface Wording {
  /** A text of the catalogue: short forms written out, sayings in their usual word. */
  readText(text: string): readonly Syllable[];
  /** The same for a part of a query. */
  readTyped(text: string): readonly Syllable[];
  /** A query: as `readText`, and without the talk around the wish; empty when nothing else was said. */
  readQuery(text: string): readonly Syllable[];
  /** Syllables that `typed` also answers for. */
  alsoMeans(typed: Syllable): readonly Syllable[];
  isLight(syllable: Syllable): boolean;
  isOutOfScope(list: readonly Syllable[]): boolean;
  /** The family that was named and nothing besides. */
  familyOf(list: readonly Syllable[]): SearchLanguage['families'][number] | undefined;
}

export function createWording(language: SearchLanguage): Wording {
  const shortForms = new Map(Object.entries(language.shortForms).map(([short, long]) => [short, syllables(long)]));
  // what a saying means stands for itself, or `bằng lái xe` would be read as `bằng lái` and one more `xe`
  const meanings = language.sayings.flatMap(({ say, mean }) => [mean, ...say].map((phrase) => [phrase, syllables(mean)] as const));
  const written = createPhraseBook(meanings);
  const spoken = createPhraseBook<readonly Syllable[]>([
    ...meanings,
    ...[...language.silent, ...language.places].map((phrase) => [phrase, []] as const),
  ]);
  const outOfScope = createPhraseBook(language.outOfScope.map((phrase) => [phrase, true]));
  const light = new Set(language.light.flatMap((word) => syllables(word).map((syllable) => syllable.exact)));
  const lightUnmarked = new Set(language.lightUnmarked);
  const also = new Map(
    Object.entries(language.alsoMeans).map(([word, others]) => [syllables(word)[0]?.exact, others.flatMap((other) => syllables(other))]),
  );

  const isLight = (syllable: Syllable) =>
    light.has(syllable.exact) || (syllable.exact === syllable.folded && lightUnmarked.has(syllable.folded));
  const keyOf = (list: readonly Syllable[]) => list.map((syllable) => syllable.folded).join(' ');
  const families = new Map<string, SearchLanguage['families'][number]>();

  /** Short forms are written without marks, `đ` apart: "CCCD", "đkkd". "Sánh" is not "sanh". */
  const longForm = (syllable: Syllable) => {
    const long = shortForms.get(syllable.folded);
    return long && syllable.exact.replaceAll('đ', 'd') === syllable.folded ? long : undefined;
  };
  const writeOut = (list: readonly Syllable[]) =>
    list.some(longForm) ? list.flatMap((syllable) => longForm(syllable) ?? [syllable]) : list;
  const known = new Map<string, Syllable>();
  const readText = (text: string) => replace(writeOut(syllables(text, known)), written);

  for (const family of language.families) for (const phrase of family.say) families.set(keyOf(readText(phrase)), family);

  return {
    readText,
    readTyped: (text) => replace(writeOut(syllables(text)), written),
    readQuery: (text) => replace(writeOut(syllables(text)), spoken),
    alsoMeans: (typed) => also.get(typed.exact) ?? [],
    isLight,
    isOutOfScope: (list) => list.some((_, at) => outOfScope.match(list, at) !== undefined),
    familyOf: (list) => families.get(keyOf(list)),
  };
}

function replace(list: readonly Syllable[], book: PhraseBook<readonly Syllable[]>): readonly Syllable[] {
  let result: Syllable[] | undefined;
  for (let at = 0; at < list.length; ) {
    const found = book.match(list, at);
    if (found) {
      result ??= list.slice(0, at);
      result.push(...found.value);
    } else result?.push(list[at] as Syllable);
    at += found?.length ?? 1;
  }
  return result ?? list;
}
