import { z } from 'zod';
import { ProcedureCode } from '../catalogue.ts';

/** Words with their diacritics; compared syllable by syllable, and without marks when the query has none. */
const Phrase = z.string().trim().min(1).max(80);

/**
 * What search knows of how people speak: data, not code, so that an officer can add to it (docs/sources/search.md).
 * The shape is checked whenever it comes from outside; the copy in `everyday-language.ts` is checked by a test.
 */
export const SearchLanguage = z.strictObject({
  /** Written short, meant long; also in the catalogue. Keys are one syllable, lower case, no marks: `cccd`. */
  shortForms: z.record(z.string().regex(/^[a-z0-9]{1,12}$/), Phrase),
  /** Other words for the same thing, replaced in queries and in the catalogue alike: `hôn thú` → `kết hôn`. */
  sayings: z.array(z.strictObject({ say: z.array(Phrase).min(1), mean: Phrase })),
  /** A typed syllable that also answers for others, besides itself: `má` → `mẹ`. */
  alsoMeans: z.record(Phrase, z.array(Phrase).min(1)),
  /** Talk around the wish, left out of a query: `cho em hỏi`, `mất bao lâu`. */
  silent: z.array(Phrase),
  /** Where they live or whom they would ask, old names and new: left out like `silent`, also unmarked. */
  places: z.array(Phrase),
  /** Words that say little: they count a little, never nothing. */
  light: z.array(Phrase),
  /** Unmarked spellings that are light whatever was meant by them. `can`, `co`, `ban` are words of weight too, so not here. */
  lightUnmarked: z.array(z.string().regex(/^[a-z]+$/)),
  /** What people ask for that no procedure gives; a query with such words is not answered by a near miss. */
  outOfScope: z.array(Phrase),
  /** More ways to ask for one procedure, beside the aliases of its record. */
  phrases: z.record(ProcedureCode, z.array(Phrase).min(1)),
  /** Above 1: asked for every day. Below 1: the rare sibling, which must be named to come first. */
  weights: z.record(ProcedureCode, z.number().min(0.5).max(1.5)),
  /** Said alone, these words fit several procedures: ask which. The first code is the usual one. */
  families: z.array(
    z.strictObject({ say: z.array(Phrase).min(1), question: z.string().min(5).max(120), codes: z.array(ProcedureCode).min(2).max(6) }),
  ),
});
export type SearchLanguage = z.infer<typeof SearchLanguage>;
