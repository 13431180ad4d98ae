import { createHash } from 'node:crypto';
import type { Result, Ticket } from '@tayninh/shared/features/results/results.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

/** For all who need nothing of their own from it: a server costs as long as a test. */
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Wanted {
  readonly copy?: string;
  readonly name?: string;
  readonly validUntil?: string;
}

/** A dossier whose result the authority has issued, and what its owner can ask. */
async function aResult(result: Wanted = {}, on = server, forWhom?: { authorisationId: string }) {
  const citizen = await on.as('thu-ha');
  const draft = await citizen.fillDraft('1.004873', undefined, {}, forWhom);
  const { id } = await citizen.submit(draft.id, crypto.randomUUID());
  const code = await citizen.until(async () => {
    const { code: known, state } = await citizen.dossier(id);
    return state === 'confirmed' ? known : null;
  });
  for (const action of ['accept', 'process']) await citizen.deskAction(code, action);
  await citizen.deskAction(code, 'finish', { result });
  const list = async (as = citizen) => ((await (await as.call(`/v1/dossiers/${id}/results`)).json()) as { items: Result[] }).items;
  return {
    citizen,
    id,
    code,
    list,
    /** The first result once `copy` is as wanted. */
    reach: (copy: Result['copy']) => citizen.until(async () => (await list()).find((item) => item.copy === copy) ?? null),
    ticket: async (as = citizen) => (await as.call(`/v1/dossiers/${id}/results/1/tickets`, { method: 'POST' })).json() as Promise<Ticket>,
  };
}
const fetchFrom = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
const NOT_FOUND = [404, 'download-not-found'];

