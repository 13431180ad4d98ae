import type { ChecklistTable } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aDraft, aForm, type FakeBff, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

beforeEach(newPhone);

const CODE = '1.004873';
const option = (id: string, text: string) => ({ id, text });
const DIVORCED = { 'hien-tai': ['ly-hon'] };

/** Invented: single or divorced, and only the divorced are asked where. */
const table: ChecklistTable = {
  procedureCode: CODE,
  verified: false,
  toConfirm: 'Lệ phí của tỉnh.',
  source: 'bịa ra để thử',
  checkedOn: '2026-11-24',
  channels: ['counter', 'online'],
  questions: [
    {
      id: 'hien-tai',
      text: 'Hiện nay bạn thế nào?',
      options: [option('doc-than', 'Chưa kết hôn'), option('ly-hon', 'Đã ly hôn'), option('khac', 'Khác')],
    },
    { id: 'o-dau', text: 'Ly hôn ở đâu?', askWhen: DIVORCED, options: [option('trong', 'Trong nước'), option('ngoai', 'Nước ngoài')] },
  ],
  groups: [{ id: 'mot-trong-hai', text: 'Một trong hai giấy' }],
  documents: [
    { id: 'to-khai', name: 'Tờ khai' },
    { id: 'ban-an', name: 'Bản án ly hôn' },
    { id: 'ghi-chu', name: 'Trích lục ghi chú' },
    { id: 'thay-the', name: 'Giấy thay thế' },
  ],
  rules: [
    { document: 'to-khai', need: 'digital', count: 1, because: 'Ai cũng cần.' },
    {
      document: 'ban-an',
      need: 'not-needed',
      count: 1,
      when: { 'o-dau': ['trong'] },
      because: 'Vì ly hôn trong nước.',
      law: 'Luật bịa, điều 1',
    },
    {
      document: 'ghi-chu',
      need: 'show',
      count: 1,
      group: 'mot-trong-hai',
      when: { 'o-dau': ['ngoai'] },
      because: 'Vì ly hôn ở nước ngoài.',
    },
    {
      document: 'thay-the',
      need: 'original',
      count: 2,
      group: 'mot-trong-hai',
      when: { 'o-dau': ['ngoai'] },
      because: 'Khi không có ghi chú.',
    },
  ],
  fees: [
    { id: 'le-phi', name: 'Lệ phí', channels: ['online'], amountVnd: 0, because: 'Qua mạng được miễn.' },
    { id: 'le-phi', name: 'Lệ phí', channels: ['counter'], amountVnd: 25_000, unit: 'mỗi bản', because: 'Tại quầy.', confirm: true },
  ],
  times: [{ channels: ['counter', 'online'], limit: { value: 3, unit: 'working_days' }, text: '3 ngày làm việc.' }],
  offices: [{ kind: 'commune', text: 'UBND phường bạn ở.' }],
  forms: [{ caseId: 'chung' }],
  notes: [],
  elsewhere: [{ when: { 'hien-tai': ['khac'] }, procedureCode: '1.000894', because: 'Vì việc của bạn khác.' }],
  english: {
    'Hiện nay bạn thế nào?': 'What is your situation?',
    'Chưa kết hôn': 'Not married',
    'Tờ khai': 'form',
    'Ai cũng cần.': 'Everybody needs it.',
  },
};

async function phoneWithQuestions() {
  const bff = await startFakeBff();
  bff.on(`GET /v1/procedures/${CODE}/checklist`, () => ({ json: { versionNo: 1, table } }));
  return bff;
}
const enter = async (bff: FakeBff) => {
  openApp(`/procedures/${CODE}`, bff);
  fireEvent.click(await screen.findByRole('link', { name: 'Xem giấy tờ cho trường hợp của tôi' }));
};
const pick = async (name: string) => {
  fireEvent.click(await screen.findByRole('radio', { name }));
  fireEvent.click(screen.getByRole('button', { name: 'Tiếp tục' }));
};

