import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readUnits } from '@tayninh/shared/features/places/units';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { CommonProcedures } from '../features/procedures/common-procedures.tsx';
import { aProcedureItem, type FakeBff, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, openPart, storedOnPhone } from '../testing/open-app.tsx';

beforeEach(newPhone);

const units = readUnits(JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../migrations/seeds/units/tay-ninh.json'), 'utf8')));
const anOffice = (code: string, distanceM: number | null, openNow = false) => ({
  id: code,
  name: `Trung tâm ${code}`,
  level: 'commune',
  unit: { code, name: 'Tân Thành', kind: 'xã' },
  address: null,
  phone: null,
  hours: 'Thứ Hai đến Thứ Sáu 7:00–11:30, 13:30–17:00',
  openNow,
  openText: openNow ? 'Đang mở cửa, đến 11:30' : 'Mở lại 13:30',
  changesAt: '2026-11-24T06:30:00.000Z',
  distanceM,
  flags: ['LOCATION_APPROXIMATE'],
});
const BEN_LUC = { code: '27991', name: 'Bến Lức', kind: 'xã' };

/** Offices by what was asked for; Zalo's tokens as the stand-in for Zalo hands them out. */
function withOffices(bff: FakeBff) {
  const asked: URLSearchParams[] = [];
  bff.on('POST /control/zalo/tokens', () => ({
    json: { accessToken: 'access-token-1', phoneToken: 'phone-token-1', locationToken: 'location-token-1' },
  }));
  bff.on('GET /v1/offices', ({ url }) => {
    asked.push(url.searchParams);
    const items = url.searchParams.has('lat')
      ? [anOffice('27991', 300), anOffice('28000', 9_400), anOffice('28001', 4_600, true)]
      : [anOffice(url.searchParams.get('unit') ?? '80-1', null)];
    return { json: { items, nextCursor: null, located: null, asOf: '2026-11-24T05:00:00.000Z' } };
  });
  return asked;
}
const headings = () => screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent);

