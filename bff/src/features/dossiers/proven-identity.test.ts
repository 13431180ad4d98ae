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

describe('POST /v1/dossiers of such a procedure for somebody else', () => {
  type Citizen = Awaited<ReturnType<TestServer['as']>>;
  const MOTHER = { applicantName: 'Phạm Thị Sáu', applicantBirthDate: '1949-03-12', applicantPersonalNumber: '072149007788' };
  const UNTIL = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const send = async <T>(citizen: Citizen, path: string, body: unknown, method = 'POST') => {
    const answer = await citizen.call(path, { method, body: JSON.stringify(body) });
    return (answer.status === 204 ? null : await answer.json()) as T;
  };
  async function agreed(inviter: Citizen, wish: object, accepting: Citizen | null): Promise<string> {
    const made = await send<{ authorisation: { id: string }; code: string }>(inviter, '/v1/authorisations', { ...wish, until: UNTIL });
    if (accepting) await send(accepting, '/v1/authorisations/acceptance', { code: made.code, consent: true });
    return made.authorisation.id;
  }
  async function filled(citizen: Citizen, authorisationId: string, answers: object, papers: string[] = []) {
    const form = (await (await citizen.call(`/v1/procedures/${LAND}/form`)).json()) as { sample: object; components: { id: string }[] };
    const draft = await send<{ id: string; etag: string }>(citizen, '/v1/drafts', { procedureCode: LAND, for: { authorisationId } });
    const files = await Promise.all(
      [...form.components.map(({ id }) => id), ...papers].map(async (componentId) => ({
        componentId,
        fileId: await citizen.upload(TINY_PNG, 'a.png', 'image/png'),
      })),
    );
    const saved = await citizen.call(`/v1/drafts/${draft.id}`, {
      method: 'PUT',
      body: JSON.stringify({ answers: { ...form.sample, ...answers }, files }),
      headers: { 'if-match': draft.etag },
    });
    expect(await saved.json()).toMatchObject({ problems: [] });
    return draft.id;
  }
  const file = async (citizen: Citizen, draftId: string) => {
    const answer = await citizen.submitAnswer(draftId, crypto.randomUUID());
    return { ...(await problemOf(answer)), status: answer.status };
  };

  it('a relative: whoever files proves themselves, and the form names the relative as VNeID does', async () => {
    const [helper, mother] = [await server.as('thu-ha'), await server.as('ba-sau')];
    const authorisationId = await agreed(helper, { kind: 'relative', iAm: 'helper' }, mother);
    const right = await filled(helper, authorisationId, MOTHER);
    expect(await file(helper, right)).toMatchObject({ code: 'level-too-low' });
    await helper.proveIdentity();
    expect(await file(helper, right)).toMatchObject({ code: 'draft-incomplete', errors: [{ pointer: '/for' }] });
    await mother.proveIdentity();
    const asked = (await askedAbout()).length;

    // whatever differs, and the helper's own name, read alike
    const wrong = await Promise.all(
      [OWNER, { ...MOTHER, applicantPersonalNumber: '072149007789' }, { ...MOTHER, applicantName: 'Phạm Sáu' }].map(async (answers) =>
        file(helper, await filled(helper, authorisationId, answers)),
      ),
    );
    expect(new Set(wrong.map(({ errors }) => JSON.stringify(errors))).size).toBe(1);
    expect(wrong[0]).toMatchObject({ status: 422, errors: [{ pointer: '/answers/applicantName' }] });
    expect(await file(helper, right)).toMatchObject({ status: 202 });
    expect(await askedAbout()).toHaveLength(asked);
  });

  it('429: a relative’s number is not found out by trying', async () => {
    const [helper, other] = [await server.as('minh-tam'), await server.as('kim-ngan')];
    const draft = await filled(helper, await agreed(helper, { kind: 'relative', iAm: 'helper' }, other), MOTHER);
    await Promise.all([helper.proveIdentity(), other.proveIdentity()]);
    const codes = [];
    for (let tries = 0; tries < 11; tries++) codes.push((await file(helper, draft)).code);
    expect(codes).toEqual([...Array(10).fill('draft-incomplete'), 'too-many-requests']);
  });

  it('an organisation: even a helper who may file leaves it to the representative', async () => {
    const [boss, helper] = [await server.as('ngoc-lan'), await server.as('van-binh')];
    const { id: organisationId } = await send<{ id: string }>(boss, '/v1/organisations', {
      name: 'Công ty Bến Lức',
      taxCode: '0300588569',
    });
    const authorisationId = await agreed(boss, { kind: 'organisation', organisationId, maySubmit: true }, helper);
    const draft = await filled(helper, authorisationId, {
      applicantName: 'Võ Ngọc Lan',
      applicantBirthDate: '1975-03-12',
      applicantPersonalNumber: '080175002211',
    });
    await helper.proveIdentity();
    expect(await file(helper, draft)).toMatchObject({ status: 403, code: 'not-authorised', errors: [{ pointer: '/for' }] });
    await send(helper, `/v1/drafts/${draft}/review`, { isSent: true });
    expect(await file(boss, draft)).toMatchObject({ code: 'level-too-low' });
    await boss.proveIdentity();
    expect(await file(boss, draft)).toMatchObject({ status: 202 });
  });

  it('a paper: the form names who signed it', async () => {
    const helper = await server.as('quoc-dung');
    const authorisationId = await agreed(helper, { kind: 'paper', personName: 'Phạm Thị Sáu' }, null);
    await helper.proveIdentity();
    const wrong = await filled(helper, authorisationId, OWNER, ['giay-uy-quyen']);
    expect(await file(helper, wrong)).toMatchObject({ status: 422, errors: [{ pointer: '/answers/applicantName' }] });
    expect(await file(helper, await filled(helper, authorisationId, MOTHER, ['giay-uy-quyen']))).toMatchObject({ status: 202 });
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
