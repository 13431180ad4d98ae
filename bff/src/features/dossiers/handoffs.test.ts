import { createHmac } from 'node:crypto';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CitizenClient } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

const MARRIAGE = '1.004873';
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

const json = async <T>(answer: Promise<Response>) => {
  const got = await answer;
  const text = await got.text();
  return { status: got.status, body: (text ? JSON.parse(text) : null) as T & { code?: string } };
};
const handOver = (citizen: CitizenClient, draftId: string) =>
  json<{ code: string; state: string; expiresAt: string }>(citizen.call(`/v1/drafts/${draftId}/handoff`, { method: 'POST' }));
const takeBack = (citizen: CitizenClient, draftId: string) => citizen.call(`/v1/drafts/${draftId}/handoff`, { method: 'DELETE' });
const status = (citizen: CitizenClient, draftId: string) =>
  json<{ handoff: { state: string } | null; dossierId: string | null }>(citizen.call(`/v1/drafts/${draftId}/handoff`));
const submit = (citizen: CitizenClient, draftId: string) =>
  json(
    citizen.call('/v1/dossiers', {
      method: 'POST',
      body: JSON.stringify({ draftId, consent: true }),
      headers: { 'idempotency-key': crypto.randomUUID() },
    }),
  );
/** What the clerk does at the sandbox's desk. */
const clerk = <T>(path: string, body: object) =>
  json<T>(
    fetch(`${server.sandbox.url}/control/province/counter${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  );
const open = async (code: string) =>
  (await clerk<{ reference: string; refused?: string; answers: object; files: { sha256: string }[] }>('', { code })).body;
/** A signed call of a counter, made by hand. */
const counterCall = (step: string, asked: object, { agedMs = 0, secret = server.config.ONE_GATE_WEBHOOK_SECRET } = {}) => {
  const body = JSON.stringify({ maQuay: 'QUAY-02', ...asked });
  const timestamp = String(Date.now() - agedMs);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return json(
    fetch(`${server.url}/hooks/province/counter/${step}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': `sha256=${signature}` },
    }),
  );
};

