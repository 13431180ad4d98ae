import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeClamd } from '@tayninh/sandbox/clamd';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { aPage } from '../../../test/pdfs.ts';

const BIRTH = '1.001193';
const CERTIFICATE = 'giay-chung-sinh';
const OPTIONAL = 'giay-uy-quyen';
const LOCKED = aPage({ trailer: '/Encrypt 4 0 R', more: ['<</Filter/Standard>>'] });

type Citizen = Awaited<ReturnType<TestServer['as']>>;
interface File {
  readonly componentId: string;
  readonly fileId: string;
}

let server: TestServer;
const socket = join(tmpdir(), `tns-refused-${crypto.randomUUID().slice(0, 8)}.sock`);
let scanner: Awaited<ReturnType<typeof startFakeClamd>>;
/** Filed while nobody looked at files; then the look found a locked PDF in the papers named. */
let one: Awaited<ReturnType<typeof file>>;
let both: typeof one;
let another: typeof one;
/** By a helper, for the person who sends the paper again. */
let forAnother: typeof one;
let person: Citizen;
beforeAll(async () => {
  server = await buildTestApp({ CLAMD: `unix:${socket}` });
  person = await server.as('minh-tam');
  [one, both, another, forAnother] = await Promise.all([
    file('thu-ha', [CERTIFICATE]),
    file('van-binh', [CERTIFICATE, OPTIONAL]),
    file('kim-ngan', [CERTIFICATE]),
    file('hoang-phuc', [CERTIFICATE], await authorised(await server.as('hoang-phuc'), person)),
  ]);
  scanner = await startFakeClamd(socket);
  await Promise.all([one, both, another, forAnother].map(({ citizen, id }) => reaches(citizen, id, 'needs_citizen')));
});
afterAll(async () => {
  await scanner.stop();
  await server[Symbol.asyncDispose]();
});

/** `helper` may act for `principal`. */
async function authorised(helper: Citizen, principal: Citizen) {
  const post = (citizen: Citizen, path: string, body: object) => citizen.call(path, { method: 'POST', body: JSON.stringify(body) });
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const made = await post(helper, '/v1/authorisations', { kind: 'relative', iAm: 'helper', until });
  const { authorisation, code } = (await made.json()) as { authorisation: { id: string }; code: string };
  await post(principal, '/v1/authorisations/acceptance', { code, consent: true });
  return { authorisationId: authorisation.id };
}

async function file(personaId: string, locked: string[], forWhom?: { authorisationId: string }) {
  const citizen = await server.as(personaId);
  const draft = await citizen.fillDraft(BIRTH, undefined, {}, forWhom);
  const view = (await (await citizen.call(`/v1/drafts/${draft.id}`)).json()) as { etag: string; answers: object; files: File[] };
  const files = await Promise.all(
    view.files.map(async ({ componentId, fileId }) => ({
      componentId,
      fileId: locked.includes(componentId) ? await citizen.upload(LOCKED, 'khoa.pdf', 'application/pdf') : fileId,
    })),
  );
  const body = JSON.stringify({ answers: view.answers, files });
  await citizen.call(`/v1/drafts/${draft.id}`, { method: 'PUT', body, headers: { 'if-match': view.etag } });
  const filed = await citizen.submit(draft.id, crypto.randomUUID());
  return { citizen, ...filed, refusedId: files[0]?.fileId ?? '' };
}
const reaches = (citizen: Citizen, id: string, state: string) =>
  citizen.until(async () => {
    const now = await citizen.dossier(id);
    return now.state === state ? now : null;
  });
const photo = (citizen: Citizen) => citizen.upload(TINY_PNG, 'moi.png', 'image/png');
const resend = (citizen: Citizen, id: string, files: File[], key = crypto.randomUUID()) =>
  citizen.call(`/v1/dossiers/${id}/files`, { method: 'PUT', body: JSON.stringify({ files }), headers: { 'idempotency-key': key } });
const told = async (citizen: Citizen) => (await citizen.inbox()).filter(({ title }) => title === 'Cần gửi lại tệp').length;

