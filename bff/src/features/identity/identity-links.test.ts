import { identityKeys } from '@tayninh/sandbox/credentials';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

interface Me {
  level: string;
  levelUntil: string | null;
  identity: { name: string; personalNumber: string } | null;
}
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const meOf = async (citizen: { call: (path: string) => Promise<Response> }) => (await (await citizen.call('/v1/me')).json()) as Me;

describe.each(['federated', 'vneid'] as const)('the national log-in, %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await buildTestApp(
      ({ dataDir, sandbox }): Record<string, string> =>
        kind === 'federated'
          ? {}
          : {
              NATIONAL_LOGIN: 'vneid',
              NATIONAL_LOGIN_URL: `${sandbox.url}/idp/vneid`,
              NATIONAL_LOGIN_DECRYPTION_KEY: identityKeys(dataDir).decryptionKey,
            },
      { isWorking: false },
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(() => server.sandbox.faults.clear());

  it('links the person who logged in, once the code from that page is entered in the session that began', async () => {
    const citizen = await server.as('thu-ha');
    const { id, authorizeUrl } = await citizen.beginLogIn();
    expect(await citizen.identityLink(id)).toMatchObject({ state: 'waiting', reason: null });
    const { status, headers, html, code = '' } = await citizen.logInAt(authorizeUrl);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(html).not.toMatch(/HUỲNH|072190004471|state=|<script/);
    expect((await meOf(citizen)).level).toBe('L1');
    expect(await citizen.identityLink(id)).toMatchObject({ state: 'needs-code', triesLeft: 3 });
    expect(await citizen.enterCode(id, code)).toMatchObject({ state: 'done' });
    const me = await meOf(citizen);
    expect(me).toMatchObject({ level: 'L3', identity: { name: 'HUỲNH THỊ THU HÀ', personalNumber: '********4471' } });
    expect(Date.parse(me.levelUntil ?? '')).toBeGreaterThan(Date.now() + 14 * 60_000);
  });

  it('proves a linked person anew without a code, and the level ends by itself', async () => {
    const citizen = await server.as('thu-ha');
    expect(await meOf(citizen)).toMatchObject({ level: 'L1', levelUntil: null, identity: { personalNumber: '********4471' } });
    const { id, authorizeUrl } = await citizen.beginLogIn({ consent: false });
    expect((await citizen.logInAt(authorizeUrl)).code).toBeUndefined();
    expect(await citizen.identityLink(id)).toMatchObject({ state: 'done' });
    expect((await meOf(citizen)).level).toBe('L3');
    await server.sql`update auth_session set identity_proven_at = now() - interval '15 minutes' where identity_proven_at is not null`;
    expect(await meOf(citizen)).toMatchObject({ level: 'L1', levelUntil: null });
  });

  it('takes an answer once: a replayed, a foreign and an invented return say the same and change nothing', async () => {
    const citizen = await server.as('kim-ngan');
    const { authorizeUrl } = await citizen.beginLogIn();
    const { back } = await citizen.logInAt(authorizeUrl);
    const replayed = await citizen.comeBack(back);
    const invented = new URL(back);
    invented.searchParams.set('state', 'x'.repeat(43));
    expect(replayed.status).toBe(400);
    expect(replayed.code).toBeUndefined();
    expect((await citizen.comeBack(invented)).html).toBe(replayed.html);
  });

  it('refuses a code that is too old, spent, or was given for another question', async () => {
    const citizen = await server.as('kim-ngan');
    const one = await citizen.beginLogIn();
    const other = await citizen.beginLogIn();
    const stateOf = (url: string) => new URL(url).searchParams.get('state') ?? '';
    const first = await citizen.logInAt(one.authorizeUrl);
    const mixed = new URL(first.back);
    mixed.searchParams.set('state', stateOf(other.authorizeUrl));
    expect((await citizen.comeBack(mixed)).code).toBeUndefined();
    expect(await citizen.identityLink(other.id)).toMatchObject({ state: 'refused', reason: 'not-verified' });
  });

  it.each([
    ['the citizen says no', { act: 'refuse' }, 'declined'],
    ['the account is of level 1', { level: '1' }, 'level-1'],
    ['the account is of an organisation', { account: 'organisation' }, 'organisation'],
  ] as const)('says why there is no link when %s', async (_when, choice, reason) => {
    const citizen = await server.as('minh-tam');
    const { id, authorizeUrl } = await citizen.beginLogIn();
    expect((await citizen.logInAt(authorizeUrl, choice)).code).toBeUndefined();
    expect(await citizen.identityLink(id)).toMatchObject({ state: 'refused', reason });
    expect(await meOf(citizen)).toMatchObject({ level: 'L1', identity: null });
  });

  it('says that the identity provider does not answer, and works again when it does', async () => {
    const citizen = await server.as('ba-sau');
    const { id, authorizeUrl } = await citizen.beginLogIn();
    const page = await (await fetch(authorizeUrl)).text();
    const asked = /name="asked" value="([\w-]+)"/.exec(page)?.[1] ?? '';
    const decided = await fetch(new URL('/idp/decision', authorizeUrl), {
      method: 'POST',
      body: new URLSearchParams({ asked, personaId: 'ba-sau', act: 'allow' }),
      redirect: 'manual',
    });
    server.sandbox.faults.set({ system: 'idp', mode: 'garbage', rate: 1, seed: 1 });
    await citizen.comeBack(new URL(decided.headers.get('location') ?? ''));
    expect((await citizen.identityLink(id)).state).toBe('refused');
    server.sandbox.faults.clear();
    expect(await citizen.proveIdentity({ act: kind === 'vneid' ? 'allow-encrypted' : 'allow' })).toMatchObject({ state: 'done' });
  });
});

