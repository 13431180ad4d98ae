import type { ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aMe, aProcedure, aProcedureItem, DRAFT_ID, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

beforeEach(newPhone);

const facets = {
  total: 3,
  events: [{ id: 'hon-nhan-va-gia-dinh', name: 'Hôn nhân và gia đình', count: 3 }],
  domains: Array.from({ length: 8 }, (_, no) => ({ id: `linh-vuc-${no}`, name: `Lĩnh vực ${no}`, count: no + 1 })),
  targets: [{ id: 'citizen', name: 'Người dân', count: 3 }],
};
const item = (no: number) => aProcedureItem({ code: `1.00000${no}`, plainName: `Việc số ${no}` });

async function aCatalogue() {
  const bff = await startFakeBff();
  bff.on('GET /v1/procedures/facets', () => ({ json: facets }));
  bff.on('GET /v1/procedures', ({ url: { searchParams } }) => {
    if (searchParams.get('level')) return { json: { items: [], nextCursor: null, total: 0, suggestions: [] } };
    const isSecond = searchParams.get('cursor') === 'k';
    return { json: { items: isSecond ? [item(3)] : [item(1), item(2)], nextCursor: isSecond ? null : 'k', total: 3, suggestions: [] } };
  });
  return bff;
}
const asProcedure = (part: Partial<ProcedureDetail>) => ({ json: { ...aProcedure, ...part } });

describe('browsing', () => {
  it('leads from home to a procedure in three taps, and the list can be read to its end', async () => {
    await using bff = await aCatalogue();
    openApp('/', bff);
    fireEvent.click(await screen.findByRole('link', { name: /Xem tất cả thủ tục/ }));
    fireEvent.click(await screen.findByRole('link', { name: /Hôn nhân và gia đình.*3 việc/ }));
    expect(await screen.findByText('Có 3 việc')).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'Xem thêm, còn 1' }));
    const last = await screen.findByRole('link', { name: /Việc số 3/ });
    expect(last.getAttribute('href')).toBe('/procedures/1.000003');
    expect(screen.getByRole('link', { name: /Việc số 1/ })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Xem thêm/ })).toBeNull();
  });

  it('filters that leave nothing say so, and are taken back with one press', async () => {
    await using bff = await aCatalogue();
    openApp('/browse/event/hon-nhan-va-gia-dinh', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Cấp tỉnh' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Bỏ hết lựa chọn' }));
    expect(await screen.findByRole('link', { name: /Việc số 1/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Cấp tỉnh' }).getAttribute('aria-pressed')).toBe('false');
  });

  it('shows the fullest domains first and all of them on demand', async () => {
    await using bff = await aCatalogue();
    openApp('/browse', bff);
    const domains = (await screen.findByRole('heading', { name: 'Theo lĩnh vực' })).closest('section') as HTMLElement;
    expect(within(domains).queryByText('Lĩnh vực 0')).toBeNull();
    fireEvent.click(within(domains).getByRole('button', { name: 'Xem cả 8 lĩnh vực' }));
    expect(within(domains).getAllByRole('link')).toHaveLength(8);
  });

  it('a list that cannot be had says why and is asked again', async () => {
    await using bff = await aCatalogue();
    bff.on('GET /v1/procedures', () => problem('too-many-requests'));
    openApp('/browse/target/citizen', bff);
    const again = await screen.findByRole('button', { name: 'Thử lại' }, { timeout: 10_000 });
    bff.on('GET /v1/procedures', () => ({ json: { items: [item(1)], nextCursor: null, total: 1, suggestions: [] } }));
    fireEvent.click(again);
    expect(await screen.findByRole('link', { name: /Việc số 1/ })).toBeTruthy();
  });
});

