import type { Result } from '@tayninh/shared/features/results/results.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aDossier, aDraft, aForm, DRAFT_ID, type FakeBff, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, openOutside, storedOnPhone } from '../testing/open-app.tsx';
import { speak } from '../texts/translate.ts';

const aResult = (part: Partial<Result> = {}): Result => ({
  dossierId: ID,
  no: 1,
  procedure: 'Giấy xác nhận độc thân',
  name: 'Giấy xác nhận tình trạng hôn nhân',
  number: '0042/UBND-XN',
  code: 'KQ.1.004873',
  abstract: null,
  agency: 'UBND phường Tân Ninh',
  signer: 'Nguyễn Văn Cán Bộ',
  signedOn: '2026-11-20',
  validUntil: null,
  isPermanent: true,
  daysLeft: null,
  copy: 'here',
  file: { sizeBytes: 13_000, type: 'application/pdf', sha256: 'ab'.repeat(32) },
  signature: { verdict: 'valid', signer: 'Nguyễn Văn Cán Bộ', organisation: 'UBND phường Tân Ninh', signedAt: '2026-11-20T02:30:00Z' },
  receivedAt: '2026-11-20T02:31:00Z',
  ...part,
});
const RESULT = `GET /v1/dossiers/${ID}/results/1`;
const TICKET = `POST /v1/dossiers/${ID}/results/1/tickets`;
const vaultOf = (bff: FakeBff, ...items: Result[]) => bff.on('GET /v1/me/results', () => ({ json: { items } }));

beforeEach(newPhone);
const outside = openOutside();

describe('what an authority issued', () => {
  it('stands on the page of a finished dossier, and each press opens it by a way that is good once', async () => {
    await using bff = await startFakeBff();
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier({ state: 'confirmed', status: 9 }) }));
    bff.on(`GET /v1/dossiers/${ID}/results`, () => ({ json: { items: [aResult()] } }));
    let ticket = 0;
    bff.on(TICKET, () => ({
      status: 201,
      json: { path: `/v1/downloads/t${++ticket}`, name: 'Giấy.pdf', expiresAt: new Date().toISOString() },
    }));
    openApp(`/dossiers/${ID}`, bff);
    const press = async () => fireEvent.click(await screen.findByRole('button', { name: 'Mở bản điện tử' }));
    await press();
    await waitFor(() => expect(outside.open).toHaveBeenCalledTimes(1));
    await press();
    await waitFor(() => expect(outside.open).toHaveBeenCalledTimes(2));
    expect(outside.addresses()).toEqual([`${bff.origin}/v1/downloads/t1`, `${bff.origin}/v1/downloads/t2`]);
    expect(screen.getByText(/^Chữ ký số của UBND phường Tân Ninh hợp lệ, ký lúc 9:30/)).toBeTruthy();
    expect(storedOnPhone()).not.toContain('0042/UBND-XN');
  });

  it.each([
    ['invalid', 'Chữ ký số không đúng với tệp này'],
    ['unknown-signer', 'chưa xác minh được ai đã ký'],
    ['unsigned', 'không có chữ ký số'],
    ['unchecked', 'không kiểm tra được chữ ký số'],
  ] as const)('%s: the signature is never called valid', async (verdict, words) => {
    await using bff = await startFakeBff();
    bff.on(RESULT, () => ({ json: aResult({ signature: { verdict, signer: null, organisation: null, signedAt: null } }) }));
    openApp(`/dossiers/${ID}/results/1`, bff);
    expect(await screen.findByText(new RegExp(words))).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/hợp lệ/);
  });

  it('says what happened when it cannot be opened now, and offers nothing to open without a copy', async () => {
    await using bff = await startFakeBff();
    bff.on(RESULT, () => ({ json: aResult() }));
    bff.on(TICKET, () => problem('file-not-ready'));
    const { unmount } = openApp(`/dossiers/${ID}/results/1`, bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Mở bản điện tử' }));
    expect(await screen.findByText(/Tệp này chưa mở được/)).toBeTruthy();
    unmount();
    bff.on(RESULT, () => ({ json: aResult({ copy: 'paper', file: null, signature: null }) }));
    openApp(`/dossiers/${ID}/results/1`, bff);
    expect(await screen.findByText('Kết quả này là bản giấy. Bạn nhận ở nơi trả kết quả.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Mở bản điện tử' })).toBeNull();
  });
});

it('a result that asks for a proven identity leads to VNeID', async () => {
  await using bff = await startFakeBff();
  bff.on(RESULT, () => ({ json: aResult() }));
  bff.on(TICKET, () => problem('level-too-low'));
  openApp(`/dossiers/${ID}/results/1`, bff);
  fireEvent.click(await screen.findByRole('button', { name: 'Mở bản điện tử' }));
  expect(await screen.findByRole('link', { name: 'Xác nhận bằng VNeID' })).toBeTruthy();
});

describe('my papers', () => {
  it('when there are none: says that results are missing, not that papers are', async () => {
    await using bff = await startFakeBff();
    vaultOf(bff);
    openApp('/vault', bff);
    expect(await screen.findByRole('heading', { name: 'Chưa có kết quả nào' })).toBeTruthy();
    await speak('en');
    expect(await screen.findByRole('heading', { name: 'No results yet' })).toBeTruthy();
    await speak('vi');
  });

  it('come with what ends soon first, and what is over last', async () => {
    await using bff = await startFakeBff();
    vaultOf(
      bff,
      aResult({ no: 1, name: 'Đã hết', isPermanent: false, validUntil: '2026-01-01', daysLeft: -20 }),
      aResult({ no: 2, name: 'Không thời hạn' }),
      aResult({ no: 3, name: 'Sắp hết', isPermanent: false, validUntil: '2026-12-24', daysLeft: 30 }),
    );
    openApp('/vault', bff);
    await screen.findByText('Còn 30 ngày');
    const names = screen
      .getAllByRole('link')
      .flatMap(({ textContent }) => /Sắp hết|Không thời hạn|Đã hết/.exec(textContent ?? '')?.[0] ?? []);
    expect(names).toEqual(['Sắp hết', 'Không thời hạn', 'Đã hết']);
  });

  it('are offered for a paper of the same name, and one press attaches a copy; not when over or changed after signing', async () => {
    await using bff = await startFakeBff();
    const components = [
      { id: 'hon-nhan', name: 'Giấy xác nhận tình trạng hôn nhân', required: true },
      { id: 'khai-tu', name: 'Quyết định ly hôn hoặc giấy khai tử', required: false },
    ];
    bff.on('GET /v1/procedures/1.004873/form', () => ({ json: { ...aForm, components } }));
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: aDraft() }));
    vaultOf(
      bff,
      aResult(),
      aResult({ no: 2, name: 'Giấy khai tử', signature: { verdict: 'invalid', signer: null, organisation: null, signedAt: null } }),
      aResult({ no: 3, name: 'Giấy khai tử', isPermanent: false, validUntil: '2026-01-01', daysLeft: -1 }),
    );
    bff.on(`POST /v1/dossiers/${ID}/results/1/copies`, () => ({ status: 201, json: { fileId: 'f'.repeat(32) } }));
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    fireEvent.click(await screen.findByRole('button', { name: /^Dùng bản đã có/ }));
    await waitFor(() =>
      expect([...bff.calls].reverse().find(({ route }) => route === `PUT /v1/drafts/${DRAFT_ID}`)?.body).toMatchObject({
        files: [{ componentId: 'hon-nhan', fileId: 'f'.repeat(32) }],
      }),
    );
    expect(screen.queryByRole('button', { name: /^Dùng bản đã có/ })).toBeNull();
  });
});
