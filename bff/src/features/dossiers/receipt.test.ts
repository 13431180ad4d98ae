import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { printReceipt, type ReceptionReceipt } from './receipt-document.ts';

const FORM_01: ReceptionReceipt = {
  kind: 'reception',
  receiptNo: 'TNS-7K3M-94QX',
  code: 'H80.05-261124-0007',
  procedureName: 'Thủ tục đăng ký khai sinh',
  procedureCode: '1.001193',
  applicant: {
    name: 'Nguyễn Thị Ngọc Diễm Quỳnh',
    personalNumber: '072190004471',
    phone: '0902555101',
    email: 'bia@vidu.vn',
    address: 'Số 9 đường Bịa Ra, phường Ninh Thạnh',
    authorised: 'Đỗ Hữu Ước',
  },
  papers: [{ name: 'Giấy chứng sinh', originals: 1, copies: 2, digital: 3 }],
  filedAt: new Date('2026-11-24T01:05:00Z'),
  timeText: '03 ngày làm việc',
  feeText: '8.000 đồng',
  appLink: 'https://zalo.me/s/123456',
  agency: 'Ủy ban nhân dân phường Ninh Thạnh',
  place: 'Quầy số 3',
  number: '0007/TNHS',
  officer: 'Cao Thị Mai',
  sets: 1,
  receivedAt: new Date('2026-11-24T02:15:00Z'),
  dueAt: new Date('2026-11-27T10:00:00Z'),
  dueNowAt: null,
  resultAt: 'Qua bưu chính',
  supportPhone: '0276 1022',
};

async function read(bytes: Uint8Array) {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, at) => {
      const { items } = await (await pdf.getPage(at + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join(' ');
    }),
  );
  const { info } = await pdf.getMetadata();
  return {
    text: pages.join(' ').normalize('NFC').replace(/\s+/g, ' '),
    pages: pdf.numPages,
    facts: info as { Title: string; Language: string },
    isTagged: (await pdf.getMarkInfo())?.Marked === true,
  };
}

