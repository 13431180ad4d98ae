import type { InboxMessage, Preferences } from '@tayninh/shared/features/notifications/notifications.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { NoticeOffer } from '../features/notifications/notice-offer.tsx';
import { type FakeBff, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, openOutside, openPart } from '../testing/open-app.tsx';

beforeEach(newPhone);
const outside = openOutside();

const ID = '4c0e7a54-0f0e-4f3e-8b7a-6a5b3c2d1e0f';
const aMessage = (part: Partial<InboxMessage> = {}): InboxMessage => ({
  id: ID,
  kind: 'announcement',
  category: 'commune',
  title: 'Lịch tiêm chủng',
  body: 'Sáng thứ Bảy tại Trạm Y tế.',
  dossierId: null,
  action: null,
  eventAt: null,
  at: '2026-11-24T02:00:00Z',
  readAt: '2026-11-24T02:10:00Z',
  archivedAt: null,
  ...part,
});
const chosen = (part: Partial<Preferences> = {}): Preferences => ({
  zaloDossierUpdates: true,
  muted: [],
  wants: [],
  answered: [],
  quiet: null,
  homeUnitCode: null,
  language: null,
  ...part,
});
/** Preferences that keep what is sent to them. */
function withPreferences(bff: FakeBff, first = chosen()) {
  let now = first;
  const sent: { about: string[]; act: string }[] = [];
  bff.on('GET /v1/me/preferences', () => ({ json: now }));
  bff.on('PUT /v1/me/categories/commune', ({ body }) => {
    const { muted } = body as { muted: string[] };
    now = { ...now, muted: muted.map((channel) => `commune:${channel}`) };
    return { json: now };
  });
  bff.on('POST /v1/me/notice-consents', ({ body }) => {
    const { about, act } = body as { about: ('news' | 'surveys' | 'mini-app')[]; act: string };
    sent.push({ about, act });
    const wanted = about.filter((one) => one !== 'mini-app');
    now = { ...now, answered: [...now.answered, ...about], wants: act === 'given' ? [...now.wants, ...wanted] : now.wants };
    return { json: now };
  });
  return sent;
}

describe('the inbox', () => {
  it('asks for what is typed and for the kind that was pressed, and says when nothing matches', async () => {
    await using bff = await startFakeBff();
    const asked: URLSearchParams[] = [];
    bff.on('GET /v1/inbox', ({ url }) => {
      asked.push(url.searchParams);
      const items = url.searchParams.has('q') ? [] : [aMessage()];
      return { json: { items, nextCursor: null, unread: 2, unreadBy: { commune: 2 } } };
    });
    openApp('/inbox', bff);
    expect((await screen.findByRole('link', { name: /Lịch tiêm chủng/ })).getAttribute('href')).toBe(`/inbox/${ID}`);
    fireEvent.click(screen.getByRole('button', { name: 'Tin của xã, phường (2)' }));
    await waitFor(() => expect(asked.some((query) => query.get('category') === 'commune')).toBe(true));
    fireEvent.change(screen.getByRole('textbox', { name: 'Tìm trong hộp thư' }), { target: { value: 'tiem chung' } });
    expect(await screen.findByText('Không có tin nào khớp')).toBeTruthy();
    expect(asked.some((query) => query.get('q') === 'tiem chung')).toBe(true);
  });
});

