import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { MODEL_TIMEOUT_MS, walkModel } from '../../../test/model-runs.ts';
import { CALM, openWay, type Weather } from '../../../test/way-to-the-province.ts';
import { createClamd } from '../../connectors/clamd/clamd.ts';
import { createOneGate } from '../../connectors/one-gate/one-gate.ts';
import { createUpstream } from '../../connectors/upstream.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { createFileChecks } from '../uploads/file-checks.service.ts';
import { createSealedUploads } from '../uploads/sealed-uploads.ts';
import { createUploadRepository } from '../uploads/uploads.repository.ts';
import { createUploadService } from '../uploads/uploads.service.ts';
import { createActSending } from './act-sending.service.ts';
import { type ActRow, createActRepository } from './acts.repository.ts';
import { type Announcement, createDossierRepository, type DossierRow } from './dossiers.repository.ts';
import { createDraftRepository } from './drafts.repository.ts';
import { createFilingService } from './filing.service.ts';

type Told = Announcement['what']['kind'];
type Part = 'dossier' | 'supplement' | 'withdrawal';

/** Something on its way to the province. */
interface Going {
  state: DossierRow['state'] | ActRow['state'];
  /** How often the province has it. */
  there: number;
  attempts: number;
  /** Nobody answered for longer than people wait. */
  isOld: boolean;
}
interface Model {
  readonly dossier: Going;
  supplement: Going | null;
  withdrawal: Going | null;
  /** Of the dossier, at the province and with us. */
  status: number;
  readonly told: Told[];
  readonly isInfected: boolean;
}
const going = (): Going => ({ state: 'accepted', there: 0, attempts: 0, isOld: false });
const PAPERS = { dossier: 2, supplement: 1, withdrawal: 0 };
const CLOSED = [3, 7, 8, 10];

const WORDS: Record<Part, Partial<Record<Going['state'], Told>>> = {
  dossier: { confirmed: 'sent', rejected: 'refused', needs_citizen: 'needs-citizen', needs_staff: 'needs-staff', withdrawn: 'withdrawn' },
  supplement: { confirmed: 'supplement-arrived', rejected: 'supplement-refused', needs_staff: 'needs-staff' },
  withdrawal: { confirmed: 'withdrawal-arrived', rejected: 'withdrawal-refused', needs_staff: 'needs-staff' },
};
const isOver = (part: Part, { state }: Going) => WORDS[part][state] !== undefined;

/** What one look does, as ADR 0004 and ADR 0014 promise it. */
function predict(part: Part, model: Model, weather: Weather, withdrawsMeanwhile = false): void {
  const one = model[part];
  if (!one || isOver(part, one) || (part !== 'dossier' && model.dossier.state !== 'confirmed')) return;
  const isClosed = CLOSED.includes(model.status);
  const isOut = predictSending(one, weather, {
    isInfected: part === 'dossier' && model.isInfected,
    isTaken: part !== 'supplement' || model.status === 5,
    hasFiles: PAPERS[part] > 0,
    isPointless: part === 'withdrawal' && isClosed,
  });
  if (isOut && withdrawsMeanwhile) model.withdrawal ??= going();
  if (part === 'withdrawal' && isClosed && one.state === 'confirmed' && one.there === 0) return; // it is so already
  const waiting = part === 'dossier' && model.withdrawal?.state === 'accepted' ? model.withdrawal : null;
  if (waiting && (one.state === 'ready' || one.state === 'rejected')) {
    waiting.state = 'confirmed';
    if (one.state === 'ready') {
      one.state = 'withdrawn';
      model.status = 7;
    }
  }
  const word = WORDS[part][one.state];
  if (word && !(isClosed && one.state === 'rejected')) model.told.push(word);
}

