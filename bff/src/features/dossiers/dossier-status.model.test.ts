import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { MODEL_TIMEOUT_MS, walkModel } from '../../../test/model-runs.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { type Announcement, createDossierRepository, type ProvinceStep } from './dossiers.repository.ts';

/** The life cycle as docs/sources/dossier-status.md has it; written apart from the product's own table. */
const MOVES: Record<number, readonly number[]> = {
  1: [2, 3, 5, 7],
  2: [4, 5, 7],
  3: [],
  4: [4, 5, 6, 7, 8, 9],
  5: [1, 2, 4, 3, 7, 8],
  6: [4, 7],
  7: [],
  8: [],
  9: [10],
  10: [],
};
const STATUSES = Object.keys(MOVES).map(Number);
const WORDS: Record<number, string> = {
  1: 'Chờ tiếp nhận',
  2: 'Đã tiếp nhận',
  3: 'Không được tiếp nhận',
  4: 'Đang xử lý',
  5: 'Yêu cầu công dân bổ sung',
  6: 'Yêu cầu thực hiện nghĩa vụ tài chính',
  7: 'Đã rút hồ sơ',
  8: 'Dừng xử lý',
  9: 'Đã có kết quả',
  10: 'Đã trả kết quả',
};

/** Where a dossier is, and in which status it was when something was asked of its citizen. */
interface Place {
  readonly at: number;
  readonly askedAt: number | null;
}
const next = ({ at, askedAt }: Place): Place[] =>
  (MOVES[at] ?? [])
    .filter((to) => at !== 5 || askedAt === null || to === askedAt || MOVES[to]?.length === 0)
    .map((to) => ({ at: to, askedAt: to === 5 ? at : null }));

/** Every status that some walk of allowed moves leads to. */
function ahead(from: number): Set<number> {
  const seen = new Map<string, Place>();
  const open: Place[] = [{ at: from, askedAt: null }];
  for (let place = open.pop(); place; place = open.pop())
    for (const to of next(place)) {
      const key = `${to.at}|${to.askedAt}`;
      if (seen.has(key)) continue;
      seen.set(key, to);
      open.push(to);
    }
  return new Set([...seen.values()].map(({ at }) => at));
}
const AHEAD = new Map(STATUSES.map((status) => [status, ahead(status)]));

/** What the province did: null stands for words that have no status. */
interface Model {
  readonly steps: (number | null)[];
  place: Place;
  /** False once the province made a move that the life cycle does not have. */
  isLawful: boolean;
  readonly heard: Set<number>;
  status: number;
  told: number;
}

let server: TestServer;
let database: Database;
let told: string[] = [];
let repository: ReturnType<typeof createDossierRepository>;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
  database = openDatabase(server.databaseUrl, { name: 'model', poolSize: 4, statementTimeoutMs: 10_000 });
  repository = createDossierRepository({
    database,
    encryption: createEncryption({ keyEncryptionKeys: server.config.KEY_ENCRYPTION_KEYS, subjectKeys: createSubjectKeyStore(database) }),
    announce: async (_tx: unknown, { eventKey }: Announcement) => void told.push(eventKey),
    noteFee: async () => {},
    noteResults: async () => {},
  });
});
afterAll(async () => {
  await database.close();
  await server[Symbol.asyncDispose]();
});

/** A dossier that the province has just taken: its first step is known. */
async function fileOne() {
  const citizen = await server.as('thu-ha');
  const { id } = await citizen.submit((await citizen.fillDraft('1.004873')).id, crypto.randomUUID());
  const hear = (step: number, words: string) => repository.applyProvinceStep({ id }, aStep(id, step, words));
  await hear(1, 'Chờ tiếp nhận');
  told = [];
  return {
    hear,
    standing: async () => {
      const [row] = await server.sql<{ status: number; steps: number[] }[]>`
        select status, (select array_agg(substring(event_key from 6)::int order by event_key) from dossier_event e where e.dossier_id = d.id and event_key like 'step:%') as steps
        from dossier d where id = ${id}`;
      return { status: row?.status, steps: new Set(row?.steps) };
    },
  };
}
const aStep = (id: string, step: number, statusText: string): ProvinceStep => ({
  system: 'one-gate',
  code: `H80.05-${id}`,
  status: null,
  statusText,
  step,
  note: null,
  dueAt: null,
  occurredAt: new Date(Date.UTC(2026, 10, 1) + step * 60_000),
  ask: null,
  withdrawal: null,
  holder: null,
  reception: null,
  fee: { amountVnd: null, purpose: null, payee: null, dueAt: null },
  results: [],
});
type Real = Awaited<ReturnType<typeof fileOne>>;