describe('a message', () => {
  it('switches its kind off in one tap, and on again as easily', async () => {
    await using bff = await startFakeBff();
    withPreferences(bff);
    bff.on(`GET /v1/inbox/${ID}`, () => ({ json: aMessage() }));
    openApp(`/inbox/${ID}`, bff);
    fireEvent.click(await screen.findByRole('button', { name: /Tắt tin loại này/ }));
    expect(await screen.findByText('Đã tắt “Tin của xã, phường”.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Bật lại' }));
    expect(await screen.findByRole('button', { name: /Tắt tin loại này/ })).toBeTruthy();
  });

  it('a storm warning offers no switch', async () => {
    await using bff = await startFakeBff();
    withPreferences(bff);
    bff.on(`GET /v1/inbox/${ID}`, () => ({ json: aMessage({ category: 'emergency', title: 'Bão gần bờ' }) }));
    openApp(`/inbox/${ID}`, bff);
    expect(await screen.findByRole('heading', { name: 'Bão gần bờ' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Tắt tin loại này/ })).toBeNull();
  });

  it('with a date opens its calendar entry', async () => {
    await using bff = await startFakeBff();
    withPreferences(bff);
    bff.on(`GET /v1/inbox/${ID}`, () => ({ json: aMessage({ eventAt: '2026-11-28T00:30:00Z' }) }));
    bff.on(`POST /v1/inbox/${ID}/calendar/tickets`, () => ({
      status: 201,
      json: { path: '/v1/downloads/c1', name: 'lich-hen.ics', expiresAt: new Date().toISOString() },
    }));
    openApp(`/inbox/${ID}`, bff);
    expect(await screen.findByText(/Diễn ra lúc 7:30/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Thêm vào lịch' }));
    await waitFor(() => expect(outside.addresses()).toEqual([`${bff.origin}/v1/downloads/c1`]));
  });
});

describe('the offer after filing', () => {
  it('has nothing ticked; a no is remembered and never asked again', async () => {
    await using bff = await startFakeBff();
    const sent = withPreferences(bff);
    openPart(<NoticeOffer />, bff);
    const boxes = await screen.findAllByRole('checkbox');
    expect(boxes.map((box) => (box as HTMLInputElement).checked)).toEqual([false, false, false]);
    fireEvent.click(screen.getByRole('button', { name: 'Không, cảm ơn' }));
    expect(await screen.findByText('Đã ghi lại lựa chọn của bạn.')).toBeTruthy();
    expect(sent).toEqual([{ about: ['mini-app', 'news', 'surveys'], act: 'refused' }]);
  });

  it('who answered before is not asked', async () => {
    await using bff = await startFakeBff();
    withPreferences(bff, chosen({ answered: ['news', 'surveys', 'mini-app'] }));
    const { container } = openPart(<NoticeOffer />, bff);
    await waitFor(() => expect(bff.times('GET /v1/me/preferences')).toBeGreaterThan(0));
    expect(container.querySelector('input')).toBeNull();
  });

  it('agrees to what was ticked alone', async () => {
    await using bff = await startFakeBff();
    const sent = withPreferences(bff);
    openPart(<NoticeOffer />, bff);
    fireEvent.click(await screen.findByRole('checkbox', { name: /Tin tức/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Đồng ý nhận các mục đã chọn' }));
    expect(await screen.findByText('Đã ghi lại lựa chọn của bạn.')).toBeTruthy();
    expect(sent).toEqual([
      { about: ['news'], act: 'given' },
      { about: ['mini-app', 'surveys'], act: 'refused' },
    ]);
  });
});

describe('is this message from the province?', () => {
  it('says no with what to do, yes with who and when, and asks for more than a few words', async () => {
    await using bff = await startFakeBff();
    const at = '2026-11-23T02:00:00Z';
    bff.on('POST /v1/real-messages', ({ body }) => ({
      json: (body as { text: string }).text.startsWith('Thật')
        ? { isOurs: true, firstSentAt: at, lastSentAt: at, category: 'commune', office: 'UBND xã Đức Huệ' }
        : { isOurs: false },
    }));
    openApp('/inbox/check', bff);
    const paste = async (text: string) => {
      fireEvent.change(await screen.findByRole('textbox'), { target: { value: text } });
      fireEvent.click(screen.getByRole('button', { name: 'Kiểm tra' }));
    };
    await paste('Xin chào');
    expect(await screen.findByText('Bạn dán cả tin nhắn, ít nhất 12 chữ.')).toBeTruthy();
    await paste('Giả: bấm vào đây để nhận tiền');
    expect(await screen.findByText('Không thấy trong sổ tin của tỉnh')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Gọi 1022' })).toBeTruthy();
    await paste('Thật: lịch tiêm chủng thứ Bảy');
    expect(await screen.findByText(/UBND xã Đức Huệ gửi, lần gần nhất 9:00/)).toBeTruthy();
    bff.on('POST /v1/real-messages', () => problem('too-many-requests'));
    await paste('Thật: thêm một lần nữa');
    expect(await screen.findByRole('alert')).toBeTruthy();
  });
});