/** @returns whether the sending went on its way. */
function predictSending(
  one: Going,
  { scanner, upload, sending, lookUp, attempt }: Weather,
  { isInfected, isTaken, hasFiles, isPointless }: Record<'isInfected' | 'isTaken' | 'hasFiles' | 'isPointless', boolean>,
): boolean {
  const giveUpOr = (state: Going['state']) => (one.isOld ? 'needs_staff' : state);
  if (one.state === 'sending' || one.state === 'uncertain') {
    if (lookUp === 'crash') return false;
    const isShown = lookUp === 'answers' && one.there > 0;
    const isAbsent = lookUp !== 'down' && !isShown && attempt === 'settled';
    one.state = isShown ? 'confirmed' : isAbsent ? 'ready' : giveUpOr('uncertain');
    return false;
  }
  if (one.state !== 'ready') {
    one.state = hasFiles && scanner === 'down' ? 'scanning' : isInfected ? 'needs_citizen' : 'ready';
    if (one.state !== 'ready') return false;
  }
  if (hasFiles && upload !== 'taken') {
    if (upload === 'down') one.state = giveUpOr('ready');
    return false;
  }
  if (isPointless) {
    one.state = 'confirmed';
    return false;
  }
  one.attempts += 1;
  if (isTaken && (sending === 'taken' || sending === 'reply-lost' || sending === 'crash-after')) one.there += 1;
  const shown = { answers: 'confirmed', down: 'uncertain', 'not-yet': 'uncertain', crash: 'sending' } as const;
  const after = {
    taken: isTaken ? shown[lookUp] : 'rejected',
    refused: 'rejected',
    'reply-lost': 'uncertain',
    'request-lost': 'uncertain',
    'not-carried': 'ready',
    'crash-before': 'sending',
    'crash-after': 'sending',
  } as const;
  one.state = after[sending];
  return sending !== 'not-carried';
}

let server: TestServer;
let database: Database;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
  database = openDatabase(server.databaseUrl, { name: 'model', poolSize: 8, statementTimeoutMs: 10_000 });
});
afterAll(async () => {
  await database.close();
  await server[Symbol.asyncDispose]();
});

/** The harmless file that every scanner knows, behind a picture's first bytes; in two parts, or this source would be found. */
const INFECTED = Buffer.concat([
  TINY_PNG,
  Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')),
]);
const SETTLES_MS = 180_000;
const GIVE_UP_MS = 86_400_000;