describe('offices near me', () => {
  it('asks Zalo only when pressed, sorts by distance or by what is open, and lets no exact position out', async () => {
    await using bff = await startFakeBff();
    const asked = withOffices(bff);
    bff.on('POST /v1/location', () => ({ json: { latitude: 10.637, longitude: 106.488, isOutside: false, unit: BEN_LUC } }));
    openApp('/offices', bff);
    await screen.findByRole('heading', { name: 'Trung tâm 80-1' });
    expect(screen.getByText(/Vị trí chỉ dùng lúc này/)).toBeTruthy();
    expect(bff.times('POST /v1/location')).toBe(0);

    fireEvent.click(screen.getByRole('button', { name: 'Tìm nơi gần tôi' }));
    expect(await screen.findByText('Bạn đang ở xã Bến Lức.')).toBeTruthy();
    expect(await screen.findByText('Khoảng 1 km')).toBeTruthy();
    expect(headings()).toEqual(['Trung tâm 27991', 'Trung tâm 28001', 'Trung tâm 28000']);
    fireEvent.click(screen.getByRole('radio', { name: 'Đang mở cửa' }));
    expect(headings()).toEqual(['Trung tâm 28001', 'Trung tâm 27991', 'Trung tâm 28000']);

    expect(bff.calls.find(({ route }) => route === 'POST /v1/location')?.body).toEqual({
      zaloAccessToken: 'access-token-1',
      locationToken: 'location-token-1',
    });
    expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({ lat: '10.64', lng: '106.49', limit: '12' });
    await new Promise((done) => setTimeout(done, 1_200)); // the cache is written once a second
    expect(storedOnPhone()).not.toMatch(/10\.6[34]|106\.4/);
  });

  it.each([
    ['refused by Zalo', 'location-proof-refused', /Zalo chưa cho biết vị trí/],
    ['down', 'zalo-unavailable', /Zalo chưa trả lời/],
  ] as const)('goes on without a position when the exchange is %s', async (_, code, words) => {
    await using bff = await startFakeBff();
    withOffices(bff);
    bff.on('POST /v1/location', () => problem(code));
    openApp('/offices', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Tìm nơi gần tôi' }));
    expect(await screen.findByText(words)).toBeTruthy();
    expect(headings()).toEqual(['Trung tâm 80-1']);
    expect(screen.getByRole('button', { name: 'Tìm nơi gần tôi' })).toBeTruthy();
  });

  it('says so outside the province, and measures nothing', async () => {
    await using bff = await startFakeBff();
    const asked = withOffices(bff);
    bff.on('POST /v1/location', () => ({ json: { latitude: 21.029, longitude: 105.854, isOutside: true } }));
    openApp('/offices', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Tìm nơi gần tôi' }));
    expect(await screen.findByText(/Bạn đang ở ngoài tỉnh/)).toBeTruthy();
    expect(asked.every((query) => !query.has('lat'))).toBe(true);
  });
});

describe('my commune', () => {
  it('is chosen by the place one is at, kept on the phone, and opens its offices next time', async () => {
    await using bff = await startFakeBff();
    const asked = withOffices(bff);
    bff.on('POST /v1/location', () => ({ json: { latitude: 10.637, longitude: 106.488, isOutside: false, unit: BEN_LUC } }));
    const first = openApp('/me/commune', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Tìm nơi gần tôi' }));
    expect(screen.queryByRole('heading', { name: 'Xã Bến Lức' })).toBeNull();
    fireEvent.click(await screen.findByRole('button', { name: 'Chọn làm xã, phường của tôi' }));
    expect(await screen.findByRole('heading', { name: 'Xã Bến Lức' })).toBeTruthy();
    first.unmount();
    openApp('/offices', bff);
    await waitFor(() => expect(asked.at(-1)?.get('unit')).toBe('27991'));
    expect(await screen.findByText(/Nơi nộp ở Xã Bến Lức của bạn/)).toBeTruthy();
  });

  it('is forgotten when removed, and a spoilt one reads as none', async () => {
    await using bff = await startFakeBff();
    localStorage.setItem('settings', JSON.stringify({ unit: { code: '../27991', name: 5 } }));
    openApp('/me/commune', bff);
    expect(await screen.findByRole('heading', { name: 'Bạn chưa chọn xã, phường' })).toBeTruthy();
  });
});

describe('addresses', () => {
  const open = async (bff: FakeBff) => {
    bff.on('GET /v1/units/table', () => ({ json: units }));
    openApp('/addresses', bff);
    return (await screen.findByRole('textbox', { name: 'Địa chỉ cũ' })) as HTMLTextAreaElement;
  };

  it('rewrites what is typed, with the resolutions behind it, and tells it to nobody', async () => {
    await using bff = await startFakeBff();
    fireEvent.change(await open(bff), { target: { value: '12 Nguyễn Trãi, phường 2, TP Tây Ninh' } });
    expect(await screen.findByText('12 Nguyễn Trãi, Phường Tân Ninh, tỉnh Tây Ninh')).toBeTruthy();
    expect(screen.getByText(/1682\/NQ-UBTVQH15 ngày 16\/06\/2025/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Chép' })).toBeTruthy();
    expect(JSON.stringify(bff.calls)).not.toContain('Trãi');
    expect(storedOnPhone()).not.toContain('Nguyễn Trãi');
  });

  it('asks where a commune was split, and takes the person’s word', async () => {
    await using bff = await startFakeBff();
    fireEvent.change(await open(bff), { target: { value: 'ấp 3, xã Phước Minh, huyện Dương Minh Châu' } });
    expect(await screen.findByRole('heading', { name: 'Nơi này nay thuộc xã, phường nào?' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Chép' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: /Lộc Ninh/ }));
    expect(await screen.findByText('ấp 3, Xã Lộc Ninh, tỉnh Tây Ninh')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Chọn lại' }));
    expect(await screen.findByRole('button', { name: /Dương Minh Châu/ })).toBeTruthy();
  });

  it('finds the new name by choosing the old ones, and the old ones of a new name', async () => {
    await using bff = await startFakeBff();
    await open(bff);
    fireEvent.click(screen.getByRole('radio', { name: 'Chọn' }));
    const choose = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
    choose('Tỉnh cũ', 'Long An');
    choose('Huyện, thị xã, thành phố cũ', 'Huyện Bến Lức');
    choose('Xã, phường, thị trấn cũ', 'Thị trấn Bến Lức');
    expect(await screen.findByText('Xã Bến Lức, tỉnh Tây Ninh')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Tra ngược' }));
    choose('Xã, phường hiện nay', 'Xã Lộc Ninh');
    const part = (await screen.findByText(/Xã Phước Minh \(huyện Dương Minh Châu\)/)).closest('li');
    expect(within(part as HTMLElement).getByText(/Một phần/)).toBeTruthy();
  });

  it('says when no place of the province is named', async () => {
    await using bff = await startFakeBff();
    fireEvent.change(await open(bff), { target: { value: '36 Hàng Bài, Hà Nội' } });
    expect(await screen.findByText(/Chưa thấy tên xã, huyện nào của tỉnh/)).toBeTruthy();
  });
});

describe('what is common here', () => {
  it.each([
    ['unit', 'Thường làm ở Xã Bến Lức'],
    ['province', 'Thường làm trong tỉnh'],
    ['curated', 'Việc hằng ngày'],
  ])('says of whom the list speaks: %s', async (basis, heading) => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures/common', () => ({ json: { basis, items: [aProcedureItem()] } }));
    openPart(<CommonProcedures unit={{ code: '27991', name: 'Xã Bến Lức' }} />, bff);
    expect(await screen.findByRole('heading', { name: heading })).toBeTruthy();
    expect(screen.getByRole('link', { name: /Giấy xác nhận độc thân/ }).getAttribute('href')).toContain('/procedures/1.004873');
  });
});