describe('linking an identity', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await buildTestApp({}, { isWorking: false });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('cannot be finished by another session, not even of the same person', async () => {
    const [began, other, stranger] = [await server.as('van-binh'), await server.as('van-binh'), await server.as('minh-tam')];
    const { id, authorizeUrl } = await began.beginLogIn();
    const { code = '' } = await began.logInAt(authorizeUrl);
    for (const citizen of [other, stranger]) {
      const body = JSON.stringify({ code });
      const refused = await citizen.call(`/v1/me/identity-links/${id}/code`, { method: 'POST', body });
      expect(await codeOf(refused)).toBe('identity-link-not-found');
      expect((await meOf(citizen)).identity).toBeNull();
    }
    expect((await began.enterCode(id, code)).state).toBe('done');
    expect((await meOf(other)).level).toBe('L1'); // proven on one device, not on all
  });

  it('gives whoever lures somebody else into logging in three guesses at a code they never see', async () => {
    const attacker = await server.as('quoc-dung');
    const { id, authorizeUrl } = await attacker.beginLogIn();
    const { code = '' } = await attacker.logInAt(authorizeUrl, { as: 'ngoc-lan' });
    const wrong = code === '0000' ? '0001' : '0000';
    expect(await attacker.enterCode(id, wrong)).toMatchObject({ state: 'needs-code', triesLeft: 2 });
    await attacker.enterCode(id, wrong);
    expect(await attacker.enterCode(id, wrong)).toMatchObject({ state: 'refused', reason: 'wrong-code' });
    expect(await attacker.enterCode(id, code)).toMatchObject({ state: 'refused' });
    expect(await meOf(attacker)).toMatchObject({ level: 'L1', identity: null });
  });

  it('needs consent the first time, and a Zalo proof of the same account', async () => {
    const citizen = await server.as('hoang-phuc');
    await expect(citizen.beginLogIn({ consent: false })).rejects.toThrow('consent-required');
    const foreign = await fetch(`${server.sandbox.url}/control/zalo/tokens`, {
      method: 'POST',
      body: JSON.stringify({ personaId: 'ngoc-lan' }),
      headers: { 'content-type': 'application/json' },
    });
    const { accessToken: zaloAccessToken } = (await foreign.json()) as { accessToken: string };
    const body = JSON.stringify({ consent: true, zaloAccessToken });
    expect(await codeOf(await citizen.call('/v1/me/identity-links', { method: 'POST', body }))).toBe('zalo-proof-refused');
  });

  it('lets one person link several Zalo accounts, and one account only one person at a time', async () => {
    const [mine, second] = [await server.as('hoang-phuc'), await server.as('ngoc-lan')];
    expect(await mine.proveIdentity()).toMatchObject({ state: 'done' });
    expect(await second.proveIdentity({ as: 'hoang-phuc' })).toMatchObject({ state: 'done' });
    expect(await mine.proveIdentity({ as: 'ngoc-lan' })).toMatchObject({ state: 'refused', reason: 'other-identity' });
    expect((await meOf(mine)).identity?.personalNumber).toBe('********9900');
  });

  it('takes over a name that the registry has corrected since, at the next log-in', async () => {
    const citizen = await server.as('minh-tam');
    await citizen.proveIdentity();
    expect(await citizen.proveIdentity({ name: 'Lê Minh Tám' })).toMatchObject({ state: 'done' });
    expect((await meOf(citizen)).identity).toMatchObject({ name: 'LÊ MINH TÁM', personalNumber: '********5566' });
  });

  it('unlinking ends every session of the account and lets another person be linked', async () => {
    const [phone, tablet] = [await server.as('kim-ngan'), await server.as('kim-ngan')];
    await phone.proveIdentity();
    expect((await phone.call('/v1/me/identity-link', { method: 'DELETE' })).status).toBe(204);
    expect(await codeOf(await phone.call('/v1/me'))).toBe('session-revoked');
    expect(await codeOf(await tablet.call('/v1/me'))).toBe('session-revoked');
    const again = await server.as('kim-ngan');
    expect(await meOf(again)).toMatchObject({ level: 'L1', identity: null });
    const acts = await server.sql`select act from consent_entry where purpose = 'link-identity' order by at desc limit 1`;
    expect(acts).toEqual([{ act: 'withdrawn' }]);
  });

  it('keeps numbers and names out of logs, and seals them in the tables', async () => {
    expect(server.lines.join('\n')).not.toMatch(/072203009900|080198003344|HOÀNG PHÚC/);
    const rows = await server.sql<{ row: string }[]>`select identity_link::text as row from identity_link`;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ row }) => row).join('\n')).not.toMatch(/\b0\d{11}\b|HOÀNG PHÚC/);
  });
});
