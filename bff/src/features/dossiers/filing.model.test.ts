import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { createClamd } from '../../connectors/clamd/clamd.ts';
import { createOneGate } from '../../connectors/one-gate/one-gate.ts';
import { createUpstream } from '../../connectors/upstream.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { createUploadRepository } from '../uploads/uploads.repository.ts';
import { createUploadService } from '../uploads/uploads.service.ts';
import { type Announcement, createDossierRepository, type DossierRow } from './dossiers.repository.ts';
import { createDraftRepository } from './drafts.repository.ts';
import { createFilingService } from './filing.service.ts';

/** What a worker meets while it looks at a dossier once. */
interface Weather {
  readonly scanner: 'up' | 'down';
  readonly upload: 'taken' | 'down' | 'crash';
  readonly filing: 'taken' | 'refused' | 'reply-lost' | 'request-lost' | 'not-carried' | 'crash-before' | 'crash-after';
  /** `not-yet`: the province has it but does not show it before absence settles. */
  readonly lookUp: 'answers' | 'down' | 'not-yet' | 'crash';
  /** Age of the last attempt: less than absence needs to settle, or more. */
  readonly attempt: 'young' | 'settled';
}
const CALM: Weather = { scanner: 'up', upload: 'taken', filing: 'taken', lookUp: 'answers', attempt: 'settled' };

interface Model {
  state: DossierRow['state'];
  /** How many dossiers the province made of it. */
  filed: number;
  attempts: number;
  /** Nobody answered for longer than people wait. */
  isOld: boolean;
  readonly isInfected: boolean;
}

/** What one look does, as ADR 0004 promises it. */
function predict(model: Model, { scanner, upload, filing, lookUp, attempt }: Weather): void {
  const giveUpOr = (state: Model['state']) => (model.isOld ? 'needs_staff' : state);
  switch (model.state) {
    case 'sending':
    case 'uncertain': {
      if (lookUp === 'crash') return;
      const isShown = lookUp === 'answers' && model.filed > 0;
      const isAbsent = lookUp !== 'down' && !isShown && attempt === 'settled';
      model.state = isShown ? 'confirmed' : isAbsent ? 'ready' : giveUpOr('uncertain');
      return;
    }
    case 'accepted':
    case 'scanning':
      model.state = scanner === 'down' ? 'scanning' : model.isInfected ? 'needs_citizen' : 'ready';
      if (model.state === 'ready') predict(model, { scanner, upload, filing, lookUp, attempt });
      return;
    case 'ready': {
      if (upload === 'crash') return;
      if (upload === 'down') {
        model.state = giveUpOr('ready');
        return;
      }
      model.attempts += 1;
      if (filing === 'taken' || filing === 'reply-lost' || filing === 'crash-after') model.filed += 1;
      const shown = { answers: 'confirmed', down: 'uncertain', 'not-yet': 'uncertain', crash: 'sending' } as const;
      const after = {
        taken: shown[lookUp],
        refused: 'rejected',
        'reply-lost': 'uncertain',
        'request-lost': 'uncertain',
        'not-carried': 'ready',
        'crash-before': 'sending',
        'crash-after': 'sending',
      } as const;
      model.state = after[filing];
    }
  }
}

const PAPERS = 2;
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

/** The way to the sandbox's province in one weather. `crashed` comes when a request is held that nobody will wait for. */
async function openWay({ upload, filing, lookUp }: Weather) {
  const { promise: crashed, resolve: crash } = Promise.withResolvers<void>();
  let uploads = 0;
  const way = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    const pass = () => forward(request, Buffer.concat(body));
    const lose = () => request.socket.destroy();
    const say = (text: string, headers = {}) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
    const operation = request.url?.split('/').at(-1);
    if (operation === 'UploadFile') {
      if (upload === 'crash') return crash();
      if (upload === 'down') return lose();
      const isLast = ++uploads === PAPERS && filing === 'not-carried';
      if (isLast) way.close(); // the next connection is refused
      return say(await pass(), isLast ? { connection: 'close' } : {});
    }
    if (operation === 'NopHoSo') {
      if (filing === 'refused') return say('{"success":false,"message":"Dữ liệu hồ sơ chưa hợp lệ"}');
      if (filing === 'request-lost') return lose();
      if (filing === 'crash-before') return crash();
      const answer = await pass();
      if (filing === 'taken') return say(answer);
      return filing === 'reply-lost' ? lose() : crash();
    }
    if (lookUp === 'crash') return crash();
    if (lookUp === 'down') return lose();
    return say(lookUp === 'not-yet' ? '{"success":true,"data":[]}' : await pass());
  });
  await new Promise<void>((done) => way.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    crashed,
    close() {
      way.close();
      way.closeAllConnections();
    },
  };
}

