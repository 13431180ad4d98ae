import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

const control = async <T>(server: TestServer, path: string, body?: object, method = 'PUT') => {
  const init = body && { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await fetch(`${server.sandbox.url}/control/zalo/${path}`, init)).json()) as T;
};
interface Sends {
  readonly total: number;
  readonly byChannel: Record<string, number>;
  readonly refused: Record<string, number>;
}
const sends = (server: TestServer) => control<Sends>(server, 'sends');

/** One message of a dossier that waits for its push. @returns its id and whom it is for */
async function aPush(server: TestServer, personaId = 'thu-ha') {
  await server.as(personaId);
  const [person] = await server.sql<{ id: string }[]>`select id from citizen order by last_seen_at desc limit 1`;
  const citizenId = person?.id ?? '';
  const [made] = await server.sql<{ id: string }[]>`
    with message as (
      insert into inbox_message (citizen_id, event_key, kind, category, title, body) values (${citizenId}, gen_random_uuid()::text, 'dossier-status', 'dossiers', 'Hồ sơ', 'Đã tiếp nhận') returning id)
    insert into delivery (message_id, template_id, procedure_name, masked_code, status_text, note)
    select id, '380001', 'Khai sinh', 'TNS-••••-94QX', 'Đã tiếp nhận', 'Mở ứng dụng để xem chi tiết' from message returning message_id as id`;
  return { messageId: made?.id ?? '', citizenId };
}
const deliver = async (server: TestServer, messageId: string) => {
  await server.jobs.deliver?.({ messageId });
  const [row] = await server.sql<{ state: string; channel: string; reason: string | null; providerMessageId: string | null }[]>`
    select state, channel, reason, provider_message_id as "providerMessageId" from delivery where message_id = ${messageId}`;
  return row;
};
const anyone = { isWorking: false };

/** As Zalo signs: a plain digest over our app id, the bytes as they are, their own time and the secret. */
function signed(server: TestServer, body: object, secret = server.config.ZALO_OA_SECRET_KEY) {
  const raw = JSON.stringify(body);
  const { timestamp } = body as { timestamp: string };
  const mac = createHash('sha256')
    .update(server.config.ZALO_APP_ID + raw + timestamp + secret)
    .digest('hex');
  return { raw, mac: `mac=${mac}` };
}
const post = (server: TestServer, path: string, raw: string, signature?: string) =>
  fetch(server.url + path, {
    method: 'POST',
    body: raw,
    headers: { 'content-type': 'application/json', ...(signature !== undefined && { 'x-zevent-signature': signature }) },
  });
const tell = async (server: TestServer, body: Record<string, unknown>) => {
  const { raw, mac } = signed(server, { app_id: server.config.ZALO_APP_ID, timestamp: String(Date.now()), ...body });
  return (await post(server, '/hooks/zalo/oa', raw, mac)).status;
};
const OA_USER = '7712345678901234001'; // of thu-ha

describe('a push through Zalo', () => {
  it('goes by user id; when the person has left the Account it says so, and the next sender knows', async () => {
    await using server = await buildTestApp({}, anyone);
    const first = await aPush(server);
    expect(await deliver(server, first.messageId)).toMatchObject({
      state: 'sent',
      channel: 'zbs-uid',
      providerMessageId: expect.any(String),
    });
    await control(server, 'events', { personaId: 'thu-ha', event: 'unfollow' }, 'POST');
    const second = await aPush(server);
    const outcome = await deliver(server, second.messageId);
    expect(outcome?.reason).toBe('zalo -213');
    const [known] = await server.sql`select uid_blocked_until from reach where citizen_id = ${second.citizenId}`;
    expect(known?.uid_blocked_until).not.toBeNull();
  });

  it('survives a token that Zalo ends at midnight: one renewal, the message goes out once', async () => {
    await using server = await buildTestApp({}, anyone);
    await deliver(server, (await aPush(server)).messageId);
    await control(server, 'oa-tokens', { drop: 'access' });
    const pushes = [await aPush(server), await aPush(server), await aPush(server)];
    const states = await Promise.all(pushes.map(({ messageId }) => deliver(server, messageId)));
    expect(states.map((row) => row?.state)).toEqual(['sent', 'sent', 'sent']);
    expect((await sends(server)).byChannel).toEqual({ 'zbs-uid': 4 });
  });

  it('waits, and raises the alarm, when Zalo takes neither token', async () => {
    await using server = await buildTestApp({}, anyone);
    await deliver(server, (await aPush(server)).messageId);
    await control(server, 'oa-tokens', { drop: 'all' });
    const waiting = await aPush(server);
    expect(await deliver(server, waiting.messageId)).toMatchObject({ state: 'queued', reason: 'no token: refused' });
    expect(server.lines.join('')).toContain('must be authorised again');
  });

  it('asks for a new token once more when the answer to the renewal was lost on the way there', async () => {
    await using server = await buildTestApp({}, anyone);
    await control(server, 'oa-tokens', { loseRefresh: 'before' });
    expect(await deliver(server, (await aPush(server)).messageId)).toMatchObject({ state: 'sent' });
  });

  it('does not send again what Zalo refused for an unknown reason, and says so to staff', async () => {
    await using server = await buildTestApp({}, anyone);
    await control(server, 'refusals', { items: [{ code: -777 }] });
    const { messageId } = await aPush(server);
    expect(await deliver(server, messageId)).toMatchObject({ state: 'failed', reason: 'zalo -777' });
    expect(server.lines.filter((line) => line.includes('"errorCode":"-777"'))).toHaveLength(1);
    expect((await sends(server)).total).toBe(0);
  });

  it('tries later what was only too fast', async () => {
    await using server = await buildTestApp({}, anyone);
    await control(server, 'refusals', { items: [{ code: -32, times: 1 }] });
    const { messageId } = await aPush(server);
    expect(await deliver(server, messageId)).toMatchObject({ state: 'queued', reason: 'zalo -32' });
    expect(await deliver(server, messageId)).toMatchObject({ state: 'sent' });
  });
});