describe('handing a draft to a counter', () => {
  it('the clerk gets answers and papers by six digits, finishes, and the citizen has the dossier as filed at a counter, once', async () => {
    const citizen = await server.as('ba-sau');
    const draft = await citizen.fillDraft(MARRIAGE);
    const { status: made, body: handed } = await handOver(citizen, draft.id);
    expect([made, handed.state]).toEqual([201, 'waiting']);
    expect(handed.code).toMatch(/^\d{6}$/);
    expect(Date.parse(handed.expiresAt) - Date.now()).toBeGreaterThan(23.9 * 3_600_000);

    const opened = await open(`${handed.code.slice(0, 3)} ${handed.code.slice(3)}`);
    expect(opened.files).toHaveLength(draft.files);
    expect(Object.keys(opened.answers).length).toBeGreaterThan(3);
    expect((await status(citizen, draft.id)).body.handoff?.state).toBe('opened');
    const finished = await clerk<{ code: string }>(`/${opened.reference}/finish`, {});
    expect(finished.body.code).toMatch(/^H80/);

    const { dossierId } = (await status(citizen, draft.id)).body;
    const dossier = await citizen.until(async () => {
      const found = await citizen.dossier(dossierId ?? '');
      return found.state === 'confirmed' ? found : null;
    });
    expect(dossier).toMatchObject({ channel: 'counter', status: 2, receiptNo: opened.reference, code: finished.body.code });
    expect((await citizen.provinceDossiers(opened.reference)).map(({ timesFiled }) => timesFiled)).toEqual([1]);
    expect((await open(handed.code)).refused).toContain('Mã nhận tại quầy');
    expect((await submit(citizen, draft.id)).body.code).toBe('draft-submitted');
    expect(JSON.stringify(await server.sql`select * from handoff`)).not.toContain(handed.code);
  });

  it('a desk that dies between using the code and writing the dossier down: the clerk goes on, nothing is filed twice', async () => {
    const citizen = await server.as('van-binh');
    const draft = await citizen.fillDraft(MARRIAGE);
    const opened = await open((await handOver(citizen, draft.id)).body.code);
    await clerk(`/${opened.reference}/finish`, { diesAfterReceive: true });
    const dossierId = (await status(citizen, draft.id)).body.dossierId ?? '';
    expect((await citizen.dossier(dossierId)).state).toBe('uncertain');
    // we ask, find nothing, and never send what is the counter's to write down
    await server.letTimePass(3_600_000);
    await citizen.until(async () => ((await server.sql`select fence from dossier where id = ${dossierId}`)[0]?.fence > 0 ? true : null));
    expect(await citizen.provinceDossiers(opened.reference)).toEqual([]);
    for (let times = 0; times < 2; times++) await clerk(`/${opened.reference}/finish`, {});
    await citizen.until(async () => ((await citizen.dossier(dossierId)).state === 'confirmed' ? true : null));
    expect((await citizen.provinceDossiers(opened.reference)).map(({ timesFiled }) => timesFiled)).toEqual([1]);
  });

  it('locked while handed over; taken back it is open again and the code is dead, also for a clerk who has it open', async () => {
    const citizen = await server.as('thu-ha');
    const draft = await citizen.fillDraft(MARRIAGE);
    const first = (await handOver(citizen, draft.id)).body.code;
    const second = (await handOver(citizen, draft.id)).body.code;
    expect((await open(first)).refused).toBeDefined();
    const view = (await json<Draft>(citizen.call(`/v1/drafts/${draft.id}`))).body;
    expect(view.isHandedOver).toBe(true);
    const save = () =>
      json(
        citizen.call(`/v1/drafts/${draft.id}`, {
          method: 'PUT',
          body: JSON.stringify({ answers: view.answers, files: [] }),
          headers: { 'if-match': view.etag },
        }),
      );
    expect((await save()).body.code).toBe('draft-handed-over');
    expect((await submit(citizen, draft.id)).body.code).toBe('draft-handed-over');
    expect((await json(citizen.call(`/v1/drafts/${draft.id}`, { method: 'DELETE' }))).body.code).toBe('draft-handed-over');

    const opened = await open(second);
    expect((await takeBack(citizen, draft.id)).status).toBe(204);
    expect((await takeBack(citizen, draft.id)).status).toBe(204);
    expect((await clerk<{ refused: string }>(`/${opened.reference}/finish`, {})).body.refused).toContain('Mã nhận tại quầy');
    expect((await open(second)).refused).toBeDefined();
    expect((await submit(citizen, draft.id)).status).toBe(202);
  });

  it('taking back and receiving at the same moment: one of them wins whole', async () => {
    const citizen = await server.as('kim-ngan');
    for (let round = 0; round < 4; round++) {
      const draft = await citizen.fillDraft(MARRIAGE);
      const opened = await open((await handOver(citizen, draft.id)).body.code);
      await Promise.all([takeBack(citizen, draft.id), clerk(`/${opened.reference}/finish`, {})]);
      const { dossierId } = (await status(citizen, draft.id)).body;
      const [row] =
        await server.sql`select f.state, (select count(*)::int from dossier d where d.draft_id = f.id) as n from draft f where f.id = ${draft.id}`;
      expect(row).toEqual(dossierId ? { state: 'submitted', n: 1 } : { state: 'open', n: 0 });
      expect(await citizen.provinceDossiers(opened.reference)).toHaveLength(dossierId ? 1 : 0);
    }
  });

  it('after 24 hours by the database’s clock the code is worth nothing and the draft is the citizen’s again', async () => {
    const citizen = await server.as('minh-tam');
    const draft = await citizen.fillDraft(MARRIAGE);
    const { code } = (await handOver(citizen, draft.id)).body;
    await server.sql`update handoff set expires_at = now() where draft_id = ${draft.id}`;
    expect((await open(code)).refused).toBeDefined();
    await citizen.until(async () => ((await json<Draft>(citizen.call(`/v1/drafts/${draft.id}`))).body.isHandedOver ? null : true));
    expect((await status(citizen, draft.id)).body).toEqual({ handoff: null, dossierId: null });
  });

  it('401 for a call that is unsigned or five minutes old, 404 for another counter, 429 after twenty wrong codes', async () => {
    const citizen = await server.as('ngoc-lan');
    const draft = await citizen.fillDraft(MARRIAGE);
    const { code } = (await handOver(citizen, draft.id)).body;
    expect((await counterCall('open', { maNhan: code }, { secret: 'another' })).status).toBe(401);
    expect((await counterCall('open', { maNhan: code }, { agedMs: 6 * 60_000 })).status).toBe(401);
    const opened = await open(code);
    expect((await counterCall('receive', { maThamChieu: opened.reference })).body.code).toBe('handoff-not-found');
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 20; tries++) expect((await counterCall('open', { maNhan: wrong })).status).toBe(404);
    expect((await counterCall('open', { maNhan: code })).status).toBe(429);
  });

  it('what is taken at a counter only has a form for it: never filed in the app, handed over like any other', async () => {
    const [counterOnly] = await server.sql<{ code: string }[]>`
      select code from procedure_version where content ->> 'submitMode' = 'counter' and not exists (select 1 from e_form where procedure_code = code) order by code limit 1`;
    const citizen = await server.as('quoc-dung');
    const draft = await citizen.fillDraft(counterOnly?.code ?? '');
    expect((await submit(citizen, draft.id)).body.code).toBe('not-online');
    const opened = await open((await handOver(citizen, draft.id)).body.code);
    await clerk(`/${opened.reference}/finish`, {});
    expect((await status(citizen, draft.id)).body.dossierId).not.toBeNull();
    expect(await citizen.provinceDossiers(opened.reference)).toHaveLength(1);
  });

  it('404 alike for somebody else’s draft and for none', async () => {
    const [owner, other] = await Promise.all([server.as('hoang-phuc'), server.as('quoc-dung')]);
    const draft = await owner.fillDraft(MARRIAGE);
    for (const id of [draft.id, crypto.randomUUID()]) {
      expect((await handOver(other, id)).body.code).toBe('draft-not-found');
      expect((await status(other, id)).body.code).toBe('draft-not-found');
      expect((await takeBack(other, id)).status).toBe(404);
    }
  });
});