describe('the papers of one’s own case', () => {
  it('asks one question per screen, says how far in words, and explains each paper', async () => {
    await using bff = await phoneWithQuestions();
    bff.on(`POST /v1/procedures/${CODE}/checklist`, () => problem('internal'));
    await enter(bff);
    expect(await screen.findByText('Câu 1 trong khoảng 2')).toBeTruthy();
    await pick('Đã ly hôn');
    expect(await screen.findByText('Câu 2 trong khoảng 2')).toBeTruthy();
    await pick('Trong nước');
    expect(await screen.findByRole('heading', { name: 'Giấy tờ cho trường hợp của bạn' })).toBeTruthy();
    const skip = screen.getByRole('heading', { name: 'Không cần mang' }).parentElement as HTMLElement;
    expect(within(skip).getByText('Vì ly hôn trong nước.')).toBeTruthy();
    expect(within(skip).getByText('Theo Luật bịa, điều 1.')).toBeTruthy();
    expect(screen.getByText('25.000 đồng mỗi bản')).toBeTruthy();
    expect(screen.getByText('Miễn phí')).toBeTruthy();
    expect(screen.getByText('Lệ phí của tỉnh.', { exact: false }).textContent).toContain('Cần cán bộ xác nhận');
    expect(screen.getByText('25.000 đồng mỗi bản').parentElement?.textContent).toContain('Cần cán bộ xác nhận');
    expect(screen.getByText('Miễn phí').parentElement?.textContent).not.toContain('Cần cán bộ xác nhận');
  });

  it('asks and answers in English where the app speaks English; a paper keeps its official name', async () => {
    await using bff = await phoneWithQuestions();
    const asked: unknown[] = [];
    bff.on(`POST /v1/procedures/${CODE}/checklist`, ({ body }) => {
      asked.push(body);
      return problem('internal');
    });
    const settings = openApp('/me', bff);
    fireEvent.click(await screen.findByRole('radio', { name: 'English' }));
    await screen.findByText('Text size');
    settings.unmount();
    openApp(`/procedures/${CODE}/checklist/0`, bff);
    expect(await screen.findByRole('heading', { name: 'What is your situation?' })).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Not married' }));
    fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('Tờ khai (form)')).toBeTruthy();
    expect(screen.getByText('Everybody needs it.')).toBeTruthy();
    await waitFor(() => expect(asked).toContainEqual({ answers: { 'hien-tai': 'doc-than' }, language: 'en' }));
  });

  it('does not go on without an answer, and says so', async () => {
    await using bff = await phoneWithQuestions();
    await enter(bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Tiếp tục' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Bạn chọn một câu trả lời');
  });

  it('going back keeps what was answered; another answer drops only what no longer applies', async () => {
    await using bff = await phoneWithQuestions();
    await enter(bff);
    await pick('Đã ly hôn');
    await screen.findByText('Ly hôn ở đâu?');
    fireEvent.click(screen.getByRole('button', { name: 'Quay lại' }));
    await screen.findByText('Hiện nay bạn thế nào?');
    expect((screen.getByRole('radio', { name: 'Đã ly hôn' }) as HTMLInputElement).checked).toBe(true);
    await pick('Chưa kết hôn');
    expect(await screen.findByRole('heading', { name: 'Điền trên điện thoại' })).toBeTruthy();
    expect(screen.queryByText('Bản án ly hôn')).toBeNull();
  });

  it('shows alternatives together, in the words “one of these”', async () => {
    await using bff = await phoneWithQuestions();
    await enter(bff);
    await pick('Đã ly hôn');
    await pick('Nước ngoài');
    const choice = (await screen.findByText('Một trong hai giấy')).closest('li') as HTMLElement;
    expect(choice.textContent).toContain('hoặc');
    expect(within(choice).getByText('Trích lục ghi chú')).toBeTruthy();
    expect(within(choice).getByText('Giấy thay thế')).toBeTruthy();
  });

  it('leads to the other procedure when the case belongs there', async () => {
    await using bff = await phoneWithQuestions();
    await enter(bff);
    await pick('Khác');
    const link = await screen.findByRole('link', { name: 'Mở thủ tục đó' });
    expect(link.getAttribute('href')).toContain('/procedures/1.000894');
    expect(bff.times(`POST /v1/procedures/${CODE}/checklist`)).toBe(0);
  });

  it('works without a network once the procedure was opened, and keeps the answers off the phone’s store', async () => {
    await using bff = await phoneWithQuestions();
    await enter(bff);
    await waitFor(() => expect(storedOnPhone()).toContain('hien-tai'), { timeout: 3_000 });
    bff.cutOff();
    await pick('Đã ly hôn');
    await pick('Trong nước');
    expect(await screen.findByText('UBND phường bạn ở.')).toBeTruthy();
    expect(screen.getByText('3 ngày làm việc.')).toBeTruthy();
    expect(storedOnPhone()).not.toMatch(/hien-tai\\*":\\*"ly-hon/);
  });

  it('names the promised date and the offices when the server knows them', async () => {
    await using bff = await phoneWithQuestions();
    bff.on(`POST /v1/procedures/${CODE}/checklist`, () => ({
      json: {
        documents: [],
        promise: { dueAt: '2026-11-27T17:00:00+07:00', steps: [], provisional: false },
        offices: [{ id: 'o', name: 'UBND phường Bịa', address: '1 đường Bịa' }],
      },
    }));
    await enter(bff);
    await pick('Chưa kết hôn');
    expect(await screen.findByText(/hẹn trả 17:00/)).toBeTruthy();
    expect(screen.getByText('UBND phường Bịa')).toBeTruthy();
  });

  it('files with the answers; the form begins even when the questions changed meanwhile', async () => {
    await using bff = await phoneWithQuestions();
    const bodies: unknown[] = [];
    bff.on('POST /v1/drafts', ({ body }) => {
      bodies.push(body);
      return bodies.length === 1 ? problem('invalid-request') : { status: 201, json: aDraft() };
    });
    await enter(bff);
    await pick('Chưa kết hôn');
    fireEvent.click(await screen.findByRole('link', { name: 'Nộp trên điện thoại' }));
    expect(await screen.findByLabelText('Họ tên của bạn')).toBeTruthy();
    expect(bodies).toEqual([
      { procedureCode: CODE, checklist: { tableVersion: 1, answers: { 'hien-tai': 'doc-than' } } },
      { procedureCode: CODE, caseId: 'chung' },
    ]);
  });

  it('is not offered where there are no questions', async () => {
    await using bff = await startFakeBff();
    bff.on(`GET /v1/procedures/${CODE}/checklist`, () => ({ json: { versionNo: null, table: { ...table, questions: [] } } }));
    openApp(`/procedures/${CODE}`, bff);
    await screen.findByRole('link', { name: 'Nộp trên điện thoại' });
    await waitFor(() => expect(bff.times(`GET /v1/procedures/${CODE}/checklist`)).toBe(1));
    expect(screen.queryByRole('link', { name: 'Xem giấy tờ cho trường hợp của tôi' })).toBeNull();
  });
});