describe('POST /hooks/zalo/oa', () => {
  it('200: the unsigned probe of Zalo’s console changes nothing', async () => {
    await using server = await buildTestApp({}, anyone);
    expect((await post(server, '/hooks/zalo/oa', '{}')).status).toBe(200);
    expect(await server.sql`select 1 from webhook_event`).toHaveLength(0);
  });

  it('401: another secret, a changed space, a short or missing mac, the scheme of the mini app', async () => {
    await using server = await buildTestApp({}, anyone);
    const body = { app_id: server.config.ZALO_APP_ID, event_name: 'user_send_text', timestamp: String(Date.now()) };
    const { raw, mac } = signed(server, body);
    for (const [bytes, signature] of [
      [raw, signed(server, body, 'another secret 123').mac],
      [raw.replace(':', ': '), mac],
      [raw, mac.slice(0, -2)],
      [raw, `${mac}00`],
      [raw, mac.replace('mac=', '')],
      [raw, undefined],
      ['{"timestamp":1}', mac],
      ['not json', mac],
    ] as const)
      expect((await post(server, '/hooks/zalo/oa', bytes, signature)).status).toBe(401);
    expect(await server.sql`select 1 from webhook_event`).toHaveLength(0);
    expect(await server.count('zalo_events_total', { source: 'oa', outcome: 'forged' })).toBe(8);
  });

  it('200: believes the secret before while it is changed', async () => {
    await using server = await buildTestApp({ ZALO_OA_SECRET_KEY_BEFORE: 'the-secret-of-last-week' }, anyone);
    const body = { app_id: server.config.ZALO_APP_ID, event_name: 'follow', follower: { id: OA_USER }, timestamp: String(Date.now()) };
    for (const secret of [undefined, 'the-secret-of-last-week']) {
      const { raw, mac } = signed(server, body, secret);
      expect((await post(server, '/hooks/zalo/oa', raw, mac)).status).toBe(200);
    }
    expect(await server.sql`select 1 from webhook_event`).toHaveLength(1);
  });

  it('keeps an event sealed, once, and only records one that is older than a day', async () => {
    await using server = await buildTestApp({}, anyone);
    const said = { event_name: 'user_send_text', sender: { id: OA_USER }, message: { msg_id: 'm-1', text: 'Chào cán bộ' } };
    for (let time = 0; time < 3; time += 1) expect(await tell(server, { ...said, timestamp: String(Date.now() + time) })).toBe(200);
    expect(await tell(server, { ...said, message: { msg_id: 'm-2' }, timestamp: String(Date.now() - 25 * 3_600_000) })).toBe(200);
    const rows = await server.sql`select state, body_sealed from webhook_event order by state`;
    expect(rows.map(({ state }) => state)).toEqual(['recorded', 'waiting']);
    expect(JSON.stringify(rows)).not.toContain('Chào');
  });

  it('ends alike however often and in whatever order follows, receipts and unknown events come', async () => {
    const ends: unknown[] = [];
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0, 2, 3],
      [2, 4, 0, 3, 1, 1],
    ]) {
      await using server = await buildTestApp({}, anyone);
      const { messageId, citizenId } = await aPush(server);
      const id = (await deliver(server, messageId))?.providerMessageId ?? '';
      const at = Date.now() - 60_000;
      const events = [
        { event_name: 'follow', follower: { id: OA_USER }, timestamp: String(at) },
        { event_name: 'unfollow', follower: { id: OA_USER }, timestamp: String(at + 1_000) },
        { event_name: 'user_received_message', recipient: { id: OA_USER }, message: { msg_id: id }, timestamp: String(at + 2_000) },
        { event_name: 'user_seen_message', recipient: { id: OA_USER }, message: { msg_ids: [id] }, timestamp: String(at + 3_000) },
        { event_name: 'user_waved', sender: { id: OA_USER }, timestamp: String(at + 4_000) },
      ];
      for (const number of order) {
        expect(await tell(server, events[number] ?? {})).toBe(200);
        await server.jobs['zalo-events']?.({});
      }
      const [reach] = await server.sql`select follows_oa from reach where citizen_id = ${citizenId}`;
      const [push] = await server.sql`select state from delivery where message_id = ${messageId}`;
      const kept = await server.sql`select event_name, state from webhook_event order by event_name`;
      ends.push({ reach, push, kept: kept.map((row) => ({ ...row })) });
    }
    expect(ends[0]).toMatchObject({ reach: { follows_oa: false }, push: { state: 'seen' } });
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

  it('lets a receipt wait for a message that is not recorded as sent yet', async () => {
    await using server = await buildTestApp({}, anyone);
    const { messageId } = await aPush(server);
    expect(await tell(server, { event_name: 'user_received_message', message: { msg_id: 'early' } })).toBe(200);
    await server.jobs['zalo-events']?.({});
    await server.sql`update delivery set state = 'sent', provider_message_id = 'early' where message_id = ${messageId}`;
    await server.sql`update webhook_event set next_attempt_at = now()`;
    await server.jobs['zalo-events']?.({});
    expect((await server.sql`select state from delivery`)[0]?.state).toBe('delivered');
  });

  it('DUNG in the chat turns off what can be turned off and is answered; the last word counts', async () => {
    await using server = await buildTestApp({}, anyone);
    const { citizenId } = await aPush(server);
    await control(server, 'events', { personaId: 'thu-ha', event: 'user_send_text', message: { text: 'hi' } }, 'POST');
    const now = Date.now();
    const say = (text: string, id: string, at: number) =>
      tell(server, { event_name: 'user_send_text', sender: { id: OA_USER }, message: { msg_id: id, text }, timestamp: String(at) });
    await say('Dừng', 'm-stop', now);
    await server.jobs['zalo-events']?.({});
    expect((await server.sql`select muted from preference where citizen_id = ${citizenId}`)[0]?.muted).toContain('dossiers:zalo');
    expect((await sends(server)).byChannel).toEqual({ 'oa-reply': 1 });
    await say('BẬT', 'm-late', now - 5_000);
    await server.jobs['zalo-events']?.({});
    expect((await server.sql`select muted from preference where citizen_id = ${citizenId}`)[0]?.muted).toContain('dossiers:zalo');
  });
});