describe('saved and seen procedures', () => {
  it('stand on the home screen after a restart and without a network, until they are cleared', async () => {
    await using bff = await aCatalogue();
    const first = openApp('/procedures/1.004873', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Lưu lại' }));
    expect(await screen.findByRole('button', { name: 'Đã lưu' })).toBeTruthy();
    await waitFor(() => expect(storedOnPhone()).toContain('"name":"Giấy xác nhận độc thân"'));
    first.unmount();
    bff.cutOff();
    const second = openApp('/', bff);
    for (const name of ['Đã lưu', 'Vừa xem']) {
      const section = (await screen.findByRole('heading', { name })).closest('section') as HTMLElement;
      expect(within(section).getByRole('link', { name: 'Giấy xác nhận độc thân' }).getAttribute('href')).toBe('/procedures/1.004873');
    }
    second.unmount();
    openApp('/browse/kept', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Xóa hết: Đã lưu' }));
    fireEvent.click(screen.getByRole('button', { name: 'Xóa hết' }));
    expect(await screen.findByText(/Bạn chưa lưu việc nào/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Giấy xác nhận độc thân' })).toBeTruthy();
  });
});

describe('a phone in other hands', () => {
  it('does not show the next person what the one before saved and looked at', async () => {
    await using bff = await aCatalogue();
    const first = openApp('/procedures/1.004873', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Lưu lại' }));
    for (const kept of ['"name":"Giấy xác nhận độc thân"', ID]) await waitFor(() => expect(storedOnPhone()).toContain(kept));
    first.unmount();
    bff.on('GET /v1/me', () => ({ json: aMe({ id: DRAFT_ID, name: 'Người Khác' }) }));
    openApp('/browse/kept', bff);
    expect(await screen.findByText(/Bạn chưa lưu việc nào/)).toBeTruthy();
    expect(await screen.findByText('Bạn chưa xem thủ tục nào.')).toBeTruthy();
  });
});

describe('sharing', () => {
  it('shows a code and a link that lead to this procedure and carry nothing else', async () => {
    await using bff = await startFakeBff();
    openApp('/procedures/1.004873/share', bff);
    expect(await screen.findByRole('img', { name: 'Mã QR mở thủ tục Giấy xác nhận độc thân' })).toBeTruthy();
    expect(screen.getByText(/\/procedures\/1\.004873$/)).toBeTruthy();
    for (const name of ['Gửi qua Zalo', 'Chép đường dẫn', 'Lưu mã QR vào ảnh']) expect(screen.getByRole('button', { name })).toBeTruthy();
  });
});

describe('changes', () => {
  it('a first version says nothing and is not asked about', async () => {
    await using bff = await startFakeBff();
    openApp('/procedures/1.004873', bff);
    await screen.findByRole('button', { name: 'Lưu lại' });
    expect(screen.queryByText(/Đã thay đổi/)).toBeNull();
    expect(bff.times('GET /v1/procedures/1.004873/versions')).toBe(0);
  });

  it('a later one says since when and what, in people’s words', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures/1.004873', () => asProcedure({ versionNo: 2 }));
    bff.on('GET /v1/procedures/1.004873/versions', () => ({
      json: {
        items: [
          {
            versionNo: 2,
            changedAt: '2026-06-30T17:30:00Z', // already the first of July in Vietnam
            changes: [
              { field: 'fee', before: ['20.000 đ'], after: ['miễn phí'] },
              { field: 'submitMode', before: ['counter'], after: ['api'] },
              { field: 'paper', before: [], after: ['Ảnh thẻ'] },
            ],
          },
        ],
      },
    }));
    openApp('/procedures/1.004873', bff);
    const note = (await screen.findByText('Đã thay đổi từ 1/7/2026')).closest('.note');
    expect(note?.textContent).toContain('Lệ phí: 20.000 đ → miễn phí');
    expect(note?.textContent).toContain('và 1 thay đổi khác');
    fireEvent.click(screen.getByRole('link', { name: /Xem các lần thay đổi/ }));
    expect(await screen.findByText('thêm Ảnh thẻ', { exact: false })).toBeTruthy();
  });
});

describe('the way to file', () => {
  const papers = [{ id: 'don', name: 'Đơn đề nghị', when: 'always', originals: 1, copies: 0 }];

  it('on the national portal: three steps and the papers, and the counter for those who cannot', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures/1.004873', () => asProcedure({ submitMode: 'deep-link', forms: [], papers }));
    openApp('/procedures/1.004873', bff);
    fireEvent.click(await screen.findByRole('link', { name: 'Nộp ở Cổng Dịch vụ công' }));
    expect(await screen.findByText(/đăng nhập bằng VNeID\.$/)).toBeTruthy();
    expect(screen.getByText('Đơn đề nghị')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Mở Cổng Dịch vụ công' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Nộp tại quầy' }).getAttribute('href')).toBe('/procedures/1.004873/counter');
  });

  it.each(['counter', 'api'] as const)(
    'at a counter when the mode is %s and there is no form: offices, papers, a card to scan',
    async (submitMode) => {
      await using bff = await startFakeBff();
      bff.on('GET /v1/procedures/1.004873', () => asProcedure({ submitMode, forms: [], papers }));
      openApp('/procedures/1.004873', bff);
      fireEvent.click(await screen.findByRole('link', { name: 'Nộp tại quầy' }));
      expect(await screen.findByRole('img', { name: 'Mã QR của thủ tục 1.004873' })).toBeTruthy();
      expect(screen.getByText('Đơn đề nghị')).toBeTruthy();
      expect(screen.getByRole('link', { name: 'Xem nơi nộp gần bạn' }).getAttribute('href')).toBe('/offices?procedure=1.004873');
    },
  );
});
