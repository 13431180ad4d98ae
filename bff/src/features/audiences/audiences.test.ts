import { randomUUID } from 'node:crypto';
import type { Audience, SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { receiptNumber } from '@tayninh/shared/features/dossiers/receipt-number';
import { sql as statement } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createBlindIndex, createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { audienceSql, type UnitScope } from './audience-sql.repository.ts';
import { createAudienceRepository, type Officer } from './audiences.repository.ts';
import { createAudienceService } from './audiences.service.ts';
import { createRecipientListRepository } from './recipient-lists.repository.ts';
import { createRecipientListService } from './recipient-lists.service.ts';

/** Two communes of the province. */
const HERE = '25459';
const THERE = '25465';

async function setUp(server: TestServer) {
  const database = openDatabase(server.databaseUrl, { name: 'audiences', poolSize: 3, statementTimeoutMs: 3_000 });
  const encryption = createEncryption({
    keyEncryptionKeys: server.config.KEY_ENCRYPTION_KEYS,
    subjectKeys: createSubjectKeyStore(database),
  });
  const phoneIndex = createBlindIndex(Buffer.from(server.config.BLIND_INDEX_PHONE_KEY, 'base64'), 'phone');
  const repository = createAudienceRepository(database);
  const audiences = createAudienceService({ repository });
  const listRepository = createRecipientListRepository({ database, encryption, phoneIndex });
  const lists = createRecipientListService({ repository: listRepository, unitScope: repository.unitScope });
  const [province] = await server.sql<{ code: string }[]>`select code from unit where parent_code is null`;
  const communes = (await server.sql<{ code: string }[]>`select code from unit where parent_code is not null order by code limit 2`).map(
    ({ code }) => code,
  );
  const everyCommune = (await server.sql<{ code: string }[]>`select code from unit where parent_code is not null`).map(({ code }) => code);
  const [here = HERE, there = THERE] = communes;
  const officer = (unitCode: string): Officer => ({
    staffId: randomUUID(),
    unitCode,
    units: unitCode === province?.code ? [unitCode, ...everyCommune] : [unitCode],
  });

  async function aCitizen({
    phone,
    home,
    wants = [],
    seenDaysAgo = 0,
  }: {
    phone?: string;
    home?: string;
    wants?: string[];
    seenDaysAgo?: number;
  } = {}) {
    const id = randomUUID();
    await server.sql`
      insert into citizen (id, zalo_id_index, zalo_id_sealed, phone_index, last_seen_at)
      values (${id}, ${Buffer.from(id)}, 'x', ${phone ? phoneIndex(phone) : null}, now() - ${seenDaysAgo} * interval '1 day')`;
    if (home || wants.length > 0)
      await server.sql`insert into preference (citizen_id, home_unit_code, wants) values (${id}, ${home ?? null}, ${wants})`;
    return id;
  }
  async function aDossier(
    citizenId: string,
    dossier: { unit?: string; procedure?: string; status?: number; state?: string; dueInDays?: number; forCitizenId?: string } = {},
  ) {
    const receiptNo = receiptNumber(crypto.getRandomValues(new Uint8Array(7)));
    const { unit = here, procedure = '1.000656', status = 4, state = 'confirmed', dueInDays = 3, forCitizenId = null } = dossier;
    const provinceCode = `H80.05-261104-${Math.floor(Math.random() * 1e8)}`;
    await server.sql`
      insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, unit_code, form_version, answers_id, files, for_citizen_id, idempotency_key, request_hash, state, status, due_at, province_code)
      values (${randomUUID()}, ${citizenId}, ${receiptNo}, ${randomUUID()}, ${procedure}, 1, 'c', ${unit}, 'v', ${randomUUID()}, '[]', ${forCitizenId}, ${randomUUID()}, ''::bytea, ${state}, ${status}, now() + ${dueInDays} * interval '1 day', ${provinceCode})`;
    return { receiptNo, provinceCode };
  }
  const found = async (audience: Audience, scope: UnitScope) =>
    (await database.drizzle.execute<{ citizen_id: string }>(audienceSql(audience, scope))).map((row) => row.citizen_id).sort();
  const people = (definition: SegmentDefinition, scope: UnitScope = { communes: 'all' }) => found({ kind: 'segment', definition }, scope);
  return {
    database,
    audiences,
    lists,
    listRepository,
    officer,
    province: province?.code ?? '',
    here,
    there,
    aCitizen,
    aDossier,
    found,
    people,
    statement,
    [Symbol.asyncDispose]: database.close,
  };
}

describe('the people of a segment', () => {
  it('fulfil all conditions, each with one of its values, and those of dossiers in one and the same dossier', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const both = await at.aCitizen();
    await at.aDossier(both, { procedure: 'A', status: 9 });
    const apart = await at.aCitizen();
    await at.aDossier(apart, { procedure: 'A', status: 4 });
    await at.aDossier(apart, { procedure: 'B', status: 9 });
    expect(await at.people({ dossier: { procedures: ['A'], statuses: [9, 10] } })).toEqual([both]);
    expect(await at.people({ dossier: { procedures: ['A', 'B'], statuses: [9] } })).toEqual([both, apart].sort());
    expect(await at.people({ dossier: { states: ['needs_citizen'] } })).toEqual([]);
  });

  it('with something due soon are those whose dossier is still at work', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const soon = await at.aCitizen();
    await at.aDossier(soon, { dueInDays: 2 });
    for (const dossier of [{ dueInDays: 9 }, { dueInDays: -1 }, { dueInDays: 2, status: 9 }])
      await at.aDossier(await at.aCitizen(), dossier);
    expect(await at.people({ dossier: { dueWithinDays: 3 } })).toEqual([soon]);
  });

  it('of a commune live there, or filed there when they never said where they live', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const lives = await at.aCitizen({ home: at.here });
    const filed = await at.aCitizen();
    await at.aDossier(filed, { unit: at.here });
    const moved = await at.aCitizen({ home: at.there });
    await at.aDossier(moved, { unit: at.here });
    expect(await at.people({ communes: [at.here] })).toEqual([lives, filed].sort());
  });

  it('are never outside of the officer’s units, whatever the definition says', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const own = await at.aCitizen({ home: at.here });
    const foreign = await at.aCitizen({ home: at.there });
    await at.aDossier(foreign, { unit: at.there, status: 9 });
    const scope = { communes: [at.here] };
    expect(await at.people({}, scope)).toEqual([own]);
    expect(await at.people({ communes: [at.there] }, scope)).toEqual([]);
    expect(await at.people({ communes: [at.here, at.there] }, scope)).toEqual([own]);
    expect(await at.people({ dossier: { statuses: [9] } }, scope)).toEqual([]);
    expect(await at.people({ dossier: { statuses: [9] } })).toEqual([foreign]);
    expect(await at.people({}, { communes: [] })).toEqual([]);
  });

  it('asked for the category themselves, and were seen lately', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const reader = await at.aCitizen({ wants: ['news'] });
    const sleeper = await at.aCitizen({ wants: ['news', 'surveys'], seenDaysAgo: 40 });
    await at.aCitizen();
    expect(await at.people({ optedIn: ['news'] })).toEqual([reader, sleeper].sort());
    expect(await at.people({ optedIn: ['news', 'surveys'], seenWithinDays: 30 })).toEqual([reader]);
  });

  it('are each once: two accounts of one phone or one identity count as the one seen last, two who follow one dossier as two', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    await at.aCitizen({ phone: '+84901234567', seenDaysAgo: 5 });
    const byPhone = await at.aCitizen({ phone: '+84901234567' });
    const older = await at.aCitizen({ seenDaysAgo: 5 });
    const byIdentity = await at.aCitizen();
    for (const id of [older, byIdentity])
      await server.sql`insert into identity_link (id, citizen_id, personal_number_index, facts_sealed, level) values (${randomUUID()}, ${id}, ${Buffer.from('same')}, 'x', 2)`;
    expect(await at.people({})).toEqual([byPhone, byIdentity].sort());
    const helper = await at.aCitizen();
    const mother = await at.aCitizen();
    await at.aDossier(helper, { forCitizenId: mother, procedure: 'M' });
    expect(await at.people({ dossier: { procedures: ['M'] } })).toEqual([helper, mother].sort());
  });

  it('can be taken piece by piece without working out the rest', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    await server.sql`insert into citizen (id, zalo_id_index, zalo_id_sealed, phone_index) select id, id::text::bytea, 'x', id::text::bytea from (select gen_random_uuid() as id from generate_series(1, 20000)) made`;
    await server.sql`analyze citizen`;
    const people = audienceSql({ kind: 'segment', definition: { seenWithinDays: 30 } }, { communes: 'all' });
    const plan = await at.database.drizzle.execute<{ 'QUERY PLAN': string }>(
      statement`explain select citizen_id from (${people}) a where citizen_id > '10000000-0000-0000-0000-000000000000' order by citizen_id limit 500`,
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index (Only )?Scan using citizen_pkey/);
    expect(text).not.toContain('Sort');
  });
});