/** What hearing of a step does: news that is older than what is known, or that no allowed move leads to, moves nothing. */
function predict(model: Model, index: number): void {
  if (model.heard.has(index)) return;
  const status = model.steps[index] ?? null;
  const isNewest = index > Math.max(...model.heard);
  const isNewestKnown = [...model.heard].every((heard) => heard < index || model.steps[heard] === null);
  model.heard.add(index);
  const moves = status !== null && isNewestKnown && status !== model.status && AHEAD.get(model.status)?.has(status) === true;
  if (moves) model.status = status;
  if (isNewest || moves) model.told += 1;
}

async function expectAsPredicted(model: Model, real: Real) {
  expect(await real.standing()).toEqual({ status: model.status, steps: new Set([...model.heard].map((index) => index + 1)) });
  expect(told.length).toBe(model.told);
  expect(new Set(told).size).toBe(told.length);
}
type Command = fc.AsyncCommand<Model, Real>;
const command = (name: string, run: Command['run']): Command => ({ check: () => true, run, toString: () => name });
const wordsOf = (status: number | null) => (status === null ? 'Trình lãnh đạo xem xét' : (WORDS[status] ?? ''));

const moves = fc.nat(9).map((choice) =>
  command(`the province moves on (${choice})`, async (model) => {
    const ways = next(model.place);
    const to = ways[choice % Math.max(1, ways.length)];
    if (!to) return;
    model.place = to;
    model.steps.push(to.at);
  }),
);
const says = command('the province says what has no status', async (model) => void model.steps.push(null));
const breaksRules = fc.constantFrom(...STATUSES).map((status) =>
  command(`the province breaks its rules (${status})`, async (model) => {
    model.isLawful = false;
    model.place = { at: status, askedAt: null };
    model.steps.push(status);
  }),
);
const hears = fc.tuple(fc.nat(30), fc.constantFrom(1, 1, 2, 3)).map(([at, times]) =>
  command(`we hear of step ${at}, ${times} times at once`, async (model, real) => {
    const index = at % model.steps.length;
    const wasFinal = MOVES[model.status]?.length === 0 ? model.status : null;
    predict(model, index);
    await Promise.all(Array.from({ length: times }, () => real.hear(index + 1, wordsOf(model.steps[index] ?? null))));
    await expectAsPredicted(model, real);
    if (wasFinal !== null) expect(model.status).toBe(wasFinal);
  }),
);
const looksUp = command('we look it up', async (model, real) => {
  predict(model, model.steps.length - 1);
  await real.hear(model.steps.length, wordsOf(model.steps.at(-1) ?? null));
  await expectAsPredicted(model, real);
});

describe('the ten statuses of a dossier', () => {
  it(
    'follow the province by allowed moves only, however its reports are doubled, late or in disorder; each step is told once',
    () =>
      walkModel(
        'ten statuses',
        {
          runs: 60,
          ways: [
            fc.commands([moves, moves, moves, hears, hears, fc.constant(says), fc.constant(looksUp), breaksRules], { maxCommands: 24 }),
            fc.boolean(),
          ],
        },
        async (drawn, hearsAllBackwards) => {
          const model: Model = { steps: [1], place: { at: 1, askedAt: null }, isLawful: true, heard: new Set([0]), status: 1, told: 0 };
          const real = await fileOne();
          await fc.asyncModelRun(() => ({ model, real }), drawn);
          const rest = model.steps.map((_status, index) => index);
          for (const index of hearsAllBackwards ? rest.toReversed() : rest) {
            predict(model, index);
            await real.hear(index + 1, wordsOf(model.steps[index] ?? null));
          }
          await expectAsPredicted(model, real);
          // Whatever the order: a lawful province is followed to where it is.
          if (model.isLawful) expect(model.status).toBe(model.place.at);
        },
      ),
    MODEL_TIMEOUT_MS,
  );
});
