import type { Draft, Suggestion } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

const SINGLE = '1.004873';
const BUSINESS = '1.001612';
const LAND_AREA = '1.012817'; // filed with the generic form, by a proven person
const THU_HA = { applicantName: 'Huỳnh Thị Thu Hà', applicantBirthDate: '1990-03-12', applicantPersonalNumber: '072190004471' };
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

type Citizen = Awaited<ReturnType<TestServer['as']>>;
const read = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
const begin = (citizen: Citizen, procedureCode: string) =>
  read<Draft>(citizen.call('/v1/drafts', { method: 'POST', body: JSON.stringify({ procedureCode }) }));
const save = (citizen: Citizen, { id, etag }: Draft, answers: object) =>
  citizen.call(`/v1/drafts/${id}`, { method: 'PUT', body: JSON.stringify({ answers, files: [] }), headers: { 'if-match': etag } });
const formOf = async (citizen: Citizen, code: string) => read<FormView>(citizen.call(`/v1/procedures/${code}/form`));
const suggested = async (citizen: Citizen, draftId: string) =>
  (await read<{ items: Suggestion[] }>(citizen.call(`/v1/drafts/${draftId}/suggestions`))).items;

describe('the generic form', () => {
  it('asks for the papers of the procedure, and reaches the province like any other', async () => {
    const citizen = await server.as('thu-ha');
    const form = await formOf(citizen, LAND_AREA);
    expect(form.formVersion).toMatch(/^chung-2026\.1-1\.012817-v\d+$/);
    expect(form.components.map(({ id, required }) => [id, required])).toEqual([
      ['to-khai', true],
      ['so-do', true],
    ]);
    await citizen.proveIdentity(); // its record asks for level L3
    const draft = await citizen.fillDraft(LAND_AREA, TINY_PNG, THU_HA);
    const { receiptNo } = await citizen.submit(draft.id, crypto.randomUUID());
    const kept = await citizen.until(async () => (await citizen.provinceDossiers(receiptNo))[0] ?? null);
    expect(kept).toMatchObject({ answers: { request: form.sample?.request }, files: [{}, {}] });
  });

  it('is the one of the version that a draft began with, also when another is in force', async () => {
    const citizen = await server.as('van-binh');
    const draft = await begin(citizen, LAND_AREA);
    // as if the draft were from a time when the first paper was not always needed
    await server.sql`
      insert into procedure_version (code, version_no, content, content_hash)
      select code, 99, jsonb_set(content, '{papers,0,when}', '"Nếu có"'), 'older' from procedure_version where code = ${LAND_AREA}`;
    await server.sql`update draft set form_version = ${`chung-2026.1-${LAND_AREA}-v99`} where id = ${draft.id}`;
    const { problems } = await read<Draft>(citizen.call(`/v1/drafts/${draft.id}`));
    expect(problems.map(({ pointer }) => pointer).filter((pointer) => pointer.startsWith('/files'))).toEqual(['/files/so-do']);
  });
});

describe('people of a list', () => {
  it('are told apart: which person and what is missing of them', async () => {
    const citizen = await server.as('van-binh');
    const draft = await begin(citizen, BUSINESS);
    const members = [{ fullName: 'Trần Bịa', birthDate: '1990-02-31' }, {}];
    const { problems } = await read<Draft>(save(citizen, draft, { ownership: 'gia-dinh', members }));
    expect(problems).toEqual(
      expect.arrayContaining([
        { pointer: '/answers/members/0/birthDate', detail: 'Người 1, Ngày sinh: ngày chưa đúng, ví dụ 28/02/2019.' },
        { pointer: '/answers/members/1/fullName', detail: 'Người 2, Họ và tên: bạn chưa điền.' },
      ]),
    );
  });

  it('are kept in their order, cleaned of what nobody sees', async () => {
    const citizen = await server.as('van-binh');
    const draft = await begin(citizen, BUSINESS);
    const { answers } = await read<Draft>(save(citizen, draft, { members: [{ fullName: '\u200bLê\u00a0 Thử ' }, { fullName: 'Ａn' }] }));
    expect(answers.members).toEqual([{ fullName: 'Lê Thử' }, { fullName: 'An' }]);
  });
});

