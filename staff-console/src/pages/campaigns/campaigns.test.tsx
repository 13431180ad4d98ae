import type { Campaign } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Providers } from '../../app/providers.tsx';
import { ConsoleRoutes } from '../../app/routes.tsx';
import {
  APPROVER,
  aCampaign,
  aContent,
  aPlan,
  aPlanned,
  aSubmitted,
  aSummary,
  aTemplate,
  aTemplateItem,
  CAMPAIGN_ID,
  VERSION_ID,
} from '../../testing/campaign-examples.ts';
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
const { id: templateId } = aTemplate();
const around = (routes: Parameters<typeof startFakeBff>[0] = {}) =>
  startFakeBff({
    'GET /v1/staff/me': () => ({ json: aMe() }),
    'GET /v1/staff/kill-switches': () => ({ json: { items: [] } }),
    'GET /v1/staff/templates': () => ({ json: { items: [aTemplateItem()], nextCursor: null } }),
    [`GET /v1/staff/templates/${templateId}`]: () => ({ json: aTemplate() }),
    'GET /v1/units/table': () => ({ json: { province: { code: '72', name: 'Tây Ninh' }, communes: [], former: [] } }),
    ...routes,
  });
const withCampaign = (campaign: Campaign, routes: Parameters<typeof startFakeBff>[0] = {}) =>
  around({ [`GET ${ONE}`]: () => ({ json: campaign }), ...routes });
beforeEach(() => localStorage.clear());

describe('/campaigns', () => {
  it('says of each campaign in plain words what it waits for, and why it stopped by itself', async () => {
    await using _ = await around({
      'GET /v1/staff/campaigns': () => ({
        json: {
          items: [
            aSummary({ state: 'submitted', audienceCount: 15_981, estimatedVnd: 9_407_840 }),
            aSummary({ id: '5c1e0000-0000-4000-8000-00000000000b', state: 'canary', isPaused: true, note: 'Tự dừng: lỗi 2,4 %' }),
          ],
          nextCursor: null,
        },
      }),
    });
    open('/campaigns');
    const table = within(await screen.findByRole('table', { name: 'Chiến dịch' }));
    const [, waiting, stopped] = table.getAllByRole('row');
    expect(waiting?.textContent).toContain('Chờ duyệt');
    expect(waiting?.textContent).toContain('Một người khác, có quyền duyệt');
    expect(waiting?.textContent).toContain('15.981');
    expect(waiting?.textContent).toContain('9.407.840 đ');
    expect(stopped?.textContent).toContain('Tạm dừng');
    expect(stopped?.textContent).toContain('Tự dừng: lỗi 2,4 %');
  });

  it('asks the server for one state only, and the address remembers it', async () => {
    await using bff = await around({ 'GET /v1/staff/campaigns': () => ({ json: { items: [], nextCursor: null } }) });
    open('/campaigns');
    await screen.findByText('Chưa có chiến dịch nào');
    fireEvent.click(screen.getByRole('tab', { name: 'Chờ duyệt' }));
    expect(await screen.findByText('Không có chiến dịch nào khớp')).toBeTruthy();
    expect(bff.calls.at(-1)?.query).toContain('state=submitted');
    expect(location.search).toBe('?state=submitted');
  });

  it('says when the list could not be had, and never shows it as empty', async () => {
    await using _ = await around({ 'GET /v1/staff/campaigns': () => problem('role-missing') });
    open('/campaigns');
    expect((await screen.findByRole('alert')).textContent).toContain('Vai trò của bạn không gồm việc này.');
    expect(screen.queryByText('Chưa có chiến dịch nào')).toBeNull();
  });
});

