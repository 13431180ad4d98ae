import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
const zaloTokens = async (personaId: string, foreign = false) =>
  (await (
    await fetch(`${server.sandbox.url}/control/zalo/tokens`, {
      method: 'POST',
      body: JSON.stringify({ personaId, foreign }),
      headers: { 'content-type': 'application/json' },
    })
  ).json()) as {
    accessToken: string;
    phoneToken: string;
  };
const me = (token: string) => fetch(`${server.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
const code = async (answer: Response) => ((await answer.json()) as { code: string }).code;
interface Session {
  accessToken: string;
  refreshToken: string;
  level: string;
}
const signIn = async (personaId: string, deviceId?: string) =>
  (await (await post('/v1/sessions', { zaloAccessToken: (await zaloTokens(personaId)).accessToken, deviceId })).json()) as Session;

describe('POST /v1/sessions', () => {
  it('201: a Zalo token opens a session of level L1 that knows the name', async () => {
    const session = await signIn('thu-ha');
    expect(session.level).toBe('L1');
    expect(await (await me(session.accessToken)).json()).toMatchObject({ name: 'Huỳnh Thị Thu Hà', level: 'L1', phone: null });
  });

  it('401: refuses a token of another app, an invented one, and makes no account', async () => {
    const before = await server.sql`select count(*)::int as n from citizen`;
    expect(await code(await post('/v1/sessions', { zaloAccessToken: (await zaloTokens('ngoc-lan', true)).accessToken }))).toBe(
      'zalo-proof-refused',
    );
    expect(await code(await post('/v1/sessions', { zaloAccessToken: 'access-invented-by-somebody' }))).toBe('zalo-proof-refused');
    expect(await server.sql`select count(*)::int as n from citizen`).toEqual(before);
  });

  it('503 with Retry-After while Zalo is down; who is signed in goes on', async () => {
    const session = await signIn('thu-ha');
    const { accessToken } = await zaloTokens('thu-ha');
    server.sandbox.faults.set({ system: 'zalo', mode: 'garbage', rate: 1, seed: 1 });
    const answer = await post('/v1/sessions', { zaloAccessToken: accessToken });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post('/v1/sessions/refresh', { refreshToken: session.refreshToken })).status).toBe(200);
  });

  it('400: refuses extra members, __proto__ and a body that is no JSON', async () => {
    const { accessToken } = await zaloTokens('thu-ha');
    expect(await code(await post('/v1/sessions', { zaloAccessToken: accessToken, level: 'L3' }))).toBe('invalid-request');
    const raw = (body: string, type = 'application/json') =>
      fetch(`${server.url}/v1/sessions`, { method: 'POST', body, headers: { 'content-type': type } });
    expect((await raw('{"zaloAccessToken":"12345678","__proto__":{"x":1}}')).status).toBe(400);
    expect(await code(await raw('{"zalo'))).toBe('malformed-body');
    expect(await code(await raw('zaloAccessToken=1', 'application/x-www-form-urlencoded'))).toBe('unsupported-media-type');
    expect(await code(await raw(JSON.stringify({ zaloAccessToken: 'x'.repeat(70_000) })))).toBe('body-too-large');
  });
});

describe('access tokens', () => {
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forge = (header: object, claims: object, seal: (text: string) => string) => {
    const text = `${base64(header)}.${base64(claims)}`;
    return `${text}.${seal(text)}`;
  };

  it('401: refuses no algorithm, a keyed hash, another key, a changed claim, a refresh token', async () => {
    const { accessToken, refreshToken } = await signIn('thu-ha');
    const [header = '', body = '', signature = ''] = accessToken.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const other = generateKeyPairSync('ed25519').privateKey;
    const forged = [
      forge({ alg: 'none', typ: 'JWT' }, claims, () => ''),
      forge({ alg: 'HS256', typ: 'JWT', kid: 'at-1' }, claims, (text) => createHmac('sha256', '').update(text).digest('base64url')),
      forge({ alg: 'EdDSA', typ: 'JWT', kid: 'at-1' }, claims, (text) => sign(null, Buffer.from(text), other).toString('base64url')),
      `${header}.${base64({ ...claims, sub: crypto.randomUUID() })}.${signature}`,
      refreshToken,
      '',
    ];
    for (const token of forged) expect((await me(token)).status).toBe(401);
    expect((await me(accessToken)).status).toBe(200);
  });

  it('401: are worth nothing after signing out', async () => {
    const { accessToken } = await signIn('thu-ha');
    const out = await fetch(`${server.url}/v1/sessions/current`, { method: 'DELETE', headers: { authorization: `Bearer ${accessToken}` } });
    expect(out.status).toBe(204);
    expect(await code(await me(accessToken))).toBe('session-revoked');
  });
});

describe('POST /v1/sessions/refresh', () => {
  const refresh = (body: object) => post('/v1/sessions/refresh', body);

  it('gives the same successor when the first reply was lost', async () => {
    const { refreshToken } = await signIn('kim-ngan');
    const rotationId = crypto.randomUUID();
    const first = (await (await refresh({ refreshToken, rotationId })).json()) as Session;
    const again = (await (await refresh({ refreshToken, rotationId })).json()) as Session;
    expect(again.refreshToken).toBe(first.refreshToken);
    expect((await refresh({ refreshToken: first.refreshToken })).status).toBe(200);
  });

  it('ends the whole family when an old token is used again', async () => {
    const { refreshToken } = await signIn('kim-ngan');
    const next = (await (await refresh({ refreshToken, rotationId: crypto.randomUUID() })).json()) as Session;
    expect(await code(await refresh({ refreshToken, rotationId: crypto.randomUUID() }))).toBe('session-revoked');
    expect(await code(await refresh({ refreshToken: next.refreshToken }))).toBe('session-revoked');
  });

  it('never leaves two live successors: twenty at once with one rotation id give one', async () => {
    const { refreshToken } = await signIn('kim-ngan');
    const rotationId = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh({ refreshToken, rotationId })));
    const tokens = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Session).refreshToken));
    expect(new Set(tokens).size).toBe(1);
  });

  it('ends the family when another device brings the token', async () => {
    const { refreshToken } = await signIn('kim-ngan', 'device-one');
    expect(await code(await refresh({ refreshToken, deviceId: 'device-two' }))).toBe('session-revoked');
    expect(await code(await refresh({ refreshToken, deviceId: 'device-one' }))).toBe('session-revoked');
  });
});

describe('PUT /v1/me/phone', () => {
  const put = (session: Session, body: object) =>
    fetch(`${server.url}/v1/me/phone`, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${session.accessToken}`, 'content-type': 'application/json' },
    });

  it('200: raises the level and gives the number in full this once, later masked; the token works once', async () => {
    const session = await signIn('minh-tam');
    const tokens = await zaloTokens('minh-tam');
    const body = { zaloAccessToken: tokens.accessToken, phoneToken: tokens.phoneToken };
    expect(await (await put(session, body)).json()).toMatchObject({
      level: 'L2',
      phone: '*****104',
      releasedPhone: expect.stringMatching(/^0\d{6}104$/),
    });
    expect(await (await me(session.accessToken)).json()).toEqual({
      id: expect.any(String),
      name: expect.any(String),
      level: 'L2',
      levelUntil: null,
      phone: '*****104',
      identity: null,
      offersIdentity: true,
      offersStoredPapers: true,
    });
    expect(await code(await put(session, body))).toBe('phone-proof-refused');
  });

  it('401: refuses the token of another Zalo account', async () => {
    const session = await signIn('quoc-dung');
    const tokens = await zaloTokens('minh-tam');
    expect(await code(await put(session, { zaloAccessToken: tokens.accessToken, phoneToken: tokens.phoneToken }))).toBe(
      'zalo-proof-refused',
    );
  });
});
