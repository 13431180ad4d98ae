import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createPromiseDateRepository } from './promise-dates.repository.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Answer {
  dueAt: string;
  steps: string[];
  provisional: boolean;
  code: string;
  detail: string;
  errors: { pointer: string; detail: string }[];
}
async function ask(body: unknown): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${server.url}/v1/promise-dates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}
const aRequest = (more: object = {}) => ({ receivedAt: '2026-08-20T15:40:00Z', limit: { value: 3, unit: 'working_days' }, ...more });

describe('POST /v1/promise-dates', () => {
  it('200: promises without a session, in +07:00, and explains the worked Saturday', async () => {
    const { status, body } = await ask(aRequest());
    expect(status).toBe(200);
    expect(body.dueAt).toBe('2026-08-25T17:00:00+07:00');
    expect(body.provisional).toBe(false);
    expect(body.steps).toEqual([
      'Hồ sơ đến lúc 22:40 Thứ Năm 20/8/2026, sau giờ làm việc, nên tính là nhận lúc 7:00 Thứ Sáu 21/8.',
      'Thời hạn 3 ngày làm việc, không tính ngày tiếp nhận: ngày cuối là Thứ Ba 25/8.',
      'Thứ Bảy 22/8 làm bù cho Thứ Hai 31/8, tính là ngày làm việc.',
      'Không tính cuối tuần: 23/8.',
      'Hẹn trả kết quả lúc 17:00 Thứ Ba 25/8/2026, khi hết giờ làm việc.',
    ]);
  });

  it('200: counts by the hours of the office that is named', async () => {
    const saturday = aRequest({ receivedAt: '2026-08-15T09:00:00+07:00', limit: { value: 1, unit: 'working_days' } });
    expect((await ask(saturday)).body.dueAt).toBe('2026-08-18T17:00:00+07:00');
    expect((await ask({ ...saturday, officeProfile: 'commune-police' })).body.dueAt).toBe('2026-08-17T17:00:00+07:00');
  });

  it('200: says when a calendar is only expected', async () => {
    expect((await ask(aRequest({ receivedAt: '2027-03-01T09:00:00+07:00' }))).body.provisional).toBe(true);
  });

  it('422: names the year whose calendar is missing instead of guessing', async () => {
    const { status, body } = await ask(aRequest({ receivedAt: '2027-12-31T09:00:00+07:00' }));
    expect(status).toBe(422);
    expect(body.code).toBe('calendar-missing');
    expect(body.detail).toBe('Chưa có lịch nghỉ của năm 2028 nên chưa tính được ngày hẹn trả.');
  });

  it.each([
    ['a time without offset', { receivedAt: '2026-08-20T15:40:00' }, '/receivedAt', 'Thời điểm viết theo dạng'],
    ['an impossible day', { receivedAt: '2026-02-30T15:40:00+07:00' }, '/receivedAt', 'Thời điểm viết theo dạng'],
    ['no limit', { limit: undefined }, '/limit', 'gồm value, unit'],
    ['an unknown member', { holidays: [] }, '/', 'Nội dung gồm receivedAt'],
    ['pauses that are no list', { pauses: {} }, '/pauses', 'một danh sách'],
    ['half a pause', { pauses: [{ from: '2026-08-22T09:00:00+07:00' }] }, '/pauses/0/until', 'Thời điểm viết theo dạng'],
    ['no length', { limit: { value: 0, unit: 'working_days' } }, '/limit/value', 'từ 1 trở lên'],
    ['a negative length', { limit: { value: -1, unit: 'same_day' } }, '/limit/value', 'không thể âm'],
    ['half a day', { limit: { value: 1.5, unit: 'working_days' } }, '/limit/value', 'số nguyên'],
    ['more than ten years', { limit: { value: 3651, unit: 'calendar_days' } }, '/limit/value', 'mười năm'],
    ['an unknown unit', { limit: { value: 1, unit: 'weeks' } }, '/limit/unit', 'Đơn vị thời hạn'],
    ['an impossible hour', { limit: { value: 1, unit: 'same_day', cutOff: '25:00' } }, '/limit/cutOff', 'Giờ chốt'],
    ['an unknown office', { officeProfile: 'moon' }, '/officeProfile', 'Chưa có giờ làm việc'],
    [
      'a pause that ends before it begins',
      { pauses: [{ from: '2026-08-22T09:00:00+07:00', until: '2026-08-22T08:00:00+07:00' }] },
      '/pauses/0',
      'phải sau lúc bắt đầu',
    ],
    [
      'a pause before the receipt',
      { pauses: [{ from: '2026-08-19T09:00:00+07:00', until: '2026-08-22T08:00:00+07:00' }] },
      '/pauses/0',
      'trước khi nhận',
    ],
  ])('400: refuses %s, saying so in Vietnamese and where', async (_, more, pointer, words) => {
    const { status, body } = await ask(aRequest(more));
    expect(status).toBe(400);
    expect(body.code).toBe('invalid-request');
    expect(body.errors.map((part) => part.pointer)).toEqual([pointer]);
    expect(body.detail).toContain(words);
  });
});

describe('the calendar in memory', () => {
  it('follows a correction within a minute, and goes on without the database', async () => {
    const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 1, statementTimeoutMs: 3_000 });
    let minutes = 0;
    const repository = createPromiseDateRepository(database, () => minutes * 60_000);
    const names = async () =>
      (await repository.workingTime()).calendar.years
        .find(({ year }) => year === 2025)
        ?.days.filter(({ name }) => name === 'Ngày nghỉ thử');
    expect(await names()).toEqual([]);
    await server.sql`insert into calendar_day values ('2025-12-30', 2025, 'holiday', 'Ngày nghỉ thử', 'thử', false)`;
    expect(await names()).toEqual([]);
    minutes = 1;
    const corrected = [{ date: '2025-12-30', kind: 'holiday', name: 'Ngày nghỉ thử', source: 'thử', provisional: false }];
    await vi.waitFor(async () => expect(await names()).toEqual(corrected));
    await database.close();
    minutes = 2;
    expect(await names()).toEqual(corrected);
    minutes = 3;
    expect(await names()).toEqual(corrected);
  });
});
