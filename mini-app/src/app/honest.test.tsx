import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { whatMatters } from '../features/status/use-status.ts';
import { aDossier, aStatus, DRAFT_ID, ID, startFakeBff, summaryOf } from '../testing/fake-bff.ts';
import { newPhone, openApp, openOutside } from '../testing/open-app.tsx';

beforeEach(newPhone);
const outside = openOutside();
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const ahead = (minutes: number) => ago(-minutes);

describe('the status page', () => {
  it('says of each system how it is, what works and what waits, without a word of alarm', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/status', () => ({ json: aStatus({ province: 'down', scan: 'slow', payments: 'unknown' }) }));
    openApp('/status', bff);
    expect(await screen.findByText('Chưa trả lời')).toBeTruthy();
    expect(screen.getByText(/Bạn vẫn tra cứu và nộp được/)).toBeTruthy();
    expect(screen.getByText('Đang chạy tốt')).toBeTruthy();
    expect(screen.getByText('Chưa rõ')).toBeTruthy();
    expect(screen.getByText(/^Cập nhật lúc/)).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/sự cố|lỗi/i);
  });
});

describe('the banner', () => {
  it('stands on the review page while the province does not answer, and leads to the status page', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/status', () => ({ json: aStatus({ province: 'down' }) }));
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    expect(await screen.findByText('Hệ thống hồ sơ của tỉnh chưa trả lời')).toBeTruthy();
    fireEvent.click(screen.getByRole('link', { name: 'Xem tình trạng hệ thống' }));
    expect(await screen.findByRole('heading', { name: 'Các hệ thống đang chạy thế nào?' })).toBeTruthy();
  });

  it('stays away from a home screen on which nothing waits for the province', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/status', () => ({ json: aStatus({ province: 'down' }) }));
    bff.on('GET /v1/dossiers', () => ({ json: { items: [summaryOf(aDossier({ state: 'confirmed', status: 2 }))], nextCursor: null } }));
    openApp('/', bff);
    await screen.findByText('Giấy xác nhận độc thân');
    expect(screen.queryByText('Hệ thống hồ sơ của tỉnh chưa trả lời')).toBeNull();
  });

  it('is gone from a dossier once the province answers again, and old news alone brings none', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/status', () => ({ json: aStatus({ province: 'slow' }) }));
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier({ state: 'confirmed', status: 4, stale: true, asOf: ago(90) }) }));
    const app = openApp(`/dossiers/${ID}`, bff);
    await screen.findByText('Hệ thống hồ sơ của tỉnh đang chậm');
    app.unmount();
    bff.on('GET /v1/status', () => ({ json: aStatus() }));
    openApp(`/dossiers/${ID}`, bff);
    expect(await screen.findByText(/Cập nhật lúc/)).toBeTruthy();
    await waitFor(() => expect(bff.times('GET /v1/status')).toBe(2));
    expect(screen.queryByText(/đang chậm$/)).toBeNull();
  });

  it('tells announced work from the day before, after what is down and before what is slow', () => {
    const notice = { system: 'province' as const, startsAt: ahead(60), endsAt: ahead(180), text: 'Nâng cấp', textEn: null };
    expect(whatMatters(aStatus({}, [notice]), ['province'])).toEqual({ kind: 'maintenance', notice });
    expect(whatMatters(aStatus({ province: 'slow' }, [notice]), ['province'])).toEqual({ kind: 'maintenance', notice });
    expect(whatMatters(aStatus({ province: 'down' }, [notice]), ['province'])).toMatchObject({ kind: 'trouble', state: 'down' });
    expect(whatMatters(aStatus({ province: 'down' }), ['payments'])).toBeNull();
    expect(whatMatters(aStatus({}, [{ ...notice, startsAt: ahead(3_000), endsAt: ahead(3_100) }]), ['province'])).toBeNull();
    expect(whatMatters(aStatus({}, [{ ...notice, startsAt: ago(60), endsAt: ago(1) }]), ['province'])).toBeNull();
  });
});

describe('a dossier that waits to be sent', () => {
  const open = async (queue: object, words: RegExp) => {
    await using bff = await startFakeBff();
    bff.on(`GET /v1/dossiers/${ID}`, () => ({
      json: aDossier({ submittedAt: ago(5), queue: { ahead: 12, expectedAt: null, downSince: null, ...queue } }),
    }));
    openApp(`/dossiers/${ID}`, bff);
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.getByText('Trước hồ sơ của bạn còn 12 hồ sơ.')).toBeTruthy();
    expect(screen.getByText(/Bạn không cần nộp lại/)).toBeTruthy();
  };
  it('says when it is expected to go', () => open({ expectedAt: ahead(8) }, /^Dự kiến gửi đi lúc/));
  it('says that nobody knows, and since when, while the province is down', () =>
    open({ downSince: ago(40) }, /^Chưa biết khi nào gửi được: .* từ/));
});

describe('a dossier in the hands of an office', () => {
  it('says which, since when, and how long half and nine out of ten took, counted from what', async () => {
    await using bff = await startFakeBff();
    const holder = { department: 'Bộ phận Tư pháp', title: 'Chuyên viên', since: ago(60), dueAt: null };
    const usual = {
      scope: 'province',
      finishedCount: 124,
      medianMinutes: 700,
      p90Minutes: 200,
      fromDay: '2025-11-25',
      untilDay: '2026-11-23',
    } as const;
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier({ state: 'confirmed', status: 4, holder, usual }) }));
    openApp(`/dossiers/${ID}`, bff);
    expect(await screen.findByText('Bộ phận Tư pháp (Chuyên viên)')).toBeTruthy();
    expect(screen.getByText(/Một nửa số hồ sơ xong trong 2 ngày làm việc\./)).toBeTruthy();
    expect(screen.getByText(/9 trong 10 hồ sơ xong trong 4 giờ làm việc\./)).toBeTruthy();
    expect(screen.getByText(/Tính từ 124 hồ sơ đã xong trong tỉnh, 25\/11\/2025 đến 23\/11\/2026/)).toBeTruthy();
  });
});

describe('the receipt as a file', () => {
  it('offers form 01 only after the office has received the dossier, and opens what is printed by a way that is good once', async () => {
    await using bff = await startFakeBff();
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier() }));
    const ticket = { path: '/v1/downloads/t1', name: 'bien-nhan.pdf', expiresAt: ahead(1) };
    bff.on(`POST /v1/dossiers/${ID}/receipt/tickets`, () => ({ status: 201, json: ticket }));
    openApp(`/dossiers/${ID}/receipt`, bff);
    const own = await screen.findByRole('button', { name: /Biên nhận điện tử \(PDF\)/ });
    expect(screen.queryByRole('button', { name: /Giấy tiếp nhận/ })).toBeNull();
    fireEvent.click(own);
    await waitFor(() => expect(outside.addresses()).toEqual([`${bff.origin}/v1/downloads/t1`]));
  });
});