describe('approving', () => {
  const field = () => screen.findByLabelText('Gõ số người nhận để duyệt');
  const button = () => screen.getByRole('button', { name: /Duyệt Ctrl/ });

  it('cannot be pressed until the number of people was typed by hand, and then approves what was seen', async () => {
    const campaign = aSubmitted();
    await using bff = await withCampaign(campaign, {
      [`POST ${ONE}/approval`]: () => ({ json: { ...campaign, state: 'approved', actions: ['schedule'] } }),
    });
    open(`/campaigns/${CAMPAIGN_ID}`);
    const input = await field();
    expect(button()).toHaveProperty('disabled', true);
    expect(fireEvent.paste(input)).toBe(false);
    fireEvent.change(input, { target: { value: '15.982' } });
    expect(button()).toHaveProperty('disabled', true);
    expect(screen.getByText('Số này khác số người nhận trong kế hoạch.')).toBeTruthy();
    fireEvent.change(input, { target: { value: '15.981' } });
    fireEvent.click(button());
    expect(await screen.findByText('Đã duyệt xong. Bước tiếp theo là lên lịch.')).toBeTruthy();
    expect(bff.bodies(`POST ${ONE}/approval`)).toEqual([{ contentHash: campaign.contentHash, audienceCount: 15_981 }]);
  });

  it('shows what changed while the page was open, and approves nothing that was not looked at', async () => {
    const before = aSubmitted();
    const after = aSubmitted({ contentHash: 'f'.repeat(64), content: aContent({ values: { han_nhan: '2026-11-30' } }) });
    await using bff = await withCampaign(before, { [`POST ${ONE}/approval`]: () => problem('campaign-changed') });
    open(`/campaigns/${CAMPAIGN_ID}`);
    fireEvent.change(await field(), { target: { value: '15981' } });
    bff.on(`GET ${ONE}`, () => ({ json: after }));
    fireEvent.click(button());
    const table = within(await screen.findByRole('table', { name: 'Chỗ khác' }));
    expect(table.getByText('11/12/2026').tagName).toBe('DEL');
    expect(table.getByText('30/11/2026').tagName).toBe('INS');
    expect(button()).toHaveProperty('disabled', true);
    fireEvent.click(screen.getByRole('button', { name: 'Tôi đã xem chỗ khác' }));
    await waitFor(() => expect(screen.queryByRole('table', { name: 'Chỗ khác' })).toBeNull());
    fireEvent.change(await field(), { target: { value: '15981' } });
    fireEvent.click(button());
    await waitFor(() => expect(bff.bodies(`POST ${ONE}/approval`).at(-1)).toMatchObject({ contentHash: 'f'.repeat(64) }));
  });

  it('is not offered to whose hand is in the message, and says who is needed', async () => {
    await using _ = await withCampaign(aSubmitted({ actions: ['edit', 'abort'] }));
    open(`/campaigns/${CAMPAIGN_ID}`);
    expect(await screen.findByText(/Cần một người khác có quyền duyệt/)).toBeTruthy();
    expect(screen.queryByLabelText('Gõ số người nhận để duyệt')).toBeNull();
  });

  it('an emergency waits for a second name, shows how long, and says what it skips', async () => {
    const campaign = aSubmitted({
      kind: 'emergency',
      content: aContent({ kind: 'emergency' }),
      approved: { by: APPROVER, at: new Date(Date.now() - 120_000).toISOString() },
      actions: ['approve-second'],
    });
    await using bff = await withCampaign(campaign, {
      [`POST ${ONE}/second-approval`]: () => ({ json: { ...campaign, state: 'approved', actions: [] } }),
    });
    open(`/campaigns/${CAMPAIGN_ID}`);
    expect((await screen.findByText(/Người thứ hai còn/)).textContent).toMatch(/còn 0[78]:\d\d/);
    expect(screen.getByText('Giờ yên tĩnh 21–7').closest('li')?.textContent).toContain('Bỏ qua');
    fireEvent.change(await field(), { target: { value: '15981' } });
    fireEvent.click(screen.getByRole('button', { name: /Duyệt lần hai/ }));
    await waitFor(() => expect(bff.bodies(`POST ${ONE}/second-approval`)).toHaveLength(1));
  });
});

describe('composing', () => {
  it('keeps a new draft only once, with what the template asks for, and goes on to the people', async () => {
    const kept = aCampaign({ content: aContent({ audience: null }) });
    await using bff = await around({
      'POST /v1/staff/campaigns': () => ({ status: 201, json: kept }),
      [`GET ${ONE}`]: () => ({ json: kept }),
    });
    open('/campaigns/new');
    const next = await screen.findByRole('button', { name: /Tiếp: người nhận/ });
    expect(next).toHaveProperty('disabled', true);
    fireEvent.change(await screen.findByLabelText(/Tên chiến dịch/), { target: { value: 'Nhắc nhận kết quả hồ sơ đã xong' } });
    fireEvent.mouseDown(await screen.findByRole('combobox', { name: 'Mẫu tin' }));
    fireEvent.click(await screen.findByText('Kết quả đã sẵn sàng'));
    expect(await screen.findByText('Người dân sẽ thấy')).toBeTruthy();
    expect(next).toHaveProperty('disabled', false);
    fireEvent.click(next);
    expect(await screen.findByText('Xã, phường')).toBeTruthy();
    expect(bff.bodies('POST /v1/staff/campaigns')).toMatchObject([
      { unitCode: aMe().grants[0]?.unit.code, content: { templateVersionId: VERSION_ID, values: { han_nhan: '' }, category: 'reminders' } },
    ]);
  });

  it('cannot be handed in while something stands in the way, and names it', async () => {
    const blocked = aPlanned({
      state: 'draft',
      plan: aPlan({ blockers: [{ code: 'zbs-not-approved', text: 'Zalo chưa duyệt mẫu tin này.' }] }),
      actions: ['edit', 'plan', 'abort'],
    });
    await using _ = await withCampaign(blocked);
    open(`/campaigns/${CAMPAIGN_ID}/compose?step=plan`);
    expect(await screen.findByText('Zalo chưa duyệt mẫu tin này.')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Tiếp: trình duyệt/ })).toHaveProperty('disabled', true);
  });

  it('tells before a change that an approval will be void', async () => {
    await using _ = await withCampaign(aSubmitted({ actions: ['edit', 'abort'] }));
    open(`/campaigns/${CAMPAIGN_ID}/compose`);
    expect(await screen.findByText(/chữ duyệt trước không còn hiệu lực/)).toBeTruthy();
  });

  it('the plan says who gets it, by which way, for how much and until when', async () => {
    await using _ = await withCampaign(aPlanned());
    open(`/campaigns/${CAMPAIGN_ID}/plan`);
    expect((await screen.findByText(/15.981 người nhận, 9.407.840 đ, trong 4 ngày/)).parentElement?.textContent).toContain(
      'Người cuối nhận ngày 29/11/2026',
    );
    expect(screen.getByText('Chưa đồng ý nhận loại tin này').closest('.funnel-row')?.textContent).toContain('−2.439');
    expect(screen.getByRole('img', { name: /26\/11\/2026: 4.000 tin/ })).toBeTruthy();
    expect(within(screen.getByRole('table', { name: 'Mẫu đã che' })).getByText('N•••• V•• T••')).toBeTruthy();
  });
});