/** One dossier with what follows it, and workers that look at them and may die. */
async function fileOne(isInfected: boolean) {
  const citizen = await server.as('thu-ha');
  const draft = await citizen.fillDraft('1.001193', isInfected ? INFECTED : TINY_PNG);
  const { id, receiptNo } = await citizen.submit(draft.id, crypto.randomUUID());
  const told: Told[] = [];
  const dead: (() => Promise<unknown>)[] = [];
  const ids: Partial<Record<Part, string>> = { dossier: id };
  const announce = async (_tx: unknown, { what }: Announcement) => void told.push(what.kind);
  const post = async (path: string, body: unknown): Promise<string | null> => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answer = await citizen.call(`/v1/dossiers/${id}/${path}`, { method: 'POST', body: JSON.stringify(body), headers });
    return answer.status === 202 ? ((await answer.json()) as { id: string }).id : null;
  };
  const withdraw = async () => {
    const made = await post('withdrawal', {});
    if (made) ids.withdrawal = made;
    return made !== null;
  };

  /** @param claimed waits for the others: whoever looks at the same time has looked whether it is free before anybody goes on. */
  const newWorker = (oneGateUrl: string, { scanner }: Weather, claimed: () => Promise<unknown>) => {
    const { config } = server;
    const encryption = createEncryption({ keyEncryptionKeys: config.KEY_ENCRYPTION_KEYS, subjectKeys: createSubjectKeyStore(database) });
    const upstream = createUpstream({ system: 'one-gate', baseUrl: oneGateUrl });
    const together = <Store extends { claim(id: string, leaseMs: number): Promise<unknown> }>(store: Store): Store => ({
      ...store,
      claim: async (rowId: string, leaseMs: number) => {
        const row = await store.claim(rowId, leaseMs);
        await claimed();
        return row;
      },
    });
    const uploads = { repository: createUploadRepository(database), directory: config.FILE_STORE_DIR, encryption };
    const sealed = createSealedUploads(uploads);
    const { verdict } = createFileChecks({
      ...uploads,
      files: sealed,
      scan: createClamd(scanner === 'up' ? config.CLAMD : 'unix:/nobody-listens').scan,
      checker: { check: async () => ({ is: 'fit', isRedrawn: false }) }, // the program behind it has its own tests
      times: { leaseMs: 60_000, retryMs: 0 },
    });
    const { read } = createUploadService({ ...uploads, files: sealed, verdictOn: verdict });
    const files = { verdict, read };
    // A request that is held stays held until its worker is woken: no deadline may end it first.
    const oneGate = createOneGate({
      upstream,
      token: config.ONE_GATE_TOKEN,
      capabilities: { idempotent: false, lookupByReference: true },
      sendTimeoutMs: 60_000,
      readTimeoutMs: 60_000,
    });
    const route = { oneGate, connectorOf: async () => oneGate };
    const times = {
      leaseMs: 60_000,
      absenceSettlesMs: SETTLES_MS,
      retryBaseMs: 60_000,
      retryMaxMs: 60_000,
      giveUpMs: GIVE_UP_MS,
    };
    const dossiers = createDossierRepository({ database, encryption, announce, noteFee: async () => {}, noteResults: async () => {} });
    const { openAnswers } = createDraftRepository({ database, encryption });
    const filing = createFilingService({
      repository: together(dossiers),
      openAnswers,
      files,
      ...route,
      nameOf: async (code) => code,
      secondSource: null,
      behalfOf: async () => null,
      times,
    });
    const acts = createActSending({ acts: together(createActRepository({ database, encryption, announce })), files, ...route, times });
    return {
      advance: (part: Part) => (part === 'dossier' ? filing : acts).advance(ids[part] ?? ''),
      takeNews: async () => {
        const [news] = await oneGate.find({ reference: receiptNo });
        if (news) await dossiers.applyProvinceStep({ id }, news);
      },
      close: upstream.close,
    };
  };

  return {
    told,
    withdraw,
    /** Times pass without waiting: the row is due, its lease is over, its last attempt has the age of this weather. */
    async letTimePass({ attempt }: Weather) {
      const ageMs = attempt === 'settled' ? SETTLES_MS + 1_000 : 0;
      await server.sql`update dossier set next_attempt_at = now(), lease_until = null where id = ${id}`;
      await server.sql`update send_attempt set started_at = now() - ${ageMs} * interval '1 millisecond' where dossier_id = ${id}`;
      await server.sql`
        update dossier_act set next_attempt_at = now(), lease_until = null, attempt_started_at = now() - ${ageMs} * interval '1 millisecond'
        where dossier_id = ${id}`;
    },
    async letAnotherHold() {
      await server.sql`update dossier set next_attempt_at = now(), lease_until = now() + interval '1 hour' where id = ${id}`;
      await server.sql`update dossier_act set next_attempt_at = now(), lease_until = now() + interval '1 hour' where dossier_id = ${id}`;
    },
    async letDaysPass() {
      await server.sql`update dossier set accepted_at = accepted_at - ${GIVE_UP_MS + 1_000} * interval '1 millisecond' where id = ${id}`;
      await server.sql`update dossier_act set accepted_at = accepted_at - ${GIVE_UP_MS + 1_000} * interval '1 millisecond' where dossier_id = ${id}`;
    },
    /** The desk does something, and a worker hears of it. */
    async deskDoes(action: string) {
      const [there] = await citizen.provinceDossiers(receiptNo);
      await citizen.deskAction(there?.code ?? '', action, { note: 'Thiếu giấy' });
      const worker = newWorker(server.sandbox.url.replace('localhost', '127.0.0.1'), CALM, async () => {});
      await worker.takeNews();
      await worker.close();
    },
    async answerSupplement() {
      const [asked] = (await citizen.dossier(id)).supplements;
      const files = [{ componentId: asked?.papers[0]?.id, fileId: await citizen.upload(TINY_PNG, 'lai.png', 'image/png') }];
      const made = await post(`supplements/${asked?.id}`, { files });
      if (made) ids.supplement = made;
      return made !== null;
    },
    /** `workers` look at the same time; where the weather says so they die in the middle. */
    async look(part: Part, weather: Weather, { workers = 1, meanwhile }: { workers?: number; meanwhile?: () => Promise<void> } = {}) {
      const way = await openWay(server.sandbox.url, weather, { files: PAPERS[part], ...(meanwhile && { meanwhile }) });
      const { promise: allClaimed, resolve: goOn } = Promise.withResolvers<void>();
      let claims = 0;
      const claimed = () => {
        if (++claims === workers) goOn();
        return allClaimed;
      };
      const looks = Array.from({ length: workers }, () => newWorker(way.url, weather, claimed));
      const done = Promise.all(looks.map((worker) => worker.advance(part)));
      const wake = async () => {
        way.close();
        await done;
        await Promise.all(looks.map((worker) => worker.close()));
      };
      if ((await Promise.race([done.then(() => 'done'), way.crashed.then(() => 'crashed')])) === 'done') await wake();
      else dead.push(wake);
    },
    /** Workers thought dead were only frozen: they go on where they stood, with what they knew then. */
    wakeTheDead: () => Promise.all(dead.map((wake) => wake())),
    async standing() {
      const [row] = await server.sql<{ state: string; status: number; attempts: number }[]>`
        select state, status, (select count(*)::int from send_attempt where dossier_id = ${id}) as attempts from dossier where id = ${id}`;
      const acts = await server.sql<{ kind: Part; state: string; attempts: number }[]>`
        select kind, state, attempt_no as attempts from dossier_act where dossier_id = ${id}
        order by accepted_at desc, case state when 'rejected' then 1 else 0 end`;
      const there = await citizen.provinceDossiers(receiptNo);
      const requests = there.flatMap((dossier) => dossier.requests);
      const act = (kind: Part) => {
        const found = acts.find((one) => one.kind === kind);
        return found && { state: found.state, attempts: found.attempts, there: requests.filter((request) => request.kind === kind).length };
      };
      return {
        status: row?.status,
        dossier: { state: row?.state, attempts: row?.attempts, there: there.length },
        supplement: act('supplement') ?? null,
        withdrawal: act('withdrawal') ?? null,
      };
    },
  };
}
type Real = Awaited<ReturnType<typeof fileOne>>;