/** To the sandbox's province, which counts what it was made to do. @returns the answer's text. */
async function forward(request: IncomingMessage, body: Buffer): Promise<string> {
  const answer = await fetch(server.sandbox.url + request.url, {
    method: 'POST',
    headers: { authorization: request.headers.authorization ?? '', 'content-type': request.headers['content-type'] ?? '' },
    body: new Uint8Array(body),
  });
  return answer.text();
}

/** The harmless file that every scanner knows, behind a picture's first bytes; in two parts, or this source would be found. */
const INFECTED = Buffer.concat([
  TINY_PNG,
  Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')),
]);

/** One dossier, and workers that look at it and may die. */
async function fileOne(isInfected: boolean) {
  const citizen = await server.as('thu-ha');
  const draft = await citizen.fillDraft('1.001193', isInfected ? INFECTED : TINY_PNG);
  const { id, receiptNo } = await citizen.submit(draft.id, crypto.randomUUID());
  const told: Announcement['what']['kind'][] = [];
  const dead: (() => Promise<unknown>)[] = [];

  const newWorker = (oneGateUrl: string, { scanner }: Weather) => {
    const { config } = server;
    const encryption = createEncryption({ keyEncryptionKeys: config.KEY_ENCRYPTION_KEYS, subjectKeys: createSubjectKeyStore(database) });
    const upstream = createUpstream({ system: 'one-gate', baseUrl: oneGateUrl });
    const filing = createFilingService({
      repository: createDossierRepository({
        database,
        encryption,
        announce: async (_tx, { what }) => void told.push(what.kind),
        noteFee: async () => {},
        noteResults: async () => {},
      }),
      openAnswers: createDraftRepository({ database, encryption }).openAnswers,
      files: createUploadService({
        repository: createUploadRepository(database),
        encryption,
        directory: config.FILE_STORE_DIR,
        clamd: createClamd(scanner === 'up' ? config.CLAMD : 'unix:/nobody-listens'),
      }),
      // A request that is held stays held until its worker is woken: no deadline may end it first.
      oneGate: createOneGate({ upstream, token: config.ONE_GATE_TOKEN, sendTimeoutMs: 60_000, readTimeoutMs: 60_000 }),
      times: { leaseMs: 60_000, absenceSettlesMs: SETTLES_MS, retryBaseMs: 60_000, retryMaxMs: 60_000, giveUpMs: GIVE_UP_MS },
    });
    return { advance: () => filing.advance(id), close: upstream.close };
  };

  return {
    told,
    /** Times pass without waiting: the row is due, its lease is over, its last attempt has the age of this weather. */
    async letTimePass({ attempt }: Weather) {
      const ageMs = attempt === 'settled' ? SETTLES_MS + 1_000 : 0;
      await server.sql`update dossier set next_attempt_at = now(), lease_until = null where id = ${id}`;
      await server.sql`update send_attempt set started_at = now() - ${ageMs} * interval '1 millisecond' where dossier_id = ${id}`;
    },
    letAnotherHold: () => server.sql`update dossier set next_attempt_at = now(), lease_until = now() + interval '1 hour' where id = ${id}`,
    letDaysPass: () =>
      server.sql`update dossier set accepted_at = accepted_at - ${GIVE_UP_MS + 1_000} * interval '1 millisecond' where id = ${id}`,
    /** `workers` look at the same time; where the weather says so they die in the middle. */
    async look(weather: Weather, workers = 1) {
      const way = await openWay(weather);
      const looks = Array.from({ length: workers }, () => newWorker(way.url, weather));
      const done = Promise.all(looks.map((worker) => worker.advance()));
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
      const [row] = await server.sql<{ state: string; attempts: number }[]>`
        select state, (select count(*)::int from send_attempt where dossier_id = ${id}) as attempts from dossier where id = ${id}`;
      return { ...row, filed: (await citizen.provinceDossiers(receiptNo)).length };
    },
  };
}
type Filing = Awaited<ReturnType<typeof fileOne>>;

