import type { RecipientList, Segment } from '@tayninh/shared/features/audiences/audiences.contract';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Providers } from '../../app/providers.tsx';
import { ConsoleRoutes } from '../../app/routes.tsx';
import { aMe, problem, startFakeBff } from '../../testing/fake-bff.ts';

const LIST_ID = 'a11d0000-0000-4000-8000-000000000001';
const LIST = `/v1/staff/recipient-lists/${LIST_ID}`;
const aList = (faulty: number, part: Partial<RecipientList> = {}): RecipientList => ({
  id: LIST_ID,
  name: 'Hộ có kết quả tuần này',
  unitCode: '25459',
  reason: null,
  createdAt: '2026-11-24T02:00:00Z',
  people: 1199,
  lines: { matched: 1199, duplicate: 31, unknown: 4, faulty, dropped: 0 },
  needsReason: false,
  ...part,
});
const aSegment: Segment = {
  id: '5e60000a-0000-4000-8000-000000000001',
  name: 'Chưa nhận kết quả',
  unitCode: '25459',
  definition: { communes: ['25459'], dossier: { statuses: [9] } },
  reason: null,
  count: 18420,
  countedAt: '2026-11-24T02:00:00Z',
  updatedAt: '2026-11-24T02:00:00Z',
};
const aCount = (count: number) => ({
  count,
  places: [],
  needsReason: count < 10,
  refusedProcedures: [],
  countedAt: '2026-11-24T02:00:00Z',
});
const faultyRows = [
  { lineNo: 14, fault: 'phone-short', text: 'Số điện thoại thiếu chữ số.', values: { phone: '09123 4567', receiptNo: '' } },
  { lineNo: 58, fault: 'phone-landline', text: 'Đây là số máy bàn.', values: { phone: '0276 3820 001', receiptNo: '' } },
];
const SURROUNDINGS = {
  'GET /v1/staff/me': () => ({ json: aMe() }),
  'GET /v1/units/table': () => ({
    json: {
      province: { code: '72', name: 'Tây Ninh' },
      communes: [{ code: '25459', kind: 'phường', name: 'Ninh Thạnh', lat: 11, lng: 106 }],
      former: [],
    },
  }),
  'GET /v1/procedures': () => ({ json: { items: [], nextCursor: null } }),
};

function open(path: string) {
  window.history.pushState({}, '', path);
  return render(
    <Providers>
      <ConsoleRoutes />
    </Providers>,
  );
}
const type = (name: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(name), { target: { value } });

describe('groups of recipients', () => {
  it('say in words who is in them, how many, and since when that is known', async () => {
    await using _ = await startFakeBff({ ...SURROUNDINGS, 'GET /v1/staff/segments': () => ({ json: { items: [aSegment] } }) });
    open('/audiences');
    const row = await screen.findByRole('row', { name: /Chưa nhận kết quả/ });
    await waitFor(() =>
      expect(row.textContent).toMatch(/phường Ninh Thạnh · Đã xử lý xong.*phường Ninh Thạnh.*18\.420.*24\/11\/2026 · 09:00/),
    );
  });

  it('show the number while conditions are chosen, and ask why where few people are meant', async () => {
    await using bff = await startFakeBff({
      ...SURROUNDINGS,
      'GET /v1/staff/segments': () => ({ json: { items: [] } }),
      'POST /v1/staff/segments/count': () => ({ json: aCount(4) }),
      'POST /v1/staff/segments': () => ({ status: 201, json: aSegment }),
    });
    open('/audiences/new');
    const reason = await screen.findByLabelText(/^Lý do.*chỉ 4 người/);
    type('Tên nhóm', 'Bốn hộ ven sông');
    fireEvent.change(reason, { target: { value: 'Bốn hộ phải dời nhà vì sạt lở' } });
    fireEvent.click(screen.getByLabelText('Tin tức'));
    fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
    expect(await screen.findByText('Chưa có nhóm nào')).toBeTruthy();
    expect(bff.bodies('POST /v1/staff/segments')).toEqual([
      { name: 'Bốn hộ ven sông', definition: { optedIn: ['news'] }, reason: 'Bốn hộ phải dời nhà vì sạt lở' },
    ]);
  });
});

