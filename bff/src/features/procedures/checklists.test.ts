import { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { answerChecklist, getChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

const BIRTH = '1.001193';
const MARRIED = { 'noi-sinh': 'co-so-y-te', 'cha-me': 'da-ket-hon', 'thoi-han': 'trong-60', 'nguoi-di': 'cha-me' };
/** A procedure without a table of its own. */
const WITHOUT = '1.013067';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

const ask = (code: string, body: unknown) =>
  fetch(`${server.url}/v1/procedures/${code}/checklist`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const answered = async (code: string, answers: Record<string, string>, more: object = {}) => {
  const response = await ask(code, { answers, ...more });
  expect(response.status).toBe(200);
  return answerChecklist.schema.response[200].parse(await response.json());
};
const resultOf = async (...asked: Parameters<typeof answered>) => {
  const answer = await answered(...asked);
  if ('question' in answer) throw new Error(`still asks ${answer.question.id}`);
  return answer;
};

describe('POST /v1/procedures/:code/checklist', () => {
  it('200: asks from the first question to the last, without a session, then gives papers, fee, office', async () => {
    const answers: Record<string, string> = {};
    const asked: string[] = [];
    for (;;) {
      const answer = await answered(BIRTH, answers);
      if (!('question' in answer)) break;
      expect(answer.at).toBe(asked.length + 1);
      asked.push(answer.question.id);
      answers[answer.question.id] = MARRIED[answer.question.id as keyof typeof MARRIED];
    }
    expect(asked).toEqual(Object.keys(MARRIED));
    expect(await resultOf(BIRTH, answers)).toMatchObject({
      versionNo: 1,
      caseId: 'trong-nuoc',
      fee: { lines: [{ amountVnd: 0, law: expect.stringContaining('Luật Hộ tịch') }] },
      where: [{ kind: 'commune' }],
      promise: { steps: expect.arrayContaining(['Thủ tục này trả kết quả trong ngày làm việc tiếp nhận hồ sơ.']) },
    });
  });

  it('200: unmarried parents get other papers, and each says why it is asked or not', async () => {
    const papersOf = async (parents: string) => (await resultOf(BIRTH, { ...MARRIED, 'cha-me': parents })).documents;
    const why = (documents: Awaited<ReturnType<typeof papersOf>>, start: string) =>
      documents.filter(({ because }) => because.startsWith(start)).map(({ id, need }) => `${id} ${need}`);
    const unmarried = await papersOf('chua-ghi-ten-cha');
    expect(why(unmarried, 'Vì cha mẹ chưa đăng ký kết hôn')).toEqual([
      'giay-ket-hon not-needed',
      'to-khai-nhan-con original',
      'xac-nhan-quan-he original',
      'cam-doan-quan-he original',
    ]);
    expect(why(await papersOf('da-ket-hon'), 'Vì cha mẹ đã đăng ký kết hôn')).toEqual(['giay-ket-hon not-needed']);
    expect(why(unmarried, 'Vì cha hoặc mẹ tự đi khai sinh')).toEqual(['giay-uy-quyen not-needed']);
  });

  it('200: in English when asked: question, reason, fee and the way the date was counted; a paper keeps its official name', async () => {
    expect(await answered(BIRTH, {}, { language: 'en' })).toMatchObject({ question: { text: 'Where was the baby born?' } });
    const { documents, fee, promise } = await resultOf(BIRTH, MARRIED, { language: 'en', receivedAt: '2026-11-19T09:00:00Z' });
    expect(documents.find(({ id }) => id === 'giay-ket-hon')).toMatchObject({
      name: 'Giấy chứng nhận kết hôn của cha mẹ (marriage certificate of the parents)',
      because: expect.stringMatching(/^Because the parents are married/),
    });
    expect(fee.lines[0]?.because).toBe('Because the birth is registered within 60 days: free.');
    expect(promise).toMatchObject({
      dueAt: '2026-11-20T17:00:00+07:00',
      steps: expect.arrayContaining([expect.stringMatching(/^The result is promised/)]),
    });
    expect((await ask(BIRTH, { answers: {}, language: 'fr' })).status).toBe(400);
  });

  it('200: the fee follows the day the dossier would be received, as counted in Việt Nam', async () => {
    const at = async (receivedAt: string) => (await resultOf('1.014064', { tre: 'khong' }, { receivedAt })).fee.lines[0]?.amountVnd;
    expect(await at('2026-12-31T16:59:59Z')).toBe(35_000);
    expect(await at('2026-12-31T17:00:00Z')).toBe(70_000);
  });

  it('200: a procedure without a table gives every paper with its words, at once', async () => {
    const { papers } = ProcedureRecord.strip().parse(await (await fetch(`${server.url}/v1/procedures/${WITHOUT}`)).json());
    const result = await resultOf(WITHOUT, {});
    expect(result).toMatchObject({ isFullList: true, verified: false, versionNo: null });
    expect(result.documents.map(({ id }) => id)).toEqual(papers.map(({ id }) => id));
  });

  it.each([
    [{ 'noi-sinh': 'mat-trang' }, '/answers/noi-sinh', 'Câu này không có lựa chọn đó.'],
    [{ 'a/b~c': 'x' }, '/answers/a~1b~0c', 'Không có câu hỏi này.'],
    [{ 'nguoi-di': 'cha-me' }, '/answers/nguoi-di', 'Câu này không được hỏi với các câu trả lời trước.'],
  ])('400: refuses %j, naming the answer', async (answers, pointer, detail) => {
    const response = await ask(BIRTH, { answers });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid-request', errors: [{ pointer, detail }] });
  });

  it('400: refuses what is not an answer', async () => {
    expect((await ask(BIRTH, {})).status).toBe(400);
    expect((await ask(BIRTH, { answers: { 'noi-sinh': 1 } })).status).toBe(400);
    expect((await ask(BIRTH, { answers: {}, extra: true })).status).toBe(400);
  });

  it('404: an unknown procedure', async () => {
    expect((await ask('1.999999', { answers: {} })).status).toBe(404);
  });
});

describe('GET /v1/procedures/:code/checklist', () => {
  it('200: the whole table, for a phone that will have no network', async () => {
    const { table, versionNo } = getChecklist.schema.response[200].parse(
      await (await fetch(`${server.url}/v1/procedures/${BIRTH}/checklist`)).json(),
    );
    expect(versionNo).toBe(1);
    expect(table.questions[0]?.id).toBe('noi-sinh');
    expect((await fetch(`${server.url}/v1/procedures/1.999999/checklist`)).status).toBe(404);
  });
});

describe('promise and offices', () => {
  const HOUSE = { 'cong-trinh': 'nha-o', 'giay-dat': 'co', 'lien-ke': 'khong', 'tham-tra': 'khong' };

  it('200: counts the slowest channel by the calendar, and names the office of the commune first', async () => {
    const result = await resultOf('1.013225', HOUSE, { unit: '27991', receivedAt: '2026-11-04T02:00:00Z' });
    // 20 calendar days end on 24 November, a holiday: the next day
    expect(result.promise).toMatchObject({ dueAt: '2026-11-25T17:00:00+07:00', provisional: false });
    expect(result.promise?.steps.join(' ')).toContain('24/11');
    expect(result.offices.map(({ id }) => id)).toEqual(['27991']);
  });

  it('200: promises nothing when one channel’s limit cannot be counted, or the year has no calendar', async () => {
    const answers = { 'hien-tai': 'chua-ket-hon', lan: 'lan-dau', 'mien-giam': 'co', 'nguoi-di': 'chinh-minh' };
    expect((await resultOf('1.004873', answers)).promise).toBeNull();
    expect((await resultOf('1.013225', HOUSE, { receivedAt: '2035-03-01T02:00:00Z' })).promise).toBeNull();
  });

  it('200: names no office of a commune nobody asked for', async () => {
    expect((await resultOf('1.013225', HOUSE)).offices).toEqual([]);
  });
});

describe('a draft that begins from the checklist', () => {
  interface Kept {
    id: string;
    etag: string;
    caseId: string;
    checklist: { tableVersion: number; answers: Record<string, string> } | null;
  }
  const checklist = { tableVersion: 1, answers: MARRIED };
  const begin = async (body: object) => {
    const citizen = await server.as('thu-ha');
    const response = await citizen.call('/v1/drafts', { method: 'POST', body: JSON.stringify({ procedureCode: BIRTH, ...body }) });
    return { citizen, response, draft: (await response.json()) as Kept };
  };
  const change = async ({ citizen, draft }: Awaited<ReturnType<typeof begin>>, body: object) =>
    citizen.call(`/v1/drafts/${draft.id}`, {
      method: 'PUT',
      body: JSON.stringify({ answers: {}, files: [], ...body }),
      headers: { 'if-match': draft.etag },
    });

  it('201: keeps the answers, sealed, and takes the case of the form from them', async () => {
    const { citizen, response, draft } = await begin({ checklist });
    expect(response.status).toBe(201);
    expect(draft).toMatchObject({ caseId: 'trong-nuoc', checklist });
    const [row] = await server.sql`
      select a.checklist_sealed as sealed from form_answers a join draft d on d.answers_id = a.id where d.id = ${draft.id}`;
    expect(row?.sealed).toEqual(expect.any(String));
    expect(row?.sealed).not.toContain('da-ket-hon');
    expect(server.lines.join('\n')).not.toContain('da-ket-hon');
    const stranger = await server.as('van-binh');
    expect((await stranger.call(`/v1/drafts/${draft.id}`)).status).toBe(404);
    expect(await (await citizen.call(`/v1/drafts/${draft.id}`)).json()).toMatchObject({ checklist });
  });

  it('201: without answers, as before', async () => {
    expect((await begin({})).draft).toMatchObject({ caseId: 'trong-nuoc', checklist: null });
  });

  it('400: answers that do not fit, and no draft', async () => {
    const { response, draft } = await begin({ checklist: { tableVersion: 1, answers: { 'noi-sinh': 'mat-trang' } } });
    expect(response.status).toBe(400);
    expect(draft).toMatchObject({ errors: [{ pointer: '/checklist/answers/noi-sinh' }] });
  });

  it('200: other answers replace them, saving without any keeps them, wrong ones change nothing', async () => {
    const begun = await begin({ checklist });
    const other = { tableVersion: 1, answers: { ...MARRIED, 'nguoi-di': 'nguoi-khac' } };
    const changed = (await (await change(begun, { checklist: other })).json()) as Kept;
    expect(changed.checklist).toEqual(other);
    const saved = (await (await change({ ...begun, draft: changed }, {})).json()) as Kept;
    expect(saved.checklist).toEqual(other);
    const refused = await change({ ...begun, draft: saved }, { checklist: { tableVersion: 1, answers: { la: 'x' } } });
    expect(refused.status).toBe(400);
    expect(await (await begun.citizen.call(`/v1/drafts/${begun.draft.id}`)).json()).toMatchObject({ checklist: other, etag: saved.etag });
  });

  it('201: answers to questions that changed meanwhile stay as far as they are still asked', async () => {
    const old = { tableVersion: 7, answers: { ...MARRIED, 'thoi-han': 'mot-tuan', la: 'x' } };
    const { response, draft } = await begin({ checklist: old });
    expect(response.status).toBe(201);
    expect(draft.checklist).toEqual({ tableVersion: 1, answers: { 'noi-sinh': 'co-so-y-te', 'cha-me': 'da-ket-hon' } });
  });
});