describe('POST /hooks/zalo/mini-app', () => {
  it('200: a withdrawal of consent at Zalo stops the pushes that may stop, and is kept as proof; 401 for the scheme of the Account', async () => {
    await using server = await buildTestApp({}, anyone);
    const { citizenId } = await aPush(server);
    const body = {
      event: 'user.revoke.consent',
      appId: server.config.ZALO_MINI_APP_ID,
      userId: '3368637342326461001',
      timestamp: Date.now(),
    };
    const raw = JSON.stringify(body);
    const signature = createHash('sha256')
      .update(`${body.appId}${body.event}${body.timestamp}${body.userId}${server.config.ZALO_MINI_APP_API_KEY}`)
      .digest('hex');
    expect((await post(server, '/hooks/zalo/mini-app', raw, signature)).status).toBe(200);
    expect((await post(server, '/hooks/zalo/mini-app', raw, signature)).status).toBe(200);
    expect((await post(server, '/hooks/zalo/mini-app', raw, `mac=${signature}`)).status).toBe(401);
    await server.jobs['zalo-events']?.({});
    expect((await server.sql`select muted from preference where citizen_id = ${citizenId}`)[0]?.muted).toContain('dossiers:mini-app');
    expect((await server.sql`select state, reason from webhook_event`).map((row) => ({ ...row }))).toEqual([
      { state: 'kept', reason: 'consent revoked' },
    ]);
  });
});