describe('a draft with an optional paper that was refused', () => {
  it('422: is not filed before the paper is removed or replaced', async () => {
    const citizen = await server.as('ba-sau');
    const draft = await citizen.fillDraft(BIRTH);
    const save = async (change: (files: File[]) => File[] | Promise<File[]>) => {
      const { etag, answers, files } = (await (await citizen.call(`/v1/drafts/${draft.id}`)).json()) as Draft;
      const kept = files.map(({ componentId, fileId }) => ({ componentId, fileId }));
      const body = JSON.stringify({ answers, files: await change(kept) });
      await citizen.call(`/v1/drafts/${draft.id}`, { method: 'PUT', body, headers: { 'if-match': etag } });
    };
    const locked = await citizen.upload(LOCKED, 'khoa.pdf', 'application/pdf');
    await save((files) => [...files, { componentId: OPTIONAL, fileId: locked }]);
    await citizen.until(async () =>
      (await server.sql`select state from uploaded_file where id = ${locked}`)[0]?.state === 'unfit' ? true : null,
    );
    expect(await (await citizen.submitAnswer(draft.id, crypto.randomUUID())).json()).toMatchObject({
      status: 422,
      code: 'draft-incomplete',
      errors: [{ pointer: `/files/${OPTIONAL}`, detail: expect.stringMatching(/ủy quyền: .*bỏ khóa/) }],
    });
    await save((files) => files.filter(({ fileId }) => fileId !== locked));
    expect((await citizen.submitAnswer(draft.id, crypto.randomUUID())).status).toBe(202);
  });
});

describe('PUT /v1/dossiers/:id/files', () => {
  it('202: the same key three times at once; the dossier goes on by itself and reaches the province once, with the new paper', async () => {
    const { citizen, id, receiptNo, refusedId } = one;
    expect(await citizen.dossier(id)).toMatchObject({
      needsAction: { kind: 'resend' },
      files: [
        { componentId: CERTIFICATE, check: 'refused', trouble: 'pdf-locked' },
        { componentId: OPTIONAL, check: 'accepted', trouble: null },
      ],
    });
    const [files, key] = [[{ componentId: CERTIFICATE, fileId: await photo(citizen) }], crypto.randomUUID()];
    const answers = await Promise.all(Array.from({ length: 3 }, () => resend(citizen, id, files, key)));
    for (const answer of answers) expect(await answer.json()).toEqual({ id, receiptNo, state: 'accepted' });
    const sent = await reaches(citizen, id, 'confirmed');
    expect(sent.files.map(({ name, check }) => [name, check])).toEqual([
      ['moi.png', 'accepted'],
      [`${OPTIONAL}.png`, 'accepted'],
    ]);
    expect(sent.timeline.map(({ title }) => title)).toEqual([
      'Ứng dụng đã giữ hồ sơ',
      'Có tệp không gửi được',
      'Bạn đã gửi lại giấy',
      'Hệ thống của tỉnh đã nhận hồ sơ',
    ]);
    expect(await citizen.provinceDossiers(receiptNo)).toMatchObject([{ timesFiled: 1, files: [{ name: 'moi.png' }, {}] }]);
    expect(await told(citizen)).toBe(1);
    expect(await server.sql`select state, dossier_id from uploaded_file where id = ${refusedId}`).toEqual([
      { state: 'unfit', dossier_id: id },
    ]);
    expect(await server.sql`select count(*)::int as n from audit_entry where action = 'dossier.resend' and resource_id = ${id}`).toEqual([
      { n: 1 },
    ]);
    expect((await resend(citizen, id, files, key)).headers.get('idempotency-replayed')).toBe('true');
    expect(await (await resend(citizen, id, [], key)).json()).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    expect(await (await resend(citizen, id, files)).json()).toMatchObject({ status: 409, code: 'not-possible-now' });
  });

  it('400: takes the refused papers and no other, names the paper that is missing, and lets an optional one go', async () => {
    const { citizen, id, receiptNo } = both;
    const fresh = { componentId: CERTIFICATE, fileId: await photo(citizen) };
    const wrong = async (files: File[]) => (await (await resend(citizen, id, files)).json()) as object;
    expect(await wrong([])).toMatchObject({ status: 400, errors: [{ pointer: `/files/${CERTIFICATE}`, detail: 'Cần gửi lại giấy này.' }] });
    expect(await wrong([fresh, { componentId: 'to-khai', fileId: await photo(citizen) }])).toMatchObject({
      errors: [{ pointer: '/files/to-khai', detail: 'Giấy này không phải gửi lại.' }],
    });
    const foreign = await photo(another.citizen);
    expect(await wrong([{ ...fresh, fileId: foreign }])).toMatchObject({ errors: [{ detail: expect.stringMatching(/không còn nữa/) }] });
    expect((await resend(citizen, id, [fresh])).status).toBe(202);
    expect((await reaches(citizen, id, 'confirmed')).files.map(({ componentId }) => componentId)).toEqual([CERTIFICATE]);
    expect(await citizen.provinceDossiers(receiptNo)).toMatchObject([{ timesFiled: 1, files: [{}] }]);
    expect(await told(citizen)).toBe(1); // both papers in one message
  });

  it('202: the person it is for puts a paper of their own in its place, and both see the dossier whole', async () => {
    const { citizen: helper, id, receiptNo } = forAnother;
    const answer = async (fileId: string) => resend(person, id, [{ componentId: CERTIFICATE, fileId }]);
    expect((await answer(await photo(one.citizen))).status).toBe(400);
    expect((await answer(await photo(person))).status).toBe(202);
    for (const citizen of [helper, person])
      expect((await reaches(citizen, id, 'confirmed')).files).toMatchObject([{ name: 'moi.png' }, { componentId: OPTIONAL }]);
    expect(await helper.provinceDossiers(receiptNo)).toMatchObject([{ timesFiled: 1, files: [{ name: 'moi.png' }, {}] }]);
  });

  it('404: alike for a missing dossier and somebody else’s', async () => {
    const answers = await Promise.all([another.id, crypto.randomUUID()].map((id) => resend(one.citizen, id, [])));
    const [foreign, missing] = (await Promise.all(answers.map((answer) => answer.json()))) as [object, object];
    expect(foreign).toMatchObject({ status: 404, code: 'dossier-not-found' });
    expect(foreign).toEqual({ ...missing, requestId: expect.any(String) });
  });

  it('killed before its end, nothing happened and the same key does it; refused again, it is told again', async () => {
    const { citizen, id, receiptNo } = another;
    const before = await citizen.dossier(id);
    const [files, key] = [
      [{ componentId: CERTIFICATE, fileId: await citizen.upload(LOCKED, 'khoa.pdf', 'application/pdf') }],
      crypto.randomUUID(),
    ];
    await server.sql.unsafe(`
      create function die() returns trigger language plpgsql as $$ begin raise 'killed'; end $$;
      create trigger die before insert on dossier_event for each row when (new.event_key like 'resent:%') execute function die();`);
    expect((await resend(citizen, id, files, key)).status).toBe(500);
    await server.sql.unsafe('drop trigger die on dossier_event');
    expect(await citizen.dossier(id)).toEqual(before);
    expect((await resend(citizen, id, files, key)).status).toBe(202);
    await citizen.until(async () => ((await told(citizen)) === 2 ? true : null));
    expect((await resend(citizen, id, [{ componentId: CERTIFICATE, fileId: await photo(citizen) }])).status).toBe(202);
    await reaches(citizen, id, 'confirmed');
    expect(await citizen.provinceDossiers(receiptNo)).toMatchObject([{ timesFiled: 1 }]);
  });
});

