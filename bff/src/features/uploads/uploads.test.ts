import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UPLOAD_MAX_BYTES } from '@tayninh/shared/features/uploads/upload-rules';
import { DetailedError, Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { scopeOfOwner } from '../../platform/access.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { createSealedUploads } from './sealed-uploads.ts';
import { createUploadRepository } from './uploads.repository.ts';
import { createUploadService, MissingFilesError } from './uploads.service.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

const metadata = (filename: string, filetype: string) =>
  `filename ${Buffer.from(filename).toString('base64')},filetype ${Buffer.from(filetype).toString('base64')}`;
const TUS = { 'tus-resumable': '1.0.0' };
const PROGRAM = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), Buffer.alloc(4_000, 7)]);
/** All of it came; the workers look at it already. */
const ARRIVED = /^(held|scanned|clean)$/;
const idOf = (url: string | null) => url?.split('/').at(-1) ?? '';
const onDisk = (id: string) => join(server.config.FILE_STORE_DIR, id.slice(0, 2), id);
const stateOf = async (id: string) => (await server.sql`select state from uploaded_file where id = ${id}`)[0]?.state as string | undefined;

async function anUploader(personaId: string) {
  const citizen = await server.as(personaId);
  const headers = { ...TUS, authorization: `Bearer ${citizen.session.accessToken}` };
  const send = (method: string, path: string, more: Record<string, string> = {}, body?: Buffer) =>
    fetch(new URL(path, server.url), { method, headers: { ...headers, ...more }, ...(body && { body: new Uint8Array(body) }) });
  const create = (length: number, name = 'a.png', type = 'image/png') =>
    send('POST', '/v1/uploads', { 'upload-length': String(length), 'upload-metadata': metadata(name, type) });
  return {
    ...citizen,
    send,
    create,
    begin: async (length: number, name?: string, type?: string) => (await create(length, name, type)).headers.get('location') ?? '',
    patch: (path: string, offset: number, body: Buffer) =>
      send('PATCH', path, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body),
    /** The client library that the mini app uses. */
    tus: (bytes: Buffer, options: UploadOptions) =>
      new Upload(bytes as never, {
        endpoint: `${server.url}/v1/uploads`,
        retryDelays: [],
        headers: { authorization: headers.authorization },
        metadata: { filename: 'ảnh.png', filetype: 'image/png' },
        ...options,
      }),
  };
}

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
      { state: expect.stringMatching(ARRIVED), type: 'image/png' },
    ]);
  });

  it('works with the client library of the mini app: aborted and resumed, nothing is sent twice', async () => {
    const uploader = await anUploader('thu-ha');
    const bytes = Buffer.concat([TINY_PNG, randomBytes(900_000)]);
    const url = await new Promise<string>((resolve, reject) => {
      const first = uploader.tus(bytes, {
        chunkSize: 300_000,
        onChunkComplete: () => void first.abort().then(() => resolve(first.url ?? '')),
        onError: reject,
        onSuccess: () => reject(new Error('was not to end yet')),
      });
      first.start();
    });
    const sent: number[] = [];
    await new Promise<void>((resolve, reject) => {
      uploader
        .tus(bytes, {
          uploadUrl: url,
          chunkSize: 300_000,
          onChunkComplete: (size) => void sent.push(size),
          onError: reject,
          onSuccess: () => resolve(),
        })
        .start();
    });
    expect(sent.reduce((total, size) => total + size, 0)).toBe(bytes.length - 300_000);
    const [row] = await server.sql`select state from uploaded_file where id = ${idOf(url)}`;
    expect(row).toEqual({ state: expect.stringMatching(ARRIVED) });
  });

  it('keeps what came before the connection broke in the middle of a part', async () => {
    const uploader = await anUploader('thu-ha');
    const bytes = Buffer.concat([TINY_PNG, randomBytes(400_000)]);
    const path = await uploader.begin(bytes.length);
    const leaving = new AbortController();
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(new Uint8Array(bytes.subarray(0, 100_000))),
    });
    const broken = fetch(new URL(path, server.url), {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${uploader.session.accessToken}`,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body,
      duplex: 'half',
      signal: leaving.signal,
    } as RequestInit);
    await uploader.until(async () => (existsSync(onDisk(idOf(path))) && readFileSync(onDisk(idOf(path))).length > 60_000 ? true : null));
    leaving.abort();
    await expect(broken).rejects.toThrow();
    const offset = Number((await uploader.send('HEAD', path)).headers.get('upload-offset'));
    expect(offset).toBe(100_000);
    expect((await uploader.patch(path, offset, bytes.subarray(offset))).status).toBe(204);
    expect(await stateOf(idOf(path))).toMatch(ARRIVED);
  });

  it('lets a phone go on at once while its old connection still hangs', async () => {
    const uploader = await anUploader('thu-ha');
    const bytes = Buffer.concat([TINY_PNG, randomBytes(200_000)]);
    const path = await uploader.begin(bytes.length);
    const hanging = fetch(new URL(path, server.url), {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${uploader.session.accessToken}`,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(bytes.subarray(0, 100_000))) }),
      duplex: 'half',
    } as RequestInit).then(
      (answer) => answer.status,
      () => 0,
    );
    await uploader.until(async () => (readFileSync(onDisk(idOf(path))).length > 60_000 ? true : null));
    const started = Date.now();
    const offset = Number((await uploader.send('HEAD', path)).headers.get('upload-offset'));
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(offset).toBe(100_000);
    expect((await uploader.patch(path, offset, bytes.subarray(offset))).status).toBe(204);
    await hanging;
    expect(await stateOf(idOf(path))).toMatch(ARRIVED);
  });

  it('judges a file whose last byte came right before a crash', async () => {
    const uploader = await anUploader('thu-ha');
    const path = await uploader.begin(TINY_PNG.length);
    await uploader.patch(path, 0, TINY_PNG);
    await server.sql`update uploaded_file set state = 'uploading', type = null, sha256 = null where id = ${idOf(path)}`; // as the crash left it
    const head = await uploader.send('HEAD', path);
    expect(head.headers.get('upload-offset')).toBe(String(TINY_PNG.length));
    expect(await stateOf(idOf(path))).toMatch(ARRIVED);
  });

  it('415: refuses a program that calls itself a PDF, in words for people, and keeps none of it', async () => {
    const uploader = await anUploader('thu-ha');
    const error = await new Promise<unknown>((resolve, reject) => {
      uploader
        .tus(PROGRAM, {
          metadata: { filename: 'don.pdf', filetype: 'application/pdf' },
          onError: resolve,
          onSuccess: () => reject(new Error('taken')),
        })
        .start();
    });
    expect(error).toBeInstanceOf(DetailedError);
    const { originalResponse } = error as DetailedError;
    expect(originalResponse?.getStatus()).toBe(415);
    expect(originalResponse?.getHeader('content-type')).toContain('application/problem+json');
    expect(JSON.parse(originalResponse?.getBody() ?? '')).toMatchObject({ code: 'file-type-refused', status: 415 });
    const [row] = await server.sql`select id, name_sealed, key_sealed from uploaded_file where state = 'refused'`;
    expect(row).toMatchObject({ name_sealed: '', key_sealed: '' });
    expect(existsSync(onDisk(row?.id))).toBe(false);
  });

  it('415: refuses it also when it comes with the very first request', async () => {
    const uploader = await anUploader('thu-ha');
    const answer = await uploader.send(
      'POST',
      '/v1/uploads',
      {
        'upload-length': String(PROGRAM.length),
        'upload-metadata': metadata('don.pdf', 'application/pdf'),
        'content-type': 'application/offset+octet-stream',
      },
      PROGRAM,
    );
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ code: 'file-type-refused' });
  });

  it('takes a whole small file with the first request', async () => {
    const uploader = await anUploader('thu-ha');
    const more = { 'upload-length': String(TINY_PNG.length), 'content-type': 'application/offset+octet-stream' };
    const answer = await uploader.send('POST', '/v1/uploads', more, TINY_PNG);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('upload-offset')).toBe(String(TINY_PNG.length));
    expect(await stateOf(idOf(answer.headers.get('location')))).toMatch(ARRIVED);
  });

  it.each([
    ['a picture declared as a PDF', TINY_PNG, 'application/pdf'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
    ['a web page', Buffer.from('<!doctype html><script>1</script>'), 'image/png'],
    ['an archive', Buffer.from('PK\x03\x04', 'latin1'), 'application/pdf'],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'), 'image/gif'],
  ])('415: refuses %s', async (_what, bytes, type) => {
    const uploader = await anUploader('thu-ha');
    const path = await uploader.begin(bytes.length, 'x', type);
    expect((await uploader.patch(path, 0, bytes)).status).toBe(415);
    expect((await uploader.send('HEAD', path)).status).toBe(404);
  });

  it('413: refuses a file above 10 MB before its first byte, and says what is allowed', async () => {
    const uploader = await anUploader('thu-ha');
    const answer = await uploader.create(UPLOAD_MAX_BYTES + 1);
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'body-too-large', status: 413 });
    const options = await fetch(`${server.url}/v1/uploads`, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(Object.fromEntries(options.headers)).toMatchObject({
      'tus-version': '1.0.0',
      'tus-max-size': String(UPLOAD_MAX_BYTES),
      'tus-extension': 'creation,creation-with-upload,termination,expiration',
    });
  });

  it('413: counts what is read, not what was announced', async () => {
    const uploader = await anUploader('thu-ha');
    const path = await uploader.begin(1_000);
    expect((await uploader.patch(path, 0, randomBytes(1_001))).status).toBe(413);
    const unannounced = await fetch(new URL(path, server.url), {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${uploader.session.accessToken}`,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: new Blob([randomBytes(500_000)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(unannounced.status).toBe(413);
    expect(Number((await uploader.send('HEAD', path)).headers.get('upload-offset'))).toBeLessThanOrEqual(1_000);
  });

  it('429: twenty unfinished files at a time, also when they begin at once; removing one makes room', async () => {
    const uploader = await anUploader('van-binh');
    const answers = await Promise.all(Array.from({ length: 26 }, () => uploader.create(1_000)));
    const made = answers.filter((answer) => answer.status === 201);
    expect(made).toHaveLength(20);
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.headers.get('retry-after')).toBe('3600');
    const paths = made.map((answer) => answer.headers.get('location') ?? '');
    expect((await uploader.send('DELETE', paths[0] ?? '')).status).toBe(204);
    expect((await uploader.create(1_000)).status).toBe(201);
    await server.sql`delete from uploaded_file where state = 'uploading'`;
  });

  it('429: 200 MB a day, of which removing and being refused give nothing back', async () => {
    const uploader = await anUploader('minh-tam');
    const path = await uploader.begin(TINY_PNG.length);
    await uploader.patch(path, 0, TINY_PNG);
    await server.sql`update uploaded_file set size_bytes = ${195 * 1024 * 1024} where id = ${idOf(path)}`; // as many others would
    expect((await uploader.create(UPLOAD_MAX_BYTES)).status).toBe(429);
    expect((await uploader.send('DELETE', path)).status).toBe(204);
    expect((await uploader.create(UPLOAD_MAX_BYTES)).status).toBe(429);
    expect((await uploader.create(1_000)).status).toBe(201);
    await server.sql`update uploaded_file set created_at = now() - interval '25 hours' where id = ${idOf(path)}`;
    expect((await uploader.create(UPLOAD_MAX_BYTES)).status).toBe(201);
  });

  it('401 without a session; 404 alike for somebody else’s file and for none', async () => {
    const unknown = await fetch(`${server.url}/v1/uploads`, { method: 'POST', headers: { ...TUS, 'upload-length': '10' } });
    expect(unknown.status).toBe(401);
    const [owner, stranger] = [await anUploader('thu-ha'), await anUploader('van-binh')];
    const path = await owner.begin(TINY_PNG.length);
    const nobodys = `/v1/uploads/${'0'.repeat(32)}`;
    for (const attempt of [
      (at: string) => stranger.send('HEAD', at),
      (at: string) => stranger.patch(at, 0, TINY_PNG),
      (at: string) => stranger.send('DELETE', at),
    ]) {
      const [foreign, missing] = [await attempt(path), await attempt(nobodys)];
      expect(foreign.status).toBe(404);
      expect(missing.status).toBe(404);
      const [body, other] = [await foreign.text(), await missing.text()];
      const withoutId = (text: string) => text.replace(/"requestId":"[^"]*"/, '');
      expect(withoutId(body)).toBe(withoutId(other));
      if (body) expect(JSON.parse(body)).toMatchObject({ code: 'file-not-found' });
    }
    for (const odd of ['..%2f..%2fetc%2fpasswd', '%00', 'v1', `${path.split('/').at(-1)}%2f..`])
      expect((await owner.send('HEAD', `/v1/uploads/${odd}`)).status).toBe(404);
    expect((await owner.patch(path, 0, TINY_PNG)).status).toBe(204);
  });

  it('leaves nothing in the clear: not on disk, not in the rows, not in the log', async () => {
    const uploader = await anUploader('thu-ha');
    const secret = 'Nguyễn Thị Bí Mật 072190001234';
    const bytes = Buffer.concat([TINY_PNG, Buffer.from(secret.repeat(5_000))]);
    const path = await uploader.begin(bytes.length, 'giay-khai-sinh-be-bi-mat.png');
    await uploader.patch(path, 0, bytes.subarray(0, 150_000)); // unfinished and finished alike
    const look = () => {
      const files = readdirSync(server.config.FILE_STORE_DIR, { recursive: true, withFileTypes: true });
      expect(files.some((file) => file.name === idOf(path))).toBe(true);
      for (const file of files) {
        expect(file.name).not.toContain('giay');
        if (!file.isFile()) continue;
        const stored = readFileSync(join(file.parentPath, file.name));
        // Long enough not to stand there by chance.
        for (const clear of ['Bí Mật', '07219000', 'giay-khai-sinh', TINY_PNG.subarray(0, 16)]) expect(stored.includes(clear)).toBe(false);
      }
    };
    look();
    expect((await uploader.patch(path, 150_000, bytes.subarray(150_000))).status).toBe(204);
    look();
    const rows = JSON.stringify(await server.sql`select * from uploaded_file`);
    expect(rows).not.toContain('giay-khai-sinh');
    expect(server.lines.join('')).not.toContain('giay-khai-sinh');
    const [described] = await aService().describe(scopeOfOwner(await ownerOf(idOf(path))), [idOf(path)]);
    expect(described).toMatchObject({ name: 'giay-khai-sinh-be-bi-mat.png', type: 'image/png', sizeBytes: bytes.length });
  });

  it('keeps a name as text only: no path, no control or direction characters', async () => {
    const uploader = await anUploader('thu-ha');
    for (const [given, kept] of [
      ['../../etc/passwd.png', 'passwd.png'],
      ['C:\\Users\\ha\\giấy.png', 'giấy.png'],
      ['a\r\nX-Evil: 1\u202Egnp.exe', 'aX-Evil: 1gnp.exe'],
      ['\u0000', 'tep'],
    ] as const) {
      const path = await uploader.begin(TINY_PNG.length, given);
      await uploader.patch(path, 0, TINY_PNG);
      const [described] = await aService().describe(scopeOfOwner(await ownerOf(idOf(path))), [idOf(path)]);
      expect(described?.name).toBe(kept);
    }
  });

  it('lets the mini app’s origin read the answers of the protocol, also its refusals, and nobody else', async () => {
    const uploader = await anUploader('thu-ha');
    const origin = server.config.CORS_ORIGINS[0] ?? '';
    const preflight = await fetch(`${server.url}/v1/uploads`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,tus-resumable,upload-length',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('tus-resumable');
    const path = await uploader.begin(10);
    for (const answer of [
      await uploader.send('HEAD', path, { origin }),
      await uploader.send('POST', '/v1/uploads', { origin, 'upload-length': String(UPLOAD_MAX_BYTES + 1) }),
      await uploader.send('PATCH', path, { origin, 'tus-resumable': '0.2.2' }),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase();
      for (const name of ['upload-offset', 'upload-length', 'location', 'tus-resumable', 'upload-expires', 'retry-after'])
        expect(exposed).toContain(name);
      expect(answer.headers.get('x-request-id')).toBeTruthy();
    }
    const stranger = await uploader.send('HEAD', path, { origin: 'https://evil.example' });
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('500: tells the phone nothing of what broke, and the operator that a seal did', async () => {
    const uploader = await anUploader('thu-ha');
    const path = await uploader.begin(1_000);
    await server.sql`update uploaded_file set key_sealed = (select key_sealed from uploaded_file where id <> ${idOf(path)} and key_sealed <> '' limit 1) where id = ${idOf(path)}`;
    const answer = await uploader.patch(path, 0, randomBytes(1_000));
    expect(answer.status).toBe(500);
    const body = await answer.text();
    expect(JSON.parse(body)).toMatchObject({ code: 'internal' });
    expect(body).not.toMatch(/seal|decrypt|key/i);
    expect(server.lines.some((line) => line.includes('DecryptionError') && line.includes('"level":"error"'))).toBe(true);
    await server.sql`delete from uploaded_file where id = ${idOf(path)}`;
  });

  it('removes what its owner removes, bytes and name, but not a file that an open draft or a dossier needs', async () => {
    const uploader = await anUploader('ngoc-lan');
    const path = `/v1/uploads/${await uploader.upload(TINY_PNG, 'a.png', 'image/png')}`;
    expect((await uploader.send('DELETE', path)).status).toBe(204);
    expect((await uploader.send('HEAD', path)).status).toBe(404);
    expect(existsSync(onDisk(idOf(path)))).toBe(false);
    expect(await server.sql`select name_sealed, key_sealed from uploaded_file where id = ${idOf(path)}`).toEqual([
      { name_sealed: '', key_sealed: '' },
    ]);

    const draft = await uploader.fillDraft('1.001193');
    const view = (await (await uploader.call(`/v1/drafts/${draft.id}`)).json()) as { files: { fileId: string }[] };
    const needed = view.files.map((file) => file.fileId);
    for (const id of needed) expect((await uploader.send('DELETE', `/v1/uploads/${id}`)).status).toBe(204);
    await aService().sweep();
    const filed = await uploader.submit(draft.id, crypto.randomUUID());
    const dossier = await uploader.until(async () => {
      const now = await uploader.dossier(filed.id);
      return now.state === 'confirmed' ? now : null;
    });
    const [received] = await uploader.provinceDossiers(filed.receiptNo);
    expect(received?.files).toHaveLength(needed.length);
    expect(dossier.state).toBe('confirmed');
    const refused = await uploader.send('DELETE', `/v1/uploads/${needed[0]}`);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'draft-submitted' });
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
});

let database: Database;
beforeAll(() => {
  database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 2, statementTimeoutMs: 3_000 });
});
afterAll(() => database.close());
const ownerOf = async (id: string) => (await server.sql`select citizen_id from uploaded_file where id = ${id}`)[0]?.citizen_id as string;
/** A second process on the same rows and store. */
const aService = (more: Partial<Pick<Parameters<typeof createUploadService>[0], 'directory' | 'volume'>> = {}) => {
  const encryption = createEncryption({
    keyEncryptionKeys: server.config.KEY_ENCRYPTION_KEYS,
    subjectKeys: createSubjectKeyStore(database),
  });
  const store = { encryption, directory: server.config.FILE_STORE_DIR, ...more };
  return createUploadService({
    ...store,
    repository: createUploadRepository(database),
    files: createSealedUploads(store),
    verdictOn: async () => 'unknown',
  });
};
/** All parts of the store once; the last alarm, when there was one. */
async function sweepAll() {
  const service = aService();
  let alarm: unknown = null;
  for (let part = 0; part < 256; part++)
    await service.sweep().catch((error: unknown) => {
      alarm = error;
    });
  return alarm;
}

describe('the sweep of uploads', () => {
  it('removes unfinished files after a day and finished ones after their time, row and bytes; never what an open draft names', async () => {
    const uploader = await anUploader('thu-ha');
    const unfinished = idOf(await uploader.begin(1_000));
    const young = idOf(await uploader.begin(1_000));
    const finished = await uploader.upload(TINY_PNG, 'a.png', 'image/png');
    const named = await uploader.upload(TINY_PNG, 'b.png', 'image/png');
    const draft = (await (
      await uploader.call('/v1/drafts', { method: 'POST', body: JSON.stringify({ procedureCode: '1.001193' }) })
    ).json()) as { id: string; etag: string };
    await uploader.call(`/v1/drafts/${draft.id}`, {
      method: 'PUT',
      body: JSON.stringify({ answers: {}, files: [{ componentId: 'giay-chung-sinh', fileId: named }] }),
      headers: { 'if-match': draft.etag },
    });
    await server.sql`update uploaded_file set created_at = now() - interval '25 hours', expires_at = now() - interval '1 hour' where id = ${unfinished}`;
    await server.sql`update uploaded_file set created_at = now() - interval '40 days', expires_at = now() - interval '9 days' where id in (${finished}, ${named})`;
    await aService().sweep();
    const left = await server.sql`select id from uploaded_file where id in (${unfinished}, ${young}, ${finished}, ${named})`;
    expect(left.map((row) => row.id).sort()).toEqual([young, named].sort());
    for (const id of [unfinished, finished]) expect(existsSync(onDisk(id))).toBe(false);
    for (const id of [young, named]) expect(existsSync(onDisk(id))).toBe(true);
  });

  it('removes files without a row once they are old, and alarms when a row has lost its file', async () => {
    const uploader = await anUploader('thu-ha');
    const orphan = randomBytes(16).toString('hex');
    const newcomer = `${orphan.slice(0, 2)}${randomBytes(15).toString('hex')}`;
    mkdirSync(join(server.config.FILE_STORE_DIR, orphan.slice(0, 2)), { recursive: true });
    writeFileSync(onDisk(orphan), 'x');
    writeFileSync(onDisk(newcomer), 'x');
    utimesSync(onDisk(orphan), 1, 1);
    expect(await sweepAll()).toBeNull();
    expect(existsSync(onDisk(orphan))).toBe(false);
    expect(existsSync(onDisk(newcomer))).toBe(true);

    const lost = await uploader.upload(TINY_PNG, 'a.png', 'image/png');
    rmSync(onDisk(lost));
    expect(await sweepAll()).toBeInstanceOf(MissingFilesError);
    expect(await stateOf(lost)).toMatch(ARRIVED);
    await server.sql`delete from uploaded_file where id = ${lost}`;
  });

  it('507: takes no new file while the volume is nearly full, of bytes or of entries, and leaves no row behind', async () => {
    const uploader = await anUploader('thu-ha');
    const scope = scopeOfOwner(await ownerOf(await uploader.upload(TINY_PNG, 'a.png', 'image/png')));
    const file = { name: 'a.png', declaredType: 'image/png', sizeBytes: 1_000 };
    const before = await server.sql`select id from uploaded_file order by id`;
    const free = { freeBytes: 50e9, bytes: 100e9, freeEntries: 1e6, entries: 2e6 };
    for (const volume of [
      { ...free, freeBytes: 900e6 },
      { ...free, bytes: 1e9, freeBytes: 99e6 },
      { ...free, freeEntries: 500 },
    ])
      await expect(aService({ volume: async () => volume }).begin(scope, file)).rejects.toThrow(
        expect.objectContaining({ code: 'storage-full' }),
      );
    const blocked = join(server.dataDir, 'not-a-folder');
    writeFileSync(blocked, '');
    await expect(aService({ directory: blocked, volume: async () => free }).begin(scope, file)).rejects.toThrow();
    expect(await server.sql`select id from uploaded_file order by id`).toEqual(before);
    const id = await aService({ volume: async () => ({ ...free, entries: 0, freeEntries: 0 }) }).begin(scope, file); // no limit of entries
    await aService().discard(scope, id);
  });
});
