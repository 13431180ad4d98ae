import type { Problem } from '@tayninh/shared/contract/problem';
import type { CounterDossier } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

/** The area of residential land measured anew: its record asks for level L3. */
const LAND = '1.012817';
const OWNER = { applicantName: 'Huỳnh Thị Thu Hà', applicantBirthDate: '1990-03-12', applicantPersonalNumber: '072190004471' };

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

const control = async <T>(path: string, body?: unknown) =>
  (await (
    await fetch(server.sandbox.url + path, {
      method: body ? 'POST' : 'GET',
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  ).json()) as T;
const askedAbout = async () =>
  (await control<{ items: { SoDinhDanh: string; HoVaTen: string; MucDich: string }[] }>('/control/population/queries')).items;
const expire = () => server.sql`update auth_session set identity_proven_at = now() - interval '15 minutes'`;
const problemOf = async (answer: Response) => (await answer.json()) as Problem;

describe('POST /v1/dossiers of a procedure that asks for level L3', () => {
  it('403: says what to do without a national log-in, keeps the draft, and takes it after one', async () => {
    const citizen = await server.as('thu-ha');
    const draft = await citizen.fillDraft(LAND, TINY_PNG, OWNER);
    const refused = await problemOf(await citizen.submitAnswer(draft.id, 'l3-before-1'));
    expect(refused).toMatchObject({ status: 403, code: 'level-too-low', detail: expect.stringContaining('VNeID mức độ 2') });
    await citizen.proveIdentity();
    expect(await citizen.submit(draft.id, 'l3-before-1')).toMatchObject({ state: 'accepted' });
    const again = await citizen.submitAnswer(draft.id, 'l3-before-1');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('403: a log-in of fifteen minutes ago, or on another phone, is not enough', async () => {
    const [phone, other] = [await server.as('thu-ha'), await server.as('thu-ha')];
    await phone.proveIdentity();
    const draft = await phone.fillDraft(LAND, TINY_PNG, OWNER);
    expect((await other.submitAnswer(draft.id, 'l3-other-1')).status).toBe(403);
    await expire();
    expect((await phone.submitAnswer(draft.id, 'l3-late-1')).status).toBe(403);
  });

  it('422: names the field that does not fit, asks only about the own number, notes each question', async () => {
    const citizen = await server.as('thu-ha');
    await citizen.proveIdentity();
    const before = (await askedAbout()).length;
    const foreign = await citizen.fillDraft(LAND, TINY_PNG, { ...OWNER, applicantPersonalNumber: '080058001122' });
    expect(await problemOf(await citizen.submitAnswer(foreign.id, 'l3-foreign-1'))).toMatchObject({
      code: 'draft-incomplete',
      errors: [{ pointer: '/answers/applicantPersonalNumber' }],
    });
    expect(await askedAbout()).toHaveLength(before);

    const wrong = await citizen.fillDraft(LAND, TINY_PNG, { ...OWNER, applicantName: 'Huỳnh Thu Hà', applicantBirthDate: '1990-12-03' });
    const { errors } = await problemOf(await citizen.submitAnswer(wrong.id, 'l3-wrong-1'));
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/answers/applicantName', '/answers/applicantBirthDate']);
    expect(JSON.stringify(errors)).not.toContain('THỊ');
    expect((await askedAbout()).slice(before)).toEqual([
      expect.objectContaining({ SoDinhDanh: OWNER.applicantPersonalNumber, HoVaTen: 'Huỳnh Thu Hà', MucDich: 'file-dossier' }),
    ]);
    const noted = await server.sql`select action from audit_entry where resource_id = ${wrong.id} order by no`;
    expect(noted).toEqual([{ action: 'population.ask:file-dossier' }, { action: 'population.mismatch:file-dossier' }]);
  });

  it('202: a population database that is down keeps nobody from filing', async () => {
    const citizen = await server.as('thu-ha');
    await citizen.proveIdentity();
    const draft = await citizen.fillDraft(LAND, TINY_PNG, OWNER);
    server.sandbox.faults.set({ system: 'population', mode: 'garbage', rate: 1, seed: 1 });
    expect(await citizen.submit(draft.id, 'l3-down-1')).toMatchObject({ state: 'accepted' });
    expect(await server.sql`select action from audit_entry where resource_id = ${draft.id} order by no desc limit 1`).toEqual([
      { action: 'population.unknown:file-dossier' },
    ]);
  });
});

describe('GET /v1/me/counter-dossiers', () => {
  const list = async (citizen: Awaited<ReturnType<TestServer['as']>>) => citizen.call('/v1/me/counter-dossiers');
  const itemsOf = async (answer: Response) => (await answer.json()) as { items: CounterDossier[]; stale: boolean; asOf: string };

  it('403: says nothing to whoever has not proven an identity, filed or not, whatever number they send along', async () => {
    await control('/control/province/dossiers', { personaId: 'ngoc-lan', procedureCode: '1.004873' });
    const [owner, stranger] = [await server.as('ngoc-lan'), await server.as('minh-tam')];
    const answers = await Promise.all([
      list(owner),
      list(stranger),
      stranger.call('/v1/me/counter-dossiers?personalNumber=080175002211&SoGiayToTuyThan=080175002211'),
    ]);
    const bodies = await Promise.all(answers.map(async (answer) => ({ ...(await problemOf(answer)), requestId: '' })));
    expect(bodies[0]).toMatchObject({ status: 403, code: 'level-too-low' });
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(await server.sql`select 1 from audit_entry where action = 'one-gate.own-dossiers'`).toHaveLength(0);
  });

  it('200: shows what was brought to a counter under the own number, not what the app filed and not others’', async () => {
    await control('/control/province/dossiers', { personaId: 'van-binh', procedureCode: '9.999999' });
    const [owner, stranger] = [await server.as('ngoc-lan'), await server.as('minh-tam')];
    await owner.proveIdentity();
    await stranger.proveIdentity();
    const found = await itemsOf(await list(owner));
    expect(found).toMatchObject({ stale: false, items: [{ name: 'Giấy xác nhận độc thân', status: 2, statusText: 'Đã tiếp nhận' }] });
    expect((await itemsOf(await list(stranger))).items).toEqual([]);
  });

  it('200: shows what was last known while the province is down, and says so', async () => {
    const citizen = await server.as('ngoc-lan');
    await citizen.proveIdentity();
    const known = await itemsOf(await list(citizen));
    server.sandbox.faults.set({ system: 'province', mode: 'garbage', rate: 1, seed: 1 });
    expect(await itemsOf(await list(citizen))).toEqual({ ...known, stale: true });
    const fresh = await server.as('hoang-phuc');
    await fresh.proveIdentity();
    expect((await problemOf(await list(fresh))).code).toBe('upstream-unavailable');
  });

  it('forgets what was kept when the identity is unlinked', async () => {
    const citizen = await server.as('ngoc-lan');
    await citizen.call('/v1/me/identity-link', { method: 'DELETE' });
    expect(
      await server.sql`select count(*)::int as n from counter_dossiers c join identity_link l using (citizen_id) where l.revoked_at is not null`,
    ).toEqual([{ n: 0 }]);
  });
});
