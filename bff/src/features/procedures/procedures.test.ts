import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());
const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

describe('GET /v1/procedures', () => {
  it.each(['lam khai sinh cho be', 'làm khai sinh cho bé', 'LAM KHAI SINH'])('200: "%s" finds birth registration first', async (q) => {
    const body = (await (await get(`/v1/procedures?q=${encodeURIComponent(q)}`)).json()) as { items: { code: string }[] };
    expect(body.items[0]?.code).toBe('1.001193');
  });

  it('200: nothing found gives words to try instead', async () => {
    const body = (await (await get('/v1/procedures?q=zzzz%20qqqq')).json()) as { items: unknown[]; suggestions: string[] };
    expect(body.items).toEqual([]);
    expect(body.suggestions.length).toBeGreaterThan(0);
    // a suggestion that leads nowhere would be another dead end
    for (const words of body.suggestions) {
      const again = (await (await get(`/v1/procedures?q=${encodeURIComponent(words)}`)).json()) as { items: unknown[] };
      expect(again.items.length, words).toBeGreaterThan(0);
    }
  });

  it('200: pages reach at least 110 procedures, each once', async () => {
    const codes: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = (await (await get(`/v1/procedures?limit=50${cursor && `&cursor=${cursor}`}`)).json()) as {
        items: { code: string }[];
        nextCursor: string | null;
      };
      codes.push(...page.items.map((item) => item.code));
      cursor = page.nextCursor;
    }
    expect(codes.length).toBeGreaterThanOrEqual(110);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('400: refuses parameters that do not exist', async () => {
    expect((await get('/v1/procedures?order=price')).status).toBe(400);
  });
});

describe('GET /v1/procedures/:code', () => {
  it('200 with an ETag, then 304', async () => {
    const first = await get('/v1/procedures/1.001193');
    expect(await first.json()).toMatchObject({ code: '1.001193', versionNo: 1, submitMode: 'api', forms: [{ caseId: 'trong-nuoc' }] });
    expect((await get('/v1/procedures/1.001193', { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('404 as problem details in Vietnamese, without inner detail', async () => {
    const answer = await get('/v1/procedures/1.999999');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toEqual({
      type: '/problems/procedure-not-found',
      title: 'Không tìm thấy thủ tục này.',
      status: 404,
      detail: 'Không tìm thấy thủ tục này.',
      code: 'procedure-not-found',
      requestId: expect.any(String),
    });
  });
});

describe('the server as a whole', () => {
  it('says it lives and is ready, and prints its contract', async () => {
    expect((await get('/livez')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    const openapi = (await (await get('/openapi.json')).json()) as { openapi: string; paths: Record<string, unknown> };
    expect(openapi.openapi).toBe('3.1.0');
    expect(Object.keys(openapi.paths)).toEqual(expect.arrayContaining(['/v1/sessions', '/v1/dossiers', '/v1/dossiers/{id}', '/v1/inbox']));
  });

  it('answers the mini app’s origins only', async () => {
    const allowed = await get('/v1/procedures?limit=1', { origin: 'https://h5.zdn.vn' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://h5.zdn.vn');
    for (const origin of ['https://h5.zdn.vn.evil.example', 'null', 'http://h5.zdn.vn'])
      expect((await get('/v1/procedures?limit=1', { origin })).headers.get('access-control-allow-origin')).toBeNull();
  });
});
