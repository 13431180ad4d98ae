import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeClamd } from '@tayninh/sandbox/clamd';
import type { FileTrouble } from '@tayninh/shared/features/uploads/upload-rules';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { aPage, signedPdf } from '../../../test/pdfs.ts';
import { createClamd } from '../../connectors/clamd/clamd.ts';
import { createFileChecker, type FileChecker } from '../../connectors/file-checker/file-checker.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { createFileChecks } from './file-checks.service.ts';
import { createScannerWatch } from './scanner-watch.ts';
import { createSealedUploads } from './sealed-uploads.ts';
import { createUploadRepository } from './uploads.repository.ts';

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const WITH_PLACE = await sharp({ create: { width: 60, height: 30, channels: 3, background: '#bca' } })
  .withExif({ IFD0: { Copyright: 'BI-MAT' } })
  .withMetadata({ orientation: 6 })
  .jpeg()
  .toBuffer();

let server: TestServer;
let database: Database;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false }); // who looks at files, and when, is up to these tests
  database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 4, statementTimeoutMs: 3_000 });
});
afterAll(async () => {
  await database.close();
  await server[Symbol.asyncDispose]();
});

const rowOf = async (id: string) => (await server.sql`select * from uploaded_file where id = ${id}`)[0];
const stored = (id: string) => existsSync(join(server.config.FILE_STORE_DIR, id.slice(0, 2), id));
const storedFiles = () => readdirSync(server.config.FILE_STORE_DIR, { recursive: true }).filter((name) => String(name).length > 3).length;
const becomesDue = (id: string) => server.sql`update uploaded_file set next_check_at = now(), check_lease_until = null where id = ${id}`;

/** A worker on the same rows and store. */
function aWorker({ checker = createFileChecker(), clamd = server.config.CLAMD }: { checker?: FileChecker; clamd?: string } = {}) {
  const { KEY_ENCRYPTION_KEYS: keyEncryptionKeys, FILE_STORE_DIR: directory } = server.config;
  const encryption = createEncryption({ keyEncryptionKeys, subjectKeys: createSubjectKeyStore(database) });
  const files = createSealedUploads({ encryption, directory });
  const repository = createUploadRepository(database);
  const { scan } = createScannerWatch({ clamd: createClamd(clamd), retryMs: 0 });
  const times = { leaseMs: 60_000, retryMs: 60_000 };
  const checks = createFileChecks({ repository, files, scan, checker, times });
  return { ...checks, bytes: async (id: string) => files.bytes((await repository.findById(id)) ?? expect.fail('no row')) };
}

describe('a file that arrived', () => {
  it('is replaced by its clean copy: nothing is left of what came, and only the copy is read', async () => {
    const citizen = await server.as('thu-ha');
    const id = await citizen.upload(WITH_PLACE, 'a.jpg', 'image/jpeg');
    const before = storedFiles();
    const worker = aWorker();
    expect(await worker.verdict(id)).toBe('clean');
    const clean = await worker.bytes(id);
    expect(clean.includes('BI-MAT')).toBe(false);
    expect((await sharp(clean).metadata()).height).toBe(60);
    expect(stored(id)).toBe(false);
    expect(stored((await rowOf(id))?.clean_id)).toBe(true);
    expect(storedFiles()).toBe(before);
  });

  it('when it is a signed PDF, stays as it is byte by byte', async () => {
    const id = await (await server.as('thu-ha')).upload(signedPdf(), 'da-ky.pdf', 'application/pdf');
    const worker = aWorker();
    expect(await worker.verdict(id)).toBe('clean');
    expect(await worker.bytes(id)).toEqual(signedPdf());
  });

  it.each<[string, Buffer, FileTrouble, RegExp]>([
    ['with a virus', Buffer.from(`%PDF-1.4\n${EICAR}`), 'infected', /chụp lại giấy/],
    ['with a password', aPage({ trailer: '/Encrypt 4 0 R', more: ['<</Filter/Standard>>'] }), 'pdf-locked', /bỏ khóa rồi gửi lại/],
    ['with a script', aPage({ catalogue: '/OpenAction<</S/JavaScript/JS(x)>>' }), 'pdf-active', /tệp PDF mới/],
    ['that does not open', Buffer.from('%PDF-1.7\nnothing'), 'broken', /hỏng/],
  ])('%s: the owner is told what to do at the paper, cannot file it, and its bytes are gone', async (_what, bytes, trouble, words) => {
    const citizen = await server.as('van-binh');
    const draft = await citizen.fillDraft('1.001193');
    const id = await citizen.upload(bytes, 'a.pdf', 'application/pdf');
    const { etag, answers } = await view(citizen, draft.id);
    const body = JSON.stringify({ answers, files: [{ componentId: 'giay-chung-sinh', fileId: id }] });
    await citizen.call(`/v1/drafts/${draft.id}`, { method: 'PUT', body, headers: { 'if-match': etag } });
    expect((await view(citizen, draft.id)).files).toMatchObject([{ check: 'checking', trouble: null }]);
    expect(await aWorker().verdict(id)).toBe('refused');
    expect(await view(citizen, draft.id)).toMatchObject({
      files: [{ name: 'a.pdf', check: 'refused', trouble }],
      problems: [{ pointer: '/files/giay-chung-sinh', detail: expect.stringMatching(words) }],
    });
    await expect(citizen.submit(draft.id, crypto.randomUUID())).rejects.toThrow('422 draft-incomplete');
    expect(stored(id)).toBe(false);
  });
});

