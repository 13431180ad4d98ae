import type { Campaign } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Providers } from '../../app/providers.tsx';
import { ConsoleRoutes } from '../../app/routes.tsx';
import { APPROVER, aPlanned, aProgress, aSwitch, CAMPAIGN_ID, ME, someCounts } from '../../testing/campaign-examples.ts';
import { aMe, problem, startFakeBff } from '../../testing/fake-bff.ts';

function open(path: string) {
  window.history.pushState({}, '', path);
  return render(
    <Providers>
      <ConsoleRoutes />
    </Providers>,
  );
}
const ONE = `/v1/staff/campaigns/${CAMPAIGN_ID}`;
const aRun = (part: Partial<Campaign> = {}) =>
  aPlanned({ state: 'running', startedAt: '2026-11-26T01:00:00Z', actions: ['pause', 'abort'], ...part });
const around = (campaign: Campaign, routes: Parameters<typeof startFakeBff>[0] = {}) =>
  startFakeBff({
    'GET /v1/staff/me': () => ({ json: aMe() }),
    'GET /v1/staff/kill-switches': () => ({ json: { items: [] } }),
    [`GET ${ONE}`]: () => ({ json: campaign }),
    [`GET ${ONE}/events`]: () => ({ events: [aProgress()] }),
    ...routes,
  });
beforeEach(() => localStorage.clear());

