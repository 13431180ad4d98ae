import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildTestSandbox, type TestSandbox } from '../testing/build-test-sandbox.ts';
import { crowdPerson } from './crowd.ts';
import { oaEventSignature } from './oa-events.ts';

interface Answer {
  readonly error: number;
  readonly id?: string;
  readonly name?: string;
  readonly user_id_by_oa?: string;
  readonly data?: { readonly number?: string; readonly latitude?: string };
}

const tokensOf = (world: TestSandbox, personaId: string, rest: object = {}) =>
  world.ask<{ accessToken: string; phoneToken: string; locationToken: string }>('/control/zalo/tokens', world.json({ personaId, ...rest }));
const proofOf = (world: TestSandbox, token: string) => createHmac('sha256', world.credentials.zalo.appSecret).update(token).digest('hex');
const me = (world: TestSandbox, token: string, proof = proofOf(world, token)) =>
  world.ask<Answer>(`/v2.0/me?fields=id,name,user_id_by_oa&miniapp_id=${world.credentials.zalo.miniAppId}`, {
    headers: { access_token: token, appsecret_proof: proof },
  });
const info = (world: TestSandbox, token: string, code: string, secret = world.credentials.zalo.appSecret) =>
  world.ask<Answer>('/v2.0/me/info', { headers: { access_token: token, code, secret_key: secret } });
const refresh = (world: TestSandbox, token: string) => {
  const { appId, appSecret } = world.credentials.zalo;
  return world.ask<{ access_token?: string; refresh_token?: string; expires_in?: string; error?: number }>('/v4/oa/access_token', {
    method: 'POST',
    headers: { secret_key: appSecret },
    body: new URLSearchParams({ refresh_token: token, app_id: appId, grant_type: 'refresh_token' }),
  });
};
const oaToken = async (world: TestSandbox) => (await refresh(world, world.credentials.zalo.oaRefreshToken)).access_token ?? '';
const DATA = {
  ten_thu_tuc: 'Xác nhận tình trạng hôn nhân',
  ma_ho_so: 'TNS-****-94QX',
  trang_thai: 'Đã tiếp nhận',
  thoi_gian: '09:00 24/11/2026',
  ghi_chu: 'Mở ứng dụng để xem chi tiết',
};

describe('the graph host', () => {
  it('names the person behind a token when the proof is right', async () => {
    await using world = await buildTestSandbox();
    const { accessToken } = await tokensOf(world, 'thu-ha');
    expect(await me(world, accessToken)).toMatchObject({ error: 0, name: 'Huỳnh Thị Thu Hà', user_id_by_oa: expect.any(String) });
    const stranger = await tokensOf(world, 'minh-tam');
    expect(await me(world, stranger.accessToken)).not.toHaveProperty('user_id_by_oa');
  });

  it('answers 452 with HTTP 200 to a wrong proof, an unknown token and a token of another app', async () => {
    await using world = await buildTestSandbox();
    const { accessToken } = await tokensOf(world, 'thu-ha');
    const foreign = await tokensOf(world, 'thu-ha', { foreign: true });
    expect((await me(world, accessToken, 'f'.repeat(64))).error).toBe(452);
    expect((await me(world, 'made-up')).error).toBe(452);
    expect((await me(world, foreign.accessToken)).error).toBe(452);
  });

  it('gives the phone number for a token once', async () => {
    await using world = await buildTestSandbox();
    const { accessToken, phoneToken } = await tokensOf(world, 'thu-ha');
    expect((await info(world, accessToken, phoneToken, 'wrong')).error).not.toBe(0);
    expect(await info(world, accessToken, phoneToken)).toMatchObject({ error: 0, data: { number: expect.stringMatching(/^84\d{9}$/) } });
    expect((await info(world, accessToken, phoneToken)).error).not.toBe(0);
  });

  it('gives nobody the phone number of somebody else, and none for a person without one', async () => {
    await using world = await buildTestSandbox();
    const [owner, other, without] = [await tokensOf(world, 'thu-ha'), await tokensOf(world, 'kim-ngan'), await tokensOf(world, 'ba-sau')];
    expect((await info(world, other.accessToken, owner.phoneToken)).error).not.toBe(0);
    expect((await info(world, without.accessToken, without.phoneToken)).error).not.toBe(0);
  });

  it('gives a place as texts, once', async () => {
    await using world = await buildTestSandbox();
    const { accessToken, locationToken } = await tokensOf(world, 'thu-ha');
    expect(await info(world, accessToken, locationToken)).toMatchObject({ error: 0, data: { latitude: expect.any(String) } });
    expect((await info(world, accessToken, locationToken)).error).not.toBe(0);
  });
});