interface View {
  readonly etag: string;
  readonly answers: object;
  readonly files: object[];
  readonly problems: object[];
}
const view = async (citizen: Awaited<ReturnType<TestServer['as']>>, id: string) =>
  (await (await citizen.call(`/v1/drafts/${id}`)).json()) as View;

describe('workers that die or sleep', () => {
  const dying: FileChecker = { check: async () => Promise.reject(new Error('killed')) };
  const silent: FileChecker = { check: async () => ({ is: 'unknown' }) };

  it('leave the file to the next one, who ends it once', async () => {
    const id = await (await server.as('thu-ha')).upload(TINY_PNG, 'a.png', 'image/png');
    await expect(aWorker({ checker: dying }).check(id)).rejects.toThrow('killed');
    await aWorker().check(id); // the lease still runs
    expect((await rowOf(id))?.state).toBe('scanned');
    await becomesDue(id);
    await Promise.all([aWorker().check(id), aWorker().check(id), aWorker().check(id)]);
    expect(await rowOf(id)).toMatchObject({ state: 'clean', looks: 2 });
  });

  it('write nothing when they wake after another took over, and leave no copy', async () => {
    const id = await (await server.as('thu-ha')).upload(WITH_PLACE, 'a.jpg', 'image/jpeg');
    const real = createFileChecker();
    const before = storedFiles();
    const sleeper: FileChecker = {
      check: async (...file) => {
        const finding = await real.check(...file);
        await becomesDue(id);
        await aWorker().check(id); // meanwhile
        return finding;
      },
    };
    const [row] = [await aWorker({ checker: sleeper }).check(id), await rowOf(id)].slice(1) as [Record<string, string>];
    expect(row.state).toBe('clean');
    expect(stored(row.clean_id ?? '')).toBe(true);
    expect(storedFiles()).toBe(before);
  });

  it('give up a file that nobody survives, and never pass it', async () => {
    const id = await (await server.as('thu-ha')).upload(TINY_PNG, 'a.png', 'image/png');
    for (let look = 1; look < 3; look++) {
      expect(await aWorker({ checker: silent }).verdict(id)).toBe('unknown');
      await becomesDue(id);
    }
    expect(await aWorker({ checker: silent }).verdict(id)).toBe('refused');
    expect(await rowOf(id)).toMatchObject({ state: 'unfit', trouble: 'broken' });
  });
});