describe('a list of recipients', () => {
  it('is not sent as a file that nobody can read, and a refused file goes into the same list again', async () => {
    await using bff = await startFakeBff({
      ...SURROUNDINGS,
      'POST /v1/staff/recipient-lists': () => ({ status: 201, json: aList(0) }),
      [`PUT ${LIST}/file`]: () => {
        const refused = problem('invalid-request');
        return { ...refused, json: { ...(refused.json as object), errors: [{ pointer: '', detail: 'Không thấy cột “Điện thoại”.' }] } };
      },
    });
    open('/audiences/lists/new');
    await screen.findByRole('heading', { name: 'Tải danh sách lên' });
    type(/^Tên danh sách/, 'Hộ có kết quả tuần này');
    const choose = (name: string) =>
      fireEvent.change(screen.getByLabelText('Tệp danh sách', { selector: 'input' }), { target: { files: [new File(['x'], name)] } });
    choose('danh-sach.pdf');
    expect((await screen.findByRole('alert')).textContent).toContain('Chỉ nhận .xlsx hoặc .csv');
    choose('danh-sach.csv');
    fireEvent.click(screen.getByRole('button', { name: /Đọc tệp/ }));
    expect(await screen.findByText('Không thấy cột “Điện thoại”.')).toBeTruthy();
    bff.on(`PUT ${LIST}/file`, () => ({ json: aList(0) }));
    fireEvent.click(screen.getByRole('button', { name: /Đọc tệp/ }));
    expect(await screen.findByText('1.199 người')).toBeTruthy();
    expect(bff.bodies('POST /v1/staff/recipient-lists')).toHaveLength(1);
  });

  it('has its faulty lines mended in place: a good number is taken at once and the next line has the caret', async () => {
    await using bff = await startFakeBff({
      ...SURROUNDINGS,
      [`GET ${LIST}`]: () => ({ json: aList(2) }),
      [`GET ${LIST}/rows`]: () => ({ json: { items: faultyRows, nextAfter: null } }),
      [`PUT ${LIST}/rows/14`]: () => ({ json: { row: null, list: aList(1, { people: 1200 }) } }),
    });
    open(`/audiences/lists/${LIST_ID}`);
    const cell = await screen.findByLabelText('Điện thoại, dòng 14');
    cell.focus();
    fireEvent.change(cell, { target: { value: '0912 345 67' } });
    expect(await screen.findByText(/Số điện thoại thiếu chữ số. Số di động có 10/)).toBeTruthy();
    fireEvent.change(cell, { target: { value: '0912 345 678' } });
    fireEvent.keyDown(cell, { key: 'Enter', code: 'Enter' });
    await waitFor(() => expect(screen.queryByLabelText('Điện thoại, dòng 14')).toBeNull());
    expect(document.activeElement).toBe(screen.getByLabelText('Điện thoại, dòng 58'));
    expect(screen.getByText('1.200 người')).toBeTruthy();
    expect(bff.bodies(`PUT ${LIST}/rows/14`)).toEqual([{ phone: '0912 345 678', receiptNo: '' }]);
  });

  it('keeps phones from everybody but who uploaded them, who may still leave a line out', async () => {
    await using _ = await startFakeBff({
      ...SURROUNDINGS,
      [`GET ${LIST}`]: () => ({ json: aList(1) }),
      [`GET ${LIST}/rows`]: () => ({ json: { items: faultyRows.slice(0, 1).map((row) => ({ ...row, values: null })), nextAfter: null } }),
      [`DELETE ${LIST}/rows/14`]: () => ({ json: aList(0) }),
    });
    open(`/audiences/lists/${LIST_ID}`);
    expect(await screen.findByText(/Chỉ người tải lên thấy và sửa được/)).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Bỏ dòng 14' }));
    expect(await screen.findByText(/Không còn dòng nào cần sửa/)).toBeTruthy();
  });
});