describe('the Official Account', () => {
  it('takes each refresh token once', async () => {
    await using world = await buildTestSandbox();
    const first = await refresh(world, world.credentials.zalo.oaRefreshToken);
    expect(first).toMatchObject({ expires_in: '90000' });
    expect(await refresh(world, world.credentials.zalo.oaRefreshToken)).toMatchObject({ error: -14014 });
    expect(await refresh(world, first.refresh_token ?? '')).toHaveProperty('access_token');
    expect(await refresh(world, first.refresh_token ?? '')).toMatchObject({ error: -14014 });
  });

  it('delivers a template message by user id and by phone into the person’s thread', async () => {
    await using world = await buildTestSandbox();
    const access_token = await oaToken(world);
    const { items } = await world.ask<{ items: { id: string; oaUserId?: string; phone?: string }[] }>('/control/personas');
    const person = items.find(({ id }) => id === 'thu-ha');
    const byId = await world.ask(
      '/v3.0/oa/message/template',
      world.json({ user_id: person?.oaUserId, template_id: '380001', template_data: DATA }, { access_token }),
    );
    expect(byId).toMatchObject({ error: 0, data: { message_id: expect.any(String), user_id: person?.oaUserId } });
    const byPhone = await world.ask(
      '/message/template',
      world.json({ phone: person?.phone, template_id: '380001', template_data: DATA, tracking_id: 't-1' }, { access_token }),
    );
    expect(byPhone).toMatchObject({ error: 0, data: { msg_id: expect.any(String), sending_mode: '1' } });
    const thread = await world.ask<{ items: { channel: string; text: string; trackingId?: string }[] }>(
      '/control/zalo/messages?personaId=thu-ha',
    );
    expect(thread.items).toMatchObject([{ channel: 'zbs-uid' }, { channel: 'zbs-phone', trackingId: 't-1' }]);
    expect(thread.items[0]?.text).toContain('Đã tiếp nhận');
    expect((await world.ask<{ items: unknown[] }>('/control/zalo/messages?personaId=kim-ngan')).items).toEqual([]);
  });

  it('refuses with its own numbers: bad token, unknown person, missing parameter', async () => {
    await using world = await buildTestSandbox();
    const access_token = await oaToken(world);
    const send = (body: object, token = access_token) =>
      world.ask<Answer>('/v3.0/oa/message/template', world.json(body, { access_token: token }));
    const known = (await world.ask<{ items: { oaUserId?: string }[] }>('/control/personas')).items[0]?.oaUserId;
    expect((await send({ user_id: known, template_id: '380001', template_data: DATA }, 'made-up')).error).toBe(-216);
    expect((await send({ user_id: '1', template_id: '380001', template_data: DATA })).error).toBe(-213);
    expect((await send({ user_id: known, template_id: '380001', template_data: { ...DATA, trang_thai: '' } })).error).toBe(-201);
  });

  it('lists its templates with what was decided, and tells of a new decision', async () => {
    await using world = await buildTestSandbox();
    const access_token = await oaToken(world);
    const all = await world.ask<{ data: { templateId: number; status: string }[]; metadata: { total: number } }>(
      '/template/all?offset=0&limit=100',
      { headers: { access_token } },
    );
    expect(all.metadata.total).toBe(all.data.length);
    const pending = all.data.find(({ status }) => status === 'PENDING_REVIEW');
    const info = () => world.ask(`/template/info/v2?template_id=${pending?.templateId}`, { headers: { access_token } });
    expect(await info()).toMatchObject({ data: { listParams: [{ name: 'ma_ho_so', require: true, maxLength: 30 }], price_uid: '560' } });
    await world.ask('/control/zalo/templates', world.json({ id: String(pending?.templateId), status: 'ENABLE' }));
    expect(await info()).toMatchObject({ data: { status: 'ENABLE' } });
    expect((await world.receiver.next()).body).toMatchObject({
      event_name: 'change_template_status',
      template_id: String(pending?.templateId),
      status: { prev_status: 'PENDING_REVIEW', new_status: 'ENABLE' },
    });
  });

  it('reports what a citizen does, signed as Zalo signs', async () => {
    await using world = await buildTestSandbox();
    await world.ask('/control/zalo/events', world.json({ personaId: 'thu-ha', event: 'user_send_text', message: { text: 'Chào' } }));
    const { path, headers, raw, body } = await world.receiver.next();
    const { appId, oaId, oaSecretKey } = world.credentials.zalo;
    expect(path).toBe('/hooks/zalo/oa');
    expect(headers['x-zevent-signature']).toBe(
      `mac=${createHash('sha256')
        .update(appId + raw + String(body.timestamp) + oaSecretKey)
        .digest('hex')}`,
    );
    expect(body).toMatchObject({
      app_id: appId,
      event_name: 'user_send_text',
      recipient: { id: oaId },
      message: { text: 'Chào', msg_id: expect.any(String) },
    });
    expect(body).not.toHaveProperty('oa_id');

    await world.ask('/control/zalo/events', world.json({ personaId: 'thu-ha', event: 'follow' }));
    expect((await world.receiver.next()).body).toMatchObject({ oa_id: oaId, follower: { id: expect.any(String) } });
    const seen = world.json({ personaId: 'thu-ha', event: 'user_seen_message', message: { msg_ids: ['m-1'] } });
    await world.ask('/control/zalo/events', seen);
    expect((await world.receiver.next()).body).toMatchObject({ sender: { id: oaId }, message: { msg_ids: ['m-1'] } });
  });

  it('signs the published example as Zalo does', () => {
    const raw = '{"app_id":"1001","event_name":"user_send_text","timestamp":"1700000000000"}';
    expect(oaEventSignature({ appId: '1001', raw, oaSecretKey: 'OASECRET' })).toBe(
      'mac=e395d5e5dd3e9156091b11d15c752dabacb2346f907933152ba32101efc30ecb',
    );
  });
});

