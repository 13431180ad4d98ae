import { randomUUID } from 'node:crypto';
import { lint } from '@tayninh/shared/features/templates/lint';
import { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import { RenderedView } from '@tayninh/shared/features/templates/templates.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { createUpstream } from '../../connectors/upstream.ts';
import { createZaloOa } from '../../connectors/zalo/zalo-oa.ts';
import { createZaloTemplates } from '../../connectors/zalo/zalo-templates.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createTemplateRepository, type TemplateScope } from './templates.repository.ts';
import { createTemplateService, type TemplateService } from './templates.service.ts';

const PROVINCE = '80';
let server: TestServer;
let database: Database;
let templates: TemplateService;
let token: string | null;
let communes: string[];
const alarms: string[] = [];
const opened: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
  database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 3, statementTimeoutMs: 3_000 });
  const open = (system: string) => {
    const upstream = createUpstream({ system, baseUrl: server.sandbox.url });
    opened.push(upstream);
    return upstream;
  };
  const { zalo } = server.sandbox.credentials;
  const oa = createZaloOa({
    openApi: open('zalo-openapi'),
    business: open('zalo-business'),
    oauth: open('zalo-oauth'),
    appId: zalo.appId,
    appSecret: zalo.appSecret,
    timeoutMs: 2_000,
  });
  token = (await oa.refresh(zalo.oaRefreshToken))?.accessToken ?? null;
  templates = createTemplateService({
    repository: createTemplateRepository(database),
    zalo: createZaloTemplates({ business: open('zalo-templates'), timeoutMs: 2_000 }),
    accessToken: async () => token,
    alarm: (what, { templateId }) => void alarms.push(`${templateId}: ${what}`),
  });
  communes = (await server.sql<{ code: string }[]>`select code from unit where parent_code is not null order by code limit 2`).map(
    ({ code }) => code,
  );
});
afterAll(async () => {
  await Promise.all([...opened.map((upstream) => upstream.close()), database.close()]);
  await server[Symbol.asyncDispose]();
});

const scope = (...unitCodes: string[]): TemplateScope => ({ staffId: randomUUID(), unitCodes });
const everywhere = () => scope(PROVINCE, ...communes);
const first = () => communes[0] ?? '';
const second = () => communes[1] ?? '';
const content = (body = 'Chào {{ho_ten}}, kết quả ({{ma}}) đã có. Mời nhận trước ngày {{han}}.') =>
  TemplateContent.parse({
    variables: [
      { name: 'ho_ten', kind: 'name', maxLength: 30, label: 'Họ tên', source: 'recipient-name' },
      { name: 'thu_tuc', kind: 'text', maxLength: 200, label: 'Thủ tục', source: 'procedure-name' },
      { name: 'ma', kind: 'code', maxLength: 30, label: 'Mã hồ sơ', source: 'masked-code' },
      { name: 'han', kind: 'date', maxLength: 20, label: 'Hạn nhận', source: 'due-date' },
    ],
    texts: { vi: { title: 'Kết quả đã có', body } },
    zbs: {
      params: { ho_ten: '{{ho_ten}}', ten_thu_tuc: '{{thu_tuc}}', ma_ho_so: '{{ma}}', han_nhan: '{{han}}' },
      kinds: { ho_ten: 'name', ten_thu_tuc: 'product', ma_ho_so: 'code', han_nhan: 'time' },
    },
  });
const create = (who: TemplateScope, more: Partial<Parameters<TemplateService['create']>[1]> = {}) =>
  templates.create(who, {
    name: 'Kết quả đã sẵn sàng',
    category: 'dossiers',
    unitCode: PROVINCE,
    content: content(),
    zbsTemplateId: null,
    ...more,
  });