const shown = (one: Going | null) => one && { state: one.state, attempts: one.attempts, there: one.there };
async function expectAsPredicted({ dossier, supplement, withdrawal, status, told }: Model, real: Real) {
  const standing = await real.standing();
  expect(standing).toEqual({ status, dossier: shown(dossier), supplement: shown(supplement), withdrawal: shown(withdrawal) });
  for (const part of [standing.dossier, standing.supplement, standing.withdrawal]) expect(part?.there ?? 0).toBeLessThanOrEqual(1);
  expect(real.told.toSorted()).toEqual(told.toSorted());
}

type Command = fc.AsyncCommand<Model, Real>;
const command = (name: string, run: Command['run'], check: Command['check'] = () => true): Command => ({
  check: (model) => check(model),
  run: async (model, real) => {
    await run(model, real);
    await expectAsPredicted(model, real);
  },
  toString: () => name,
});

const look = (part: Part, weather: Weather, workers = 1) =>
  command(
    `${workers} look(s) at the ${part} when ${JSON.stringify(weather)}`,
    async (model, real) => {
      predict(part, model, weather);
      await real.letTimePass(weather);
      await real.look(part, weather, { workers });
    },
    (model) => model[part] !== null,
  );
const withdrawMeanwhile = (weather: Weather) =>
  command(
    `withdraws while it is sent when ${JSON.stringify(weather)}`,
    async (model, real) => {
      predict('dossier', model, weather, true);
      await real.letTimePass(weather);
      await real.look('dossier', weather, { meanwhile: async () => void (await real.withdraw()) });
    },
    ({ withdrawal }) => withdrawal === null,
  );
const lookWhenHeld = command('look while another worker holds them', async (model, real) => {
  await real.letAnotherHold();
  for (const part of ['dossier', 'supplement', 'withdrawal'] as const) if (model[part]) await real.look(part, CALM);
});
const daysPass = command('days pass', async (model, real) => {
  for (const one of [model.dossier, model.supplement, model.withdrawal]) if (one) one.isOld = true;
  await real.letDaysPass();
});
const withdraw = command('withdraw', async (model, real) => {
  const { dossier, withdrawal, status } = model;
  const isUnsent =
    ['accepted', 'scanning', 'ready', 'needs_citizen'].includes(dossier.state) ||
    (dossier.state === 'needs_staff' && dossier.attempts === 0);
  const mayBeThere = ['sending', 'uncertain', 'confirmed', 'needs_staff'].includes(dossier.state) && [1, 2, 4, 5, 6].includes(status);
  const isPossible = (withdrawal === null || withdrawal.state === 'rejected') && (isUnsent || mayBeThere);
  expect(await real.withdraw()).toBe(isPossible);
  if (!isPossible) return;
  model.withdrawal = { ...going(), there: withdrawal?.there ?? 0 };
  if (!isUnsent) return;
  model.withdrawal.state = 'confirmed';
  dossier.state = 'withdrawn';
  model.status = 7;
});
const deskDoes = (action: string, status: number, from: readonly number[]) =>
  command(
    `the desk: ${action}`,
    async (model, real) => {
      await real.deskDoes(action);
      model.status = status;
      model.told.push('status');
    },
    (model) => model.dossier.state === 'confirmed' && from.includes(model.status),
  );