describe('a result that the authority issued', () => {
  it('is shown with number, signer, agency and day, and its copy byte for byte, its signature checked', async () => {
    const dossier = await aResult();
    const here = await dossier.reach('here');
    expect(here).toMatchObject({
      no: 1,
      name: 'Giấy xác nhận tình trạng hôn nhân',
      code: 'KQ.1.004873',
      agency: 'UBND phường Tân Ninh (bịa để thử)',
      isPermanent: true,
      daysLeft: null,
      signature: { verdict: 'valid', signer: 'Nguyễn Văn Cán Bộ (bịa để thử)', signedAt: expect.any(String) },
    });
    const { path } = await dossier.ticket();
    const answer = await fetchFrom(path);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(here.file?.sha256);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Giay xac nhan tinh trang hon nhan.pdf"; filename*=UTF-8''${encodeURIComponent('Giấy xác nhận tình trạng hôn nhân.pdf')}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const vault = (await (await dossier.citizen.call('/v1/me/results')).json()) as { items: Result[] };
    expect(vault.items).toContainEqual(here);
    await dossier.citizen.deskAction(dossier.code, 'deliver'); // said again with the next step: still one paper
    await dossier.citizen.until(async () => ((await dossier.citizen.dossier(dossier.id)).status === 10 ? true : null));
    expect(await dossier.list()).toEqual([here]);
  });

  it('says of each copy what its signature is worth, and names a signer only of a valid one; without a copy there is nothing to open', async () => {
    const worth = async (copy: string) => (await (await aResult({ copy })).reach('here')).signature;
    const nobody = { signer: null, organisation: null, signedAt: null };
    const paperOnly = async () => {
      const dossier = await aResult({ copy: 'none' });
      expect(await dossier.reach('paper')).toMatchObject({ file: null, signature: null });
      return codeOf(await dossier.citizen.call(`/v1/dossiers/${dossier.id}/results/1/tickets`, { method: 'POST' }));
    };
    expect(await Promise.all([worth('tampered'), worth('unknown-signer'), worth('unsigned'), paperOnly()])).toEqual([
      { verdict: 'invalid', ...nobody },
      { verdict: 'unknown-signer', ...nobody },
      { verdict: 'unsigned', ...nobody },
      [409, 'file-not-ready'],
    ]);
  });

  it('whose copy is a page of the web server is tried again, then left to staff, never shown as the paper', async () => {
    await using impatient = await buildTestApp({ GIVE_UP_MS: '800' });
    const dossier = await aResult({ copy: 'not-pdf' }, impatient);
    expect(await dossier.reach('delayed')).toMatchObject({ file: null });
  });

  it('filed for a relative: both open it, keep it among their papers and use it again; who helped no longer when that has ended', async () => {
    const [helper, mother] = [await server.as('thu-ha'), await server.as('ba-sau')];
    const post = async <T>(citizen: typeof helper, path: string, body: object) =>
      (await (await citizen.call(path, { method: 'POST', body: JSON.stringify(body) })).json()) as T;
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const made = await post<{ code: string; authorisation: { id: string } }>(helper, '/v1/authorisations', {
      kind: 'relative',
      iAm: 'helper',
      until,
    });
    await post(mother, '/v1/authorisations/acceptance', { code: made.code, consent: true });
    const dossier = await aResult({}, server, { authorisationId: made.authorisation.id });
    const here = await dossier.reach('here');
    const vaultOf = async (citizen: typeof helper) =>
      ((await (await citizen.call('/v1/me/results')).json()) as { items: Result[] }).items.filter(
        ({ dossierId }) => dossierId === dossier.id,
      );
    const reuse = async (citizen: typeof helper) =>
      (await citizen.call(`/v1/dossiers/${dossier.id}/results/1/copies`, { method: 'POST' })).status;
    for (const citizen of [helper, mother]) {
      expect(await vaultOf(citizen)).toEqual([here]);
      expect(await dossier.list(citizen)).toEqual([here]);
      expect((await fetchFrom((await dossier.ticket(citizen)).path)).status).toBe(200);
      expect(await reuse(citizen)).toBe(201);
    }
    await helper.call(`/v1/authorisations/${made.authorisation.id}`, { method: 'DELETE' });
    expect([await vaultOf(helper), await reuse(helper)]).toEqual([[], 404]);
    expect(await vaultOf(mother)).toEqual([here]);
  });

  it('of somebody else looks like none at all', async () => {
    const dossier = await aResult();
    await dossier.reach('here');
    const stranger = await server.as('van-binh');
    const nowhere = crypto.randomUUID();
    for (const [path, method] of [
      ['results', 'GET'],
      ['results/1', 'GET'],
      ['results/1/tickets', 'POST'],
      ['results/1/copies', 'POST'],
    ] as const) {
      const answers = await Promise.all([dossier.id, nowhere].map((id) => stranger.call(`/v1/dossiers/${id}/${path}`, { method })));
      const bodies = await Promise.all(answers.map(async (answer) => ({ ...((await answer.json()) as object), requestId: '' })));
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      expect(bodies[0]).toEqual(bodies[1]);
    }
  });

  it('is one file, whatever dies between fetching it and writing it down', async () => {
    await using dying = await buildTestApp({ LEASE_MS: '1600' });
    await dying.sql`alter table dossier_result add constraint dies check (file_id is null)`;
    const dossier = await aResult({}, dying);
    const files = () => dying.sql`select id, dossier_id from uploaded_file where source = 'province' and state = 'clean'`;
    await dossier.citizen.until(async () => ((await files()).length > 0 ? true : null));
    expect((await dossier.list())[0]).toMatchObject({ copy: 'coming', file: null });
    await dying.sql`alter table dossier_result drop constraint dies`;
    await dossier.reach('here');
    const [named, ...rest] = (await files()).filter(({ dossier_id }) => dossier_id !== null);
    expect([named?.dossier_id, rest]).toEqual([dossier.id, []]);
  });

  it('can be filed again: a copy of the same bytes that a draft takes like an upload', async () => {
    const dossier = await aResult();
    await dossier.reach('here');
    const made = await dossier.citizen.call(`/v1/dossiers/${dossier.id}/results/1/copies`, { method: 'POST' });
    const { fileId } = (await made.json()) as { fileId: string };
    const [row] =
      await server.sql`select f.source, f.sha256 = r.sha256 as same from uploaded_file f, dossier_result r where f.id = ${fileId} and r.dossier_id = ${dossier.id}`;
    expect([made.status, row?.source, row?.same]).toEqual([201, 'result', true]);
    const { id } = await dossier.citizen.fillDraft('1.004873');
    const draft = (await (await dossier.citizen.call(`/v1/drafts/${id}`)).json()) as {
      etag: string;
      answers: object;
      files: { componentId: string }[];
    };
    const files = draft.files.map(({ componentId }) => ({ componentId, fileId }));
    const saved = await dossier.citizen.call(`/v1/drafts/${id}`, {
      method: 'PUT',
      body: JSON.stringify({ answers: draft.answers, files }),
      headers: { 'if-match': draft.etag },
    });
    const after = (await saved.json()) as { problems: object[]; files: { name: string }[] };
    expect([after.problems, after.files[0]?.name]).toEqual([[], 'Giấy xác nhận tình trạng hôn nhân.pdf']);
  });
});