describe('a scanner that cannot be trusted', () => {
  it('passes nothing while it is down, blind to the test file, or old', async () => {
    const id = await (await server.as('thu-ha')).upload(TINY_PNG, 'a.png', 'image/png');
    expect(await aWorker({ clamd: 'unix:/nobody-listens' }).verdict(id)).toBe('unknown');
    expect((await rowOf(id))?.state).toBe('held');

    const now = Date.UTC(2026, 10, 24, 12);
    const HOUR = 3_600_000;
    const watch = (ageHours: number | null, finds = true) =>
      createScannerWatch({
        clamd: {
          scan: async (chunks) => {
            for await (const chunk of chunks) if (finds && chunk.includes(EICAR)) return 'infected';
            return 'clean';
          },
          signaturesAt: async () => (ageHours === null ? null : new Date(now - ageHours * HOUR)),
        },
        retryMs: 0,
        now: () => now,
      });
    async function* aFile() {
      yield Buffer.from('x');
    }
    expect(await watch(10).scan(aFile())).toBe('clean');
    await expect(watch(10).alarm()).resolves.toBeUndefined();
    expect(await watch(30).scan(aFile())).toBe('clean');
    await expect(watch(30).alarm()).rejects.toThrow('older than a day');
    for (const untrusted of [watch(80), watch(null), watch(10, false)]) {
      expect(await untrusted.scan(aFile())).toBe('unknown');
      await expect(untrusted.alarm()).rejects.toThrow();
    }
  });

  it('holds a filed dossier; afterwards the infected paper stops it, and the good one goes on by itself', async () => {
    const socket = join(tmpdir(), `tns-late-${crypto.randomUUID().slice(0, 8)}.sock`);
    await using working = await buildTestApp({ CLAMD: `unix:${socket}` });
    const citizen = await working.as('ba-sau');
    const file = async (bytes?: Buffer) => {
      const draft = await citizen.fillDraft('1.001193');
      if (bytes) {
        const fileId = await citizen.upload(bytes, 'a.pdf', 'application/pdf');
        const { etag, answers } = await view(citizen, draft.id);
        const body = JSON.stringify({ answers, files: [{ componentId: 'giay-chung-sinh', fileId }] });
        await citizen.call(`/v1/drafts/${draft.id}`, { method: 'PUT', body, headers: { 'if-match': etag } });
      }
      return citizen.submit(draft.id, crypto.randomUUID());
    };
    const state = (id: string, wanted: string) =>
      citizen.until(async () => {
        const now = await citizen.dossier(id);
        return now.state === wanted ? now : null;
      });
    const [bad, good] = [await file(Buffer.from(`%PDF-1.4\n${EICAR}`)), await file()];
    for (const { id } of [bad, good]) await state(id, 'scanning');
    const scanner = await startFakeClamd(socket);
    expect((await state(bad.id, 'needs_citizen')).needsAction?.kind).toBe('resend');
    await state(good.id, 'confirmed');
    expect(await citizen.provinceDossiers(bad.receiptNo)).toEqual([]);
    expect(await citizen.provinceDossiers(good.receiptNo)).toHaveLength(1);
    await scanner.stop();
  });
});

describe('at the door', () => {
  const zip = Buffer.from('PK\x03\x04'.padEnd(60, '\0'), 'latin1');
  it.each<[string, Buffer, name: string, type: string]>([
    ['a drawing (SVG)', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'a.svg', 'image/svg+xml'],
    ['a drawing that calls itself a photo', Buffer.from('<?xml version="1.0"?><svg/>'), 'a.png', 'image/png'],
    ['a web page', Buffer.from('<!doctype html><script>1</script>'), 'a.pdf', 'application/pdf'],
    ['an archive', zip, 'a.zip', 'application/zip'],
    ['an Office file', zip, 'a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['an old Office file', Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(600)}`, 'hex'), 'a.doc', 'application/msword'],
    ['a photo as iPhones keep it (HEIC)', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'a.heic', 'image/heic'],
    ['a moving picture (GIF)', Buffer.from('GIF89a\x01\0\x01\0', 'latin1'), 'a.gif', 'image/gif'],
    ['a PDF that calls itself a photo', aPage(), 'a.png', 'image/png'],
    ['a photo that calls itself a PDF', TINY_PNG, 'a.pdf', 'application/pdf'],
    ['a PDF behind a web page', Buffer.concat([Buffer.from('<html>'), aPage()]), 'a.pdf', 'application/pdf'],
    ['plain text', Buffer.from('x'.repeat(50)), 'a.pdf', 'application/pdf'],
  ])('415: %s', async (_what, bytes, name, type) => {
    await expect((await server.as('thu-ha')).upload(bytes, name, type)).rejects.toThrow(/415/);
  });
});
