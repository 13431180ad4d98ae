import type { Supplement } from '@tayninh/shared/features/dossiers/acts.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetSupplement } from '../pages/dossiers/supplement-editor.ts';
import { aDossier, aForm, type FakeBff, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

const SID = '9c0e7a54-0f0e-4f3e-8b7a-6a5b3c2d1e0f';
beforeEach(async () => {
  await newPhone();
  forgetSupplement(SID);
});

const aSupplement: Supplement = {
  id: SID,
  askedAt: '2026-11-24T02:00:00Z',
  until: '2026-11-27T10:00:00Z',
  isOpen: true,
  round: 1,
  note: null,
  papers: [
    {
      id: 'giay-chung-sinh',
      name: 'Giấy chứng sinh',
      reason: 'Ảnh mờ',
      markedPages: [1],
      oldFiles: [{ componentId: 'giay-chung-sinh', name: 'cu.png', sizeBytes: 9, type: 'image/png', check: 'accepted', trouble: null }],
    },
  ],
  fields: [],
  draft: { files: [], note: '', answers: {} },
  answer: null,
};
const asked = (part: Partial<Supplement> = {}) =>
  aDossier({
    state: 'confirmed',
    status: 5,
    needsAction: { kind: 'supplement', text: 'Cơ quan cần bạn bổ sung giấy tờ.', until: aSupplement.until, supplementId: SID },
    supplements: [{ ...aSupplement, ...part }],
  });
const show = (bff: FakeBff, dossier = asked()) => bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: dossier }));

describe('when the authority asks for more', () => {
  it('the dossier says what, why and until when, and leads to the one page to answer', async () => {
    await using bff = await startFakeBff();
    show(bff);
    openApp(`/dossiers/${ID}`, bff);
    expect(await screen.findByText(/Ảnh mờ/)).toBeTruthy();
    expect(screen.getByText('Bạn gửi trước 17:00 thứ Sáu, 27/11.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Gửi giấy tờ bổ sung' }).getAttribute('href')).toBe(`/dossiers/${ID}/supplements/${SID}`);
  });

  it('what is typed is saved as it is typed, and an answer whose fate is unknown is sent again under the same key', async () => {
    await using bff = await startFakeBff();
    show(bff);
    const draftRoute = `PUT /v1/dossiers/${ID}/supplements/${SID}/draft`;
    const sendRoute = `POST /v1/dossiers/${ID}/supplements/${SID}`;
    bff.on(draftRoute, () => ({ status: 204 }));
    bff.on(sendRoute, () => 'no answer');
    openApp(`/dossiers/${ID}/supplements/${SID}`, bff);
    expect(await screen.findByText('Bản đã nộp, vẫn được giữ: cu.png')).toBeTruthy();
    const send = screen.getByRole('button', { name: 'Gửi giấy tờ bổ sung' });
    fireEvent.click(send);
    expect((await screen.findByRole('alert')).textContent).toContain('Bạn gửi ít nhất một giấy');
    expect(bff.times(sendRoute)).toBe(0);
    fireEvent.change(screen.getByLabelText(/Bạn muốn nói thêm gì/), { target: { value: 'Bệnh viện đã đóng cửa' } });
    await waitFor(() => expect(bff.times(draftRoute)).toBeGreaterThan(0), { timeout: 3_000 });
    expect(bff.calls.find(({ route }) => route === draftRoute)?.body).toEqual({ files: [], note: 'Bệnh viện đã đóng cửa', answers: {} });
    fireEvent.click(send);
    expect(await screen.findByText(/Chưa biết giấy tờ đã đến chưa/)).toBeTruthy();
    bff.on(sendRoute, () => ({ status: 202, json: { id: SID, state: 'accepted' } }));
    fireEvent.click(send);
    await waitFor(() => expect(window.location.pathname).toBe(`/dossiers/${ID}`));
    const sent = bff.calls.filter(({ route }) => route === sendRoute);
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(sent.at(-1)?.body).toEqual({ files: [], note: 'Bệnh viện đã đóng cửa', answers: {} });
    expect(storedOnPhone()).not.toContain('Bệnh viện');
  });

  it('a file of the last answer that was refused says why at its paper, and nothing is sent with it', async () => {
    await using bff = await startFakeBff();
    const file = { componentId: 'giay-chung-sinh', name: 'khoa.pdf', sizeBytes: 9, type: 'application/pdf', check: 'refused' } as const;
    const bad = { ...file, trouble: 'pdf-locked' } as const;
    const answer = { state: 'needs_citizen', sentAt: aSupplement.askedAt, note: '', answers: {}, files: [bad] } as const;
    show(bff, asked({ answer: { ...answer, files: [bad] }, draft: { files: [{ ...bad, fileId: 'f1' }], note: '', answers: {} } }));
    openApp(`/dossiers/${ID}/supplements/${SID}`, bff);
    expect(await screen.findByText(/Bạn bỏ khóa rồi gửi lại/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Gửi giấy tờ bổ sung' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Bạn bỏ hoặc thay tệp không nhận được: Giấy chứng sinh');
    expect(bff.times(`POST /v1/dossiers/${ID}/supplements/${SID}`)).toBe(0);
  });

  it('a second request says that it is one', async () => {
    await using bff = await startFakeBff();
    show(bff, asked({ round: 2 }));
    openApp(`/dossiers/${ID}/supplements/${SID}`, bff);
    expect(await screen.findByText(/Đây là lần yêu cầu thứ 2/)).toBeTruthy();
  });

  it('a request that is answered already says so', async () => {
    await using bff = await startFakeBff();
    show(bff, asked({ isOpen: false }));
    openApp(`/dossiers/${ID}/supplements/${SID}`, bff);
    expect(await screen.findByText('Yêu cầu này không còn chờ bạn')).toBeTruthy();
  });
});

