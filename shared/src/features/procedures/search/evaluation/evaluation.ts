import { z } from 'zod';

/**
 * Queries as people write them, and what a good answer to each would be: one file per way of writing. Half of them is held out:
 * not looked at while the language data or the ranking is tuned, so that their score says what strangers will see.
 */
export const QUERY_CLASSES = [
  'plain',
  'unmarked',
  'typo',
  'telex-vni',
  'abbreviation',
  'everyday',
  'question',
  'voice',
  'english',
  'code',
  'old-names',
  'ambiguous',
  'none',
] as const;
export type QueryClass = (typeof QUERY_CLASSES)[number];

export const EvaluationQueries = z.array(
  z.strictObject({
    query: z.string().min(1),
    /** Any of these is right; empty: nothing is, and the answer must be empty too. */
    codes: z.array(z.string()),
    heldOut: z.literal(true).optional(),
  }),
);
export type EvaluationQuery = z.infer<typeof EvaluationQueries>[number] & { readonly class: QueryClass };

/** What was answered: codes best first, and those of the choices when the answer asked back. */
export interface Answered {
  readonly codes: readonly string[];
  readonly options: readonly string[];
}

export interface Score {
  readonly count: number;
  readonly top1: number;
  readonly top3: number;
}

export interface Outcome {
  readonly query: EvaluationQuery;
  readonly isTop1: boolean;
  readonly isTop3: boolean;
  readonly codes: readonly string[];
}

/** An ambiguous query is answered well by a right choice in the question asked back, too; one without an answer only by none. */
export function judge(query: EvaluationQuery, { codes, options }: Answered): Outcome {
  const isRight = (code: string) => query.codes.includes(code);
  if (query.codes.length === 0) return { query, isTop1: codes.length === 0, isTop3: codes.length === 0, codes };
  const isAsked = query.class === 'ambiguous' && options.some(isRight);
  return { query, isTop1: isAsked || codes.slice(0, 1).some(isRight), isTop3: isAsked || codes.slice(0, 3).some(isRight), codes };
}

/** Shares from 0 to 1. */
export function score(outcomes: readonly Outcome[]): Score {
  const share = (count: number) => (outcomes.length === 0 ? 1 : count / outcomes.length);
  return {
    count: outcomes.length,
    top1: share(outcomes.filter(({ isTop1 }) => isTop1).length),
    top3: share(outcomes.filter(({ isTop3 }) => isTop3).length),
  };
}
