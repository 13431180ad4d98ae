import type { ProcedureFacets, ProcedureItem, ProcedureVersion } from '@tayninh/shared/features/procedures/procedures.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createCatalogueRepository } from './catalogue.repository.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());
const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
const ask = async <T>(path: string) => (await (await get(path)).json()) as T;
const list = (query: string) => ask<{ items: ProcedureItem[]; total: number; nextCursor: string | null }>(`/v1/procedures?${query}`);

describe('GET /v1/procedures/facets', () => {
  it('200: every number is what its list holds', async () => {
    const { total, events, domains, targets } = await ask<ProcedureFacets>('/v1/procedures/facets');
    expect((await list('limit=1')).total).toBe(total);
    const ways = Object.entries({ event: events, domain: domains, target: targets });
    expect(ways.map(([, facets]) => facets.length)).toEqual([17, 30, 7]);
    for (const [by, facets] of ways)
      for (const { id, count } of facets) expect((await list(`${by}=${id}&limit=1`)).total, `${by}=${id}`).toBe(count);
  });

  it('200: life events come in the order of a life, domains by name', async () => {
    const { events, domains } = await ask<ProcedureFacets>('/v1/procedures/facets');
    expect([events[0]?.name, events.at(-1)?.name]).toEqual(['Có con nhỏ', 'Người thân qua đời']);
    expect(domains.map(({ name }) => name)).toEqual(domains.map(({ name }) => name).sort(new Intl.Collator('vi').compare));
  });

  it('200 with an ETag that any cache may keep, then 304; the long way gives the same', async () => {
    const first = await get('/v1/procedures/facets');
    expect(first.headers.get('cache-control')).toBe('public, max-age=60');
    expect((await get('/v1/procedures/facets', { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(304);
    expect(await ask('/v1/procedures/facets?')).toEqual(await first.json());
  });
});

describe('GET /v1/procedures of a life event', () => {
  it('200: pages hold each procedure once, those filed in the app first', async () => {
    const first = await list('event=co-con-nho&limit=10');
    const second = await list(`event=co-con-nho&limit=10&cursor=${first.nextCursor}`);
    const codes = [...first.items, ...second.items].map(({ code }) => code);
    expect(codes[0]).toBe('1.001193');
    expect(new Set(codes).size).toBe(first.total);
    expect(second.nextCursor).toBeNull();
  });

  it('200: narrows to a level and to what can be begun on the phone', async () => {
    const all = await list('event=nha-o-va-dat-dai&limit=50');
    const commune = await list('event=nha-o-va-dat-dai&level=commune&limit=50');
    const online = await list('event=nha-o-va-dat-dai&level=commune&online=true&limit=50');
    expect(commune.items.map(({ code }) => code)).toEqual(
      all.items.filter(({ levels }) => levels.includes('commune')).map(({ code }) => code),
    );
    expect(online.total).toBeGreaterThan(0);
    expect([all.total > commune.total, commune.total >= online.total]).toEqual([true, true]);
  });

  it('400: refuses a level that does not exist', async () => {
    expect((await get('/v1/procedures?level=district')).status).toBe(400);
  });
});

describe('GET /v1/procedures/:code/versions', () => {
  const versions = async (code: string) => (await ask<{ items: ProcedureVersion[] }>(`/v1/procedures/${code}/versions`)).items;

  it('200: a first version says nothing; later ones say what changed for people, newest first', async () => {
    expect(await versions('1.004873')).toEqual([]);
    const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 1, statementTimeoutMs: 3_000 });
    const { addOverride } = createCatalogueRepository(database.sql);
    const change = (patch: Parameters<typeof addOverride>[0]['patch']) =>
      addOverride({ code: '1.004873', patch, reason: 'Nghị quyết bịa', author: 'thử' });
    await change({ feeText: '20.000 đồng' });
    await change({ aliases: ['giấy chưa vợ', 'giấy chưa chồng'] });
    await change({ feeText: 'Miễn phí', levels: ['commune', 'province'] });
    await database.close();
    expect(await versions('1.004873')).toMatchObject([
      {
        versionNo: 4,
        changes: [
          { field: 'fee', before: ['20.000 đồng'], after: ['Miễn phí'] },
          { field: 'levels', before: ['commune'], after: ['commune', 'province'] },
        ],
      },
      { versionNo: 2, changes: [{ field: 'fee', after: ['20.000 đồng'] }] },
    ]);
  });

  it('404: a code nobody knows', async () => {
    expect((await get('/v1/procedures/1.999999/versions')).status).toBe(404);
  });
});