describe('when a file of a filed dossier is refused', () => {
  const refused = aDossier({
    state: 'needs_citizen',
    procedure: { code: '1.001193', name: 'Thủ tục đăng ký khai sinh', plainName: 'Làm giấy khai sinh' },
    needsAction: { kind: 'resend', text: 'Có tệp không gửi được, bạn chụp lại giúp.', until: null, supplementId: null },
    files: [
      { componentId: 'giay-uy-quyen', name: 'khoa.pdf', sizeBytes: 9, type: 'application/pdf', check: 'refused', trouble: 'pdf-locked' },
      { componentId: 'khac', name: 'tot.png', sizeBytes: 9, type: 'image/png', check: 'accepted', trouble: null },
    ],
  });

  it('the dossier says which paper, why and what to do, and leads to the page that asks for that paper only', async () => {
    await using bff = await startFakeBff();
    show(bff, refused);
    openApp(`/dossiers/${ID}`, bff);
    const link = await screen.findByRole('link', { name: 'Gửi lại giấy này' });
    expect(screen.getAllByText(/có mật khẩu hoặc bị khóa. Bạn bỏ khóa rồi gửi lại/).length).toBeGreaterThan(0);
    fireEvent.click(link);
    expect(await screen.findByRole('heading', { name: 'Giấy ủy quyền' })).toBeTruthy();
    expect(screen.getByText('Tệp không nhận được: khoa.pdf')).toBeTruthy();
    expect(screen.queryByText(/tot.png/)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Gửi lại' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Cần ảnh hoặc tệp: Giấy ủy quyền');
    expect(bff.times(`PUT /v1/dossiers/${ID}/files`)).toBe(0);
  });

  it('an optional paper may be left out; sent once, also when its fate was unknown, and what the server says is told at the paper', async () => {
    await using bff = await startFakeBff();
    const optional = { id: 'giay-khac', name: 'Giấy khác', required: false };
    show(bff, { ...refused, files: refused.files.map((file) => ({ ...file, componentId: optional.id })) });
    bff.on('GET /v1/procedures/1.001193/form', () => ({ json: { ...aForm, components: [optional] } }));
    const route = `PUT /v1/dossiers/${ID}/files`;
    bff.on(route, () => 'no answer');
    openApp(`/dossiers/${ID}/files`, bff);
    const send = await screen.findByRole('button', { name: 'Gửi hồ sơ không có giấy này' });
    fireEvent.click(send);
    expect(await screen.findByText(/Chưa biết giấy tờ đã đến chưa/)).toBeTruthy();
    bff.on(route, () => problem('invalid-request', { errors: [{ pointer: '/files/giay-khac', detail: 'Tệp này hỏng.' }] }));
    fireEvent.click(send);
    expect(await screen.findByText('Tệp này hỏng.')).toBeTruthy();
    bff.on(route, () => ({ status: 202, json: { id: ID, receiptNo: refused.receiptNo, state: 'accepted' } }));
    fireEvent.click(send);
    await waitFor(() => expect(window.location.pathname).toBe(`/dossiers/${ID}`));
    const sent = bff.calls.filter((call) => call.route === route);
    expect(sent.map(({ body }) => body)).toEqual(Array(3).fill({ files: [] }));
    const [first, again, fresh] = sent.map(({ headers }) => headers['idempotency-key']);
    expect(again).toBe(first);
    expect(fresh).not.toBe(first);
  });

  it('a dossier that has gone on says so', async () => {
    await using bff = await startFakeBff();
    show(bff, aDossier({ state: 'confirmed' }));
    openApp(`/dossiers/${ID}/files`, bff);
    expect(await screen.findByText('Hồ sơ này không chờ bạn gửi lại giấy')).toBeTruthy();
  });
});

