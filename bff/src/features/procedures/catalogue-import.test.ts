import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { seed } from '@tayninh/migrations/seed';
import { readNationalRecord } from '@tayninh/shared/features/procedures/import-record';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createCatalogueRepository } from './catalogue.repository.ts';
import { CatalogueFileError, createCatalogueImport, openCatalogueFile } from './catalogue-import.service.ts';
import { createProcedureRepository } from './procedures.repository.ts';
import { createProcedureService } from './procedures.service.ts';

/** An invented page of the portal; `1.001193` and others of the seeds may be asked for with their own names. */
const aPage = (code: string, over: Record<string, string> = {}) => ({
  ma_thu_tuc: code,
  ten_thu_tuc: `Thủ tục cấp thẻ thuyền số ${code}`,
  linh_vuc: 'Thuyền bè',
  cap_thuc_hien: 'Cấp xã',
  doi_tuong_thuc_hien: 'Công dân Việt Nam',
  cach_thuc_thuc_hien: 'Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việc80,000 VNĐ',
  thanh_phan_ho_so: '--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn xin cấp thẻ1 bản chính',
  ...over,
});
const pages = (count: number) => Array.from({ length: count }, (_, index) => aPage(`6.9${String(index).padStart(5, '0')}`));
const bytesOf = (records: readonly unknown[]) => Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
async function* chunks(bytes: Buffer, size = 700) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const folder = mkdtempSync(join(tmpdir(), 'tns-import-'));
const admin = postgres(inject('pgUrl'), { max: 1, onnotice: () => {} });
const opened: { database: Database; name: string }[] = [];
async function aDatabase() {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await admin.unsafe(`create database ${name} template template_tns strategy file_copy`);
  const url = inject('pgUrl').replace(/\/postgres$/, `/${name}`);
  const database = openDatabase(url, { name: 'test', poolSize: 2, statementTimeoutMs: 10_000 });
  opened.push({ database, name });
  const repository = createCatalogueRepository(database.sql);
  return { url, database, sql: database.sql, repository, catalogue: createCatalogueImport({ repository }) };
}
afterAll(async () => {
  for (const { database, name } of opened) {
    await database.close();
    await admin.unsafe(`drop database if exists ${name} with (force)`);
  }
  await admin.end();
  rmSync(folder, { recursive: true, force: true });
});
/** Everything an import leaves behind, without times and run ids. */
const stateOf = async (sql: postgres.Sql) => ({
  national: await sql`select code, content, content_hash from national_record order by code`,
  versions: await sql`select code, version_no, content, content_hash, changes from procedure_version order by code, version_no`,
  current: await sql`select code, current_version_no from procedure order by code`,
});

describe('an import', () => {
  let home: Awaited<ReturnType<typeof aDatabase>>;
  beforeAll(async () => {
    home = await aDatabase();
  });

  it('takes new procedures in, and the same file again changes nothing', async () => {
    const file = bytesOf(pages(25));
    expect((await home.catalogue.import(chunks(file))).counts).toMatchObject({ new: 25, changed: 0, unchanged: 0, versions: 25 });
    const before = await stateOf(home.sql);
    expect((await home.catalogue.import(chunks(file))).counts).toMatchObject({ new: 0, changed: 0, unchanged: 25, versions: 0 });
    expect(await stateOf(home.sql)).toEqual(before);
  });

  it('makes a version of what changed and says field by field what; the earlier version stands as it was', async () => {
    const [first, ...rest] = pages(25);
    const changed = { ...first, cach_thuc_thuc_hien: 'Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp7 Ngày làm việc80,000 VNĐ' };
    const earlier = await home.sql`select content from procedure_version where code = '6.900000' and version_no = 1`;
    expect((await home.catalogue.import(chunks(bytesOf([changed, ...rest])))).counts).toMatchObject({
      changed: 1,
      unchanged: 24,
      versions: 1,
    });
    const [version] = await home.sql`select version_no, changes from procedure_version where code = '6.900000' order by version_no desc`;
    expect(version?.version_no).toBe(2);
    expect(version?.changes).toEqual(
      expect.arrayContaining([
        { path: 'timeText', before: '5 ngày làm việc', after: '7 ngày làm việc' },
        { path: 'methods[0].time.value', before: 5, after: 7 },
      ]),
    );
    expect(await home.sql`select content from procedure_version where code = '6.900000' and version_no = 1`).toEqual(earlier);
  });

  it('counts each flag, and what the file lacks stays in force', async () => {
    const report = await home.catalogue.import(
      chunks(bytesOf([aPage('6.900003', { cach_thuc_thuc_hien: 'Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5135 VNĐ' })])),
    );
    expect(report).toMatchObject({ absent: 24, flags: { FEE_TIME_GLUED: 1 } });
    const [kept] = await home.sql`select count(*)::int as count from procedure where code like '6.9%'`;
    expect(kept?.count).toBe(25);
  });
});

