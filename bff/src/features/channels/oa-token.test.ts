import { expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { createUpstream } from '../../connectors/upstream.ts';
import { createZaloOa } from '../../connectors/zalo/zalo-oa.ts';
import { openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { createOaTokenRepository } from './oa-token.repository.ts';
import { createOaTokenKeeper } from './oa-token-keeper.ts';

const HOUR = 3_600_000;

/** A process of its own that keeps the token of this installation, with its own clock and configuration. */
function aKeeper(server: TestServer, { firstRefreshToken = server.config.ZALO_OA_REFRESH_TOKEN, laterMs = 0 } = {}) {
  const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 4, statementTimeoutMs: 10_000 });
  const encryption = createEncryption({
    keyEncryptionKeys: server.config.KEY_ENCRYPTION_KEYS,
    subjectKeys: createSubjectKeyStore(database),
  });
  const upstream = createUpstream({ system: 'zalo', baseUrl: server.config.ZALO_OAUTH_URL });
  const tokens = createOaTokenRepository(database, encryption);
  let refreshes = 0;
  const oa = createZaloOa({
    openApi: upstream,
    business: upstream,
    oauth: {
      ...upstream,
      call: (request) => {
        refreshes += 1;
        return upstream.call(request);
      },
    },
    appId: server.config.ZALO_APP_ID,
    appSecret: server.config.ZALO_APP_SECRET,
    timeoutMs: 3_000,
  });
  const alarms: { what: string; hoursLeft: number | undefined }[] = [];
  const keeper = createOaTokenKeeper({
    tokens,
    oa,
    oaId: server.config.ZALO_OA_ID,
    firstRefreshToken,
    alarm: (what, { hoursLeft }) => alarms.push({ what, hoursLeft }),
    now: () => Date.now() + laterMs,
  });
  return {
    accessToken: keeper.accessToken,
    keepFresh: keeper.keepFresh,
    tokens,
    alarms,
    refreshes: () => refreshes,
    async [Symbol.asyncDispose]() {
      await upstream.close();
      await database.close();
    },
  };
}
const change = async (server: TestServer, body: object) => {
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await fetch(`${server.sandbox.url}/control/zalo/oa-tokens`, init)).json()) as { refreshToken?: string };
};
const quiet = { isWorking: false };

it('pushes go on after the Account was authorised again: the stored token is refused, the new one of the configuration works', async () => {
  await using server = await buildTestApp({}, quiet);
  await using keeper = aKeeper(server);
  const ended = { accessToken: 'ended', refreshToken: 'spent elsewhere', expiresAt: new Date(Date.now() - 1_000) };
  await keeper.tokens.save(server.config.ZALO_OA_ID, ended, null);
  expect(await keeper.accessToken()).toMatch(/^oa-access-/);
});

it('a newly configured token is used at once, though the stored pair would do for hours', async () => {
  await using server = await buildTestApp({}, quiet);
  await using before = aKeeper(server);
  const old = await before.accessToken();
  const { refreshToken = '' } = await change(server, { authoriseAgain: true });
  await using after = aKeeper(server, { firstRefreshToken: refreshToken });
  const fresh = await after.accessToken();
  expect(fresh).not.toBe(old);
  expect(await after.accessToken()).toBe(fresh);
  expect(after.refreshes()).toBe(1);
});

it('a wrongly copied new token is refused once, told, and the stored pair goes on', async () => {
  await using server = await buildTestApp({}, quiet);
  await using before = aKeeper(server);
  await before.accessToken();
  await using after = aKeeper(server, { firstRefreshToken: 'copied with a letter missing' });
  expect(await after.accessToken()).toMatch(/^oa-access-/);
  expect(await after.accessToken()).toMatch(/^oa-access-/);
  expect(after.alarms.map(({ what }) => what)).toEqual(['Zalo refused the newly configured refresh token; the stored one is used']);
});

it('is renewed at 20 hours, once, however many processes and messages ask for it together', async () => {
  await using server = await buildTestApp({}, quiet);
  await using first = aKeeper(server);
  const old = await first.accessToken();
  await using early = aKeeper(server, { laterMs: 19 * HOUR });
  expect(await early.accessToken()).toBe(old);
  await using one = aKeeper(server, { laterMs: 20.5 * HOUR });
  await using other = aKeeper(server, { laterMs: 20.5 * HOUR });
  const given = await Promise.all(Array.from({ length: 20 }, (_, number) => (number % 2 ? one : other).accessToken()));
  expect(new Set(given).size).toBe(1);
  expect(given[0]).not.toBe(old);
  expect(one.refreshes() + other.refreshes()).toBe(1);
});

it('a refused renewal raises the alarm while hours are left, and pushes go on with the old token until its end', async () => {
  await using server = await buildTestApp({}, quiet);
  await using first = aKeeper(server);
  const old = await first.accessToken();
  await change(server, { drop: 'all' });
  await using keeper = aKeeper(server, { laterMs: 20.1 * HOUR });
  await keeper.keepFresh();
  expect(keeper.alarms).toEqual([{ what: 'Zalo refused the refresh token: the Official Account must be authorised again', hoursLeft: 4 }]);
  expect(await keeper.accessToken()).toBe(old);
  await using late = aKeeper(server, { laterMs: 25.1 * HOUR });
  expect(await late.accessToken()).toBeNull();
});

it('a renewal whose answer was lost is tried once more with the same token: before its effect it works, after it a person is needed', async () => {
  await using server = await buildTestApp({}, quiet);
  await change(server, { loseRefresh: 'before' });
  await using keeper = aKeeper(server);
  expect(await keeper.accessToken()).toMatch(/^oa-access-/);
  expect(keeper.refreshes()).toBe(2);
  await change(server, { loseRefresh: 'after' });
  await using late = aKeeper(server, { laterMs: 21 * HOUR });
  expect(await late.accessToken()).toMatch(/^oa-access-/); // the old one
  expect(late.refreshes()).toBe(2);
  expect(late.alarms).toHaveLength(1);
});
