import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

const codeOf = async (answer: Response) => ((await answer.json()) as { code?: string }).code ?? answer.status;
const SESSION = '__Host-sid';
const SECRET = '__Host-sign-in';

describe('signing in to the console', () => {
  it('lets an officer in as what and where our own tables say', async () => {
    const browser = await server.staff('cb-mai');
    expect(await browser.me()).toMatchObject({
      name: 'Cao Thị Mai',
      grants: [{ role: 'officer', unit: { name: 'phường Ninh Thạnh' } }],
      isRehearsal: true,
    });
    const { grants } = await (await server.staff('ld-hung')).me();
    expect(grants).toMatchObject([{ role: 'approver', unit: { name: 'tỉnh Tây Ninh' } }]);
  });

  it('asks the provider with PKCE, state and nonce, and keeps what is secret out of address and database', async () => {
    const browser = server.openConsole();
    const asked = new URL(await browser.begin()).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect([...asked.values()]).not.toContain(browser.cookies.get(SECRET));
    const stored = JSON.stringify(await server.sql`select * from staff_sign_in`);
    for (const value of [asked.get('state'), asked.get('nonce'), browser.cookies.get(SECRET)]) expect(stored).not.toContain(value);
  });

  it('gives cookies that only this host gets back over https, out of reach of scripts', async () => {
    const browser = server.openConsole();
    const began = await browser.request('/v1/staff/sign-in');
    expect(began.headers.getSetCookie()[0]).toMatch(/^__Host-sign-in=.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const back = await browser.decide(began.headers.get('location') ?? '', 'cb-mai');
    const [, session] = (await browser.request(back.pathname + back.search)).headers.getSetCookie();
    expect(session).toMatch(/^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(JSON.stringify(await server.sql`select * from staff_session`)).not.toContain(browser.cookies.get(SESSION));
  });

  it('goes to the page that was asked for, and to no other host', async () => {
    const browser = server.openConsole();
    expect(await browser.signIn('cb-mai', {}, '?to=/campaigns/7?tab=people')).toBe('/campaigns/7?tab=people');
    for (const to of ['//evil.vn', '/\\evil.vn', 'https://evil.vn'])
      expect((await browser.request(`/v1/staff/sign-in?to=${encodeURIComponent(to)}`)).status, to).toBe(400);
  });

  it.each([
    ['the person says no', { act: 'refuse' }, 'declined'],
    ['there was a password only', { secondFactor: 'none' }, 'no-second-factor'],
    ['the token answers another question', { lie: 'nonce' }, 'not-verified'],
    ['the token is for another system', { lie: 'audience' }, 'not-verified'],
    ['the token is of another provider', { lie: 'issuer' }, 'not-verified'],
    ['the token is signed by somebody else', { lie: 'signature' }, 'not-verified'],
  ] as const)('opens no session when %s', async (_when, choice, reason) => {
    const browser = server.openConsole();
    expect(await browser.signIn('cb-mai', choice)).toBe(`/sign-in?refused=${reason}`);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('takes a way back once: a code that is replayed opens nothing, with or without the cookie', async () => {
    const browser = server.openConsole();
    const back = await browser.decide(await browser.begin(), 'cb-mai');
    const secret = browser.cookies.get(SECRET) ?? '';
    expect(await browser.comeBack(back)).toBe('/');
    browser.cookies.set(SECRET, secret);
    expect(await browser.comeBack(back)).toBe('/sign-in?refused=over');
    const second = server.openConsole();
    await second.begin(); // another question, the same code
    const other = new URL(back);
    other.searchParams.set('state', new URL(await second.begin()).searchParams.get('state') ?? '');
    expect(await second.comeBack(other)).toBe('/sign-in?refused=not-verified');
  });

  it('refuses a way back that began in another browser, that carries a foreign state or issuer, or comes too late', async () => {
    const [victim, attacker] = [server.openConsole(), server.openConsole()];
    const lured = await attacker.decide(await attacker.begin(), 'cb-long');
    expect(await victim.comeBack(lured)).toBe('/sign-in?refused=over');
    await victim.begin();
    expect(await victim.comeBack(lured)).toBe('/sign-in?refused=not-verified');

    const mixed = await victim.decide(await victim.begin(), 'cb-mai');
    mixed.searchParams.set('iss', 'http://127.0.0.1:1/idp/khac');
    expect(await victim.comeBack(mixed)).toBe('/sign-in?refused=not-verified');

    const late = await victim.decide(await victim.begin(), 'cb-mai');
    await server.sql`update staff_sign_in set started_at = started_at - interval '10 minutes'`;
    expect(await victim.comeBack(late)).toBe('/sign-in?refused=over');
  });

  it('refuses who has an account and no role, and writes that down', async () => {
    const browser = server.openConsole();
    expect(await browser.signIn('chua-cap-quyen')).toBe('/sign-in?refused=no-role');
    const [{ action } = {}] = await server.sql`select action from audit_entry order by no desc limit 1`;
    expect(action).toBe('staff.sign-in.refused');
  });

  it('says that the provider does not answer, and works again when it does', async () => {
    const browser = server.openConsole();
    const back = await browser.decide(await browser.begin(), 'cb-mai');
    server.sandbox.faults.set({ system: 'idp', mode: 'garbage', rate: 1, seed: 1 });
    expect(await browser.comeBack(back)).toMatch(/refused=(unavailable|not-verified)$/);
    server.sandbox.faults.clear();
    expect(await browser.signIn('cb-mai')).toBe('/');
  });
});

describe('a session of the console', () => {
  const age = (name: string, column: 'last_seen_at' | 'created_at' | 'authenticated_at', by: string) => server.sql`
    update staff_session set ${server.sql(column)} = ${server.sql(column)} - ${by}::interval
    where staff_id = (select id from staff_member where name = ${name})`;

  it('401 after fifteen idle minutes, not before', async () => {
    const browser = await server.staff('ht-thao');
    await age('Ngô Thị Thảo', 'last_seen_at', '14 minutes 50 seconds');
    expect((await browser.request('/v1/staff/me')).status).toBe(200); // and counts as use
    await age('Ngô Thị Thảo', 'last_seen_at', '14 minutes 50 seconds');
    expect((await browser.request('/v1/staff/me')).status).toBe(200);
    await age('Ngô Thị Thảo', 'last_seen_at', '15 minutes');
    expect(await codeOf(await browser.request('/v1/staff/me'))).toBe('sign-in-over');
  });

  it('401 eight hours after it began, however busy', async () => {
    const browser = await server.staff('ht-khoa');
    await age('Mai Đăng Khoa', 'created_at', '7 hours 59 minutes');
    expect((await browser.request('/v1/staff/me')).status).toBe(200);
    await age('Mai Đăng Khoa', 'created_at', '2 minutes');
    expect(await codeOf(await browser.request('/v1/staff/me'))).toBe('sign-in-over');
  });

  it('is over with the next request for who is switched off, and for who is given or loses a role', async () => {
    const browser = await server.staff('kt-an');
    await server.sql`update staff_member set is_active = false where name = 'Hồ Thị An'`;
    expect(await codeOf(await browser.request('/v1/staff/me'))).toBe('sign-in-over');
    expect(await browser.signIn('kt-an')).toBe('/sign-in?refused=no-role');
    await server.sql`update staff_member set is_active = true where name = 'Hồ Thị An'`;
    expect(await browser.signIn('kt-an')).toBe('/');
    await server.sql`
      insert into staff_grant (staff_id, role, unit_code, valid_until)
      select id, 'dpo', '80', now() + interval '1 day' from staff_member where name = 'Hồ Thị An'`;
    expect(await codeOf(await browser.request('/v1/staff/me'))).toBe('sign-in-over');
    expect(await browser.signIn('kt-an')).toBe('/');
    expect((await browser.me()).grants.map(({ role }) => role)).toEqual(['auditor', 'dpo']);
    await server.sql`update staff_grant set valid_until = now() where role = 'dpo'`;
    expect(await codeOf(await browser.request('/v1/staff/me'))).toBe('sign-in-over');
  });

  it('gets a new id by signing in again, which ends the old one', async () => {
    const browser = await server.staff('ht-truong');
    const old = browser.cookies.get(SESSION) ?? '';
    expect(await browser.signIn('ht-truong', {}, '?fresh=true')).toBe('/');
    expect(browser.cookies.get(SESSION)).not.toBe(old);
    const thief = server.openConsole();
    thief.cookies.set(SESSION, old);
    expect(await codeOf(await thief.request('/v1/staff/me'))).toBe('sign-in-over');
  });

  it('ends by signing out, here and at the provider, and both are in the audit trail', async () => {
    const browser = await server.staff('cb-long');
    const cookie = browser.cookies.get(SESSION) ?? '';
    const answer = await browser.call('/v1/staff/sign-out', { method: 'POST' });
    const { next } = (await answer.json()) as { next: string };
    expect((await fetch(next, { redirect: 'manual' })).headers.get('location')).toBe('http://localhost:9/sign-in');
    expect(browser.cookies.has(SESSION)).toBe(false);
    browser.cookies.set(SESSION, cookie);
    expect(await codeOf(await browser.request('/v1/staff/me'))).toBe('sign-in-over');
    const rows = await server.sql`
      select action from audit_entry a join staff_member m on a.actor = 'staff:' || m.id where m.name = 'Tạ Văn Long' order by no`;
    expect(rows.map(({ action }) => action)).toEqual(['staff.sign-in', 'staff.sign-out']);
  });

  it('403: changes nothing for a page that is not ours', async () => {
    const browser = await server.staff('ld-nga');
    const { csrfToken } = await browser.me();
    const ours = { origin: 'http://localhost:9', 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrfToken };
    const without = (name: keyof typeof ours) => Object.fromEntries(Object.entries(ours).filter(([header]) => header !== name));
    for (const headers of [
      {},
      without('origin'),
      without('x-csrf-token'),
      { ...ours, origin: 'https://evil.vn' },
      { ...ours, origin: 'null' },
      { ...ours, origin: 'http://localhost:9.evil.vn' },
      { ...ours, 'sec-fetch-site': 'same-site' },
      { ...ours, 'x-csrf-token': 'x'.repeat(43) },
    ])
      expect(await codeOf(await browser.request('/v1/staff/sign-out', { method: 'POST', headers })), JSON.stringify(headers)).toBe(
        'foreign-page',
      );
    const form = await browser.request('/v1/staff/sign-out', {
      method: 'POST',
      headers: { ...ours, 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(form.status).toBe(415);
    expect((await browser.me()).name).toBe('Đoàn Thị Nga');
  });
});

describe('two hosts', () => {
  it('names the communes and procedures that officers choose people by', async () => {
    const browser = await server.staff('cb-mai');
    const { communes } = (await (await browser.request('/v1/units/table')).json()) as { communes: { name: string }[] };
    expect(communes.map(({ name }) => name)).toContain('Ninh Thạnh');
    expect((await browser.request('/v1/procedures?q=khai%20sinh')).status).toBe(200);
  });

  it('404: routes for staff are not on the api host, routes for citizens not on the console’s', async () => {
    const browser = await server.staff('cb-mai');
    const cookie = `${SESSION}=${browser.cookies.get(SESSION)}`;
    expect((await fetch(`${server.url}/v1/staff/me`, { headers: { cookie } })).status).toBe(404);
    const citizen = await server.as('thu-ha');
    const authorization = `Bearer ${citizen.session.accessToken}`;
    expect((await fetch(`${server.consoleUrl}/v1/me`, { headers: { authorization } })).status).toBe(404);
  });

  it('401: a citizen’s token opens nothing at the console, a console cookie nothing of a citizen', async () => {
    const browser = await server.staff('cb-mai');
    const cookie = `${SESSION}=${browser.cookies.get(SESSION)}`;
    expect(await codeOf(await fetch(`${server.url}/v1/me`, { headers: { cookie } }))).toBe('session-required');
    const citizen = await server.as('thu-ha');
    const authorization = `Bearer ${citizen.session.accessToken}`;
    expect(await codeOf(await fetch(`${server.consoleUrl}/v1/staff/me`, { headers: { authorization } }))).toBe('sign-in-required');
    const asCookie = { cookie: `${SESSION}=${citizen.session.accessToken}` };
    expect(await codeOf(await fetch(`${server.consoleUrl}/v1/staff/me`, { headers: asCookie }))).toBe('sign-in-over');
  });

  it('answers with the strict policy, without CORS, and keeps personal answers out of caches', async () => {
    const browser = await server.staff('cb-mai');
    const { headers } = await browser.request('/v1/staff/me', { headers: { origin: 'https://h5.zdn.vn' } });
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';.*trusted-types/);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

it('logs nobody’s name, subject or token', async () => {
  const browser = await server.staff('cb-mai');
  const log = server.lines.join('\n');
  for (const secret of ['Cao Thị Mai', browser.cookies.get(SESSION) ?? '', (await browser.me()).csrfToken])
    expect(log).not.toContain(secret);
});
