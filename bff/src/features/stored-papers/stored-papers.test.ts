import type { Problem } from '@tayninh/shared/contract/problem';
import type { Ticket } from '@tayninh/shared/features/results/results.contract';
import type { StoredPaper } from '@tayninh/shared/features/stored-papers/stored-papers.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

type Citizen = Awaited<ReturnType<TestServer['as']>>;
interface Listed {
  readonly items: StoredPaper[];
  readonly asOf: string;
  readonly stale: boolean;
}
const PATH = '/v1/me/stored-papers';
const list = async (citizen: Citizen) => (await (await citizen.call(PATH)).json()) as Listed;
const problemOf = async (answer: Response) => (await answer.json()) as Problem;
const post = (citizen: Citizen, path: string) => citizen.call(PATH + path, { method: 'POST' });
const asked = async () => ((await (await fetch(`${server.sandbox.url}/control/store/queries`)).json()) as { items: string[] }).items;
const audit = () => server.sql`select action from audit_entry where action like 'document-store%' order by no`;
const expire = () => server.sql`update auth_session set identity_proven_at = now() - interval '15 minutes'`;

async function proven(persona: string): Promise<Citizen> {
  const citizen = await server.as(persona);
  await citizen.proveIdentity();
  return citizen;
}

describe('own papers in the national store', () => {
  it('403 without a proven identity: the store is not even asked, whatever number is sent along', async () => {
    const citizen = await server.as('minh-tam');
    const answers = await Promise.all([
      citizen.call(PATH),
      citizen.call(`${PATH}?SoDinhDanhChuSoHuu=072190004471`),
      post(citizen, `/${'a'.repeat(32)}/files/1/tickets`),
      post(citizen, `/${'a'.repeat(32)}/files/1/copies`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect([await asked(), await audit()]).toEqual([[], []]);
  });

  it('are asked for under the own number, each question is noted, and a row that comes twice is one', async () => {
    const citizen = await proven('thu-ha');
    const { items, stale } = await list(citizen);
    expect([items.map(({ name, number, files }) => [name, number, files.length]), stale]).toEqual([
      [
        ['Giấy khai sinh', '118/2019', 1],
        ['Giấy chứng nhận kết hôn', '42/2016', 1],
        ['Giấy phép lái xe hạng A1', null, 0],
      ],
      false,
    ]);
    expect(JSON.stringify(items)).not.toContain('/kho/');
    expect(await asked()).toEqual(['072190004471']);
    expect(await audit()).toEqual([{ action: 'document-store.list' }]);
  });

  it('stay shown as last known while the store is down, and say so', async () => {
    const citizen = await proven('thu-ha');
    const known = await list(citizen);
    server.sandbox.faults.set({ system: 'store', mode: 'garbage', rate: 1, seed: 1 });
    expect(await list(citizen)).toEqual({ ...known, stale: true });
    expect((await problemOf(await post(citizen, `/${known.items[0]?.id}/files/1/tickets`))).code).toBe('upstream-unavailable');
    expect((await problemOf(await (await proven('van-binh')).call(PATH))).code).toBe('upstream-unavailable');
  });

  it('open by a ticket that is good once, and only the own ones', async () => {
    const [owner, stranger] = [await proven('thu-ha'), await proven('kim-ngan')];
    const [paper] = (await list(owner)).items;
    const { path, name } = (await (await post(owner, `/${paper?.id}/files/1/tickets`)).json()) as Ticket;
    expect((await audit()).at(-1)).toEqual({ action: `document-store.file:${paper?.id}` });
    const opened = await fetch(server.url + path);
    expect([name, opened.headers.get('content-type'), (await opened.text()).slice(0, 5)]).toEqual([
      'Giấy khai sinh.pdf',
      'application/pdf',
      '%PDF-',
    ]);
    expect((await fetch(server.url + path)).status).toBe(404);
    await list(stranger);
    for (const address of [`/${paper?.id}/files/1/tickets`, `/${paper?.id}/files/1/copies`])
      expect((await problemOf(await post(stranger, address))).code).toBe('file-not-found');
    expect((await problemOf(await post(owner, `/${paper?.id}/files/2/tickets`))).code).toBe('file-not-found');
  });

  it('attach to a draft as a copy, which nobody gets out again without proving who they are', async () => {
    const citizen = await proven('thu-ha');
    const [paper] = (await list(citizen)).items;
    const made = await post(citizen, `/${paper?.id}/files/1/copies`);
    const { fileId } = (await made.json()) as { fileId: string };
    const { id } = await citizen.fillDraft('1.004873');
    const draft = (await (await citizen.call(`/v1/drafts/${id}`)).json()) as {
      etag: string;
      answers: object;
      files: { componentId: string }[];
    };
    const files = draft.files.map(({ componentId }) => ({ componentId, fileId }));
    const body = JSON.stringify({ answers: draft.answers, files });
    const saved = await citizen.call(`/v1/drafts/${id}`, { method: 'PUT', body, headers: { 'if-match': draft.etag } });
    expect(((await saved.json()) as { problems: object[] }).problems).toEqual([]);
    const open = () => citizen.call(`/v1/files/${fileId}/tickets`, { method: 'POST' });
    expect((await open()).status).toBe(201);
    await expire();
    expect((await problemOf(await open())).code).toBe('level-too-low');
    // filed with a procedure that asks for less, it still is what it was
    await citizen.submit(id, crypto.randomUUID());
    expect((await problemOf(await open())).code).toBe('level-too-low');
  });

  it('are forgotten when the identity is unlinked, and stand nowhere in the clear', async () => {
    const citizen = await proven('thu-ha');
    await list(citizen);
    const [row] = await server.sql`select stored_papers::text as row from stored_papers limit 1`;
    expect(String(row?.row) + server.lines.join('')).not.toMatch(/khai sinh|118\/2019|072190004471/i);
    await citizen.call('/v1/me/identity-link', { method: 'DELETE' });
    expect(
      await server.sql`select count(*)::int as n from stored_papers s join identity_link l using (citizen_id) where l.revoked_at is not null`,
    ).toEqual([{ n: 0 }]);
  });
});
