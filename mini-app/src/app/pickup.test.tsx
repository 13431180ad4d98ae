import type { Pickup } from '@tayninh/shared/features/pickups/pickups.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { aDossier, type FakeBff, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp } from '../testing/open-app.tsx';

const PATH = `/v1/dossiers/${ID}/pickup`;
const office = { name: 'Trung tâm cơ sở 2', address: '83 Phạm Tung' };
const OPEN: Pickup = {
  isOffered: true,
  office,
  days: [
    { day: '2026-11-25', slots: [{ from: '07:00', to: '08:00', isFull: true }] },
    {
      day: '2026-11-26',
      slots: [
        { from: '07:00', to: '08:00', isFull: true },
        { from: '08:00', to: '09:00', isFull: false },
      ],
    },
  ],
  number: null,
  wasRefused: false,
  asOf: '2026-11-24T02:00:00Z',
};
const taken = (part: Partial<NonNullable<Pickup['number']>> = {}): Pickup => ({
  ...OPEN,
  days: [],
  number: { day: '2026-11-26', from: '08:00', to: '09:00', number: 'A012', state: 'taken', ...part },
});
const ready = (bff: FakeBff) => {
  bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier({ state: 'confirmed', status: 9 }) }));
  bff.on(`GET /v1/dossiers/${ID}/results`, () => ({ json: { items: [] } }));
};

beforeEach(newPhone);

it('a number is taken for an hour that is free, and stands big on the page with day, hour, office and address', async () => {
  await using bff = await startFakeBff();
  ready(bff);
  let now: Pickup = OPEN;
  bff.on(`GET ${PATH}`, () => ({ json: now }));
  bff.on(`PUT ${PATH}`, () => {
    now = taken();
    return { json: taken({ state: 'asking', number: null }) };
  });
  openApp(`/dossiers/${ID}`, bff);
  fireEvent.click(await screen.findByRole('link', { name: 'Lấy số' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Lấy số cho giờ này' }));
  expect(await screen.findByText('Bạn chọn một giờ còn chỗ.')).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('radio', { name: /^thứ\sNăm, 26\/11/ }).checked).toBe(true); // the day before is full
  expect(screen.getByRole<HTMLInputElement>('radio', { name: /7:00–8:00/ }).disabled).toBe(true);
  fireEvent.click(screen.getByRole('radio', { name: '8:00–9:00' }));
  fireEvent.click(screen.getByRole('button', { name: 'Lấy số cho giờ này' }));
  await waitFor(() => expect(bff.calls.find(({ route }) => route === `PUT ${PATH}`)?.body).toEqual({ day: '2026-11-26', from: '08:00' }));
  expect(await screen.findByText('A012', undefined, { timeout: 5_000 })).toBeTruthy();
  expect(screen.getByText(/^8:00–9:00 thứ\sNăm, 26\/11$/)).toBeTruthy();
  expect(screen.getByText('83 Phạm Tung')).toBeTruthy();
});

it('an hour that fills up is said, nothing is called taken; an unclear answer is not either', async () => {
  await using bff = await startFakeBff();
  ready(bff);
  bff.on(`GET ${PATH}`, () => ({ json: { ...OPEN, wasRefused: true } }));
  const { unmount } = openApp(`/dossiers/${ID}`, bff);
  expect(await screen.findByText('Giờ bạn chọn vừa hết chỗ. Bạn chọn giờ khác.')).toBeTruthy();
  unmount();
  bff.on(`GET ${PATH}`, () => ({ json: taken({ state: 'staff', number: null }) }));
  openApp(`/dossiers/${ID}`, bff);
  expect(await screen.findByText(/Quầy chưa trả lời rõ/)).toBeTruthy();
  expect(screen.queryByText('Số thứ tự của bạn')).toBeNull();
});

it('is given back only after asking, and then another can be taken', async () => {
  await using bff = await startFakeBff();
  ready(bff);
  let now: Pickup = taken();
  bff.on(`GET ${PATH}`, () => ({ json: now }));
  bff.on(`DELETE ${PATH}`, () => {
    now = OPEN;
    return { json: OPEN };
  });
  openApp(`/dossiers/${ID}`, bff);
  fireEvent.click(await screen.findByRole('button', { name: 'Trả lại số' }));
  const dialog = await screen.findByRole('dialog', { name: 'Trả lại số này?' });
  expect(bff.times(`DELETE ${PATH}`)).toBe(0);
  fireEvent.click([...dialog.querySelectorAll('button')].find(({ textContent }) => textContent === 'Trả lại số') as HTMLElement);
  expect(await screen.findByRole('link', { name: 'Lấy số' })).toBeTruthy();
});

it('the page of a result stays of use while the counter cannot be asked', async () => {
  await using bff = await startFakeBff();
  ready(bff);
  bff.on(`GET ${PATH}`, () => problem('upstream-unavailable'));
  openApp(`/dossiers/${ID}`, bff);
  expect(await screen.findByText(/Hệ thống bên ngoài chưa trả lời/, undefined, { timeout: 8_000 })).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Giấy xác nhận độc thân' })).toBeTruthy();
}, 15_000);
