import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProcedureRecord } from '../../catalogue.ts';
import { createProcedureSearch } from '../../search.ts';
import { EvaluationQueries, type EvaluationQuery, judge, QUERY_CLASSES, type QueryClass, score } from './evaluation.ts';

const SEEDS = new URL('../../../../../../migrations/seeds/procedures/', import.meta.url);
const catalogue = readdirSync(SEEDS)
  .sort()
  .flatMap((file) => z.array(ProcedureRecord).parse(JSON.parse(readFileSync(new URL(file, SEEDS), 'utf8'))));
const { search } = createProcedureSearch(catalogue);

const readClass = (name: QueryClass): EvaluationQuery[] =>
  EvaluationQueries.parse(JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'))).map((query) => ({
    ...query,
    class: name,
  }));
const answer = (query: EvaluationQuery) => {
  const { codes, clarify } = search(query.query);
  return judge(query, { codes, options: clarify?.options.map(({ code }) => code) ?? [] });
};
const outcomes = QUERY_CLASSES.flatMap((name) => readClass(name).map(answer));

describe('over all queries that people may write', () => {
  it('nine of ten find the right procedure among the first three', () => {
    expect(score(outcomes.filter(({ query }) => query.codes.length > 0)).top3).toBeGreaterThanOrEqual(0.9);
  });

  it.each(QUERY_CLASSES)('three of four do so however they write: %s', (name) => {
    expect(score(outcomes.filter(({ query }) => query.class === name)).top3).toBeGreaterThanOrEqual(0.75);
  });

  it('what no procedure gives is answered by nothing, nine times of ten', () => {
    expect(score(outcomes.filter(({ query }) => query.class === 'none')).top3).toBeGreaterThanOrEqual(0.9);
  });

  it('every wanted code exists, and each class has its half held out', () => {
    const codes = new Set(catalogue.map(({ code }) => code));
    for (const { query } of outcomes) for (const code of query.codes) expect(codes, query.query).toContain(code);
    for (const name of QUERY_CLASSES) {
      const own = outcomes.filter(({ query }) => query.class === name);
      expect(Math.abs(own.length - 2 * own.filter(({ query }) => query.heldOut).length)).toBeLessThanOrEqual(1);
    }
    expect(outcomes.length).toBeGreaterThanOrEqual(300);
  });
});