describe('many messages', () => {
  it('carries one message to each of a crowd, counts who got what twice, and stops at the day’s quota', async () => {
    await using world = await buildTestSandbox();
    const access_token = await oaToken(world);
    const put = (path: string, body: object) => world.ask(`/control/zalo/${path}`, world.json(body, {}, 'PUT'));
    await put('crowd', { count: 1_000 });
    const byPhone = (number: number, tracking_id: string) =>
      world.ask<Answer>(
        '/message/template',
        world.json({ phone: crowdPerson(number).phone, template_id: '380001', template_data: DATA, tracking_id }, { access_token }),
      );
    expect((await byPhone(0, 'c-0')).error).toBe(0);
    expect((await byPhone(999, 'c-999')).error).toBe(0);
    expect((await byPhone(1_000, 'c-1000')).error).toBe(-118);
    expect((await byPhone(0, 'c-0')).error).toBe(0);
    await put('quota', { dailyQuota: 1 });
    expect((await byPhone(1, 'c-1')).error).toBe(0);
    expect((await byPhone(2, 'c-2')).error).toBe(-144);
    expect(await world.ask('/control/zalo/sends?personaId=crowd-0&trackingId=c-0')).toEqual({
      total: 4,
      byChannel: { 'zbs-phone': 4 },
      refused: { '-118': 1, '-144': 1 },
      people: 3,
      doubled: 1,
      doubledTracking: 1,
      ofPerson: 2,
      ofTracking: 2,
    });
  });

  it('refuses on demand by person and by number, and reports what it carried, twice when asked to', async () => {
    await using world = await buildTestSandbox();
    const access_token = await oaToken(world);
    const put = (path: string, body: object) => world.ask(`/control/zalo/${path}`, world.json(body, {}, 'PUT'));
    await put('crowd', { count: 2 });
    await put('refusals', { items: [{ code: -218, personaId: 'crowd-1' }] });
    await put('receipts', { receivedAfterMs: 0, double: 1 });
    const byUser = (number: number) =>
      world.ask<Answer & { data: { message_id: string } }>(
        '/v3.0/oa/message/template',
        world.json({ user_id: crowdPerson(number).oaUserId, template_id: '380001', template_data: DATA }, { access_token }),
      );
    expect((await byUser(1)).error).toBe(-218);
    const { data } = await byUser(0);
    for (let time = 0; time < 2; time += 1)
      expect((await world.receiver.next()).body).toMatchObject({
        event_name: 'user_received_message',
        message: { msg_id: data.message_id },
      });
  });

  it('shows a notification of the mini app once a day to a person, with the app’s own key', async () => {
    await using world = await buildTestSandbox();
    const { miniAppApiKey, miniAppId } = world.credentials.zalo;
    const templateData = {
      title: 'Nhắc hẹn',
      contentTitle: 'Ngày mai nhận kết quả',
      contentDescription: 'Nhớ mang giấy tờ',
      buttonText: 'Xem',
      buttonUrl: `https://zalo.me/s/${miniAppId}/`,
    };
    const notify = (key: string) =>
      world.ask<{ err: number }>(
        '/notification/template',
        world.json(
          { templateId: '00126fd75392bacce383', templateData },
          { 'x-api-key': `Bearer ${key}`, 'x-user-id': '3368637342326461001', 'x-miniapp-id': miniAppId },
        ),
      );
    expect((await notify('wrong')).err).toBe(-102);
    expect((await notify(miniAppApiKey)).err).toBe(0);
    expect((await notify(miniAppApiKey)).err).toBe(-111);
  });
});