describe('the papers page of a draft', () => {
  const open = async (bff: FakeBff, answers: Record<string, string>, file?: string) => {
    const files = file
      ? [
          {
            componentId: file,
            fileId: '4f9d4fd1-9a2b-4a3e-8f1c-2b6a4c1d7e90',
            name: 'anh.png',
            sizeBytes: 1,
            type: 'image/png',
            check: 'accepted' as const,
            trouble: null,
          },
        ]
      : [];
    const draft = aDraft({ checklist: { tableVersion: 1, answers }, files });
    const components = [
      { id: 'ghi-chu', name: 'Giấy của biểu mẫu', required: false },
      { id: 'khac', name: 'Giấy khác của biểu mẫu', required: false },
    ];
    bff.on(`GET /v1/drafts/${draft.id}`, () => ({ json: draft }));
    bff.on(`GET /v1/procedures/${CODE}/form`, () => ({ json: { ...aForm, components } }));
    const documents = table.documents.map((document) => (document.id === 'ban-an' ? { ...document, paper: 'ghi-chu' } : document));
    const rules = table.rules.map((rule) => (rule.document === 'ban-an' ? { ...rule, need: 'copy' as const } : rule));
    bff.on(`GET /v1/procedures/${CODE}/checklist`, () => ({ json: { versionNo: 2, table: { ...table, documents, rules } } }));
    openApp(`/drafts/${draft.id}/papers`, bff);
    return draft;
  };

  it('shows the papers of the case, and demands what the case needs though the form would not', async () => {
    await using bff = await startFakeBff();
    await open(bff, { 'hien-tai': 'ly-hon', 'o-dau': 'trong' });
    expect(await screen.findByRole('heading', { name: 'Bản án ly hôn' })).toBeTruthy();
    expect(screen.getByText('Vì ly hôn trong nước.')).toBeTruthy();
    expect(screen.queryByText('Giấy khác của biểu mẫu')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Tiếp tục' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Bản án ly hôn');
  });

  it('asks again when the questions changed, and keeps what was sent in sight', async () => {
    await using bff = await startFakeBff();
    const draft = await open(bff, { 'hien-tai': 'ly-hon', 'o-dau': 'mat-trang' }, 'khac');
    expect(await screen.findByText(/Câu hỏi đã thay đổi/)).toBeTruthy();
    expect(screen.getByText('Giấy khác của biểu mẫu')).toBeTruthy();
    expect(screen.getByText('Đã gửi')).toBeTruthy();
    bff.on(`PUT /v1/drafts/${draft.id}`, ({ body }) => ({ json: { ...draft, ...(body as object), files: draft.files, etag: '"2"' } }));
    fireEvent.click(screen.getByRole('link', { name: 'Trả lời tiếp' }));
    await pick('Trong nước');
    fireEvent.click(await screen.findByRole('button', { name: 'Dùng danh sách này cho hồ sơ' }));
    expect(await screen.findByRole('heading', { name: 'Bản án ly hôn' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Giấy khác của biểu mẫu' })).toBeTruthy();
  });
});