const decide = (decision: object) =>
  fetch(`${server.sandbox.url}/control/zalo/templates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tell: false, ...decision }),
  });

describe('templates of units', () => {
  it('a commune uses what the province wrote, and changes only its own', async () => {
    const province = await create(everywhere());
    const own = await create(scope(first()), { unitCode: first(), name: 'Thông báo của xã' });
    const seen = await templates.detail(scope(first()), province.id);
    expect(seen).toMatchObject({ canChange: false, unitName: expect.stringContaining('Tây Ninh') });
    await expect(templates.addVersion(scope(first()), province.id, { content: content(), zbsTemplateId: null })).rejects.toMatchObject({
      code: 'template-not-found',
    });
    await expect(templates.archive(scope(first()), province.id)).rejects.toMatchObject({ code: 'template-not-found' });
    await expect(templates.detail(scope(second()), own.id)).rejects.toMatchObject({ code: 'template-not-found' });
    const { items } = await templates.list(scope(second()), { archived: 'false', limit: 50 });
    expect(items.map(({ id }) => id)).toContain(province.id);
    expect(items.map(({ id }) => id)).not.toContain(own.id);
    await expect(create(scope(first()), { unitCode: second() })).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('nobody without a unit sees anything', async () => {
    expect((await templates.list(scope(), { archived: 'false', limit: 50 })).items).toEqual([]);
  });

  it('pages show each template once, newest first, and hide what was archived', async () => {
    const who = everywhere();
    const made = [];
    for (const name of ['Trang một', 'Trang hai', 'Trang ba']) made.push((await create(who, { name })).id);
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await templates.list(who, { q: 'trang', archived: 'false', limit: 2, cursor });
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(pages).toEqual(made.reverse());
    await templates.archive(who, made[0] ?? '');
    await templates.archive(who, made[0] ?? '');
    expect((await templates.list(who, { q: 'trang', archived: 'false', limit: 50 })).items).toHaveLength(2);
    expect((await templates.list(who, { q: 'trang', archived: 'true', limit: 50 })).items.map(({ id }) => id)).toEqual([made[0]]);
    await expect(templates.addVersion(who, made[0] ?? '', { content: content(), zbsTemplateId: null })).rejects.toMatchObject({
      code: 'template-not-found',
    });
  });

  it('refuses a second template under one key', async () => {
    await create(everywhere(), { key: 'ket-qua' });
    await expect(create(everywhere(), { key: 'ket-qua' })).rejects.toMatchObject({ code: 'template-key-taken' });
  });
});

describe('versions', () => {
  it('ten people at once get ten numbers', async () => {
    const { id } = await create(everywhere());
    await Promise.all(
      Array.from({ length: 10 }, () => templates.addVersion(everywhere(), id, { content: content(), zbsTemplateId: null })),
    );
    expect((await templates.detail(everywhere(), id)).versions.map(({ no }) => no)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('of two who change one version, the second is told and loses nothing', async () => {
    const { id, versions } = await create(everywhere());
    const contentHash = versions[0]?.contentHash ?? '';
    const change = (body: string) =>
      templates.changeVersion(everywhere(), id, 1, { content: content(body), zbsTemplateId: null, contentHash });
    await change('Mời đến nhận kết quả \\ "trước" ngày {{han}}.\nCảm ơn.');
    await expect(change('Lời của người khác.')).rejects.toMatchObject({ code: 'template-changed' });
    const now = (await templates.detail(everywhere(), id)).versions[0];
    expect(now?.content.texts.vi.body).toContain('Mời đến nhận kết quả \\ "trước"');
    expect(now?.contentHash).not.toBe(contentHash);
  });

  it('one that was used never changes: not by the console, not by hand', async () => {
    const { id, versions } = await create(everywhere(), { zbsTemplateId: '380002' });
    const version = versions[0];
    const frozen = await database.drizzle.transaction((tx) => templates.freeze(tx, version?.id ?? ''));
    expect(frozen?.contentHash).toBe(version?.contentHash);
    await database.drizzle.transaction((tx) => templates.freeze(tx, version?.id ?? ''));
    const wording = { content: content('Lời khác hẳn.'), zbsTemplateId: '380002', contentHash: version?.contentHash ?? '' };
    await expect(templates.changeVersion(everywhere(), id, 1, wording)).rejects.toMatchObject({ code: 'template-version-frozen' });
    const byHand = (set: object) => server.sql`update template_version set ${server.sql(set as never)} where id = ${version?.id ?? ''}`;
    await expect(byHand({ content: { variables: [] } })).rejects.toThrow('template_version_frozen');
    await expect(byHand({ zbs_template_id: '380001' })).rejects.toThrow('template_version_frozen_zbs');
    await byHand({ provider_state: 'disabled' });
    expect((await templates.version(version?.id ?? ''))?.providerState).toBe('disabled');
  });
});

describe('what Zalo decides', () => {
  const stateOf = async (id: string) => (await templates.detail(everywhere(), id)).versions[0];

  it('a template that Zalo approved is known at once, with its prices', async () => {
    const { versions } = await create(everywhere(), { zbsTemplateId: '380002' });
    expect(versions[0]).toMatchObject({ providerState: 'enabled', quality: 'high', priceByUserVnd: 560, priceByPhoneVnd: 800 });
  });

  it('a made-up id is refused in words; while Zalo is silent a template waits', async () => {
    await expect(create(everywhere(), { zbsTemplateId: '999' })).rejects.toMatchObject({
      code: 'invalid-request',
      parts: [{ pointer: '/zbsTemplateId', detail: 'Zalo không có mẫu tin mang mã này.' }],
    });
    const known = token;
    token = null;
    const { versions } = await create(everywhere(), { zbsTemplateId: '380002' });
    token = known;
    expect(versions[0]).toMatchObject({ providerState: 'pending', providerSeenAt: null });
  });

  it('the daily sweep learns what no event told, and raises an alarm for what is in use', async () => {
    const { id, versions } = await create(everywhere(), { zbsTemplateId: '380003' });
    await database.drizzle.transaction((tx) => templates.freeze(tx, versions[0]?.id ?? ''));
    await decide({ id: '380003', status: 'DISABLE', quality: 'LOW', reason: 'Nhiều người báo phiền.' });
    await templates.sync();
    expect(await stateOf(id)).toMatchObject({ providerState: 'disabled', providerReason: 'Nhiều người báo phiền.', quality: 'low' });
    expect(alarms).toEqual(['380003: Zalo no longer takes a template in use']);
    await templates.sync();
    expect(alarms).toHaveLength(1);
  });

  it('an event that comes late or twice undoes nothing', async () => {
    const { id } = await create(everywhere(), { zbsTemplateId: '380004' });
    expect(await stateOf(id)).toMatchObject({ providerState: 'pending' });
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000);
    await templates.applyTemplateStatus({ zbsTemplateId: '380004', status: 'ENABLE', reason: null, at: at(20) });
    await templates.applyTemplateStatus({ zbsTemplateId: '380004', status: 'REJECT', reason: 'cũ', at: at(10) });
    await templates.applyTemplateQuality({ zbsTemplateId: '380004', quality: 'MEDIUM', at: at(30) });
    expect(await stateOf(id)).toMatchObject({ providerState: 'enabled', providerReason: null, quality: 'medium' });
    await templates.applyTemplateStatus({ zbsTemplateId: '380004', status: 'A_NEW_WORD', reason: null, at: at(40) });
    expect(await stateOf(id)).toMatchObject({ providerState: 'pending' });
  });

  it('the list to choose from is Zalo’s own; without Zalo it says so', async () => {
    expect((await templates.atZalo()).map(({ id }) => id)).toContain('380005');
    const known = token;
    token = null;
    await expect(templates.atZalo()).rejects.toMatchObject({ code: 'zalo-unavailable' });
    token = known;
  });

  it('lint compares with the approved parameters', async () => {
    const { findings, canBeSent, isComparedWithZalo } = await templates.lint({ content: content(), zbsTemplateId: '380001' });
    expect(isComparedWithZalo).toBe(true);
    expect(canBeSent).toBe(false);
    expect(findings.map(({ text }) => text)).toContain('Mẫu Zalo đã duyệt cần tham số trang_thai, chưa có giá trị.');
    const own = lint(content());
    expect((await templates.lint({ content: content(), zbsTemplateId: null })).findings).toEqual(own);
  });
});

describe('the preview', () => {
  it('shows what will go out, and says what keeps it from going', () => {
    const show = (values: Record<string, string | null>) =>
      RenderedView.parse(templates.preview({ content: content(), language: 'vi', size: 'usual', values }));
    expect(show({})).toMatchObject({ ok: true, body: 'Chào Đỗ Văn Bịa, kết quả (TNS-••••-94QX) đã có. Mời nhận trước ngày 11/12/2026.' });
    expect(show({ ho_ten: null })).toMatchObject({ ok: false, refusals: [{ variable: 'ho_ten', reason: 'missing' }] });
    expect(show({ ho_ten: '{{ma}}' })).toMatchObject({ ok: false, refusals: [{ reason: 'braces' }] });
    expect(show({ ho_ten: 'x'.repeat(10_240) })).toMatchObject({ ok: false, refusals: [{ reason: 'too-long' }] });
  });
});

describe('the daily job', () => {
  it('asks Zalo with the account’s own token and writes what it hears', async () => {
    await using own = await buildTestApp({}, { isWorking: false });
    const [made] = await own.sql<{ id: string }[]>`
      with t as (insert into template (key, name, category, unit_code) values ('nhac', 'Nhắc', 'reminders', '80') returning id)
      insert into template_version (template_id, no, content, zbs_template_id, provider_state)
      select id, 1, ${own.sql.json(content() as never)}, '380005', 'pending' from t returning id`;
    await own.jobs['templates-sync']?.({});
    expect(await own.sql`select provider_state, provider_reason, quality from template_version where id = ${made?.id ?? ''}`).toEqual([
      { provider_state: 'rejected', provider_reason: 'Nội dung quảng cáo không thuộc nhóm giao dịch.', quality: 'undefined' },
    ]);
  });
});

describe('/v1/staff/templates', () => {
  it('an officer writes, a stranger and a citizen’s server see nothing of it', async () => {
    const officer = await server.staff('cb-mai');
    const call = (path: string, method = 'GET', body?: object) => officer.call(path, { method, body });
    const [grant] = await server.sql<{ unit_code: string }[]>`
      select g.unit_code from staff_grant g join staff_member m on m.id = g.staff_id where m.id = ${(await officer.me()).id} and g.role = 'officer'`;
    const made = await call('/v1/staff/templates', 'POST', {
      name: 'Mời nhận kết quả',
      category: 'dossiers',
      unitCode: grant?.unit_code,
      content: content(),
    });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect((await call(`/v1/staff/templates/${id}`)).status).toBe(200);
    expect((await call('/v1/staff/templates/preview', 'POST', { content: content() })).status).toBe(200);
    expect(await (await call('/v1/staff/templates/lint', 'POST', { content: content() })).json()).toMatchObject({ canBeSent: true });
    expect(
      (await call('/v1/staff/templates/preview', 'POST', { content: content(), values: { ho_ten: 'x'.repeat(300_000) } })).status,
    ).toBe(413);
    expect((await call(`/v1/staff/templates/${randomUUID()}`)).status).toBe(404);
    expect((await call(`/v1/staff/templates/${id}/archive`, 'POST')).status).toBe(204);
    expect((await server.openConsole().request('/v1/staff/templates')).status).toBe(401);
    expect((await fetch(`${server.url}/v1/staff/templates`)).status).toBe(404);
  });
});
