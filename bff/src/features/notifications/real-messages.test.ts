import type { RealMessageAnswer } from '@tayninh/shared/features/notifications/real-messages.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createChatKeywords, readKeyword } from './chat-keywords.ts';
import { createPreferenceRepository } from './preferences.repository.ts';
import { createRealMessageRepository } from './real-messages.repository.ts';

let server: TestServer;
let database: ReturnType<typeof openDatabase>;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
  database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 2, statementTimeoutMs: 3_000 });
});
afterAll(async () => {
  await database.close();
  await server[Symbol.asyncDispose]();
});
const ask = (text: string, address = '203.0.113.7') =>
  server.app.inject({ method: 'POST', url: '/v1/real-messages', payload: { text }, remoteAddress: address });

describe('POST /v1/real-messages', () => {
  const SENT = { title: 'Lịch tiêm chủng', body: 'Sáng thứ Bảy tại Trạm Y tế, mời bạn đưa bé đến.' };

  it('200: says when and which office sent a text, without signing in, and nothing of whom it went to', async () => {
    const log = createRealMessageRepository(database);
    await log.remember(SENT, 'commune|UBND xã Đức Huệ');
    await log.remember(SENT, 'commune|UBND xã Đức Huệ');
    const answer = (await ask(`${SENT.title}\n\n${SENT.body.normalize('NFD')}`)).json<RealMessageAnswer>();
    const instant = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/);
    expect(answer).toEqual({ isOurs: true, firstSentAt: instant, lastSentAt: instant, category: 'commune', office: 'UBND xã Đức Huệ' });
    expect((await ask(SENT.body)).json()).toMatchObject({ isOurs: true });
  });

  it('200: a real text with another link behind it is not ours', async () => {
    expect((await ask(`${SENT.body} Bấm https://tayninh-gov.vn`)).json()).toEqual({ isOurs: false });
  });

  it('400: a few words are not compared with what was sent', async () => {
    expect((await ask(' Xin\u200b chào ')).statusCode).toBe(400);
  });

  it('429: who tries texts by machine is stopped, others go on', async () => {
    const tries = await Promise.all(Array.from({ length: 45 }, () => ask('Một tin nhắn nào đó rất lạ', '203.0.113.9')));
    expect(tries.some(({ statusCode }) => statusCode === 429)).toBe(true);
    expect((await ask('Một tin nhắn nào đó rất lạ', '203.0.113.10')).statusCode).toBe(200);
  });
});

describe('keywords in chat', () => {
  it('only a message that is nothing but a keyword is one', () => {
    expect(readKeyword('TỪ CHỐI')).toEqual({ act: 'stop', category: null });
    expect(readKeyword(' tat tin tuc ')).toEqual({ act: 'stop', category: 'news' });
    expect(readKeyword('Bật nhắc việc')).toEqual({ act: 'resume', category: 'reminders' });
    for (const text of ['Dừng hồ sơ của tôi giúp', 'tôi muốn hủy hồ sơ', 'huy ho so 123', 'xin chào', ''])
      expect(readKeyword(text)).toBeNull();
  });

  it('stopping mutes Zalo and withdraws consent, resuming never gives consent', async () => {
    const preferences = createPreferenceRepository(database);
    const citizenId = crypto.randomUUID();
    const act = createChatKeywords(preferences);
    await preferences.consentTo(citizenId, ['news'], 'given', { textVersion: 'x', channel: 'mini-app', sessionId: null });
    expect(await act(citizenId, 'tu choi')).toContain('khẩn cấp');
    const stopped = await preferences.find(citizenId);
    expect(stopped.wants).toEqual([]);
    expect(stopped.muted).toEqual(['commune:zalo', 'dossiers:zalo', 'news:zalo', 'reminders:zalo', 'surveys:zalo']);
    expect(await act(citizenId, 'BAT')).toContain('bật lại');
    expect(await act(citizenId, 'bat tin tuc')).toContain('đồng ý');
    expect(await preferences.find(citizenId)).toMatchObject({ muted: [], wants: [] });
    expect(await act(citizenId, 'Hồ sơ của tôi đến đâu rồi?')).toBeNull();
  });
});
