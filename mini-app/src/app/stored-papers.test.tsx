import type { Me } from '@tayninh/shared/features/identity/identity.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aDraft, aForm, aMe, DRAFT_ID, type FakeBff, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, openOutside, storedOnPhone } from '../testing/open-app.tsx';

const PAPER = 'c'.repeat(32);
const paper = {
  id: PAPER,
  name: 'Giấy khai sinh',
  number: '118/2019',
  agency: 'Sở Tư pháp',
  files: [{ no: 1, name: 'Giấy khai sinh.pdf' }],
};
const LISTED = { items: [paper], asOf: new Date().toISOString(), stale: false };
const be = (bff: FakeBff, level: Me['level']) => bff.on('GET /v1/me', () => ({ json: aMe({ level }) }));

beforeEach(newPhone);
const outside = openOutside();

describe('papers of the national store', () => {
  it('are not asked for before VNeID: the vault shows the way there', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/me/results', () => ({ json: { items: [] } }));
    openApp('/vault', bff);
    expect(await screen.findByRole('link', { name: /Giấy tờ cơ quan đã lưu của tôi/ })).toBeTruthy();
    expect(bff.times('GET /v1/me/stored-papers')).toBe(0);
  });

  it('open by a way that is good once, say how old the list is, and stay off the phone', async () => {
    await using bff = await startFakeBff();
    be(bff, 'L3');
    bff.on('GET /v1/me/results', () => ({ json: { items: [] } }));
    bff.on('GET /v1/me/stored-papers', () => ({ json: { ...LISTED, stale: true } }));
    bff.on(`POST /v1/me/stored-papers/${PAPER}/files/1/tickets`, () => ({
      status: 201,
      json: { path: '/v1/downloads/t1', name: 'Giấy khai sinh.pdf', expiresAt: new Date().toISOString() },
    }));
    openApp('/vault', bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Mở Giấy khai sinh' }));
    await waitFor(() => expect(outside.addresses()).toEqual([`${bff.origin}/v1/downloads/t1`]));
    expect(screen.getByText(/^Kho chưa trả lời/)).toBeTruthy();
    expect(storedOnPhone()).not.toContain('118/2019');
  });

  it('are offered for a paper of the same name, and one press attaches a copy', async () => {
    await using bff = await startFakeBff();
    be(bff, 'L3');
    const components = [{ id: 'khai-sinh', name: 'Giấy khai sinh', required: true }];
    bff.on('GET /v1/procedures/1.004873/form', () => ({ json: { ...aForm, components } }));
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: aDraft() }));
    bff.on('GET /v1/me/results', () => ({ json: { items: [] } }));
    bff.on('GET /v1/me/stored-papers', () => ({ json: LISTED }));
    bff.on(`POST /v1/me/stored-papers/${PAPER}/files/1/copies`, () => ({ status: 201, json: { fileId: 'f'.repeat(32) } }));
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    fireEvent.click(await screen.findByRole('button', { name: /^Dùng bản đã có ở Kho quốc gia/ }));
    await waitFor(() =>
      expect([...bff.calls].reverse().find(({ route }) => route === `PUT /v1/drafts/${DRAFT_ID}`)?.body).toMatchObject({
        files: [{ componentId: 'khai-sinh', fileId: 'f'.repeat(32) }],
      }),
    );
  });
});