describe('an import that dies', () => {
  it.each([1, 2, 4])('after batch %i goes on there, and ends as one that did not die', async (batches) => {
    const [dying, living] = [await aDatabase(), await aDatabase()];
    const file = bytesOf(pages(25));
    let left = batches;
    const mortal = createCatalogueImport({
      repository: {
        ...dying.repository,
        importBatch: async (...batch) => {
          if (left-- === 0) throw new Error('killed');
          return dying.repository.importBatch(...batch);
        },
      },
    });
    await expect(mortal.import(chunks(file), { batchSize: 5 })).rejects.toThrow('killed');
    const report = await dying.catalogue.import(chunks(file), { batchSize: 5 });
    expect(report).toMatchObject({ resumedAt: batches * 5, counts: { new: 25, versions: 25 } });
    await living.catalogue.import(chunks(file), { batchSize: 5 });
    expect(await stateOf(dying.sql)).toEqual(await stateOf(living.sql));
  });

  it('inside a batch leaves nothing of that batch', async () => {
    const { sql, repository } = await aDatabase();
    const before = await stateOf(sql);
    const run = await repository.startRun('a'.repeat(64));
    const good = readNationalRecord(aPage('6.999998'));
    // too short a name to become a version: the good record before it goes back with it
    const bad = { ...readNationalRecord(aPage('6.999999')), name: 'x' };
    await expect(repository.importBatch(run, [good, bad])).rejects.toThrow('6.999999');
    expect(await stateOf(sql)).toEqual(before);
  });

  it('gives way to another file, and the one that thought itself alone stops', async () => {
    const { repository } = await aDatabase();
    const run = await repository.startRun('a'.repeat(64));
    await repository.startRun('b'.repeat(64));
    await expect(repository.importBatch(run, [])).rejects.toThrow('another import has taken over');
  });
});

describe('the province’s layer', () => {
  it('survives imports: curated text and an editor’s word win, new facts come in beside them', async () => {
    const { url, sql, repository, catalogue } = await aDatabase();
    const birth = aPage('1.001193', { ten_thu_tuc: 'Thủ tục đăng ký khai sinh' });
    await repository.addOverride({
      code: '1.001193',
      patch: { feeText: 'Miễn phí cho mọi trẻ em', feeVnd: 0 },
      reason: 'Nghị quyết mẫu',
      author: 'can-bo-mau',
    });
    expect((await catalogue.import(chunks(bytesOf([birth])))).counts).toMatchObject({ new: 1, versions: 1, nameDiffers: 0 });
    const later = { ...birth, cach_thuc_thuc_hien: birth.cach_thuc_thuc_hien.replace('5 Ngày', '9 Ngày') };
    expect((await catalogue.import(chunks(bytesOf([later])))).counts).toMatchObject({ changed: 1, changedUnderOverride: 1 });
    await seed(url);
    const versions = await sql`select version_no, content from procedure_version where code = '1.001193' order by version_no`;
    expect(versions.map((row) => row.version_no)).toEqual([1, 2, 3, 4]);
    expect(versions.at(-1)?.content).toMatchObject({
      plainName: 'Làm giấy khai sinh',
      submitMode: 'api',
      feeText: 'Miễn phí cho mọi trẻ em',
      methods: [{ time: { value: 9 } }],
    });
  });

  it('stands alone where the portal uses the code for another procedure, and that is counted', async () => {
    const { sql, catalogue } = await aDatabase();
    const { counts } = await catalogue.import(chunks(bytesOf([aPage('1.001193')])));
    expect(counts).toMatchObject({ new: 1, versions: 0, nameDiffers: 1 });
    const [version] = await sql`select content from procedure_version where code = '1.001193' order by version_no desc`;
    expect(version?.content).not.toHaveProperty('methods');
  });

  it('seeding again adds no version', async () => {
    const { url } = await aDatabase();
    expect((await seed(url)).newVersions).toBe(0);
  });
});