describe('GET /v1/drafts/:id/suggestions', () => {
  it('200: what the citizen filed before, for fields that mean the same, with its source', async () => {
    const citizen = await server.as('kim-ngan');
    await citizen.submit((await citizen.fillDraft(SINGLE)).id, crypto.randomUUID());
    const { sample } = await formOf(citizen, SINGLE);
    const items = await suggested(citizen, (await begin(citizen, BUSINESS)).id);
    expect(items).toContainEqual({
      field: 'ownerPersonalNumber',
      value: sample?.applicantPersonalNumber,
      source: { kind: 'dossier', procedureName: 'Giấy xác nhận độc thân', filedAt: expect.any(String) },
    });
    expect(new Set(items.map(({ field }) => field))).not.toContain('businessName');
  });

  it('200: what VNeID said comes first, to the person it said it of', async () => {
    const [linked, other] = [await server.as('thu-ha'), await server.as('ba-sau')];
    await linked.proveIdentity();
    const firstOf = async (citizen: Citizen) => {
      const items = await suggested(citizen, (await begin(citizen, LAND_AREA)).id);
      return Object.keys(THU_HA).map((name) => items.find(({ field }) => field === name));
    };
    expect(await firstOf(linked)).toEqual(Object.entries(THU_HA).map(([field, value]) => ({ field, value, source: { kind: 'vneid' } })));
    expect((await firstOf(other)).some((item) => item?.source.kind === 'vneid')).toBe(false);
  });

  it('200: nothing of what somebody else filed, 404 for somebody else’s draft', async () => {
    const [filer, other] = [await server.as('thu-ha'), await server.as('quoc-dung')];
    await filer.submit((await filer.fillDraft(SINGLE)).id, crypto.randomUUID());
    const draft = await begin(filer, BUSINESS);
    expect((await suggested(filer, draft.id)).length).toBeGreaterThan(0);
    const items = await suggested(other, (await begin(other, BUSINESS)).id);
    expect(items.filter(({ source }) => source.kind === 'dossier')).toEqual([]);
    const foreign = await other.call(`/v1/drafts/${draft.id}/suggestions`);
    const missing = await other.call(`/v1/drafts/${crypto.randomUUID()}/suggestions`);
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(await read<object>(Promise.resolve(foreign))).toEqual({
      ...(await read<object>(Promise.resolve(missing))),
      requestId: expect.any(String),
    });
  });
});

describe('30 days after the last change', () => {
  const age = (id: string, days: number) =>
    server.sql`update draft set updated_at = updated_at - ${days} * interval '1 day', expires_at = expires_at - ${days} * interval '1 day' where id = ${id}`;

  it('a draft goes with its answers; one day before it is there, and a change gives it 30 days again', async () => {
    const citizen = await server.as('van-binh');
    const [old, young] = [await begin(citizen, SINGLE), await begin(citizen, SINGLE)];
    await Promise.all([age(old.id, 30), age(young.id, 29)]);
    await server.sweep('drafts-expired');
    expect((await citizen.call(`/v1/drafts/${old.id}`)).status).toBe(404);
    expect(
      await server.sql`select count(*)::int as n from form_answers a where not exists (select 1 from draft d where d.answers_id = a.id) and not exists (select 1 from dossier d where d.answers_id = a.id)`,
    ).toEqual([{ n: 0 }]);
    const saved = await read<Draft>(save(citizen, young, { applicantName: 'Người Bịa' }));
    expect((Date.parse(saved.expiresAt) - Date.parse(saved.updatedAt)) / 86_400_000).toBeCloseTo(30);
  });

  it('what was filed stays', async () => {
    const citizen = await server.as('van-binh');
    const draft = await citizen.fillDraft(SINGLE);
    const { id } = await citizen.submit(draft.id, crypto.randomUUID());
    await age(draft.id, 31);
    await server.sweep('drafts-expired');
    expect((await citizen.dossier(id)).id).toBe(id);
  });
});

describe('two phones', () => {
  it('412: the second one is told, and what the first one saved stands', async () => {
    const citizen = await server.as('van-binh');
    const draft = await begin(citizen, SINGLE);
    expect((await save(citizen, draft, { applicantName: 'Máy Một' })).status).toBe(200);
    expect(await read(save(citizen, draft, { applicantName: 'Máy Hai' }))).toMatchObject({ status: 412, code: 'draft-changed' });
    expect((await read<Draft>(citizen.call(`/v1/drafts/${draft.id}`))).answers).toEqual({ applicantName: 'Máy Một' });
  });
});