describe('an answer to a supplement whose file is refused', () => {
  it('begins again with what was sent, says why, takes no refused file, and then reaches the province once', async () => {
    const { citizen, id, receiptNo } = one;
    const [kept] = await citizen.provinceDossiers(receiptNo);
    const desk = (action: string, rest: object = {}) => citizen.deskAction(kept?.code ?? '', action, rest);
    await desk('accept');
    await desk('ask-supplement', { ask: { hours: 72, papers: [{ componentId: CERTIFICATE, reason: 'Ảnh mờ', markedPages: [] }] } });
    const open = () =>
      citizen.until(async () => {
        const [now] = (await citizen.dossier(id)).supplements;
        return now?.isOpen ? now : null;
      });
    const sid = (await open()).id;
    const answer = (fileId: string) =>
      citizen.call(`/v1/dossiers/${id}/supplements/${sid}`, {
        method: 'POST',
        body: JSON.stringify({ files: [{ componentId: CERTIFICATE, fileId }], note: 'Bản mới' }),
        headers: { 'idempotency-key': crypto.randomUUID() },
      });
    await scanner.stop();
    const locked = await citizen.upload(LOCKED, 'khoa.pdf', 'application/pdf');
    expect((await answer(locked)).status).toBe(202);
    scanner = await startFakeClamd(socket);
    expect(await open()).toMatchObject({
      answer: { state: 'needs_citizen', files: [{ check: 'refused', trouble: 'pdf-locked' }] },
      draft: { note: 'Bản mới', files: [{ fileId: locked, check: 'refused', trouble: 'pdf-locked' }] },
    });
    expect(await (await answer(locked)).json()).toMatchObject({
      status: 400,
      errors: [{ pointer: `/files/${CERTIFICATE}`, detail: expect.stringMatching(/bỏ khóa/) }],
    });
    expect((await answer(await photo(citizen))).status).toBe(202);
    await citizen.until(async () => ((await citizen.dossier(id)).supplements[0]?.answer?.state === 'confirmed' ? true : null));
    expect((await citizen.provinceDossiers(receiptNo))[0]?.requests).toMatchObject([{ kind: 'supplement', files: [{ name: 'moi.png' }] }]);
  });
});
