import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { addressPrefix } from './address-prefix.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({ TRUSTED_PROXY_HOPS: '2' });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Each caller in a network of their own, unless the test says otherwise. */
let networks = 0;
const track = (body: object, address = `10.1.${++networks}.7`) =>
  fetch(`${server.url}/v1/tracking`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
  });
async function filed(personaId: string) {
  const citizen = await server.as(personaId);
  const { id, receiptNo } = await citizen.submit((await citizen.fillDraft('1.001193')).id, crypto.randomUUID());
  const dossier = await citizen.until(async () => {
    const now = await citizen.dossier(id);
    return now.state === 'confirmed' ? now : null;
  });
  const { applicantPhone } = dossier.answers as { applicantPhone: string };
  return { citizen, receiptNo, code: dossier.code ?? '', fact: applicantPhone.slice(-4), answers: dossier.answers };
}
/** Four digits that are not among the given. */
const anotherFact = ({ answers }: { answers: Record<string, unknown> }) =>
  ['0000', '1111', '2222', '3333'].find((fact) => !Object.values(answers).some((value) => String(value).endsWith(fact))) ?? '4444';

describe('tracking without signing in', () => {
  it('200: by either number says where it is and nothing of whose it is', async () => {
    const dossier = await filed('thu-ha');
    for (const code of [dossier.receiptNo, dossier.receiptNo.toLowerCase().replaceAll('-', ' '), dossier.code]) {
      const answer = await track({ code });
      expect(answer.status).toBe(200);
      expect(Object.keys((await answer.json()) as object).sort()).toEqual(['agency', 'asOf', 'detail', 'dueAt', 'group', 'lastStepOn']);
    }
    const text = await (await track({ code: dossier.receiptNo, secondFact: dossier.fact })).text();
    expect(JSON.parse(text)).toMatchObject({ group: 'not-received', detail: { status: 1, waitsForApplicant: false } });
    for (const value of Object.values(dossier.answers)) if (String(value).length > 5) expect(text).not.toContain(String(value));
    expect(text).not.toContain('giay-chung-sinh');
  });

  it('404: a wrong number and a wrong fact are told alike, after the same time', async () => {
    const dossier = await filed('van-binh');
    const wrongFact = anotherFact(dossier);
    const timed = async (body: object) => {
      const started = performance.now();
      const answer = await track(body);
      const { requestId: _id, ...problem } = (await answer.json()) as Record<string, unknown>;
      return { problem, headers: [...answer.headers.keys()].sort(), ms: performance.now() - started };
    };
    const rounds = [];
    for (let round = 0; round < 4; round++)
      rounds.push([
        await timed({ code: 'TNS-2222-2222', secondFact: wrongFact }),
        await timed({ code: dossier.receiptNo, secondFact: wrongFact }),
      ] as const);
    for (const [noCode, noFact] of rounds) {
      expect(noFact.problem).toEqual(noCode.problem);
      expect(noFact.headers).toEqual(noCode.headers);
      expect(noCode.ms).toBeGreaterThanOrEqual(295);
      expect(noFact.ms).toBeGreaterThanOrEqual(295);
    }
    expect(rounds[0]?.[0].problem).toMatchObject({ status: 404, code: 'tracking-not-found' });
  });

  it('404: after five wrong facts of a day the right one does not open it either; the coarse answer stays', async () => {
    const dossier = await filed('kim-ngan');
    for (let tries = 0; tries < 5; tries++) {
      expect((await track({ code: dossier.receiptNo, secondFact: anotherFact(dossier) })).status).toBe(404);
      await server.sql`delete from tracking_spend where ends_at < now() + interval '2 minutes'`; // the minute is over
    }
    expect((await track({ code: dossier.receiptNo, secondFact: dossier.fact })).status).toBe(404);
    expect((await track({ code: dossier.receiptNo })).status).toBe(200);
  });

  it('429: who walks through numbers is stopped, and so is who asks for one number from everywhere', async () => {
    const walked = await Promise.all(
      Array.from({ length: 20 }, (_, index) => track({ code: `TNS-ABCD-${String(index).padStart(4, '0')}` }, `10.9.9.${index}`)),
    );
    expect(walked.map(({ status }) => status)).not.toContain(200);
    const next = await track({ code: 'TNS-ABCD-0020' }, '10.9.9.20');
    expect(next.status).toBe(429);
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0);
    const dossier = await filed('minh-tam');
    const asked = [];
    for (let index = 0; index < 12; index++) asked.push((await track({ code: dossier.receiptNo })).status);
    expect(asked.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(asked.at(-1)).toBe(429);
  });

  it('raises one alarm when one network walks through the numbers of a day, none for a family with two', async () => {
    const alarms = () => server.lines.filter((line) => line.includes('walks through')).length;
    const walk = (day: string, numbers: number, network: string) =>
      Promise.all(Array.from({ length: numbers }, (_, at) => track({ code: `H53.15-${day}-${String(at).padStart(4, '0')}` }, network)));
    await walk('261101', 2, '10.8.1.1');
    await Promise.all(Array.from({ length: 9 }, () => track({ code: 'H53.15-261101-0007' }, '10.8.1.1'))); // one number again and again
    expect(alarms()).toBe(0);
    await walk('261102', 10, '10.8.2.2');
    expect(alarms()).toBe(1);
  });

  it('stores neither the digits nor the address', async () => {
    const dossier = await filed('ba-sau');
    await track({ code: dossier.receiptNo, secondFact: dossier.fact }, '203.113.7.9');
    const dump = JSON.stringify([
      await server.sql`select * from tracking_fact`,
      await server.sql`select encode(bucket, 'escape') from tracking_spend`,
    ]);
    expect(dump).not.toContain('203.113.7');
    expect(server.lines.join('')).not.toContain(dossier.receiptNo);
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.113.7.9', '203.113.7'],
    ['::ffff:203.113.7.9', '203.113.7'],
    ['2405:4800:0102:ffff::1', '2405:4800:102'],
    ['2405::1', '2405:0:0'],
    ['::1', '0:0:0'],
  ])('%s is of %s', (address, network) => {
    expect(addressPrefix(address)).toBe(network);
  });
});