describe('the answers of the bff', () => {
  it('show what came in force once its copy is a minute old, and keep what did not change', async () => {
    const { database, catalogue, repository } = await aDatabase();
    let now = 0;
    const procedures = createProcedureService({ repository: createProcedureRepository(database), now: () => now });
    await expect(procedures.detail('6.900000')).rejects.toThrow();
    const kept = procedures.ready('1.000894');
    await catalogue.import(chunks(bytesOf(pages(3))));
    await repository.addOverride({ code: '6.900001', patch: { plainName: 'Thẻ thuyền' }, reason: 'Tên thường gọi', author: 'can-bo-mau' });
    now += 60_001;
    procedures.ready('1.000894'); // the first to ask gets the old copy and starts the new one
    await vi.waitFor(async () => expect(await procedures.names('6.900001')).toMatchObject({ plainName: 'Thẻ thuyền' }), {
      timeout: 10_000,
    });
    expect(await procedures.detail('6.900001')).toMatchObject({ versionNo: 2, timeText: '5 ngày làm việc' });
    expect(kept?.etag).toBeDefined();
    expect(procedures.ready('1.000894')?.etag).toBe(kept?.etag);
  });
});

describe('a broken file', () => {
  const good = pages(4);
  const packed = gzipSync(bytesOf(pages(400)));
  const cases: [string, Buffer, RegExp][] = [
    ['bad JSON', Buffer.concat([bytesOf(good.slice(0, 2)), Buffer.from('{"ma_thu_tuc": "1.0'), bytesOf([])]), /^line 3: /],
    ['a record without a code', bytesOf([good[0], { ten_thu_tuc: 'Thủ tục không mã' }]), /^line 2: a record without a code/],
    ['a code of another make', bytesOf([...good, aPage('9.12')]), /^line 5: record 9\.12: ma_thu_tuc/],
    ['the same code twice', bytesOf([...good, good[1]]), /^line 5: 6\.900001 stands on line 2 already/],
    ['a name that is missing', bytesOf([aPage('6.900000', { ten_thu_tuc: '' })]), /^line 1: record 6\.900000: ten_thu_tuc/],
    [
      'a sum beyond counting',
      bytesOf([aPage('6.900000', { cach_thuc_thuc_hien: `Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày${'9'.repeat(30)} VNĐ` })]),
      /^line 1: record 6\.900000: methods/,
    ],
    ['letters that are not UTF-8', Buffer.concat([bytesOf(good), Buffer.from([0xff, 0xfe, 0x0a])]), /^line 5: /],
    ['a gzip cut in half', packed.subarray(0, packed.length / 2), /^after line \d+: the file is damaged or cut off/],
    ['a gzip with a wrong byte', Buffer.from(packed).fill(0, 200, 260), /^(after )?line \d+: /],
    ['nothing in it', Buffer.from('\n\n'), /^the file holds no record/],
  ];

  it.each(cases)('%s: the place is named and nothing is imported', async (name, bytes, message) => {
    const { sql, catalogue } = await aDatabase();
    const before = await stateOf(sql);
    const path = join(folder, name.replaceAll(' ', '-'));
    writeFileSync(path, bytes);
    const failure = await catalogue.import(openCatalogueFile(path)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CatalogueFileError);
    expect((failure as Error).message).toMatch(message);
    expect(await stateOf(sql)).toEqual(before);
    expect(await sql`select 1 from catalogue_import_run`).toHaveLength(0);
  });

  it('a file that is not there is said to be unreadable', async () => {
    const { catalogue } = await aDatabase();
    await expect(catalogue.import(openCatalogueFile(join(folder, 'none')))).rejects.toThrow('the file cannot be read: ENOENT');
  });
});

/** The national crawl (docs/sources/catalogue.md) is kept beside the project; where it is absent, only this test is skipped. */
const crawl = process.env.NATIONAL_PROCEDURES_FILE;
describe.skipIf(!crawl)('the national catalogue (set NATIONAL_PROCEDURES_FILE to its .ndjson.gz)', () => {
  it('all of it comes in, once, beside our own 194', { timeout: 300_000 }, async () => {
    const { sql, catalogue } = await aDatabase();
    const file = () => openCatalogueFile(crawl ?? '');
    const report = await catalogue.import(file());
    expect(report.records).toBeGreaterThanOrEqual(2_642);
    expect(report.counts).toMatchObject({ new: report.records, nameDiffers: 0 });
    const [methods] = await sql`select count(*)::int as count from national_record where jsonb_array_length(content -> 'methods') = 0`;
    expect(methods?.count, 'records without a method').toBe(0);
    expect((await catalogue.import(file())).counts).toMatchObject({ new: 0, changed: 0, versions: 0 });
  });
});
