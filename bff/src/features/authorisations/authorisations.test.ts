import type { Authorisation, Invitation, Organisation } from '@tayninh/shared/features/authorisations/authorisations.contract';
import type { DossierSummary, Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CitizenClient, TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { endOf } from './authorisations.service.ts';

const MARRIAGE = '1.004873';
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

const inDays = (days: number) => new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
const send = async <T>(citizen: CitizenClient, method: string, path: string, body?: unknown, headers = {}) => {
  const answer = await citizen.call(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as T & { code?: string } };
};
const post = <T>(citizen: CitizenClient, path: string, body: unknown, headers = {}) => send<T>(citizen, 'POST', path, body, headers);

/** `helper` asks, `principal` agrees. */
async function agreed(helper: CitizenClient, principal: CitizenClient, rest: object = {}) {
  const made = await post<{ authorisation: Authorisation; code: string }>(helper, '/v1/authorisations', {
    kind: 'relative',
    iAm: 'helper',
    until: inDays(30),
    ...rest,
  });
  expect(made.status).toBe(201);
  expect((await post(principal, '/v1/authorisations/acceptance', { code: made.body.code, consent: true })).status).toBe(200);
  return made.body.authorisation.id;
}
/** A complete form for somebody. */
async function filledFor(citizen: CitizenClient, forWhom: object, { withPaper = false } = {}) {
  const form = (await (await citizen.call(`/v1/procedures/${MARRIAGE}/form`)).json()) as {
    sample: Record<string, unknown>;
    components: { id: string }[];
  };
  const draft = (await post<Draft>(citizen, '/v1/drafts', { procedureCode: MARRIAGE, for: forWhom })).body;
  const ids = [...form.components.map(({ id }) => id), ...(withPaper ? ['giay-uy-quyen'] : [])];
  const files = await Promise.all(
    ids.map(async (componentId) => ({ componentId, fileId: await citizen.upload(TINY_PNG, 'a.png', 'image/png') })),
  );
  return send<Draft>(citizen, 'PUT', `/v1/drafts/${draft.id}`, { answers: form.sample, files }, { 'if-match': draft.etag });
}
const submit = (citizen: CitizenClient, draftId: string) =>
  post<{ id: string; receiptNo: string }>(citizen, '/v1/dossiers', { draftId, consent: true }, { 'idempotency-key': crypto.randomUUID() });
const listed = async (citizen: CitizenClient) => (await send<{ items: DossierSummary[] }>(citizen, 'GET', '/v1/dossiers')).body.items;
const asItIsMissing = async (citizen: CitizenClient, path: string, init: { method?: string; body?: unknown; headers?: object } = {}) => {
  const { method = 'GET', body, headers = {} } = init;
  const missing = await send(citizen, method, path.replace(/[0-9a-f-]{36}/, crypto.randomUUID()), body, headers);
  const foreign = await send(citizen, method, path, body, headers);
  expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
  expect(foreign.status).toBe(404);
};

describe('a relative', () => {
  it('both see the dossier, both are told, the province learns of both, and only the two may act', async () => {
    const [helper, mother, stranger] = await Promise.all(['thu-ha', 'ba-sau', 'quoc-dung'].map((id) => server.as(id)));
    if (!helper || !mother || !stranger) throw new Error('nobody there');
    const authorisationId = await agreed(helper, mother);
    const draft = await filledFor(helper, { authorisationId });
    expect(draft.body.for).toMatchObject({ kind: 'relative', name: 'Phạm Thị Sáu', iAm: 'helper', maySubmit: true });
    await asItIsMissing(mother, `/v1/drafts/${draft.body.id}`);
    const filed = await submit(helper, draft.body.id);
    expect(filed.status).toBe(202);
    const { id, receiptNo } = filed.body;

    await mother.until(async () => ((await mother.dossier(id)).state === 'confirmed' ? true : null));
    expect((await mother.dossier(id)).behalf).toEqual({
      kind: 'relative',
      forName: 'Phạm Thị Sáu',
      byName: 'Huỳnh Thị Thu Hà',
      iAm: 'principal',
    });
    expect((await helper.dossier(id)).behalf?.iAm).toBe('helper');
    expect((await listed(mother)).map((dossier) => dossier.id)).toEqual([id]);
    expect((await listed(helper)).map((dossier) => dossier.id)).toEqual([id]);
    for (const citizen of [helper, mother])
      await citizen.until(async () => (await citizen.inbox()).find(({ title }) => title === 'Hồ sơ đã đến tỉnh') ?? null);

    const [atProvince] = await helper.provinceDossiers(receiptNo);
    expect(atProvince).toMatchObject({ behalf: { NguoiDuocUyQuyen: { HoTen: 'Huỳnh Thị Thu Hà', HinhThuc: 'UNG_DUNG' } } });

    await asItIsMissing(stranger, `/v1/dossiers/${id}`);
    await asItIsMissing(stranger, `/v1/dossiers/${id}/payments`);
    await asItIsMissing(stranger, `/v1/dossiers/${id}/withdrawal`, {
      method: 'POST',
      body: { reason: '' },
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    const withdrawn = await post(mother, `/v1/dossiers/${id}/withdrawal`, { reason: 'Đổi ý' }, { 'idempotency-key': crypto.randomUUID() });
    expect(withdrawn.status).toBe(202);
    const who = await server.sql`select actor, action from audit_entry where resource_id = ${id} order by no`;
    expect(new Set(who.map(({ actor }) => actor)).size).toBe(2);
  });

  it('the person it is for answers what the authority asks with papers of their own, and either goes on with what lies there', async () => {
    const [helper, father, stranger] = await Promise.all(['hoang-phuc', 'minh-tam', 'quoc-dung'].map((id) => server.as(id)));
    if (!helper || !father || !stranger) throw new Error('nobody there');
    const draft = (await filledFor(helper, { authorisationId: await agreed(helper, father) })).body;
    const { id, receiptNo } = (await submit(helper, draft.id)).body;
    const componentId = draft.files[0]?.componentId ?? '';
    await helper.until(async () => ((await helper.dossier(id)).state === 'confirmed' ? true : null));
    const code = (await helper.provinceDossiers(receiptNo))[0]?.code ?? '';
    await helper.deskAction(code, 'accept');
    const asked = async () => {
      await helper.deskAction(code, 'ask-supplement', { ask: { hours: 72, papers: [{ componentId, reason: 'Ảnh mờ', markedPages: [] }] } });
      const open = () => father.dossier(id).then(({ supplements: [newest] }) => (newest?.isOpen ? newest.id : null));
      const path = `/v1/dossiers/${id}/supplements/${await father.until(open)}`;
      return {
        prepare: (who: CitizenClient, fileId: string) =>
          send(who, 'PUT', `${path}/draft`, { files: [{ componentId, fileId }], note: '', answers: {} }),
        answer: (who: CitizenClient, fileId: string) =>
          post(who, path, { files: [{ componentId, fileId }] }, { 'idempotency-key': crypto.randomUUID() }),
      };
    };
    const arrived = (times: number) =>
      helper.until(async () => {
        const { requests } = (await helper.provinceDossiers(receiptNo))[0] ?? { requests: [] };
        return requests.length === times && (await helper.dossier(id)).supplements[0]?.answer?.state === 'confirmed' ? requests : null;
      });

    const first = await asked();
    const [own, foreign] = await Promise.all([
      father.upload(TINY_PNG, 'cua-bo.png', 'image/png'),
      stranger.upload(TINY_PNG, 'nguoi-la.png', 'image/png'),
    ]);
    for (const citizen of [father, helper])
      expect((await first.answer(citizen, foreign)).body).toMatchObject({ status: 400, errors: [{ pointer: '/files' }] });
    expect((await first.answer(helper, own)).status).toBe(400); // not given to the dossier yet
    expect((await first.prepare(father, own)).status).toBe(204);
    expect((await father.dossier(id)).supplements[0]?.draft.files).toMatchObject([{ name: 'cua-bo.png' }]);
    expect((await first.answer(father, own)).status).toBe(202);
    await arrived(1);
    for (const citizen of [father, helper])
      expect((await citizen.dossier(id)).supplements[0]?.answer?.files).toMatchObject([{ name: 'cua-bo.png', check: 'accepted' }]);

    await helper.deskAction(code, 'accept');
    expect((await (await asked()).answer(helper, own)).status).toBe(202);
    expect((await arrived(2)).map(({ files }) => files.map(({ name }) => name))).toEqual([['cua-bo.png'], ['cua-bo.png']]);
    expect(
      await server.sql`select citizen_id <> (select citizen_id from dossier where id = ${id}) as is_foreign, dossier_id
      from uploaded_file where id = ${own}`,
    ).toEqual([{ is_foreign: true, dossier_id: id }]);
  });

  it('who helped loses sight when it ends, by either side and at once, and has it again when it is renewed', async () => {
    const [helper, father] = await Promise.all([server.as('kim-ngan'), server.as('van-binh')]);
    const authorisationId = await agreed(helper, father);
    const draft = await filledFor(helper, { authorisationId });
    const { id } = (await submit(helper, draft.body.id)).body;
    const next = await filledFor(helper, { authorisationId });

    expect((await send(father, 'DELETE', `/v1/authorisations/${authorisationId}`)).status).toBe(204);
    await asItIsMissing(helper, `/v1/dossiers/${id}`);
    expect(await listed(helper)).toEqual([]);
    expect((await listed(father)).map((dossier) => dossier.id)).toEqual([id]);
    expect((await submit(helper, next.body.id)).body).toMatchObject({ code: 'authorisation-ended' });
    // what was typed is still there
    expect((await send<Draft>(helper, 'GET', `/v1/drafts/${next.body.id}`)).status).toBe(200);

    await agreed(helper, father);
    expect((await listed(helper)).map((dossier) => dossier.id)).toEqual([id]);
  });

  it('it ends by the clock of the database, and holds for its procedures only', async () => {
    const [helper, other] = await Promise.all([server.as('minh-tam'), server.as('hoang-phuc')]);
    const narrow = await agreed(helper, other, { procedures: ['1.001193'] });
    expect((await post(helper, '/v1/drafts', { procedureCode: MARRIAGE, for: { authorisationId: narrow } })).body.code).toBe(
      'authorisation-ended',
    );
    const wide = await agreed(helper, other);
    const draft = await filledFor(helper, { authorisationId: wide });
    await server.sql`update authorisation set until = now() where id = ${wide}`;
    expect((await submit(helper, draft.body.id)).body.code).toBe('authorisation-ended');
  });

  it('without Zalo: the paper that authorises is asked for, kept with the dossier and told to the province', async () => {
    const helper = await server.as('ngoc-lan');
    const { body } = await post<{ authorisation: Authorisation }>(helper, '/v1/authorisations', {
      kind: 'paper',
      personName: 'Võ Văn Tư',
      until: inDays(10),
    });
    expect(body).toMatchObject({ authorisation: { state: 'active', otherName: 'Võ Văn Tư' } });
    const forWhom = { authorisationId: body.authorisation.id };
    const bare = await filledFor(helper, forWhom);
    expect(bare.body.problems.map(({ pointer }) => pointer)).toEqual(['/files/giay-uy-quyen']);
    expect((await submit(helper, bare.body.id)).body.code).toBe('draft-incomplete');
    const whole = await filledFor(helper, forWhom, { withPaper: true });
    const { id, receiptNo } = (await submit(helper, whole.body.id)).body;
    await helper.until(async () => ((await helper.dossier(id)).state === 'confirmed' ? true : null));
    const [atProvince] = await helper.provinceDossiers(receiptNo);
    expect(atProvince?.files.map((file) => (file as { componentId?: string }).componentId)).toContain('giay-uy-quyen');
    expect(atProvince).toMatchObject({ behalf: { NguoiDuocUyQuyen: { HinhThuc: 'GIAY_UY_QUYEN' } } });
  });
});

describe('an invitation', () => {
  it('says what one would agree to, is kept as a hash, and holds for one person', async () => {
    const [inviter, guest, third] = await Promise.all(['thu-ha', 'van-binh', 'quoc-dung'].map((id) => server.as(id)));
    if (!inviter || !guest || !third) throw new Error('nobody there');
    const { code } = (await post<{ code: string }>(inviter, '/v1/authorisations', { kind: 'relative', iAm: 'principal', until: inDays(5) }))
      .body;
    const shown = await post<Invitation>(guest, '/v1/authorisations/invitation', { code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(shown.body).toMatchObject({ inviterName: 'Huỳnh Thị Thu Hà', iAm: 'helper', until: inDays(5), procedures: null });
    expect((await post(inviter, '/v1/authorisations/invitation', { code })).body.code).toBe('own-invitation');
    const accept = (citizen: CitizenClient, consent = true) =>
      post<Authorisation>(citizen, '/v1/authorisations/acceptance', { code, consent });
    expect((await accept(guest, false)).body.code).toBe('consent-required');
    const [first, again] = [await accept(guest), await accept(guest)];
    expect(again.body).toEqual(first.body);
    expect((await accept(third)).body.code).toBe('invitation-not-found');
    expect(JSON.stringify(await server.sql`select * from authorisation`)).not.toContain(code);
    expect(server.lines.join('\n')).not.toContain(code);
  });

  it('429: after five wrong codes an hour must pass, and a right code waits too', async () => {
    const [inviter, guesser] = await Promise.all([server.as('thu-ha'), server.as('hoang-phuc')]);
    const { code } = (await post<{ code: string }>(inviter, '/v1/authorisations', { kind: 'relative', iAm: 'principal', until: inDays(5) }))
      .body;
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 5; tries++)
      expect((await post(guesser, '/v1/authorisations/invitation', { code: wrong })).status).toBe(404);
    expect((await post(guesser, '/v1/authorisations/invitation', { code })).status).toBe(429);
  });

  it('lasts at most twelve months, counted in Vietnam', () => {
    const now = Date.parse('2026-02-10T20:00:00Z'); // already the 11th in Vietnam
    expect(endOf('2026-02-10', now)).toBeNull();
    expect(endOf('2026-02-11', now)?.toISOString()).toBe('2026-02-11T17:00:00.000Z');
    expect(endOf('2027-02-11', now)?.toISOString()).toBe('2027-02-11T17:00:00.000Z');
    expect(endOf('2027-02-12', now)).toBeNull();
  });
});

describe('an organisation', () => {
  it('a helper prepares and may not file; the representative sees it once sent, files it, and the province gets the organisation', async () => {
    const [boss, helper, stranger] = await Promise.all(['quoc-dung', 'kim-ngan', 'ngoc-lan'].map((id) => server.as(id)));
    if (!boss || !helper || !stranger) throw new Error('nobody there');
    const taxCode = '0300588569';
    expect((await post(boss, '/v1/organisations', { name: 'Công ty Bịa Để Thử', taxCode: '0300588568' })).status).toBe(400);
    const organisation = (await post<Organisation>(boss, '/v1/organisations', { name: 'Công ty Bịa Để Thử', taxCode })).body;
    const invite = { kind: 'organisation', organisationId: organisation.id, maySubmit: false, until: inDays(60) };
    expect((await post(stranger, '/v1/authorisations', invite)).body.code).toBe('organisation-not-found');
    const made = (await post<{ authorisation: Authorisation; code: string }>(boss, '/v1/authorisations', invite)).body;
    await post(helper, '/v1/authorisations/acceptance', { code: made.code, consent: true });

    const draft = (await filledFor(helper, { authorisationId: made.authorisation.id })).body;
    expect(draft.for).toMatchObject({ kind: 'organisation', name: 'Công ty Bịa Để Thử', maySubmit: false });
    expect((await submit(helper, draft.id)).body.code).toBe('not-authorised');
    expect((await post(helper, `/v1/drafts/${draft.id}/handoff`, undefined)).body.code).toBe('not-authorised');
    await asItIsMissing(boss, `/v1/drafts/${draft.id}`);
    expect((await submit(boss, draft.id)).body.code).toBe('draft-not-found');

    expect((await post(helper, `/v1/drafts/${draft.id}/review`, { isSent: true })).status).toBe(204);
    const waiting = (await send<{ items: { id: string; for: Draft['for'] }[] }>(boss, 'GET', '/v1/drafts')).body.items;
    expect(waiting).toMatchObject([{ id: draft.id, for: { iAm: 'representative', maySubmit: true } }]);
    await asItIsMissing(stranger, `/v1/drafts/${draft.id}`);
    const filed = await submit(boss, draft.id);
    expect(filed.status).toBe(202);
    const { id, receiptNo } = filed.body;
    await boss.until(async () => ((await boss.dossier(id)).state === 'confirmed' ? true : null));
    const [atProvince] = await boss.provinceDossiers(receiptNo);
    expect(atProvince).toMatchObject({ timesFiled: 1, behalf: { LoaiDoiTuong: 2, TenToChuc: 'Công ty Bịa Để Thử', MaSoThue: taxCode } });
    // the helper follows it, the representative acts
    expect((await helper.dossier(id)).behalf).toMatchObject({ iAm: 'helper', byName: 'Bùi Quốc Dũng' });
    const withdraw = (citizen: CitizenClient) =>
      post(citizen, `/v1/dossiers/${id}/withdrawal`, { reason: '' }, { 'idempotency-key': crypto.randomUUID() });
    expect((await withdraw(helper)).body.code).toBe('not-authorised');
    expect((await withdraw(boss)).status).toBe(202);
  });

  it('taken at a counter only: the helper sends it on, the representative hands it over and keeps it before their eyes to the end', async () => {
    const [counterOnly] = await server.sql<{ code: string }[]>`
      select code from procedure_version where content ->> 'submitMode' = 'counter' and not exists (select 1 from e_form where procedure_code = code) order by code limit 1`;
    const [boss, helper, stranger] = await Promise.all(['ba-sau', 'thu-ha', 'ngoc-lan'].map((id) => server.as(id)));
    if (!boss || !helper || !stranger) throw new Error('nobody there');
    const organisation = (await post<Organisation>(boss, '/v1/organisations', { name: 'Hợp tác xã Bịa', taxCode: '0300588569' })).body;
    const invite = { kind: 'organisation', organisationId: organisation.id, maySubmit: false, until: inDays(60) };
    const made = (await post<{ authorisation: Authorisation; code: string }>(boss, '/v1/authorisations', invite)).body;
    await post(helper, '/v1/authorisations/acceptance', { code: made.code, consent: true });
    const forWhom = { authorisationId: made.authorisation.id };
    const draft = await helper.fillDraft(counterOnly?.code ?? '', TINY_PNG, {}, forWhom);
    const path = `/v1/drafts/${draft.id}/handoff`;
    const handOver = (citizen: CitizenClient) => send<{ code: string }>(citizen, 'POST', path);
    const mine = async (citizen: CitizenClient) =>
      (await send<{ items: { id: string; isHandedOver: boolean; for: Draft['for'] }[] }>(citizen, 'GET', '/v1/drafts')).body.items
        .filter(({ id }) => id === draft.id)
        .map(({ isHandedOver, for: whom }) => [isHandedOver, whom?.iAm, whom?.sentForReviewAt !== null]);

    expect(await handOver(helper)).toMatchObject({ status: 403, body: { code: 'not-authorised' } });
    await asItIsMissing(boss, path, { method: 'POST' });
    expect((await post(helper, `/v1/drafts/${draft.id}/review`, { isSent: true })).status).toBe(204);
    await asItIsMissing(stranger, path, { method: 'POST' });

    const first = await handOver(boss);
    expect(first.status).toBe(201);
    expect(await mine(boss)).toEqual([[true, 'representative', true]]);
    expect(await mine(helper)).toEqual([[true, 'helper', true]]);
    expect((await send(helper, 'DELETE', path)).body.code).toBe('not-authorised');
    expect((await send(boss, 'DELETE', path)).status).toBe(204);
    expect(await mine(boss)).toEqual([[false, 'representative', true]]);

    const { code } = (await handOver(boss)).body;
    const clerk = async <T>(step: string, body: object) => {
      const url = `${server.sandbox.url}/control/province/counter${step}`;
      return (
        await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
      ).json() as T;
    };
    const { reference } = await clerk<{ reference: string }>('', { code });
    await boss.until(async () => ('code' in (await clerk<object>(`/${reference}/finish`, {})) ? true : null)); // as a clerk presses again
    const { dossierId } = (await send<{ dossierId: string }>(boss, 'GET', path)).body;
    for (const [citizen, iAm] of [
      [boss, 'principal'],
      [helper, 'helper'],
    ] as const)
      expect((await citizen.dossier(dossierId)).behalf).toMatchObject({ iAm, forName: 'Hợp tác xã Bịa', byName: 'Phạm Thị Sáu' });
    expect((await listed(boss)).map(({ id }) => id)).toContain(dossierId);
  });

  it('a form mended after it was sent is not filed unseen', async () => {
    const [boss, helper] = await Promise.all([server.as('van-binh'), server.as('minh-tam')]);
    const organisation = (await post<Organisation>(boss, '/v1/organisations', { name: 'Hộ kinh doanh Bịa', taxCode: '080058001122' })).body;
    const invite = { kind: 'organisation', organisationId: organisation.id, maySubmit: false, until: inDays(60) };
    const made = (await post<{ authorisation: Authorisation; code: string }>(boss, '/v1/authorisations', invite)).body;
    await post(helper, '/v1/authorisations/acceptance', { code: made.code, consent: true });
    const draft = (await filledFor(helper, { authorisationId: made.authorisation.id })).body;
    await post(helper, `/v1/drafts/${draft.id}/review`, { isSent: true });
    const files = draft.files.map(({ componentId, fileId }) => ({ componentId, fileId }));
    await send(helper, 'PUT', `/v1/drafts/${draft.id}`, { answers: draft.answers, files }, { 'if-match': draft.etag });
    expect((await submit(boss, draft.id)).body.code).toBe('draft-not-found');
  });
});