const SETTLES_MS = 180_000;
const GIVE_UP_MS = 86_400_000;

async function expectAsPredicted({ state, attempts, filed }: Model, real: Filing) {
  expect(filed).toBeLessThanOrEqual(1);
  expect(await real.standing()).toEqual({ state, attempts, filed });
}

type Command = fc.AsyncCommand<Model, Filing>;
const command = (name: string, run: Command['run']): Command => ({ check: () => true, run, toString: () => name });

const lookWhen = (weather: Weather, workers = 1) =>
  command(`${workers} look(s) when ${JSON.stringify(weather)}`, async (model, real) => {
    predict(model, weather);
    await real.letTimePass(weather);
    await real.look(weather, workers);
    await expectAsPredicted(model, real);
  });
const lookWhenHeld = command('look while another worker holds it', async (model, real) => {
  await real.letAnotherHold();
  await real.look(CALM);
  await expectAsPredicted(model, real);
});
const daysPass = command('days pass', async (model, real) => {
  model.isOld = true;
  await real.letDaysPass();
});

/** Calm more often than not, or hardly anything would ever be filed. */
const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
const weather: fc.Arbitrary<Weather> = fc
  .record<Weather>({
    scanner: often<Weather['scanner']>('up', 'down'),
    upload: often<Weather['upload']>('taken', 'down', 'crash'),
    filing: fc.constantFrom('taken', 'refused', 'reply-lost', 'request-lost', 'not-carried', 'crash-before', 'crash-after'),
    lookUp: fc.constantFrom('answers', 'down', 'not-yet', 'crash'),
    attempt: fc.constantFrom('young', 'settled'),
  })
  // The settling time is the province's word that it shows by then what it took.
  .map((drawn) => (drawn.lookUp === 'not-yet' ? { ...drawn, attempt: 'young' as const } : drawn));
const commands = fc.commands(
  [
    weather.map((drawn) => lookWhen(drawn)),
    weather.map((drawn) => lookWhen(drawn)),
    weather.map((drawn) => lookWhen(drawn, 2)),
    fc.constant(lookWhenHeld),
    fc.constant(daysPass),
  ],
  { maxCommands: 12 },
);
const rarely = fc.integer({ min: 1, max: 8 }).map((drawn) => drawn === 8);
const TOLD: Partial<Record<Model['state'], Announcement['what']['kind']>> = {
  confirmed: 'sent',
  rejected: 'refused',
  needs_citizen: 'needs-citizen',
  needs_staff: 'needs-staff',
};

describe('the way of a dossier to the province', () => {
  it('goes as promised whatever happens on it: never filed twice, never stuck, the citizen told once how it ended', async () => {
    const end = Date.now() + 20_000;
    await fc.assert(
      fc.asyncProperty(commands, rarely, async (drawn, isInfected) => {
        if (Date.now() > end) return; // on a slow machine fewer ways are walked, not longer waited
        const model: Model = { state: 'accepted', filed: 0, attempts: 0, isOld: false, isInfected };
        const real = await fileOne(isInfected);
        await fc.asyncModelRun(() => ({ model, real }), drawn);
        for (let looks = 0; TOLD[model.state] === undefined; looks++) {
          expect(looks).toBeLessThan(3);
          await lookWhen(CALM).run(model, real);
        }
        await real.wakeTheDead();
        await expectAsPredicted(model, real);
        expect(real.told).toEqual([TOLD[model.state]]);
        if (model.state === 'confirmed') expect(model.filed).toBe(1);
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});
