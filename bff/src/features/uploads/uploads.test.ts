import { randomBytes } from 'node:crypto';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

const metadata = (filename: string, filetype: string) =>
  `filename ${Buffer.from(filename).toString('base64')},filetype ${Buffer.from(filetype).toString('base64')}`;
const TUS = { 'tus-resumable': '1.0.0' };

describe('/v1/uploads', () => {
  it('goes on where an interruption left it, and knows the type at the end', async () => {
    const citizen = await server.as('thu-ha');
    const bytes = Buffer.concat([TINY_PNG, randomBytes(900_000)]);
    const headers = { ...TUS, authorization: `Bearer ${citizen.session.accessToken}` };
    const made = await fetch(`${server.url}/v1/uploads`, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': metadata('giấy.png', 'image/png') },
    });
    const url = new URL(made.headers.get('location') ?? '', server.url);
    const patch = (offset: number, part: Buffer) =>
      fetch(url, {
        method: 'PATCH',
        headers: { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body: new Uint8Array(part),
      });
    expect((await patch(0, bytes.subarray(0, 300_000))).status).toBe(204);
    expect((await fetch(url, { method: 'HEAD', headers })).headers.get('upload-offset')).toBe('300000');
    expect((await patch(0, bytes)).status).toBe(409);
    expect((await patch(300_000, bytes.subarray(300_000))).status).toBe(204);
    expect(await server.sql`select state, type from uploaded_file where id = ${url.pathname.split('/').at(-1) ?? ''}`).toEqual([
      { state: 'held', type: 'image/png' },
    ]);
  });

  it('works with the client library that the mini app uses', async () => {
    const citizen = await server.as('thu-ha');
    const bytes = Buffer.concat([TINY_PNG, randomBytes(700_000)]);
    const url = await new Promise<string | null>((resolve, reject) => {
      const upload = new Upload(bytes as never, {
        endpoint: `${server.url}/v1/uploads`,
        chunkSize: 300_000,
        retryDelays: [],
        headers: { authorization: `Bearer ${citizen.session.accessToken}` },
        metadata: { filename: 'ảnh.png', filetype: 'image/png' },
        onError: reject,
        onSuccess: () => resolve(upload.url),
      });
      upload.start();
    });
    expect(await server.sql`select state from uploaded_file where id = ${url?.split('/').at(-1) ?? ''}`).toEqual([{ state: 'held' }]);
  });

  it('415: refuses a program that calls itself a PDF, and keeps none of it', async () => {
    const citizen = await server.as('thu-ha');
    const program = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00'), randomBytes(4_000)]);
    await expect(citizen.upload(program, 'don.pdf', 'application/pdf')).rejects.toThrow('415');
    expect(await server.sql`select state from uploaded_file where state = 'refused'`).toHaveLength(1);
  });

  it('415: refuses a picture that was declared as a PDF', async () => {
    const citizen = await server.as('thu-ha');
    await expect(citizen.upload(TINY_PNG, 'don.pdf', 'application/pdf')).rejects.toThrow('415');
  });

  it('413: refuses a file above 10 MB before its first byte', async () => {
    const citizen = await server.as('thu-ha');
    const answer = await fetch(`${server.url}/v1/uploads`, {
      method: 'POST',
      headers: {
        ...TUS,
        authorization: `Bearer ${citizen.session.accessToken}`,
        'upload-length': String(10 * 1024 * 1024 + 1),
        'upload-metadata': metadata('to.jpg', 'image/jpeg'),
      },
    });
    expect(answer.status).toBe(413);
  });

  it('401 without a session; 404 alike for somebody else’s file and for none', async () => {
    expect((await fetch(`${server.url}/v1/uploads`, { method: 'POST', headers: { ...TUS, 'upload-length': '10' } })).status).toBe(401);
    const [owner, stranger] = [await server.as('thu-ha'), await server.as('van-binh')];
    const id = await owner.upload(TINY_PNG, 'a.png', 'image/png');
    const head = (fileId: string) =>
      fetch(`${server.url}/v1/uploads/${fileId}`, {
        method: 'HEAD',
        headers: { ...TUS, authorization: `Bearer ${stranger.session.accessToken}` },
      });
    expect((await head(id)).status).toBe(404);
    expect((await head('0'.repeat(32))).status).toBe(404);
  });

  it('400: a draft cannot name somebody else’s file', async () => {
    const [owner, stranger] = [await server.as('thu-ha'), await server.as('van-binh')];
    const fileId = await owner.upload(TINY_PNG, 'a.png', 'image/png');
    const draft = (await (
      await stranger.call('/v1/drafts', { method: 'POST', body: JSON.stringify({ procedureCode: '1.001193' }) })
    ).json()) as { id: string; etag: string };
    const saved = await stranger.call(`/v1/drafts/${draft.id}`, {
      method: 'PUT',
      body: JSON.stringify({ answers: {}, files: [{ componentId: 'giay-chung-sinh', fileId }] }),
      headers: { 'if-match': draft.etag },
    });
    expect(await saved.json()).toMatchObject({ status: 400, errors: [{ pointer: '/files/0/fileId' }] });
  });

  it('holds back a dossier whose paper carries a virus, and asks the citizen for it again', async () => {
    const citizen = await server.as('ba-sau');
    const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
    const draft = await citizen.fillDraft('1.001193');
    const view = (await (await citizen.call(`/v1/drafts/${draft.id}`)).json()) as { etag: string; answers: object };
    const fileId = await citizen.upload(Buffer.from(`%PDF-1.4\n${eicar}`), 'a.pdf', 'application/pdf');
    await citizen.call(`/v1/drafts/${draft.id}`, {
      method: 'PUT',
      body: JSON.stringify({ answers: view.answers, files: [{ componentId: 'giay-chung-sinh', fileId }] }),
      headers: { 'if-match': view.etag },
    });
    const filed = await citizen.submit(draft.id, crypto.randomUUID());
    const dossier = await citizen.until(async () => {
      const now = await citizen.dossier(filed.id);
      return now.state === 'needs_citizen' ? now : null;
    });
    expect(dossier.needsAction?.kind).toBe('resend');
    expect(await citizen.provinceDossiers(filed.receiptNo)).toEqual([]);
  });
});
