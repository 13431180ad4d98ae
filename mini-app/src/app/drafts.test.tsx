import 'fake-indexeddb/auto';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetAllDrafts } from '../features/drafts/use-draft.ts';
import { aDraft, aForm, DRAFT_ID, type FakeBff, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

beforeEach(newPhone);

/** The server's side of one draft. */
function keepDraft(bff: FakeBff, part: Partial<Draft> = {}) {
  let stored = aDraft(part);
  bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: stored }));
  bff.on(`PUT /v1/drafts/${DRAFT_ID}`, ({ headers, body }) => {
    if (headers['if-match'] !== stored.etag) return problem('draft-changed');
    stored = { ...stored, answers: (body as Draft).answers, etag: `${stored.etag}+` };
    return { json: stored };
  });
  return {
    answers: () => stored.answers,
    changeElsewhere(answers: Draft['answers']) {
      stored = { ...stored, answers, etag: '"elsewhere"' };
    },
  };
}
const typeInto = async (name: string | RegExp, value: string) =>
  fireEvent.change(await screen.findByRole('textbox', { name }), { target: { value } });

describe('people of a list', () => {
  const form: FormView = {
    ...aForm,
    schema: {
      type: 'object',
      required: ['members'],
      properties: {
        members: {
          type: 'array',
          maxItems: 2,
          items: { type: 'object', required: ['fullName'], properties: { fullName: { type: 'string', minLength: 2 } } },
        },
      },
    },
    layout: [
      {
        id: 'nha',
        title: 'Người trong nhà',
        fields: [
          {
            name: 'members',
            kind: 'people',
            label: 'Người nhà',
            each: { title: 'Người', fields: [{ name: 'fullName', kind: 'name', label: 'Họ và tên' }] },
          },
        ],
      },
    ],
  };
  const open = async (bff: FakeBff) => {
    bff.on('GET /v1/procedures/1.004873/form', () => ({ json: form }));
    const server = keepDraft(bff, { answers: { members: [{ fullName: 'An' }] } });
    openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    await screen.findByRole('textbox', { name: 'Người 1: Họ và tên' });
    return server;
  };

  it('are added up to the limit, moved, and saved in their order', async () => {
    await using bff = await startFakeBff();
    const server = await open(bff);
    fireEvent.click(screen.getByRole('button', { name: 'Thêm người nữa' }));
    expect(document.activeElement?.textContent).toBe('Người 2');
    await typeInto('Người 2: Họ và tên', 'Bình');
    expect(screen.getByText('Danh sách này ghi tối đa 2 người.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Đưa Người 2 lên' }));
    await waitFor(() => expect(server.answers().members).toEqual([{ fullName: 'Bình' }, { fullName: 'An' }]));
  });

  it('what is missing of one of them is listed by person and leads to the field', async () => {
    await using bff = await startFakeBff();
    await open(bff);
    fireEvent.click(screen.getByRole('button', { name: 'Thêm người nữa' }));
    fireEvent.click(screen.getByRole('button', { name: 'Tiếp tục' }));
    const summary = await screen.findByRole('alert');
    fireEvent.click(within(summary).getByRole('button', { name: 'Người 2: Họ và tên' }));
    const field = screen.getByRole('textbox', { name: 'Người 2: Họ và tên' });
    expect(document.activeElement).toBe(field);
    expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Bạn chưa điền chỗ này.');
  });

  it('nobody who has something written is taken out without asking', async () => {
    await using bff = await startFakeBff();
    const server = await open(bff);
    fireEvent.click(screen.getByRole('button', { name: 'Bỏ Người 1' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Giữ lại' }));
    expect(screen.getByRole('textbox', { name: 'Người 1: Họ và tên' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Bỏ Người 1' }));
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Bỏ Người 1' }));
    await waitFor(() => expect(server.answers()).toEqual({}));
  });
});

describe('answers given before', () => {
  it('are offered with their source, sent only once taken, and can be cleared again', async () => {
    await using bff = await startFakeBff();
    const server = keepDraft(bff);
    bff.on(`GET /v1/drafts/${DRAFT_ID}/suggestions`, () => ({
      json: {
        items: [
          {
            field: 'applicantName',
            value: 'Người Bịa',
            source: { kind: 'dossier', procedureName: 'Mở hộ kinh doanh', filedAt: '2026-10-12T03:00:00Z' },
          },
        ],
      },
    }));
    openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    const offer = await screen.findByRole('button', { name: /^Dùng: Người Bịa/ });
    expect(offer.textContent).toContain('từ hồ sơ Mở hộ kinh doanh, 12/10/2026');
    await typeInto('Ngày sinh', '01/02/1990');
    await waitFor(() => expect(server.answers()).toEqual({ birthDate: '1990-02-01' }));
    fireEvent.click(offer);
    await waitFor(() => expect(server.answers()).toEqual({ applicantName: 'Người Bịa', birthDate: '1990-02-01' }));
    expect(screen.getByText('từ hồ sơ Mở hộ kinh doanh, 12/10/2026')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Xóa: Họ tên của bạn' }));
    await waitFor(() => expect(server.answers()).toEqual({ birthDate: '1990-02-01' }));
  });
});

describe('a draft on two phones', () => {
  it('shows both values of what differs; nothing of either is lost before the person chooses', async () => {
    await using bff = await startFakeBff();
    const server = keepDraft(bff, { answers: { applicantName: 'Cũ', birthDate: '1990-02-01' } });
    openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    await typeInto('Họ tên của bạn', 'Máy Này');
    server.changeElsewhere({ applicantName: 'Máy Kia', birthDate: '1991-02-01' });
    fireEvent.click(await screen.findByRole('link', { name: 'Xem và chọn' }));
    const group = await screen.findByRole('group', { name: 'Họ tên của bạn' });
    expect(
      within(group)
        .getAllByRole('radio')
        .map((radio) => radio.closest('label')?.textContent),
    ).toEqual(['Máy nàyMáy Này', 'Máy kiaMáy Kia']);
    expect(screen.queryByRole('group', { name: 'Ngày sinh' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Dùng các bản đã chọn' }));
    expect(await screen.findByRole('alert')).toBeTruthy();
    fireEvent.click(within(group).getByRole('radio', { name: /^Máy này/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Dùng các bản đã chọn' }));
    await waitFor(() => expect(server.answers()).toEqual({ applicantName: 'Máy Này', birthDate: '1991-02-01' }));
    expect(await screen.findByRole('textbox', { name: 'Họ tên của bạn' })).toBeTruthy();
  });
});

describe('typing without a network', () => {
  it('is on the phone, sealed, with the time; the app closed and opened again still has it, and it is sent when the network is back', async () => {
    await using bff = await startFakeBff();
    keepDraft(bff, { answers: { birthDate: '1990-02-01' } });
    const first = openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    await screen.findByRole('textbox', { name: 'Họ tên của bạn' });
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => 'no answer');
    bff.on(`PUT /v1/drafts/${DRAFT_ID}`, () => 'no answer');
    await typeInto('Họ tên của bạn', 'Người Bịa');
    expect(await screen.findByText(/^Mất mạng\. Đã lưu trên máy lúc \d+:\d\d/, {}, { timeout: 8_000 })).toBeTruthy();
    expect(storedOnPhone()).not.toContain('Người Bịa');
    first.unmount();

    await forgetAllDrafts(); // the app was killed, the phone is the same
    openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    expect(((await screen.findByRole('textbox', { name: 'Họ tên của bạn' })) as HTMLInputElement).value).toBe('Người Bịa');
    const server = keepDraft(bff, { answers: { birthDate: '1990-02-01' } });
    window.dispatchEvent(new Event('online'));
    await waitFor(() => expect(server.answers()).toEqual({ applicantName: 'Người Bịa', birthDate: '1990-02-01' }));
  });
});

describe('the end of a draft', () => {
  it('does not take along what was typed here and never sent: it is shown, and begins a new form', async () => {
    await using bff = await startFakeBff();
    keepDraft(bff);
    bff.on(`PUT /v1/drafts/${DRAFT_ID}`, () => 'no answer');
    const first = openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    await typeInto('Họ tên của bạn', 'Người Bịa');
    await screen.findByText(/^Mất mạng\. Đã lưu trên máy/);
    first.unmount();
    await forgetAllDrafts();
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => problem('draft-not-found'));
    openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    expect(await screen.findByText('Người Bịa')).toBeTruthy();
    let begun: unknown;
    bff.on('POST /v1/drafts', () => ({ status: 201, json: aDraft({ id: ID }) }));
    bff.on(`GET /v1/drafts/${ID}`, () => ({ json: aDraft({ id: ID }) }));
    bff.on(`PUT /v1/drafts/${ID}`, ({ body }) => {
      begun = (body as Draft).answers;
      return { json: aDraft({ id: ID, answers: (body as Draft).answers, etag: '"2"' }) };
    });
    fireEvent.click(screen.getByRole('button', { name: 'Bắt đầu tờ khai mới với những gì đã gõ' }));
    await waitFor(() => expect(begun).toEqual({ applicantName: 'Người Bịa' }));
  });

  it('is said in days from a week before', async () => {
    await using bff = await startFakeBff();
    keepDraft(bff, { expiresAt: new Date(Date.now() + 5 * 86_400_000).toISOString() });
    openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    expect(await screen.findByText(/Tờ khai này còn 5 ngày rồi tự xóa/)).toBeTruthy();
  });
});