describe('a campaign under way', () => {
  it('shows where everybody is as it happens, and the rows sum to the people', async () => {
    await using _ = await around(aRun());
    open(`/campaigns/${CAMPAIGN_ID}`);
    expect(await screen.findByText('2.897')).toBeTruthy();
    const table = within(screen.getByRole('table', { name: 'Mọi người đang ở đâu' }));
    expect(table.getByText('Chưa rõ').closest('tr')?.textContent).toContain('không gửi lại để khỏi gửi hai lần');
    expect(table.getByText('Tổng người nhận').closest('tr')?.textContent).toContain('15.981');
    expect(screen.getByText('Số điện thoại sai hoặc chưa dùng Zalo').closest('tr')?.textContent).toContain('gửi giấy báo');
  });

  it('keeps the last numbers with their time when the line breaks, and says that it is being opened again', async () => {
    await using _ = await around(aRun(), { [`GET ${ONE}/events`]: () => ({ events: [aProgress()], isCut: true }) });
    open(`/campaigns/${CAMPAIGN_ID}`);
    expect(await screen.findByText(/Số liệu lúc 10:34. Mất kết nối, đang nối lại/)).toBeTruthy();
    expect(screen.getByText('2.897')).toBeTruthy();
  });

  it('says why it stopped by itself and lets somebody go on', async () => {
    const halted = aRun({ state: 'canary', isPaused: true, note: 'Tự dừng: lỗi 2,4 % trên 458 tin', actions: ['resume', 'abort'] });
    await using bff = await around(halted, {
      [`GET ${ONE}/events`]: () => ({ events: [aProgress({ state: 'canary', isPaused: true, note: halted.note })] }),
      [`POST ${ONE}/resume`]: () => ({ json: aRun() }),
    });
    open(`/campaigns/${CAMPAIGN_ID}`);
    expect((await screen.findByText(/Tự dừng: lỗi 2,4 %/)).closest('[role="alert"]')?.textContent).toContain('bấm Chạy tiếp hoặc Dừng hẳn');
    fireEvent.click(screen.getByRole('button', { name: 'Chạy tiếp' }));
    await waitFor(() => expect(bff.bodies(`POST ${ONE}/resume`)).toHaveLength(1));
    expect(await screen.findByRole('button', { name: 'Tạm dừng' })).toBeTruthy();
  });

  it('stops at one press, with a reason that stands there already', async () => {
    await using bff = await around(aRun(), { 'POST /v1/staff/kill-switches': () => ({ status: 201, json: aSwitch() }) });
    open(`/campaigns/${CAMPAIGN_ID}`);
    fireEvent.click(await screen.findByRole('button', { name: /Dừng ngay/ }));
    await waitFor(() =>
      expect(bff.bodies('POST /v1/staff/kill-switches')).toEqual([{ scope: 'campaign', key: CAMPAIGN_ID, reason: 'Dừng để kiểm tra' }]),
    );
  });

  it('stops by the keyboard alone', async () => {
    await using bff = await around(aRun(), { 'POST /v1/staff/kill-switches': () => ({ status: 201, json: aSwitch() }) });
    open(`/campaigns/${CAMPAIGN_ID}`);
    await screen.findByRole('button', { name: /Dừng ngay/ });
    fireEvent.keyDown(document.body, { key: 'X', ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(bff.bodies('POST /v1/staff/kill-switches')).toHaveLength(1));
  });

  it('ends for good only with a written reason', async () => {
    await using bff = await around(aRun(), { [`POST ${ONE}/abort`]: () => ({ json: aRun({ state: 'aborted', actions: [] }) }) });
    open(`/campaigns/${CAMPAIGN_ID}`);
    fireEvent.click(await screen.findByRole('button', { name: 'Dừng hẳn' }));
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Dừng hẳn' });
    expect(confirm).toHaveProperty('disabled', true);
    fireEvent.change(dialog.getByLabelText('Lý do'), { target: { value: 'Sai ngày hẹn' } });
    fireEvent.click(confirm);
    await waitFor(() => expect(bff.bodies(`POST ${ONE}/abort`)).toEqual([{ reason: 'Sai ngày hẹn' }]));
  });
});

describe('the report', () => {
  const over = () => aRun({ state: 'done', actions: [] });
  const report = () => ({ json: { campaign: over(), counts: someCounts(), reasons: [], startedAt: null, finishedAt: null } });

  it('counts everybody and says what to do for whom it did not reach', async () => {
    await using _ = await around(over(), { [`GET ${ONE}/report`]: report });
    open(`/campaigns/${CAMPAIGN_ID}`);
    expect(await screen.findByText(/15.981 người đã được tính đủ/)).toBeTruthy();
    expect(screen.getByText('Chặn tin của tỉnh').closest('tr')?.textContent).toContain('Tôn trọng, không gửi lại.');
  });

  it('a file asks who it is once more when the sign-in is not fresh, instead of saving the refusal', async () => {
    await using _ = await around(over(), {
      [`GET ${ONE}/report`]: report,
      [`GET ${ONE}/report.csv`]: () => problem('fresh-sign-in-required'),
    });
    open(`/campaigns/${CAMPAIGN_ID}`);
    fireEvent.click(await screen.findByRole('button', { name: /Xuất báo cáo/ }));
    const link = await screen.findByRole('link', { name: 'Xác nhận lại tài khoản' });
    expect(link.getAttribute('href')).toContain('fresh=true');
  });
});

describe('/kill-switches', () => {
  const held = (releaseAsked: ReturnType<typeof aSwitch>['releaseAsked']) =>
    startFakeBff({
      'GET /v1/staff/me': () => ({ json: aMe() }),
      'GET /v1/staff/kill-switches': () => ({ json: { items: [aSwitch({ releaseAsked })] } }),
      [`POST /v1/staff/kill-switches/${aSwitch().id}/release`]: () => ({ status: 204 }),
    });

  it('who asked for a release cannot also give it', async () => {
    await using _ = await held({ by: ME, at: '2026-11-26T02:10:00Z' });
    open('/kill-switches');
    expect(await screen.findByText(/Chờ một người khác đồng ý/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Đồng ý mở lại' })).toBeNull();
  });

  it('another person lets it go', async () => {
    await using bff = await held({ by: APPROVER, at: '2026-11-26T02:10:00Z' });
    open('/kill-switches');
    fireEvent.click(await screen.findByRole('button', { name: 'Đồng ý mở lại' }));
    await waitFor(() => expect(bff.bodies(`POST /v1/staff/kill-switches/${aSwitch().id}/release`)).toHaveLength(1));
  });

  it('says when nothing is stopped', async () => {
    await using _ = await startFakeBff({
      'GET /v1/staff/me': () => ({ json: aMe() }),
      'GET /v1/staff/kill-switches': () => ({ json: { items: [] } }),
    });
    open('/kill-switches');
    expect(await screen.findByText('Không công tắc nào đang bật. Tin được gửi bình thường.')).toBeTruthy();
  });
});
