import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { listProcedures } from '@tayninh/shared/features/procedures/procedures.contract';
import {
  type Answered,
  EvaluationQueries,
  type EvaluationQuery,
  judge,
  type Outcome,
  QUERY_CLASSES,
  score,
} from '@tayninh/shared/features/procedures/search/evaluation/evaluation';

/**
 * Scores a running bff on the evaluation queries, over HTTP: `BFF_URL` (http://127.0.0.1:8080).
 * `--failures` lists what went wrong among the queries that may be tuned on; `--held-out` lists the others too, once, at the end.
 */
const bff = process.env.BFF_URL ?? 'http://127.0.0.1:8080';
const FOLDER = new URL('../shared/src/features/procedures/search/evaluation/', import.meta.url);
const queries: EvaluationQuery[] = QUERY_CLASSES.flatMap((name) =>
  EvaluationQueries.parse(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))).map((query) => ({ ...query, class: name })),
);

const outcomes: Outcome[] = [];
for (const query of queries) outcomes.push(judge(query, await ask(query.query)));

const percent = (share: number) => `${(share * 100).toFixed(0)} %`.padStart(6);
const row = (name: string, of: readonly Outcome[]) => {
  const open = score(of.filter(({ query }) => !query.heldOut));
  const held = score(of.filter(({ query }) => query.heldOut));
  console.log(
    `${name.padEnd(14)}${String(open.count).padStart(4)}${percent(open.top1)}${percent(open.top3)}    ${String(held.count).padStart(4)}${percent(held.top1)}${percent(held.top3)}`,
  );
};
console.log(`${bff}\n${' '.repeat(14)}   n top-1 top-3   held out: n top-1 top-3`);
for (const name of QUERY_CLASSES)
  row(
    name,
    outcomes.filter(({ query }) => query.class === name),
  );
row('all', outcomes);

const shown = (query: EvaluationQuery) => (query.heldOut ? process.argv.includes('--held-out') : process.argv.includes('--failures'));
for (const { query, codes, isTop1, isTop3 } of outcomes) {
  if (isTop1 || !shown(query)) continue;
  console.log(
    `${isTop3 ? 'second' : 'MISSED'} ${query.class}: "${query.query}" wanted ${query.codes.join(' ')}, got ${codes.slice(0, 3).join(' ')}`,
  );
}

/** The limit on calls is the same for us as for everybody: when told to wait, wait. */
async function ask(q: string): Promise<Answered> {
  for (;;) {
    const answer = await fetch(`${bff}/v1/procedures?limit=3&q=${encodeURIComponent(q)}`).catch((cause: unknown) => {
      console.error(`Nothing answers at ${bff}. Start a copy (pnpm start) or set BFF_URL.`);
      throw cause;
    });
    if (answer.status === 429) {
      await pause(1_000 * Number(answer.headers.get('retry-after') ?? 1));
      continue;
    }
    if (!answer.ok) throw new Error(`${answer.status} for "${q}"`);
    const { items, clarify } = listProcedures.schema.response[200].parse(await answer.json());
    return { codes: items.map(({ code }) => code), options: clarify?.options.map(({ code }) => code) ?? [] };
  }
}
