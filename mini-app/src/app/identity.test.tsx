import type { Me } from '@tayninh/shared/features/identity/identity.contract';
import type { IdentityLinking } from '@tayninh/shared/features/identity/identity-links.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aDossier, aDraft, aMe, aProcedure, DRAFT_ID, type FakeBff, ID, problem, startFakeBff, summaryOf } from '../testing/fake-bff.ts';
import { newPhone, openApp, openOutside, storedOnPhone } from '../testing/open-app.tsx';

beforeEach(newPhone);
const outside = openOutside();

const linking = (part: Partial<IdentityLinking> = {}): IdentityLinking => ({
  id: ID,
  state: 'waiting',
  reason: null,
  expiresAt: new Date(Date.now() + 600_000).toISOString(),
  triesLeft: 3,
  ...part,
});
const identity = { name: 'HUỲNH THỊ THU HÀ', personalNumber: '********4471', linkedAt: '2026-11-24T02:00:00Z' };
const be = (bff: FakeBff, part: Partial<Me>) => bff.on('GET /v1/me', () => ({ json: aMe(part) }));
const proven: Partial<Me> = { level: 'L3', levelUntil: new Date(Date.now() + 900_000).toISOString(), identity };

describe('linking VNeID', () => {
  it('asks for agreement first, goes to VNeID, takes the code, and says what is possible now', async () => {
    await using bff = await startFakeBff();
    bff.on('POST /v1/me/identity-links', () => ({
      status: 201,
      json: { id: ID, authorizeUrl: 'https://vneid.invalid/authorize', expiresAt: linking().expiresAt },
    }));
    let now = linking();
    bff.on(`GET /v1/me/identity-links/${ID}`, () => ({ json: now }));
    bff.on(`POST /v1/me/identity-links/${ID}/code`, ({ body }) => {
      now = (body as { code: string }).code === '0482' ? linking({ state: 'done' }) : linking({ state: 'needs-code', triesLeft: 2 });
      return { json: now };
    });
    openApp('/me/identity', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Sang VNeID' }));
    expect(await screen.findByText('Bạn đánh dấu ô đồng ý trước khi sang VNeID.')).toBeTruthy();
    expect(bff.times('POST /v1/me/identity-links')).toBe(0);

    fireEvent.click(screen.getByRole('checkbox'));
    fireEvent.click(screen.getByRole('button', { name: 'Sang VNeID' }));
    expect(await screen.findByText('Mời bạn đăng nhập ở trang VNeID')).toBeTruthy();
    expect(outside.open).toHaveBeenCalledWith('https://vneid.invalid/authorize', '_blank', 'noopener');

    now = linking({ state: 'needs-code' });
    const field = await screen.findByLabelText('Mã bốn số');
    fireEvent.change(field, { target: { value: '1111' } });
    fireEvent.click(screen.getByRole('button', { name: 'Xong' }));
    expect(await screen.findByText('Mã chưa đúng. Bạn còn 2 lần.')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Mã bốn số'), { target: { value: '0482' } });
    fireEvent.click(screen.getByRole('button', { name: 'Xong' }));
    expect(await screen.findByText('Đã xác nhận danh tính')).toBeTruthy();
  });

  it.each([
    ['level-1', /công an xã, phường/],
    ['declined', /vẫn làm được như trước/],
    ['other-identity', /chỉ gắn với một người/],
  ] as const)('explains what to do when the answer is %s', async (reason, words) => {
    await using bff = await startFakeBff();
    bff.on(`GET /v1/me/identity-links/${ID}`, () => ({ json: linking({ state: 'refused', reason }) }));
    openApp(`/me/identity/${ID}`, bff);
    expect(await screen.findByText(words)).toBeTruthy();
  });

  it('unlinking says what it does before it does it', async () => {
    await using bff = await startFakeBff();
    be(bff, proven);
    bff.on('DELETE /v1/me/identity-link', () => ({ status: 204 }));
    openApp('/me/identity', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Bỏ liên kết' }));
    expect(await screen.findByText(/đăng xuất trên mọi điện thoại/)).toBeTruthy();
    expect(bff.times('DELETE /v1/me/identity-link')).toBe(0);
    fireEvent.click(screen.getAllByRole('button', { name: 'Bỏ liên kết' }).at(-1) as HTMLElement);
    await waitFor(() => expect(bff.times('DELETE /v1/me/identity-link')).toBe(1));
  });
});

describe('a form that asks for a proven identity', () => {
  const draft = aDraft({ answers: { applicantName: 'Huỳnh Thị Thu Hà', birthDate: '1990-03-12' } });
  const show = (bff: FakeBff) => {
    bff.on('GET /v1/procedures/1.004873', () => ({ json: { ...aProcedure, submitLevel: 'L3' } }));
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: draft }));
  };

  it('leads to VNeID and back instead of sending, and keeps what was filled in', async () => {
    await using bff = await startFakeBff();
    show(bff);
    bff.on(`GET /v1/me/identity-links/${ID}`, () => ({ json: linking({ state: 'done' }) }));
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    expect(await screen.findByText('Việc này cần xác nhận bằng VNeID')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Nộp hồ sơ' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Xác nhận bằng VNeID' }));
    expect(await screen.findByText('Xác nhận bạn là ai bằng VNeID')).toBeTruthy();
    expect(window.location.search).toBe(`?draft=${DRAFT_ID}`);
  });

  it('sends when the identity is proven, and leads to VNeID when the server finds it too old', async () => {
    await using bff = await startFakeBff();
    show(bff);
    be(bff, proven);
    bff.on('POST /v1/dossiers', () => problem('level-too-low'));
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    fireEvent.click((await screen.findAllByRole('checkbox'))[0] as HTMLElement);
    fireEvent.click(screen.getByRole('button', { name: /^Nộp/ }));
    expect(await screen.findByRole('button', { name: 'Xác nhận bằng VNeID' })).toBeTruthy();
  });
});

describe('dossiers from the counter', () => {
  const atCounter = {
    code: 'H80.05-261124-0007',
    name: 'Giấy phép xây nhà',
    status: 4,
    statusText: 'Đang xử lý',
    receivedAt: null,
    dueAt: null,
  };

  it('are shown read only under their own heading, and never kept on the phone', async () => {
    await using bff = await startFakeBff();
    be(bff, proven);
    bff.on('GET /v1/dossiers', () => ({ json: { items: [summaryOf(aDossier())], nextCursor: null } }));
    bff.on('GET /v1/me/counter-dossiers', () => ({ json: { items: [atCounter], asOf: new Date().toISOString(), stale: false } }));
    openApp('/dossiers', bff);
    expect(await screen.findByRole('heading', { name: 'Nộp tại quầy' })).toBeTruthy();
    expect(await screen.findByText('Giấy phép xây nhà')).toBeTruthy();
    expect(screen.queryByRole('link', { name: /Giấy phép xây nhà/ })).toBeNull();
    await waitFor(() => expect(storedOnPhone()).toContain('TNS-7K3M-94QX'));
    expect(storedOnPhone()).not.toContain('H80.05-261124-0007');
  });

  it('are not asked for without a proven identity: the way to it is shown', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/dossiers', () => ({ json: { items: [summaryOf(aDossier())], nextCursor: null } }));
    openApp('/dossiers', bff);
    expect(await screen.findByRole('link', { name: /Hồ sơ tôi nộp tại quầy/ })).toBeTruthy();
    expect(bff.times('GET /v1/me/counter-dossiers')).toBe(0);
  });
});