describe('how a dossier ends', () => {
  it('withdrawing says what happens, and nothing is sent before it is confirmed', async () => {
    await using bff = await startFakeBff();
    show(bff, aDossier({ state: 'confirmed', status: 2 }));
    const route = `POST /v1/dossiers/${ID}/withdrawal`;
    bff.on(route, () => ({ status: 202, json: { id: SID, state: 'accepted' } }));
    openApp(`/dossiers/${ID}`, bff);
    fireEvent.click(await screen.findByRole('link', { name: /Rút hồ sơ/ }));
    expect(await screen.findByText('Rút rồi thì không lấy lại được hồ sơ này.')).toBeTruthy();
    expect(bff.times(route)).toBe(0);
    fireEvent.click(screen.getByRole('button', { name: 'Rút hồ sơ' }));
    await waitFor(() => expect(bff.times(route)).toBe(1));
  });

  it('refused: the reason in plain sight, and a new dossier begins with this one', async () => {
    await using bff = await startFakeBff();
    const at = new Date().toISOString();
    show(
      bff,
      aDossier({
        state: 'confirmed',
        status: 3,
        timeline: [
          { id: ID, kind: 'status', status: 3, title: 'Không được tiếp nhận', text: 'Không được tiếp nhận\nNộp sai nơi', holder: null, at },
        ],
      }),
    );
    bff.on('POST /v1/drafts', () => problem('not-online'));
    openApp(`/dossiers/${ID}`, bff);
    expect((await screen.findByText('Nộp sai nơi')).tagName).toBe('B');
    fireEvent.click(screen.getByRole('button', { name: 'Làm hồ sơ mới từ hồ sơ này' }));
    await waitFor(() => expect(bff.calls.find(({ route }) => route === 'POST /v1/drafts')?.body).toEqual({ fromDossierId: ID }));
  });

  it('overdue without a word: says so and whom to call', async () => {
    await using bff = await startFakeBff();
    show(bff, aDossier({ state: 'confirmed', status: 4, dueAt: new Date(Date.now() - 3_600_000).toISOString() }));
    openApp(`/dossiers/${ID}`, bff);
    expect(await screen.findByText(/cũng chưa hẹn lại/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Gọi 1022' })).toBeTruthy();
  });

  it('one tap on a star is a rating', async () => {
    await using bff = await startFakeBff();
    show(bff, aDossier({ state: 'confirmed', status: 9, rating: { isPossible: true, given: null } }));
    const route = `POST /v1/dossiers/${ID}/rating`;
    bff.on(route, () => ({ status: 202, json: { id: SID, state: 'accepted' } }));
    openApp(`/dossiers/${ID}`, bff);
    fireEvent.click(await screen.findByRole('button', { name: '4 sao' }));
    await waitFor(() => expect(bff.calls.find((call) => call.route === route)?.body).toEqual({ stars: 4, reasons: [], comment: '' }));
  });
});

describe('tracking by number', () => {
  it('a dossier from the counter whose step is not clear: says so, names no office, and what to do', async () => {
    await using bff = await startFakeBff();
    bff.on('POST /v1/tracking', () => ({
      json: { group: 'unknown', agency: 'other', lastStepOn: null, dueAt: null, asOf: new Date().toISOString(), detail: null },
    }));
    openApp('/tracking', bff);
    fireEvent.change(await screen.findByLabelText('Số biên nhận hoặc mã hồ sơ'), { target: { value: 'H80.05-261116-9003' } });
    fireEvent.click(screen.getByRole('button', { name: 'Xem hồ sơ' }));
    expect(await screen.findByText('Chưa rõ đang ở bước nào')).toBeTruthy();
    expect(screen.getByText(/Bạn xem lại sau, hoặc hỏi nơi nộp/)).toBeTruthy();
    expect(screen.queryByText(/Nơi giải quyết|Bước gần nhất/)).toBeNull();
  });

  it('needs no sign-in, says where it is, and words a wrong number', async () => {
    await using bff = await startFakeBff();
    bff.on('POST /v1/tracking', ({ body }) =>
      (body as { code: string }).code === 'TNS-7K3M-94QX'
        ? {
            json: {
              group: 'in-process',
              agency: 'commune',
              lastStepOn: '2026-11-24',
              dueAt: null,
              asOf: new Date().toISOString(),
              detail: null,
            },
          }
        : problem('tracking-not-found'),
    );
    openApp('/tracking', bff);
    const code = await screen.findByLabelText('Số biên nhận hoặc mã hồ sơ');
    fireEvent.change(code, { target: { value: 'TNS-7K3M-94QX' } });
    fireEvent.click(screen.getByRole('button', { name: 'Xem hồ sơ' }));
    expect(await screen.findByText('Cơ quan đang giải quyết')).toBeTruthy();
    fireEvent.change(code, { target: { value: 'TNS-0000-0000' } });
    fireEvent.click(screen.getByRole('button', { name: 'Xem hồ sơ' }));
    expect(await screen.findByText(/Không tìm thấy hồ sơ theo thông tin này/)).toBeTruthy();
    expect(screen.queryByText('Cơ quan đang giải quyết')).toBeNull();
    expect(bff.calls.filter(({ route }) => route === 'POST /v1/tracking').map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
    ]);
    expect(storedOnPhone()).not.toContain('TNS-7K3M');
  });
});
