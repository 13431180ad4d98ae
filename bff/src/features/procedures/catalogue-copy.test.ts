import { request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { CatalogueCopy } from '@tayninh/shared/features/procedures/catalogue-copy.contract';
import { createProcedureSearch } from '@tayninh/shared/features/procedures/search';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createProcedureRepository } from './procedures.repository.ts';
import { createProcedureService } from './procedures.service.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The bytes as they cross the wire: fetch would unpack them and choose packings by itself. */
function get(headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const asked = httpRequest(`${server.url}/v1/catalogue`, { headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('GET /v1/catalogue', () => {
  it('200: a phone finds with it what the server finds, and it is small enough to keep', async () => {
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body.length).toBeLessThan(400_000);
    const copy = CatalogueCopy.parse(JSON.parse(body.toString()));
    expect(copy.items.length).toBeGreaterThanOrEqual(190);
    const local = createProcedureSearch(copy.items);
    for (const q of ['khai sinh', 'giay doc than', 'mo ho kinh doanh', 'giaays khai sinh', 'dat dai', 'qqqq']) {
      const answer = await fetch(`${server.url}/v1/procedures?q=${encodeURIComponent(q)}`);
      const { items, suggestions, clarify } = (await answer.json()) as {
        items: { code: string }[];
        suggestions: string[];
        clarify?: unknown;
      };
      const found = local.search(q);
      expect(found.codes.slice(0, 20), q).toEqual(items.map(({ code }) => code));
      expect([found.suggestions, found.clarify], q).toEqual([suggestions, clarify]);
    }
  });

  it('leaves out what nobody has given words of the people’s', async () => {
    const { body } = await get();
    const known = CatalogueCopy.parse(JSON.parse(body.toString()));
    const [row] = await server.sql`select content from procedure_version where code = '1.001193'`;
    const bare = { ...row?.content, code: '1.999998', name: 'Thủ tục không ai hỏi đến', aliases: [] };
    await server.sql`insert into procedure_version (code, version_no, content, content_hash) values (${bare.code}, 1, ${server.sql.json(bare)}, 'x')`;
    await server.sql`insert into procedure (code, current_version_no) values (${bare.code}, 1)`;
    try {
      const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 1, statementTimeoutMs: 3_000 });
      const procedures = createProcedureService({ repository: createProcedureRepository(database) });
      const fresh = CatalogueCopy.parse(JSON.parse((await procedures.copy()).bodies.identity.toString()));
      expect((await procedures.list({ q: bare.code, limit: 20 })).items).toHaveLength(1);
      expect(fresh.items.map(({ code }) => code)).toEqual(known.items.map(({ code }) => code));
      await database.close();
    } finally {
      await server.sql`delete from procedure where code = ${bare.code}`;
      await server.sql`delete from procedure_version where code = ${bare.code}`;
    }
  });

  it('packs with what the phone understands; unpacked it is one text', async () => {
    const plain = await get();
    const br = await get({ 'accept-encoding': 'gzip, deflate, br' });
    const zipped = await get({ 'accept-encoding': 'br;q=0, gzip;q=0.5' });
    expect([plain, br, zipped].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
    expect(br.body.length).toBeLessThan(plain.body.length / 5);
    expect(br.headers.vary).toBe('Origin, Accept-Encoding');
    expect(new Set([plain, br, zipped].map(({ headers }) => headers.etag)).size).toBe(3);
  });

  it('304 to whoever holds this version, whichever way it was packed; 200 to an older one and to nonsense', async () => {
    const { headers, body } = await get({ 'accept-encoding': 'br' });
    const { version } = CatalogueCopy.parse(JSON.parse(brotliDecompressSync(body).toString()));
    for (const held of [String(headers.etag), `"${version}"`, `W/"${version}.gzip"`, `"other", "${version}"`]) {
      const again = await get({ 'if-none-match': held });
      expect([again.status, again.body.length], held).toEqual([304, 0]);
    }
    for (const held of ['"AAAAAAAAAAAAAAAAAAAAAA"', version.slice(0, 21), '*x', ',,,', '']) {
      expect((await get({ 'if-none-match': held })).status, held).toBe(200);
    }
    expect((await get({ 'if-none-match': 'x'.repeat(401) })).status).toBe(400);
  });

  it('is open to the mini app’s origin, the tag included', async () => {
    const { headers } = await get({ origin: 'https://h5.zdn.vn' });
    expect(headers['access-control-allow-origin']).toBe('https://h5.zdn.vn');
    expect(headers['access-control-expose-headers']).toContain('etag');
  });
});

describe('POST /v1/searches', () => {
  const report = (body: unknown) =>
    fetch(`${server.url}/v1/searches`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  it('204: takes a query without asking who it is; 400: nothing but a query', async () => {
    expect((await report({ q: 'khai sinh' })).status).toBe(204);
    for (const body of [{}, { q: '' }, { q: 'x'.repeat(201) }, { q: 'a', who: 'me' }, []]) expect((await report(body)).status).toBe(400);
  });

  it('counts by day what was not found and what was not opened, without what could name somebody; looking alone is not counted', async () => {
    await server.sql`delete from search_miss`;
    const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 1, statementTimeoutMs: 3_000 });
    const now = () => Date.parse('2026-11-24T18:30:00Z'); // already the 25th in Vietnam
    const procedures = createProcedureService({ repository: createProcedureRepository(database), now });
    await procedures.list({ q: 'đăng ký bảo hộ nhãn hi', limit: 20 });
    for (const q of ['đăng ký bảo hộ nhãn hiệu Qwxzk', 'dang ky bao ho nhan hieu Qwxzk 0909123456', 'đăng ký khai sinh'])
      await procedures.countUnanswered(q);
    await procedures.close();
    const rows = await server.sql`select day::text, kind, query_key, count from search_miss order by kind`;
    expect([...rows]).toEqual([
      { day: '2026-11-25', kind: 'abandoned', query_key: 'dang ky khai sinh', count: 1 },
      { day: '2026-11-25', kind: 'none', query_key: 'dang ky bao ho nhan hieu ·', count: 2 },
    ]);
    await database.close();
  });

  it('forgets them after 400 days', async () => {
    await server.sql`delete from search_miss`;
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format();
    await server.sql`
      insert into search_miss (day, query_key, count)
      select ${today}::date - age, 'dang ky ·', 1 from unnest(array[0, 399, 402]) as age`;
    await server.sql`select graphile_worker.add_job('search-misses-prune')`;
    await vi.waitFor(
      async () => {
        const rows = await server.sql`select ${today}::date - day as age from search_miss order by 1`;
        expect(rows.map(({ age }) => age)).toEqual([0, 399]);
      },
      { timeout: 10_000 },
    );
  });
});