describe('a download ticket', () => {
  it('is good once, for a minute, for its session while that lasts, and leaves no trace in the log', async () => {
    const dossier = await aResult();
    await dossier.reach('here');
    const stranger = await server.as('van-binh');

    const used = await dossier.ticket();
    const both = await Promise.all([fetchFrom(used.path), fetchFrom(used.path)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await codeOf(await fetchFrom(used.path))).toEqual(NOT_FOUND);
    expect(await codeOf(await fetchFrom('/v1/downloads/invented'))).toEqual(NOT_FOUND);

    const own = await dossier.ticket();
    expect((await fetch(server.url + own.path, { method: 'HEAD' })).status).not.toBe(200);
    expect(await codeOf(await stranger.call(own.path))).toEqual(NOT_FOUND);
    expect((await dossier.citizen.call(own.path)).status).toBe(200);

    const old = await dossier.ticket();
    await server.sql`update download_ticket set expires_at = now() where used_at is null`;
    expect(await codeOf(await fetchFrom(old.path))).toEqual(NOT_FOUND);

    const ended = await dossier.ticket();
    await dossier.citizen.call('/v1/sessions/current', { method: 'DELETE' });
    expect(await codeOf(await fetchFrom(ended.path))).toEqual(NOT_FOUND);

    const stored = JSON.stringify(await server.sql`select * from download_ticket`);
    for (const { path } of [used, own, old, ended]) {
      const ticket = path.split('/').at(-1) ?? '';
      expect(server.lines.join('') + stored).not.toContain(ticket);
    }
  });

  it('opens an own uploaded file once it is scanned, nobody else’s', async () => {
    const [owner, stranger] = await Promise.all([server.as('thu-ha'), server.as('van-binh')]);
    const { id } = await owner.submit((await owner.fillDraft('1.004873')).id, crypto.randomUUID());
    await owner.until(async () => ((await owner.dossier(id)).state === 'confirmed' ? true : null));
    const [file] = await server.sql<{ id: string }[]>`select id from uploaded_file where dossier_id = ${id} limit 1`;
    const ask = (as = owner, fileId = file?.id) => as.call(`/v1/files/${fileId}/tickets`, { method: 'POST' });
    const { path, name } = (await (await ask()).json()) as Ticket;
    expect(name).toMatch(/\.png$/);
    expect((await fetchFrom(path)).headers.get('content-type')).toBe('image/png');
    expect(await codeOf(await ask(stranger))).toEqual(await codeOf(await ask(stranger, 'f'.repeat(32))));
    await server.sql`update uploaded_file set state = 'held' where id = ${file?.id ?? ''}`;
    expect(await codeOf(await ask())).toEqual([409, 'file-not-ready']);
  });
});

describe('what was filed at a level', () => {
  it('is handed out at that level and no lower: the result, its copies and the files that were sent', async () => {
    const dossier = await aResult();
    await dossier.reach('here');
    const [file] = await server.sql<
      { id: string }[]
    >`select id from uploaded_file where dossier_id = ${dossier.id} and source = 'citizen' limit 1`;
    const copy = async () => dossier.citizen.call(`/v1/dossiers/${dossier.id}/results/1/copies`, { method: 'POST' });
    const ways = async () =>
      Promise.all([
        dossier.citizen.call(`/v1/dossiers/${dossier.id}/results/1/tickets`, { method: 'POST' }),
        dossier.citizen.call(`/v1/files/${file?.id}/tickets`, { method: 'POST' }),
        copy(),
      ]);
    const statuses = async () => (await ways()).map(({ status }) => status);
    expect(await statuses()).toEqual([201, 201, 201]);

    await server.sql`update draft set submit_level = 3 from dossier d where draft.id = d.draft_id and d.id = ${dossier.id}`;
    const refused = await Promise.all((await ways()).map(codeOf));
    expect(refused).toEqual(Array(3).fill([403, 'level-too-low']));
    await dossier.citizen.proveIdentity();
    expect(await statuses()).toEqual([201, 201, 201]);

    // a copy that no dossier took yet is no way around it
    const { fileId } = (await (await copy()).json()) as { fileId: string };
    await server.sql`update auth_session set identity_proven_at = now() - interval '15 minutes'`;
    expect(await codeOf(await dossier.citizen.call(`/v1/files/${fileId}/tickets`, { method: 'POST' }))).toEqual([403, 'level-too-low']);
    expect((await dossier.list())[0]).toMatchObject({ copy: 'here' });
  });
});

describe('papers that end', () => {
  it('are spoken of once at 60 and once at 14 days, and not at all when they were never good for longer', async () => {
    const day = (days: number) => new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
    const dossier = await aResult({ validUntil: day(40) });
    expect(await dossier.reach('here')).toMatchObject({ isPermanent: false, validUntil: day(40), daysLeft: 40 });
    const remind = async () => {
      await server.jobs['remind-of-expiry']?.({});
      return (await dossier.citizen.inbox()).filter(({ title }) => title.startsWith('Giấy tờ')).map(({ title }) => title);
    };
    expect(await remind()).toEqual([]);
    await server.sql`update dossier_result set signed_on = signed_on - 100 where dossier_id = ${dossier.id}`;
    expect(await remind()).toEqual(['Giấy tờ còn hạn 40 ngày']);
    expect(await remind()).toHaveLength(1);
    await server.sql`update dossier_result set valid_until = ${day(14)} where dossier_id = ${dossier.id}`;
    expect(await remind()).toEqual(['Giấy tờ còn hạn 14 ngày', 'Giấy tờ còn hạn 40 ngày']);
    expect(await remind()).toHaveLength(2);
  });
});
