import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { aDossier, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

const PATH = `/v1/dossiers/${ID}/delivery`;
const OPEN = {
  way: 'electronic',
  ways: ['electronic', 'counter', 'post'],
  canChange: true,
  receiver: null,
  state: 'waiting',
  orderNumber: null,
};

beforeEach(newPhone);

it('the post is chosen with name, phone and address, none of which stays on the phone; a refusal keeps what was typed', async () => {
  await using bff = await startFakeBff();
  bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier({ state: 'confirmed', status: 4 }) }));
  bff.on(`GET ${PATH}`, () => ({ json: OPEN }));
  bff.on(`PUT ${PATH}`, () => problem('invalid-request', { detail: 'Bạn ghi rõ xã hoặc phường trong tỉnh Tây Ninh.' }));
  openApp(`/dossiers/${ID}/delivery`, bff);
  fireEvent.click(await screen.findByRole('radio', { name: /Bưu điện/ }));
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  type('Người nhận', 'Người Bịa Ra');
  type('Số điện thoại người nhận', '0901234567');
  type('Địa chỉ nhận', '5 phố Bịa');
  fireEvent.click(screen.getByRole('button', { name: 'Nhận theo cách này' }));
  expect(await screen.findByText('Bạn ghi rõ xã hoặc phường trong tỉnh Tây Ninh.')).toBeTruthy();
  bff.on(`PUT ${PATH}`, () => ({ json: { ...OPEN, way: 'post' } }));
  type('Địa chỉ nhận', '5 phố Bịa, phường Tân Ninh');
  fireEvent.click(screen.getByRole('button', { name: 'Nhận theo cách này' }));
  await waitFor(() =>
    expect(bff.calls.filter(({ route }) => route === `PUT ${PATH}`).at(-1)?.body).toEqual({
      way: 'post',
      receiver: { name: 'Người Bịa Ra', phone: '0901234567', address: '5 phố Bịa, phường Tân Ninh' },
    }),
  );
  await screen.findByRole('heading', { name: 'Giấy xác nhận độc thân' });
  expect(storedOnPhone()).not.toContain('phố Bịa');
});

it('once the result is ready there is nothing to choose, and an unclear order is not called ordered', async () => {
  await using bff = await startFakeBff();
  bff.on(`GET ${PATH}`, () => ({ json: { ...OPEN, way: 'post', canChange: false, state: 'staff', orderNumber: 'TNS1' } }));
  openApp(`/dossiers/${ID}/delivery`, bff);
  expect(await screen.findByText(/Bưu điện chưa trả lời rõ/)).toBeTruthy();
  expect(screen.queryByRole('radio')).toBeNull();
  expect(document.body.textContent).not.toMatch(/Đã đặt/);
});