const answerSupplement = command(
  'answer the supplement',
  async (model, real) => {
    const isFree = model.supplement === null || model.supplement.state === 'rejected';
    expect(await real.answerSupplement()).toBe(isFree);
    if (isFree) model.supplement = going();
  },
  ({ dossier, status, supplement }) => dossier.state === 'confirmed' && status === 5 && supplement === null,
);

/** Calm more often than not, or hardly anything would ever be filed. */
const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
const weather: fc.Arbitrary<Weather> = fc
  .record<Weather>({
    scanner: often<Weather['scanner']>('up', 'down'),
    upload: often<Weather['upload']>('taken', 'down', 'crash'),
    sending: fc.constantFrom('taken', 'refused', 'reply-lost', 'request-lost', 'not-carried', 'crash-before', 'crash-after'),
    lookUp: fc.constantFrom('answers', 'down', 'not-yet', 'crash'),
    attempt: fc.constantFrom('young', 'settled'),
  })
  // The settling time is the province's word that it shows by then what it took.
  .map((drawn) => (drawn.lookUp === 'not-yet' ? { ...drawn, attempt: 'young' as const } : drawn));
/** A withdrawal has no files before it after which the way could close. */
const bare = weather.map((drawn) => (drawn.sending === 'not-carried' ? { ...drawn, sending: 'request-lost' as const } : drawn));
const ways = fc.commands(
  [
    weather.map((drawn) => look('dossier', drawn)),
    weather.map((drawn) => look('dossier', drawn)),
    weather.map((drawn) => look('dossier', drawn, 2)),
    fc.constant(look('dossier', CALM)),
    fc.constant(lookWhenHeld),
    fc.constant(daysPass),
    fc.constant(withdraw),
    weather.map(withdrawMeanwhile),
    bare.map((drawn) => look('withdrawal', drawn)),
    bare.map((drawn) => look('withdrawal', drawn, 2)),
    fc.constant(deskDoes('ask-supplement', 5, [1, 2, 4])),
    fc.constant(deskDoes('reject', 3, [1, 5])),
    fc.constant(answerSupplement),
    weather.map((drawn) => look('supplement', drawn)),
    weather.map((drawn) => look('supplement', drawn, 2)),
  ],
  { maxCommands: 14 },
);
const rarely = fc.integer({ min: 1, max: 8 }).map((drawn) => drawn === 8);

describe('the way of a dossier, a supplement and a withdrawal to the province', () => {
  it(
    'goes as promised whatever happens on it: nothing twice, nothing stuck, the citizen told once how each ended',
    () =>
      walkModel('filing, supplement, withdrawal', { runs: 60, ways: [ways, rarely] }, async (drawn, isInfected) => {
        const model: Model = { dossier: going(), supplement: null, withdrawal: null, status: 1, told: [], isInfected };
        const real = await fileOne(isInfected);
        await fc.asyncModelRun(() => ({ model, real }), drawn);
        for (const part of ['dossier', 'supplement', 'withdrawal'] as const)
          for (let looks = 0; canGoOn(part, model); looks++) {
            expect(looks).toBeLessThan(3);
            await look(part, CALM).run(model, real);
          }
        await real.wakeTheDead();
        await expectAsPredicted(model, real);
        if (model.dossier.state === 'confirmed') expect(model.dossier.there).toBe(1);
      }),
    MODEL_TIMEOUT_MS,
  );

  it('a withdrawal on the way with a dossier that the province refuses is not left waiting', async () => {
    const model: Model = { dossier: going(), supplement: null, withdrawal: null, status: 1, told: [], isInfected: false };
    const real = await fileOne(false);
    await withdrawMeanwhile({ ...CALM, sending: 'refused' }).run(model, real);
    expect(await real.standing()).toMatchObject({ dossier: { state: 'rejected' }, withdrawal: { state: 'confirmed', there: 0 } });
  });
});

/** Nobody knows whether a dossier that a person looks for is there: what follows it waits for that. */
const canGoOn = (part: Part, model: Model) => {
  const one = model[part];
  return one !== null && !isOver(part, one) && (part === 'dossier' || model.dossier.state === 'confirmed');
};
