import type { CommonProcedures } from '@tayninh/shared/features/procedures/procedures.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createCommonProcedureRepository } from './common-procedures.repository.ts';
import { createCommonProcedureService } from './common-procedures.service.ts';

const [BEN_LUC, TAN_NINH] = ['27991', '25459'];
const [BIRTH, SINGLE, SHOP, COPY] = ['1.001193', '1.004873', '1.001612', '2.000815'];

let server: TestServer;
let database: ReturnType<typeof openDatabase>;
/** A dossier as filing leaves it; the others are made after it. */
let filed: string;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
  database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 1, statementTimeoutMs: 10_000 });
  const citizen = await server.as('ngoc-lan');
  const form = (await (await fetch(`${server.url}/v1/procedures/${SINGLE}/form`)).json()) as { caseId: string };
  const made = await citizen.call('/v1/drafts', {
    method: 'POST',
    body: JSON.stringify({ procedureCode: SINGLE, caseId: form.caseId, unit: BEN_LUC }),
  });
  const draft = (await made.json()) as { id: string };
  await server.sql`update draft set is_complete = true where id = ${draft.id}`;
  filed = (await citizen.submit(draft.id, crypto.randomUUID())).id;
});
afterAll(async () => {
  await database.close();
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await server.sql`delete from dossier where id <> ${filed}`;
  await server.sql`delete from procedure_use`;
  await server.sql`update dossier set accepted_at = '2026-08-01T09:00:00+07:00'`;
});

/** `many` dossiers of others, filed at an instant. */
const file = (many: number, code: string, unit: string | null, at: string) => server.sql`
  insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, unit_code, form_version,
    answers_id, files, idempotency_key, request_hash, accepted_at)
  select gen_random_uuid(), gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid(), ${code}, 1, case_id, ${unit}, form_version,
    answers_id, files, gen_random_uuid()::text, request_hash, ${at} from dossier, generate_series(1, ${many}) where id = ${filed}`;

/** The list as it stands on the morning after a day. */
const listOn = async (day: string, unit?: string) => {
  const item = (code: string) => ({ code }) as CommonProcedures['items'][number];
  const service = createCommonProcedureService({
    repository: createCommonProcedureRepository(database),
    itemsOf: async (codes) => codes.map(item),
    now: () => Date.parse(`${day}T01:30:00+07:00`),
  });
  await service.recount();
  const { basis, items } = await service.list({ unit, limit: 6 });
  return { basis, codes: items.map(({ code }) => code) };
};

describe('what is common in a commune', () => {
  it('a dossier remembers from which commune it was filed', async () => {
    expect(await server.sql`select unit_code as unit from dossier where id = ${filed}`).toMatchObject([{ unit: BEN_LUC }]);
  });

  it('is ordered by how often it was filed from there within twelve months', async () => {
    await file(12, BIRTH, BEN_LUC, '2026-10-02T09:00:00+07:00');
    await file(30, SHOP, BEN_LUC, '2026-03-02T09:00:00+07:00');
    await file(20, COPY, BEN_LUC, '2025-12-01T00:00:00+07:00');
    await file(99, SINGLE, TAN_NINH, '2026-10-02T09:00:00+07:00');
    expect(await listOn('2026-11-24', BEN_LUC)).toEqual({ basis: 'unit', codes: [SHOP, COPY, BIRTH] });
  });

  it('what was filed fewer than ten times is in no list, of the commune or of the province', async () => {
    for (const code of [BIRTH, SHOP, COPY]) await file(10, code, BEN_LUC, '2026-10-02T09:00:00+07:00');
    await file(9, '1.000894', BEN_LUC, '2026-10-02T09:00:00+07:00');
    expect((await listOn('2026-11-24', BEN_LUC)).codes.sort()).toEqual([BIRTH, SHOP, COPY].sort());
    expect((await listOn('2026-11-24')).codes).not.toContain('1.000894');
  });

  it('a commune with too few is answered for by the province, dossiers from nowhere included, and that by our own list', async () => {
    for (const code of [BIRTH, SHOP]) await file(40, code, TAN_NINH, '2026-10-02T09:00:00+07:00');
    await file(11, COPY, null, '2026-10-02T09:00:00+07:00');
    expect(await listOn('2026-11-24', BEN_LUC)).toEqual({ basis: 'province', codes: [BIRTH, SHOP, COPY] });
    await server.sql`delete from dossier where procedure_code = ${COPY}`;
    await server.sql`delete from procedure_use`;
    expect(await listOn('2026-11-24', BEN_LUC)).toMatchObject({ basis: 'curated', codes: expect.arrayContaining([BIRTH]) });
  });

  it('months are those of Vietnam, and a year ago is forgotten', async () => {
    for (const code of [BIRTH, SHOP, COPY]) await file(10, code, BEN_LUC, '2025-11-30T17:00:00Z'); // 1 December there
    expect((await listOn('2026-11-24', BEN_LUC)).basis).toBe('unit');
    expect((await listOn('2026-12-01', BEN_LUC)).basis).not.toBe('unit');
    expect(await server.sql`select 1 from procedure_use where month < '2026-01-01'`).toHaveLength(0);
  });

  it('counting again, after nights missed or twice at once, counts nothing double', async () => {
    for (const code of [BIRTH, SHOP, COPY]) await file(10, code, BEN_LUC, '2026-08-10T09:00:00+07:00');
    await listOn('2026-08-15', BEN_LUC);
    await file(7, BIRTH, BEN_LUC, '2026-10-02T09:00:00+07:00');
    await Promise.all([listOn('2026-11-24', BEN_LUC), listOn('2026-11-24', BEN_LUC)]);
    const counted =
      await server.sql`select month::text, count from procedure_use where code = ${BIRTH} and unit_code = ${BEN_LUC} order by 1`;
    expect(counted).toEqual([
      { month: '2026-08-01', count: 10 },
      { month: '2026-10-01', count: 7 },
    ]);
  });
});

describe('GET /v1/procedures/common', () => {
  const get = (query: string) => fetch(`${server.url}/v1/procedures/common${query}`);

  it('200: needs no session and names procedures that stand in the catalogue', async () => {
    const answer = await get(`?unit=${BEN_LUC}&limit=4`);
    expect(answer.headers.get('cache-control')).toContain('public');
    const { basis, items } = (await answer.json()) as CommonProcedures;
    expect(basis).toBe('curated');
    expect(items).toHaveLength(4);
    expect(items[0]).toHaveProperty('plainName');
  });

  it('200: a commune nobody knows is answered like one without filings; 400: a unit that is no code', async () => {
    expect((await get('?unit=99999')).status).toBe(200);
    for (const query of ['?unit=80', "?unit=27991'--", '?limit=0', '?limit=99']) expect((await get(query)).status, query).toBe(400);
  });
});

describe('POST /v1/drafts with a commune', () => {
  it('400: one that does not exist', async () => {
    const citizen = await server.as('kim-ngan');
    const answer = await citizen.call('/v1/drafts', { method: 'POST', body: JSON.stringify({ procedureCode: BIRTH, unit: '99999' }) });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/unit' }] });
  });
});
