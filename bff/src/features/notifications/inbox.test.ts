import type { InboxMessage } from '@tayninh/shared/features/notifications/notifications.contract';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
});
afterAll(() => server[Symbol.asyncDispose]());

interface Inbox {
  readonly items: InboxMessage[];
  readonly nextCursor: string | null;
  readonly unread: number;
  readonly unreadBy: Record<string, number>;
}

/** A citizen with messages as campaigns and dossiers write them, the last one newest. */
async function aCitizenWith(persona: string, messages: { category?: string; title: string; body?: string; eventAt?: Date }[]) {
  const citizen = await server.as(persona);
  const own = async () => (await server.sql<{ id: string }[]>`select id from citizen order by created_at`).map(({ id }) => id);
  await citizen.call('/v1/inbox');
  const session = await server.sql<
    { citizenId: string }[]
  >`select citizen_id as "citizenId" from auth_session order by created_at desc limit 1`;
  const citizenId = session[0]?.citizenId ?? (await own())[0] ?? '';
  await server.sql`delete from inbox_message where citizen_id = ${citizenId}`;
  for (const [index, { category = 'commune', title, body = 'Nội dung.', eventAt = null }] of messages.entries())
    await server.sql`
      insert into inbox_message (citizen_id, event_key, kind, category, title, body, event_at, created_at)
      values (${citizenId}, ${crypto.randomUUID()}, 'announcement', ${category}, ${title}, ${body}, ${eventAt}, now() - ${messages.length - index} * interval '1 minute')`;
  const inbox = async (query = '') => (await (await citizen.call(`/v1/inbox${query}`)).json()) as Inbox;
  return {
    citizen,
    inbox,
    titles: async (query = '') => (await inbox(query)).items.map(({ title }) => title),
    post: (path: string, body: object) => citizen.call(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}

const VACCINATION = { category: 'commune', title: 'Lịch tiêm chủng cho trẻ', body: 'Sáng thứ Bảy tại Trạm Y tế xã Đức Huệ.' };
const READY = { category: 'dossiers', title: 'Đã có kết quả', body: 'Khai sinh: kết quả đã sẵn sàng.' };
const POWER = { category: 'commune', title: 'CẮT ĐIỆN Ở ẤP ƯỚT', body: 'Chiều nay đường Nguyễn Trãi.' };

describe('GET /v1/inbox', () => {
  it('200: finds a message by words of its title or text, with diacritics or without', async () => {
    const { titles } = await aCitizenWith('thu-ha', [VACCINATION, READY, POWER]);
    expect(await titles('?q=tiem chung')).toEqual([VACCINATION.title]);
    expect(await titles(`?q=${encodeURIComponent('trạm y tế ĐỨC huệ')}`)).toEqual([VACCINATION.title]);
    expect(await titles('?q=ap uot dien')).toEqual([POWER.title]);
    expect(await titles('?q=khai s')).toEqual([READY.title]);
    expect(await titles('?q=tiem dien')).toEqual([]);
    expect(await titles(`?q=${encodeURIComponent('%_')}`)).toEqual([POWER.title, READY.title, VACCINATION.title]);
  });

  it('200: a message is kept for searching as the phone folds it', async () => {
    const title = 'Ủy ban nhân dân: “Đổi” địa-chỉ, Ỷ Ỹ Ớ Ữ Ặ Ẵ ở 12/5';
    await aCitizenWith('thu-ha', [{ title, body: 'ĐƯỜNG Số 7' }]);
    const rows = await server.sql<{ searchText: string }[]>`select search_text as "searchText" from inbox_message where title = ${title}`;
    expect(rows[0]?.searchText.trim()).toBe(foldKey(`${title} ĐƯỜNG Số 7`));
  });

  it('200: filters by category, and counts what is unread in each', async () => {
    const { inbox, titles } = await aCitizenWith('thu-ha', [VACCINATION, READY, POWER]);
    expect(await titles('?category=dossiers')).toEqual([READY.title]);
    expect(await inbox('?category=dossiers')).toMatchObject({ unread: 3, unreadBy: { commune: 2, dossiers: 1 } });
  });

  it('200: pages through what was searched for, each message once', async () => {
    const { inbox } = await aCitizenWith(
      'thu-ha',
      Array.from({ length: 5 }, (_, index) => ({ title: `Tin số ${index}` })),
    );
    const first = await inbox('?q=tin&limit=2');
    const second = await inbox(`?q=tin&limit=2&cursor=${first.nextCursor}`);
    const third = await inbox(`?q=tin&limit=2&cursor=${second.nextCursor}`);
    expect([...first.items, ...second.items, ...third.items].map(({ title }) => title)).toEqual([4, 3, 2, 1, 0].map((n) => `Tin số ${n}`));
    expect(third.nextCursor).toBeNull();
  });
});

describe('the archive', () => {
  it('204: takes a message out of the inbox and out of the count, and gives it back', async () => {
    const { inbox, titles, post } = await aCitizenWith('thu-ha', [VACCINATION, READY]);
    const ids = (await inbox('?category=commune')).items.map(({ id }) => id);
    for (let time = 0; time < 2; time++) expect((await post('/v1/inbox/archive', { ids, isArchived: true })).status).toBe(204);
    expect(await inbox()).toMatchObject({ unread: 1, items: [{ title: READY.title }] });
    expect(await titles('?archived=true')).toEqual([VACCINATION.title]);
    await post('/v1/inbox/archive', { ids, isArchived: false });
    expect(await titles()).toEqual([READY.title, VACCINATION.title]);
  });
});

describe('GET /v1/inbox/:id', () => {
  it('404: answers alike for another person’s message and for none', async () => {
    const { inbox } = await aCitizenWith('thu-ha', [READY]);
    const id = (await inbox()).items[0]?.id;
    const stranger = await server.as('van-binh');
    const [foreign, missing] = await Promise.all([stranger.call(`/v1/inbox/${id}`), stranger.call(`/v1/inbox/${crypto.randomUUID()}`)]);
    expect(foreign.status).toBe(404);
    expect({ ...((await foreign.json()) as object), requestId: '' }).toEqual({ ...((await missing.json()) as object), requestId: '' });
  });
});

describe('POST /v1/inbox/:id/calendar/tickets', () => {
  it('201: the entry opens in a calendar at the right hour, once; a message without a time has none', async () => {
    const eventAt = new Date('2026-11-28T00:30:00Z');
    const { citizen, inbox, post } = await aCitizenWith('thu-ha', [{ ...VACCINATION, eventAt }, READY]);
    const [ready, vaccination] = (await inbox()).items;
    expect((await post(`/v1/inbox/${ready?.id}/calendar/tickets`, {})).status).toBe(404);
    const { path } = (await (await post(`/v1/inbox/${vaccination?.id}/calendar/tickets`, {})).json()) as { path: string };
    const file = await fetch(`${server.url}${path}`);
    expect(file.headers.get('content-type')).toContain('text/calendar');
    expect(await file.text()).toContain('DTSTART:20261128T003000Z\r\nDTEND:20261128T013000Z\r\nSUMMARY:Lịch tiêm chủng cho trẻ\r\n');
    expect((await fetch(`${server.url}${path}`)).status).toBe(404);
    expect((await citizen.call('/v1/inbox')).status).toBe(200);
  });
});