describe('form 01 as a PDF', () => {
  it('says every field of the form with all its diacritics, tagged, with title and language', async () => {
    const { text, facts, isTagged } = await read(await printReceipt(FORM_01));
    for (const field of [
      'ỦY BAN NHÂN DÂN PHƯỜNG NINH THẠNH',
      'Quầy số 3',
      '0007/TNHS',
      'H80.05-261124-0007',
      'Nguyễn Thị Ngọc Diễm Quỳnh',
      '072190004471',
      'Số 9 đường Bịa Ra, phường Ninh Thạnh',
      '0902555101',
      'bia@vidu.vn',
      'Đỗ Hữu Ước',
      'Thủ tục đăng ký khai sinh',
      'Trích yếu',
      'Giấy chứng sinh 1 2 3',
      '01 bộ',
      '03 ngày làm việc',
      '09 giờ 15 phút, ngày 24/11/2026',
      '17 giờ 00 phút, ngày 27/11/2026',
      'Qua bưu chính',
      '8.000 đồng',
      'Tra cứu hồ sơ https://zalo.me/s/123456',
      'Nộp phí trực tuyến https://zalo.me/s/123456',
      '0276 1022',
      'NGƯỜI TIẾP NHẬN HỒ SƠ',
      'Cao Thị Mai',
      'Trang 1/',
    ])
      expect(text).toContain(field);
    expect(facts).toMatchObject({ Title: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả H80.05-261124-0007', Language: 'vi-VN' });
    expect(isTagged).toBe(true);
  });

  it('is the same to the byte for the same facts', async () => {
    expect((await printReceipt(FORM_01)).equals(await printReceipt({ ...FORM_01 }))).toBe(true);
  });

  it('says what the authority left open, instead of making it up, and a later date beside the first', async () => {
    const open = { agency: null, place: null, number: null, officer: null, sets: null, resultAt: null, supportPhone: null };
    const { text } = await read(await printReceipt({ ...FORM_01, ...open, dueNowAt: new Date('2026-12-01T10:00:00Z') }));
    expect(text).toContain('Đăng ký nhận kết quả Chưa ghi');
    expect(text).toContain('Cơ quan đã hẹn lại 17 giờ 00 phút, ngày 01/12/2026');
  });

  it('takes twenty papers with long names over several pages, nothing lost, each page numbered', async () => {
    const papers = Array.from({ length: 20 }, (_, at) => ({
      name: `Giấy tờ pháp lý số ${at + 1} của tổ chức, cá nhân theo quy định `.repeat(4).trim(),
      originals: 0,
      copies: 0,
      digital: 1,
    }));
    const { text, pages } = await read(await printReceipt({ ...FORM_01, papers }));
    for (let at = 1; at <= 20; at += 1) expect(text.split(`pháp lý số ${at} của`)).toHaveLength(5);
    expect(pages).toBeGreaterThan(2);
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`Trang ${page}/${pages}`);
  });
});

describe('GET /v1/dossiers/:id/receipt', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await buildTestApp();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('200: our own receipt at once, which promises no date and hides numbers; form 01 when the desk has received it', async () => {
    const citizen = await server.as('thu-ha');
    const { id, receiptNo } = await citizen.submit((await citizen.fillDraft('1.001193')).id, crypto.randomUUID());
    const get = (query = '') => citizen.call(`/v1/dossiers/${id}/receipt${query}`);
    const answer = await get();
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="bien-nhan-${receiptNo}.pdf"`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const { sample } = (await (await citizen.call('/v1/procedures/1.001193/form')).json()) as { sample: Record<string, string> };
    const own = await read(new Uint8Array(await answer.arrayBuffer()));
    expect(own.text).toContain(receiptNo);
    expect(own.text).toContain('Đây chưa phải giấy tiếp nhận hồ sơ và hẹn trả kết quả');
    expect(own.text).not.toMatch(/Hẹn trả kết quả \d/);
    expect(own.text).not.toContain(sample.applicantPersonalNumber);
    expect(await (await get('?kind=reception')).json()).toMatchObject({ status: 409, code: 'receipt-not-ready' });

    const arrived = await citizen.until(async () => (await citizen.dossier(id)).code);
    await citizen.deskAction(arrived, 'accept');
    await citizen.until(async () => ((await citizen.dossier(id)).status === 2 ? true : null));
    const form01 = await read(new Uint8Array(await (await get()).arrayBuffer()));
    for (const words of ['GIẤY TIẾP NHẬN HỒ SƠ', arrived, 'Cao Thị Mai', 'Giấy chứng sinh', sample.applicantPersonalNumber])
      expect(form01.text).toContain(words);
    expect((await read(new Uint8Array(await (await get('?kind=filing')).arrayBuffer()))).text).toBe(own.text);

    const ticket = await citizen.call(`/v1/dossiers/${id}/receipt/tickets`, { method: 'POST' });
    const { path, name } = (await ticket.json()) as { path: string; name: string };
    expect([ticket.status, name]).toEqual([201, `giay-hen-${arrived}.pdf`]);
    const fetched = await fetch(server.url + path);
    expect((await read(new Uint8Array(await fetched.arrayBuffer()))).text).toBe(form01.text);
    expect((await fetch(server.url + path)).status).toBe(404);
  });

  it('404: answers alike for a missing dossier and for somebody else’s', async () => {
    const owner = await server.as('kim-ngan');
    const { id } = await owner.submit((await owner.fillDraft('1.001193')).id, crypto.randomUUID());
    const stranger = await server.as('van-binh');
    for (const wanted of [id, crypto.randomUUID()])
      expect(await (await stranger.call(`/v1/dossiers/${wanted}/receipt`)).json()).toMatchObject({
        status: 404,
        code: 'dossier-not-found',
      });
    expect(server.lines.join('')).not.toContain('072190004471');
  });
});
