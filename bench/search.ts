import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { localPostgres } from '@tayninh/migrations/local-postgres';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { createProcedureSearch, type ProcedureEntry } from '@tayninh/shared/features/procedures/search';
import { Index } from 'flexsearch';
import MiniSearch from 'minisearch';
import postgres from 'postgres';
import { KINDS, type Kind, makeQueries, makeTitles, namesOfFile, namesOfSeeds, type Query } from './search-titles.ts';

/**
 * Procedure search against MiniSearch, FlexSearch and pg_trgm, all over the same titles and nothing else, in one run, query by
 * query in turn. The titles are recombined from real ones: `NATIONAL_PROCEDURES_FILE` (one JSON object a line with
 * `ten_thu_tuc`, may be gzipped), or from the names in the seeds. A query is a piece of one title that no other title holds, so
 * that there is one right answer; made with another seed than any figure was tuned on. `SEED` changes it.
 */
const COUNT = 6_000;
const MANY = 60_000;
const QUERIES_OF_KIND = 150;
const ROUNDS = 5;
const BUILDS = 7;
const TRIGRAM_QUERIES = 40;
const LIMIT = 20;

interface Engine {
  readonly name: string;
  /** Numbers of titles, best first. */
  ask(text: string): readonly number[];
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const source = process.env.NATIONAL_PROCEDURES_FILE;
const names = source ? namesOfFile(source) : namesOfSeeds();
const titles = makeTitles(names, COUNT, 1);
const queries = makeQueries(titles, QUERIES_OF_KIND, Number(process.env.SEED ?? 20_261_124));
console.log(
  `${titles.length} titles recombined from ${names.length} ${source ? 'of the national data' : 'of the seeds'}, ${queries.length} queries`,
);

const [ours, mini, flex] = measureBuilds([() => oursOver(titles), () => miniSearchOver(titles), () => flexSearchOver(titles)], BUILDS) as [
  Engine,
  Engine,
  Engine,
];
const engines = [ours, mini, flex];

console.log('\nmicroseconds a query, each engine in turn on each query');
const times = timeInTurn(engines, queries);
for (const engine of engines) console.log(`  ${engine.name.padEnd(11)} ${line(times.get(engine) ?? [])}`);
const p95 = percentile(times.get(ours) ?? [], 0.95);
report('p95, ms', p95 / 1e6, '≤', 1, 3);
report('p95 to MiniSearch', p95 / percentile(times.get(mini) ?? [], 0.95), '≤', 0.15, 3);
report('p95 to FlexSearch', p95 / percentile(times.get(flex) ?? [], 0.95), undefined, 0, 2);

console.log('\nrecall at 5');
console.log(`  ${''.padEnd(14)}${engines.map(({ name }) => name.padStart(12)).join('')}   wanted of ours`);
const WANTED: Readonly<Record<Kind, number>> = { exact: 0.99, 'no diacritics': 0.99, prefix: 0.98, typo: 0.97, abbreviation: 0.98 };
for (const kind of KINDS) {
  const own = queries.filter((query) => query.kind === kind);
  const shares = engines.map(
    (engine) => own.filter(({ text, target }) => engine.ask(text).slice(0, 5).includes(target)).length / own.length,
  );
  const verdict = (shares[0] ?? 0) >= WANTED[kind] ? 'yes' : 'NO';
  console.log(
    `  ${kind.padEnd(14)}${shares.map((share) => share.toFixed(3).padStart(12)).join('')}   ≥ ${WANTED[kind]}  ${verdict} (n ${own.length})`,
  );
}

console.log(`\n${MANY} titles`);
const manyTitles = makeTitles(names, MANY, 2);
const [manyOurs] = measureBuilds([() => oursOver(manyTitles)], 1) as [Engine];
const manyTimes = timeInTurn([ours, manyOurs], queries, 3);
console.log(`  ours        ${line(manyTimes.get(manyOurs) ?? [])}`);
for (const share of [0.5, 0.95])
  report(
    `p${share * 100} to that over ${COUNT}`,
    percentile(manyTimes.get(manyOurs) ?? [], share) / percentile(manyTimes.get(ours) ?? [], share),
    '≤',
    10,
    2,
  );

await againstTrigrams();
process.exit(0);

function oursOver(list: readonly string[]): Engine {
  const { search } = createProcedureSearch(list.map(entryOf));
  return { name: 'ours', ask: (text) => search(text).codes.slice(0, LIMIT).map(numberOf) };
}

/** As its documentation advises for Vietnamese-like text: folded terms, last term as a prefix, one slip in five letters. */
function miniSearchOver(list: readonly string[]): Engine {
  const index = new MiniSearch<{ id: number; title: string }>({
    fields: ['title'],
    tokenize: (text) => foldKey(text).split(' '),
    searchOptions: { prefix: (_, at, terms) => at === terms.length - 1, fuzzy: (term) => (term.length > 3 ? 0.2 : false) },
  });
  index.addAll(list.map((title, id) => ({ id, title })));
  return {
    name: 'MiniSearch',
    ask: (text) =>
      index
        .search(text)
        .slice(0, LIMIT)
        .map(({ id }) => id as number),
  };
}

function flexSearchOver(list: readonly string[]): Engine {
  const index = new Index({ tokenize: 'forward', encode: (text) => foldKey(text).split(' ') });
  list.forEach((title, id) => {
    index.add(id, title);
  });
  return { name: 'FlexSearch', ask: (text) => index.search(text, { limit: LIMIT, suggest: true }) as number[] };
}

/** Word similarity over a GiST index, the round trip on loopback included. */
async function againstTrigrams() {
  const dataDir = mkdtempSync(join(tmpdir(), 'tns-bench-search-'));
  const database = await localPostgres(join(dataDir, 'postgres'));
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`create extension if not exists pg_trgm`;
  await sql`create table title (id int primary key, folded text not null)`;
  await sql`insert into title select * from unnest(${titles.map((_, id) => id)}::int[], ${titles.map(foldKey)}::text[])`;
  await sql`create index on title using gist (folded gist_trgm_ops(siglen=64))`;
  await sql`analyze title`;
  const asked = KINDS.flatMap((kind) => queries.filter((query) => query.kind === kind).slice(0, TRIGRAM_QUERIES / KINDS.length));
  const taken: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  let found = 0;
  for (const { text, target } of asked) {
    const folded = foldKey(text);
    const started = process.hrtime.bigint();
    const rows = await sql<{ id: number }[]>`select id from title order by ${folded} <<-> folded limit ${LIMIT}`;
    taken.theirs.push(Number(process.hrtime.bigint() - started));
    const ourStart = process.hrtime.bigint();
    ours.ask(text);
    taken.ours.push(Number(process.hrtime.bigint() - ourStart));
    if (rows.slice(0, 5).some(({ id }) => id === target)) found++;
  }
  console.log(
    `\npg_trgm over ${COUNT}: ${line(taken.theirs)}, recall at 5 ${(found / asked.length).toFixed(3)} (n ${asked.length}, all kinds)`,
  );
  report('p50 to pg_trgm', percentile(taken.ours, 0.5) / percentile(taken.theirs, 0.5), undefined, 0, 4);
  await sql.end();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Builds each in turn, several times. Time is the median, memory what the last one still holds. */
function measureBuilds(builds: readonly (() => Engine)[], rounds: number): Engine[] {
  const taken = builds.map((): number[] => []);
  const held = builds.map(() => 0);
  const engines: Engine[] = [];
  for (let round = 0; round < rounds; round++) {
    builds.forEach((build, at) => {
      delete engines[at];
      collectGarbage();
      const before = usedBytes();
      const started = process.hrtime.bigint();
      engines[at] = build();
      taken[at]?.push(Number(process.hrtime.bigint() - started));
      collectGarbage();
      held[at] = (usedBytes() - before) / 1e6;
    });
  }
  const milliseconds = taken.map((values) => percentile(values, 0.5) / 1e6);
  engines.forEach(({ name }, at) => {
    console.log(`  ${name.padEnd(11)} built in ${milliseconds[at]?.toFixed(0)} ms, holds ${held[at]?.toFixed(1)} MB`);
  });
  if (rounds > 1) {
    report('build, ms', milliseconds[0] ?? 0, '≤', 150, 0);
    report('build to MiniSearch', (milliseconds[0] ?? 0) / (milliseconds[1] ?? 1), undefined, 0, 2);
    report('memory, MB', held[0] ?? 0, '≤', 8, 1);
  }
  return engines;
}
function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Nanoseconds of each query: its median over the rounds, so that a moment taken by another process does not count as ours. */
function timeInTurn(list: readonly Engine[], asked: readonly Query[], rounds = ROUNDS): Map<Engine, number[]> {
  const taken = new Map(list.map((engine) => [engine, asked.map((): number[] => [])]));
  for (let round = -1; round < rounds; round++) {
    asked.forEach(({ text }, at) => {
      for (let turn = 0; turn < list.length; turn++) {
        const engine = list[(turn + at) % list.length] as Engine;
        const started = process.hrtime.bigint();
        engine.ask(text);
        const nanoseconds = Number(process.hrtime.bigint() - started);
        if (round >= 0) taken.get(engine)?.[at]?.push(nanoseconds); // the first round only warms
      }
    });
  }
  return new Map([...taken].map(([engine, lists]) => [engine, lists.map((values) => percentile(values, 0.5))]));
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
function line(values: readonly number[]): string {
  const microseconds = (share: number) => (percentile(values, share) / 1e3).toFixed(0).padStart(7);
  return `p50 ${microseconds(0.5)}  p95 ${microseconds(0.95)} µs`;
}
function report(what: string, value: number, sign: '≤' | undefined, wanted: number, digits: number) {
  const judged = sign ? ` (wanted ${sign} ${wanted}: ${value <= wanted ? 'yes' : 'NO'})` : '';
  console.log(`  ratio or figure: ${what} ${value.toFixed(digits)}${judged}`);
}

function entryOf(title: string, at: number): ProcedureEntry {
  const code = `9.${String(at).padStart(6, '0')}`;
  return {
    code,
    name: title,
    plainName: title,
    summary: '',
    aliases: [],
    domain: '',
    lifeEvents: [],
    targets: [],
    submitMode: 'counter',
    channels: [],
  };
}
function numberOf(code: string): number {
  return Number(code.slice(2));
}
