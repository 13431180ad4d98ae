import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

const BIRTH = '1.001193';
const FOR_A_MINISTRY = '1.004873';
/** Half of the replies are lost; with this seed those of the two papers arrive and that of the filing does not. */
const TWO_PAPERS_THEN_LOST = 37;
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({ POLL_EVERY_MS: '300' });
  await server.sql`update procedure_version set content = content || '{"filingRoute": "national"}' where code = ${FOR_A_MINISTRY}`;
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

const file = async (of: TestServer, personaId: string, code: string) => {
  const citizen = await of.as(personaId);
  const { id, receiptNo } = await citizen.submit((await citizen.fillDraft(code)).id, crypto.randomUUID());
  type Dossier = Awaited<ReturnType<typeof citizen.dossier>>;
  const untilIt = (is: (dossier: Dossier) => boolean) =>
    citizen.until(async () => {
      const dossier = await citizen.dossier(id);
      return is(dossier) ? dossier : null;
    });
  return { citizen, id, receiptNo, untilIt };
};
const nationally = async (code: string, path = `/control/national/dossiers?code=${code}`, body?: object) =>
  (await fetch(server.sandbox.url + path, {
    ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).then((answer) => answer.json())) as { items: { timesAdded: number; files: string[] }[] };

describe('a procedure that goes to a ministry', () => {
  it('is filed through the national adapter once, though the reply was lost, and followed there', async () => {
    server.sandbox.faults.set({ system: 'national', mode: 'lose-reply', rate: 1, seed: 1 });
    const { citizen, id, receiptNo, untilIt } = await file(server, 'thu-ha', FOR_A_MINISTRY);
    await untilIt(({ state }) => state === 'uncertain' || state === 'confirmed');
    server.sandbox.faults.clear();
    await citizen.until(async () => {
      await server.letTimePass(5_000);
      return (await citizen.dossier(id)).state === 'confirmed' ? true : null;
    });
    expect((await nationally(receiptNo)).items).toMatchObject([{ timesAdded: 1 }]);
    expect(await citizen.provinceDossiers(receiptNo)).toEqual([]);

    await nationally(receiptNo, `/control/national/dossiers/${receiptNo}/actions`, { status: 2, dueAt: '2026-12-01T17:00:00+07:00' });
    const received = await untilIt(({ status }) => status === 2);
    expect(received.dueAt).toBe('2026-12-01T10:00:00.000Z');
    await nationally(receiptNo, `/control/national/dossiers/${receiptNo}/actions`, { status: 1 }); // a slip of somebody's hand
    const askedAgain = await untilIt(({ asOf }) => asOf > received.asOf);
    const after = await untilIt(({ asOf }) => asOf > askedAgain.asOf);
    expect(after.status).toBe(2);
    expect(after.timeline).toEqual(received.timeline);
    expect((await citizen.inbox()).filter((message) => message.title === 'Hồ sơ đã được tiếp nhận')).toHaveLength(1);
  });

  it('409: cannot be withdrawn here once it is there, and says so before anybody tries', async () => {
    const { citizen, id, untilIt } = await file(server, 'kim-ngan', FOR_A_MINISTRY);
    const dossier = await untilIt(({ state }) => state === 'confirmed');
    expect(dossier.withdrawal.isPossible).toBe(false);
    const answer = await citizen.call(`/v1/dossiers/${id}/withdrawal`, {
      method: 'POST',
      body: JSON.stringify({ reason: 'Tôi nộp nhầm thủ tục' }),
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    expect(await answer.json()).toMatchObject({ status: 409, code: 'not-possible-now' });
  });
});

describe('while the one-gate is silent', () => {
  it('iGate says how far the dossier is; what comes later is told once', async () => {
    const { citizen, receiptNo, untilIt } = await file(server, 'van-binh', BIRTH);
    await untilIt(({ state }) => state === 'confirmed');
    const [kept] = await citizen.provinceDossiers(receiptNo);
    server.sandbox.faults.set({ system: 'province', mode: 'down', rate: 1, seed: 1 });
    server.sandbox.setBffUrl('http://127.0.0.1:9'); // its reports are lost as well
    await citizen.deskAction(kept?.code ?? '', 'accept');
    const seen = await untilIt(({ status }) => status === 2);
    expect(seen.stale).toBe(false);

    await citizen.deskAction(kept?.code ?? '', 'other', { text: 'Luân chuyển phòng chuyên môn' });
    const flagged = await untilIt(({ subStatus }) => subStatus === 'Luân chuyển phòng chuyên môn');
    expect(flagged).toMatchObject({ status: 2 });

    await citizen.deskAction(kept?.code ?? '', 'ask-supplement');
    server.sandbox.setBffUrl(server.url);
    server.sandbox.faults.clear();
    const asked = await untilIt(({ status }) => status === 5);
    expect(asked.timeline.filter((entry) => entry.status === 2)).toHaveLength(1);
    expect((await citizen.inbox()).filter((message) => message.title === 'Hồ sơ đã được tiếp nhận')).toHaveLength(1);
  });
});

describe('a one-gate that cannot be asked by our reference', () => {
  it('a lost reply is never followed by a second filing: a person looks, and a clear yes needs none', async () => {
    await using deaf = await buildTestApp({ ONE_GATE_ANSWERS_BY_REFERENCE: 'false' });
    deaf.sandbox.faults.set({ system: 'province', mode: 'lose-reply', rate: 0.5, seed: TWO_PAPERS_THEN_LOST });
    const doubtful = await file(deaf, 'minh-tam', BIRTH);
    await doubtful.untilIt(({ state }) => state === 'needs_staff');
    deaf.sandbox.faults.clear();
    await deaf.letTimePass(86_400_000);
    expect((await doubtful.citizen.provinceDossiers(doubtful.receiptNo)).map(({ timesFiled }) => timesFiled)).toEqual([1]);
    expect((await doubtful.citizen.dossier(doubtful.id)).state).toBe('needs_staff');

    const clear = await file(deaf, 'ngoc-lan', BIRTH);
    const confirmed = await clear.untilIt(({ state }) => state === 'confirmed');
    expect(confirmed.code).toBeNull();
    const [kept] = await clear.citizen.provinceDossiers(clear.receiptNo);
    await clear.citizen.deskAction(kept?.code ?? '', 'accept');
    expect((await clear.untilIt(({ status }) => status === 2)).code).toBe(kept?.code);
  });
});

describe('tracking a dossier that was handed in at a counter', () => {
  const track = (body: object) =>
    fetch(`${server.url}/v1/tracking`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  it('200: where it is, in words that have a status or none, and nothing of whose it is', async () => {
    expect(await (await track({ code: 'h80.05-261116-9001' })).json()).toEqual({
      group: 'in-process',
      agency: 'other',
      lastStepOn: null,
      dueAt: '2026-12-01T10:00:00.000Z',
      asOf: expect.any(String),
      detail: null,
    });
    expect(await (await track({ code: 'H80.05-261116-9002' })).json()).toMatchObject({ group: 'handled', lastStepOn: '2026-11-20' });
    expect(await (await track({ code: 'H80.05-261116-9003' })).json()).toMatchObject({ group: 'unknown' });
  });

  it('404: a code that nobody knows, and one with a second fact, which cannot be checked there', async () => {
    expect((await track({ code: 'H80.05-261116-9009' })).status).toBe(404);
    expect((await track({ code: 'H80.05-261116-9001', secondFact: '1234' })).status).toBe(404);
  });

  it('503: says that it could not be asked, not that there is none', async () => {
    server.sandbox.faults.set({ system: 'igate', mode: 'down', rate: 1, seed: 1 });
    expect(await (await track({ code: 'H80.05-261116-9002' })).json()).toMatchObject({ status: 503, code: 'upstream-unavailable' });
  });
});
