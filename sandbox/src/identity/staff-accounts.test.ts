import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { staffKeys } from '../credentials.ts';
import { buildTestSandbox, type TestSandbox } from '../testing/build-test-sandbox.ts';

const RETURN = 'http://localhost:9/v1/staff/sign-in/callback';
const VERIFIER = 'v'.repeat(64);
const aQuestion = (rest: Record<string, string> = {}) =>
  new URLSearchParams({
    response_type: 'code',
    client_id: 'tns-console',
    redirect_uri: RETURN,
    scope: 'openid',
    state: 's',
    nonce: 'n',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...rest,
  });
const authorize = (world: TestSandbox, question: URLSearchParams) =>
  fetch(`${world.url}/idp/staff/authorize?${question}`, { redirect: 'manual' });

async function aCode(world: TestSandbox) {
  const asked = /name="asked" value="([\w-]+)"/.exec(await (await authorize(world, aQuestion())).text())?.[1] ?? '';
  const body = new URLSearchParams({ asked, personaId: 'cb-mai' });
  const decided = await fetch(`${world.url}/idp/staff/decision`, { method: 'POST', body, redirect: 'manual' });
  return new URL(decided.headers.get('location') ?? '').searchParams.get('code') ?? '';
}
function redeem(world: TestSandbox, code: string, rest: Record<string, string> = {}) {
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const claims = { iss: 'tns-console', sub: 'tns-console', aud: `${world.url}/idp/staff`, jti: randomUUID(), exp: Date.now() / 1000 + 60 };
  const text = `${part({ alg: 'ES256' })}.${part(claims)}`;
  const key = createPrivateKey(staffKeys(world.dataDir).clientKey);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: RETURN,
    code_verifier: VERIFIER,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`,
    ...rest,
  });
  return fetch(`${world.url}/idp/staff/token`, { method: 'POST', body });
}

describe('the fake staff accounts', () => {
  it('offers every officer, approver, supporter, lead and auditor as a button, and no citizen', async () => {
    await using world = await buildTestSandbox();
    const page = await (await authorize(world, aQuestion())).text();
    const { items } = await world.ask<{ items: { id: string; kind: string }[] }>('/control/personas');
    for (const { id, kind } of items) expect(page.includes(`value="${id}"`), id).toBe(kind !== 'citizen');
    expect(page).toContain('bịa ra');
  });

  it.each([
    ['without PKCE', { code_challenge: '' }],
    ['with plain PKCE', { code_challenge_method: 'plain' }],
    ['without a nonce', { nonce: '' }],
    ['for tokens in the address', { response_type: 'token' }],
  ])('sends a question %s back without a code', async (_how, wrong) => {
    await using world = await buildTestSandbox();
    const answer = await authorize(world, aQuestion(wrong));
    const back = new URL(answer.headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'invalid_request', state: 's' });
  });

  it('sends nobody to an address that is not registered', async () => {
    await using world = await buildTestSandbox();
    const answer = await authorize(world, aQuestion({ redirect_uri: `${RETURN}.ke-gian.vn` }));
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('takes a code once, with its verifier, from the client that holds the key', async () => {
    await using world = await buildTestSandbox();
    const code = await aCode(world);
    expect((await redeem(world, code)).status).toBe(200);
    expect((await redeem(world, code)).status).toBe(400);
    expect((await redeem(world, await aCode(world), { code_verifier: 'w'.repeat(64) })).status).toBe(400);
    expect((await redeem(world, await aCode(world), { client_assertion: 'a.b.c' })).status).toBe(401);
  });
});