describe('saved segments', () => {
  it('need a reason below ten people, and are counted anew on demand', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const officer = at.officer(at.here);
    const body = { name: 'Người sống ở đây', definition: { communes: [at.here] }, reason: null };
    await at.aCitizen({ home: at.here });
    await expect(at.audiences.create(body, officer, 'r')).rejects.toMatchObject({
      code: 'invalid-request',
      parts: [{ pointer: '/reason' }],
    });
    const saved = await at.audiences.create({ ...body, reason: 'Diễn tập với một người đã đồng ý' }, officer, 'r');
    expect(saved.count).toBe(1);
    for (let n = 0; n < 11; n++) await at.aCitizen({ home: at.here });
    expect((await at.audiences.recount(saved.id, officer, 'r')).count).toBe(12);
    expect(await at.audiences.count(body.definition, officer)).toMatchObject({
      count: 12,
      needsReason: false,
      places: [{ unitCode: at.here, count: 12 }],
    });
  });

  it('are seen by their own unit and the province, by no other commune', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const saved = await at.audiences.create(
      { name: 'Nhóm của xã', definition: {}, reason: 'Diễn tập trong xã mình' },
      at.officer(at.here),
      'r',
    );
    expect(await at.audiences.list(at.officer(at.there))).toEqual([]);
    expect((await at.audiences.list(at.officer(at.province))).map(({ id }) => id)).toEqual([saved.id]);
    await expect(at.audiences.recount(saved.id, at.officer(at.there), 'r')).rejects.toMatchObject({ code: 'not-found' });
    await at.audiences.archive(saved.id, at.officer(at.there));
    expect(await at.audiences.list(at.officer(at.here))).toHaveLength(1);
  });

  it('never choose people by procedures that tell of poverty, belief or health', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const [poor] = await server.sql<
      { code: string }[]
    >`select code from procedure_version where content ->> 'domain' = 'Giảm nghèo' limit 1`;
    const definition = { dossier: { procedures: [poor?.code ?? ''] } };
    expect(await at.audiences.count(definition, at.officer(at.province))).toMatchObject({ count: 0, refusedProcedures: [poor?.code] });
    await expect(
      at.audiences.create({ name: 'Hộ nghèo', definition, reason: 'Vì sao cũng không được' }, at.officer(at.province), 'r'),
    ).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

describe('uploaded lists', () => {
  it('of which 3 % are bad: the good ones are matched once each, the bad ones mended in place or left out', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const officer = at.officer(at.province);
    const phones = Array.from({ length: 300 }, (_, n) => `+8490${String(1_000_000 + n)}`);
    const citizens = [];
    for (const phone of phones) citizens.push(await at.aCitizen({ phone }));
    const bad = ['09123 4567', '0276 382 1234', '=HYPERLINK("x")', '', 'không có', '0101234567', '090123456789', '@SUM', '+cmd'];
    const lines = [
      ...phones.map((phone) => phone.replace('+84', '0')),
      ...bad.map((each) => `"${each.replaceAll('"', '""')}"`),
      '0901000000',
      '0999999999',
    ];
    const { id } = await at.lists.create({ name: 'Mời nhận kết quả', reason: null }, officer, 'r');
    const list = await at.lists.upload(
      id,
      Buffer.from(`STT,Số điện thoại\n${lines.map((line, n) => `${n},${line}`).join('\n')}`),
      officer,
      'r',
    );
    expect(list).toMatchObject({ people: 300, lines: { matched: 300, faulty: 9, duplicate: 1, unknown: 1, dropped: 0 } });
    expect(await at.found({ kind: 'list', listId: id }, { communes: 'all' })).toEqual(citizens.sort());

    const { items } = await at.lists.faulty(id, { after: 0, limit: 50 }, officer);
    expect(items.map(({ fault }) => fault)).toEqual([
      'phone-short',
      'phone-landline',
      'formula',
      'empty',
      'phone-unreadable',
      'phone-unreadable',
      'phone-long',
      'formula',
      'formula',
    ]);
    expect(items[0]).toEqual({
      lineNo: 302,
      fault: 'phone-short',
      text: 'Số điện thoại thiếu chữ số. Số di động có 10 chữ số.',
      values: { phone: '09123 4567', receiptNo: '' },
    });

    const late = await at.aCitizen({ phone: '+84912345678' });
    expect(await at.lists.mend(id, 302, { phone: '0912345', receiptNo: '' }, officer)).toMatchObject({ row: { fault: 'phone-short' } });
    expect(await at.lists.mend(id, 302, { phone: '0912345678', receiptNo: '' }, officer)).toMatchObject({
      row: null,
      list: { people: 301 },
    });
    await expect(at.lists.mend(id, 302, { phone: '0912345678', receiptNo: '' }, officer)).rejects.toMatchObject({ code: 'not-found' });
    expect(await at.lists.mend(id, 303, { phone: '0901000001', receiptNo: '' }, officer)).toMatchObject({
      list: { lines: { duplicate: 2 } },
    });
    expect((await at.lists.drop(id, null, officer)).lines).toEqual({ matched: 301, duplicate: 2, unknown: 1, faulty: 0, dropped: 7 });
    expect(await at.found({ kind: 'list', listId: id }, { communes: 'all' })).toContain(late);
  });

  it('keep no phone in the clear, and none at all once it is known who is meant', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const officer = at.officer(at.province);
    await at.aCitizen({ phone: '+84901234567' });
    const { id } = await at.lists.create({ name: 'Danh sách nhỏ', reason: 'Diễn tập với hai người' }, officer, 'r');
    await at.lists.upload(id, Buffer.from('sdt\n0901234567\n090123\n'), officer, 'r');
    const rows =
      await server.sql`select line_no, state, values_sealed is null as gone, row_to_json(r)::text as all from recipient_list_row r order by line_no`;
    expect(rows.map(({ state, gone }) => [state, gone])).toEqual([
      ['matched', true],
      ['faulty', false],
    ]);
    expect(JSON.stringify(rows)).not.toContain('090123');
    expect((await at.lists.faulty(id, { after: 0, limit: 5 }, { ...officer, staffId: randomUUID() })).items[0]?.values).toBeNull();
    await server.sql`update recipient_list set created_at = now() - interval '31 days'`;
    await at.lists.sweep();
    expect((await at.lists.get(id, officer)).lines).toMatchObject({ faulty: 0, dropped: 1 });
  });

  it('find by receipt number or the province’s code only what lies in the own units; a foreign number is like none', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const officer = at.officer(at.here);
    const own = await at.aCitizen();
    const child = await at.aCitizen();
    const a = await at.aDossier(own);
    const b = await at.aDossier(await at.aCitizen(), { forCitizenId: child });
    const foreigner = await at.aCitizen({ phone: '+84907777777' });
    const c = await at.aDossier(foreigner, { unit: at.there });
    const { id } = await at.lists.create({ name: 'Hồ sơ của xã', reason: 'Diễn tập trong xã' }, officer, 'r');
    const file = `Mã hồ sơ;Điện thoại\n${a.receiptNo};\n${b.provinceCode.toLowerCase()};\n${c.receiptNo};\n;0907777777\n`;
    expect((await at.lists.upload(id, Buffer.from(file), officer, 'r')).lines).toEqual({
      matched: 2,
      duplicate: 0,
      unknown: 1,
      faulty: 1,
      dropped: 0,
    });
    expect((await at.lists.faulty(id, { after: 0, limit: 5 }, officer)).items[0]).toMatchObject({ fault: 'receipt-unknown' });
    expect(await at.found({ kind: 'list', listId: id }, { communes: [at.here] })).toEqual([own, child].sort());
    expect(await at.found({ kind: 'list', listId: id }, { communes: [at.there] })).toEqual([]);
  });

  it('say in Vietnamese why a file is not taken', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const officer = at.officer(at.here);
    const { id } = await at.lists.create({ name: 'Danh sách', reason: null }, officer, 'r');
    await expect(at.lists.upload(id, Buffer.from('Tên\nAn\n'), officer, 'r')).rejects.toMatchObject({
      parts: [{ detail: expect.stringContaining('Không thấy cột') }],
    });
    await expect(at.lists.upload(randomUUID(), Buffer.from('sdt\n1\n'), officer, 'r')).rejects.toMatchObject({ code: 'not-found' });
  });
});
