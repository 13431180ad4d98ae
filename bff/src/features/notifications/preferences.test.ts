import { NOTICE_CONSENT_TEXT } from '@tayninh/shared/features/notifications/categories';
import type { Preferences } from '@tayninh/shared/features/notifications/notifications.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sql`truncate preference, consent_entry`);

async function aCitizen() {
  const citizen = await server.as('thu-ha');
  const send = (method: string, path: string, body: object) => citizen.call(path, { method, body: JSON.stringify(body) });
  return {
    send,
    put: async (body: object) => (await (await send('PUT', '/v1/me/preferences', body)).json()) as Preferences,
    mute: (category: string, muted: string[]) => send('PUT', `/v1/me/categories/${category}`, { muted }),
    act: async (about: string[], act: string) =>
      (await (await send('POST', '/v1/me/notice-consents', { about, act, textVersion: NOTICE_CONSENT_TEXT })).json()) as Preferences,
    get: async () => (await (await citizen.call('/v1/me/preferences')).json()) as Preferences,
  };
}
const ledger = () =>
  server.sql<{ purpose: string; act: string; hasSession: boolean }[]>`
    select purpose, act, session_id is not null as "hasSession" from consent_entry order by at, purpose`;

describe('preferences', () => {
  it('200: who never chose gets dossiers and the commune, and nothing that needs consent', async () => {
    const { get } = await aCitizen();
    expect(await get()).toEqual({
      zaloDossierUpdates: true,
      muted: [],
      wants: [],
      answered: [],
      quiet: null,
      homeUnitCode: null,
      language: null,
    });
  });

  it('200: keeps hours, commune and language; what is left out stays', async () => {
    const { put } = await aCitizen();
    await put({ quiet: { from: 21 * 60, to: 6 * 60 }, language: 'en' });
    const [unit] = await server.sql<{ code: string }[]>`select code from unit where kind = 'xã' limit 1`;
    expect(await put({ homeUnitCode: unit?.code })).toMatchObject({
      quiet: { from: 1260, to: 360 },
      language: 'en',
      homeUnitCode: unit?.code,
    });
    expect(await put({ quiet: null })).toMatchObject({ quiet: null, homeUnitCode: unit?.code });
  });

  it('400: refuses a commune of elsewhere and hours of no length', async () => {
    const { send } = await aCitizen();
    expect((await send('PUT', '/v1/me/preferences', { homeUnitCode: '00000' })).status).toBe(400);
    expect((await send('PUT', '/v1/me/preferences', { quiet: { from: 60, to: 60 } })).status).toBe(400);
  });

  it('200: the switch of before and the categories say the same', async () => {
    const { put, mute, get } = await aCitizen();
    expect(await put({ zaloDossierUpdates: false })).toMatchObject({ zaloDossierUpdates: false, muted: ['dossiers:zalo'] });
    await mute('dossiers', []);
    expect((await get()).zaloDossierUpdates).toBe(true);
  });
});

describe('PUT /v1/me/categories/:category', () => {
  it('200: two phones that mute different things at once lose nothing', async () => {
    const { mute, get } = await aCitizen();
    await Promise.all([mute('commune', ['zalo', 'mini-app']), mute('reminders', ['zalo']), mute('news', ['mini-app'])]);
    expect((await get()).muted).toEqual(['commune:mini-app', 'commune:zalo', 'news:mini-app', 'reminders:zalo']);
    await mute('commune', ['zalo']);
    expect((await get()).muted).toEqual(['commune:zalo', 'news:mini-app', 'reminders:zalo']);
  });

  it('422: storm warnings and account safety cannot be muted, not even by SQL', async () => {
    const { mute, get } = await aCitizen();
    expect((await mute('emergency', ['zalo'])).status).toBe(422);
    expect((await mute('security', ['mini-app'])).status).toBe(422);
    expect((await get()).muted).toEqual([]);
    await expect(
      server.sql`insert into preference (citizen_id, muted) values (gen_random_uuid(), array['emergency:zalo'])`,
    ).rejects.toThrow('preference_never_muted');
  });
});

describe('POST /v1/me/notice-consents', () => {
  it('200: consent is an act of its own in the ledger, withdrawn as easily as given', async () => {
    const { act } = await aCitizen();
    expect(await act(['news', 'surveys'], 'given')).toMatchObject({ wants: ['news', 'surveys'], answered: ['news', 'surveys'] });
    expect((await act(['surveys'], 'withdrawn')).wants).toEqual(['news']);
    expect(await ledger()).toEqual([
      { purpose: 'notices-news', act: 'given', hasSession: true },
      { purpose: 'notices-surveys', act: 'given', hasSession: true },
      { purpose: 'notices-surveys', act: 'withdrawn', hasSession: true },
    ]);
  });

  it('200: a refusal is remembered, so that nobody is asked twice', async () => {
    const { act, get } = await aCitizen();
    await act(['news', 'mini-app'], 'refused');
    expect(await get()).toMatchObject({ wants: [], answered: ['news', 'mini-app'] });
  });

  it('400: no act without the words that were shown, and none about what needs no consent', async () => {
    const { send } = await aCitizen();
    expect((await send('POST', '/v1/me/notice-consents', { about: ['news'], act: 'given', textVersion: 'old' })).status).toBe(400);
    const about = { about: ['commune'], act: 'given', textVersion: NOTICE_CONSENT_TEXT };
    expect((await send('POST', '/v1/me/notice-consents', about)).status).toBe(400);
    expect(await ledger()).toEqual([]);
  });
});
