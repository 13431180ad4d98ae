import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcedureFlag } from './catalogue.ts';
import { takeDocumentsApart, takeLegalBasesApart, takeMethodsApart, takeResultsApart } from './import-tables.ts';
import { readAmount, readLevels, readTargets } from './import-words.ts';

/** Invented cells, glued as the crawl glues them. */
const METHODS = 'Hình thức nộpThời gianPhí, lệ phíMô tả';
const PAPERS = 'Tên giấy tờMẫu đơn, tờ khaiSố lượng';
const flagsOf = (act: (flags: Set<(typeof ProcedureFlag.options)[number]>) => unknown) => {
  const flags = new Set<(typeof ProcedureFlag.options)[number]>();
  act(flags);
  return [...flags].sort();
};
const methods = (cells: string) => takeMethodsApart(METHODS + cells, new Set());
const papers = (cells: string) => takeDocumentsApart(cells, new Set()).documentsByCase.flatMap(({ documents }) => documents);

describe('methods', () => {
  const row = fc.record({
    channel: fc.constantFrom('Trực tiếp', 'Trực tuyến', 'Dịch vụ bưu chính'),
    time: fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 400 }), fc.constantFrom('Ngày làm việc', 'Ngày', 'Giờ', 'Tháng'))
        .map(([value, unit]) => `${value} ${unit}`),
      fc.constant('Không có thông tin'),
    ),
    fee: fc.oneof(
      fc.constantFrom('Miễn phí', 'Không có thông tin'),
      fc
        .tuple(fc.integer({ min: 0, max: 300_000_000 }), fc.constantFrom('VNĐ', 'Việt Nam Đồng', 'USD'))
        .map(([sum, currency]) => `${sum.toLocaleString('en-US')} ${currency}`),
    ),
    feeNote: fc.constantFrom('', '(thu khi nhận (một lần))', '(80.000 đồng/lần)'),
    note: fc.constantFrom('', 'Nộp tại quầy số 2.', 'Gửi Trực tuyến 24 giờ mỗi ngày'),
  });

  it('every row comes back with its own cells, however the rows are glued', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        const read = methods(rows.map((each) => each.channel + each.time + each.fee + each.feeNote + each.note).join(''));
        expect(read.map((each) => [each.timeRaw, each.fees[0]?.raw, each.fees[0]?.note, each.note])).toEqual(
          rows.map((each) => [each.time, each.fee, each.feeNote.slice(1, -1) || null, each.note || null]),
        );
      }),
    );
  });

  it('a number without a unit is kept as such and flagged', () => {
    expect(methods('Trực tiếp5Miễn phí')[0]?.time).toEqual({ value: 5, unit: 'unknown' });
    expect(flagsOf((flags) => takeMethodsApart(`${METHODS}Trực tiếp5Miễn phí`, flags))).toEqual(['UNIT_MISSING']);
  });

  it.each(['1100 VNĐ', '125 VNĐ', '140,000 Việt Nam Đồng'])('time and fee glued to "%s" have two readings: neither is taken', (cell) => {
    const [read] = methods(`Trực tuyến${cell}(ghi chú)`);
    expect(read).toMatchObject({ time: null, timeRaw: cell, fees: [{ amount: null, raw: cell, note: 'ghi chú' }] });
    expect(flagsOf((flags) => takeMethodsApart(`${METHODS}Trực tuyến${cell}`, flags))).toEqual(['FEE_TIME_GLUED']);
  });

  it('a time in words is no time, also where every row repeats the sentence', () => {
    const words = 'Hệ thống trả lời ngay khi nhận';
    const read = methods(`Trực tuyến${words}.Miễn phíTrực tiếp${words}Miễn phíTại quầy`);
    expect(read.map((each) => [each.channel, each.time, each.timeRaw])).toEqual([
      ['online', null, `${words}.`],
      ['counter', null, words],
    ]);
  });

  it.each([
    ['a sum below 1,000 đồng lost its thousands', 'Trực tiếp3 Ngày135 VNĐ', ['FEE_SUSPECT']],
    ['"free" beside a sum is not free for sure', 'Trực tiếp3 NgàyMiễn phí(lệ phí 70.000 đồng một lần)', ['FEE_SUSPECT']],
    [
      '"free" beside the provincial council means its table',
      'Trực tiếp3 NgàyMiễn phí(theo Nghị quyết của Hội đồng nhân dân)',
      ['FEE_BY_PROVINCE'],
    ],
    ['nothing stated is not free', 'Trực tiếp3 NgàyKhông có thông tin', ['FEE_NOT_STATED']],
    ['a foreign currency is said', 'Trực tiếp3 Ngày10 USD', ['FEE_FOREIGN_CURRENCY']],
    ['a cell that begins otherwise is not read as if it were a table', 'Nộp tại xã', ['TABLE_UNREADABLE']],
  ])('%s', (_, cells, expected) => {
    expect(flagsOf((flags) => takeMethodsApart(METHODS + cells, flags))).toEqual(expected);
  });
});

describe('papers', () => {
  it('rows end at their quantity; "01 bản chính" inside a name does not end one', () => {
    expect(
      papers(
        `--${PAPERS}Đơn xin: nộp 01 bản chính; ký tên1 bản chínhẢnh thẻ2 bản chính,3 bản sao- Bản sao sổ (nếu có)0 bản chính,1 bản sao`,
      ),
    ).toMatchObject([
      { name: 'Đơn xin: nộp 01 bản chính; ký tên', originals: 1, copies: 0, mandatory: null },
      { name: 'Ảnh thẻ', originals: 2, copies: 3 },
      { name: '- Bản sao sổ (nếu có)', originals: 0, copies: 1, mandatory: false },
    ]);
  });

  it('a number that the name may end with is not a quantity: "Mẫu số 18" and 1 arrive as 181', () => {
    expect(papers(`--${PAPERS}Đơn theo Mẫu số 181 bản chính,1 bản sao`)).toMatchObject([{ originals: null, copies: null }]);
    expect(flagsOf((flags) => takeDocumentsApart(`--${PAPERS}Tờ khai CT011 bản chính`, flags))).toEqual(['QUANTITY_GLUED']);
    expect(papers(`--${PAPERS}Ảnh chân dung12 bản chính`)).toMatchObject([{ originals: 12 }]);
  });

  it('file names of blank forms are set apart from the name, several too', () => {
    expect(papers(`--${PAPERS}Đơn đề nghịMẫu 01.docxMẫu 02 (1).pdf1 bản chính`)).toMatchObject([
      { name: 'Đơn đề nghị', forms: ['Mẫu 01.docx', 'Mẫu 02 (1).pdf'], originals: 1 },
    ]);
    expect(flagsOf((flags) => takeDocumentsApart(`--${PAPERS}Đơn đề nghịmau01.docx1 bản chính`, flags))).toEqual(['FORM_GLUED']);
  });

  it('each case has its own papers; alternatives are marked; one without papers is flagged', () => {
    const cell = `a) Cấp mới${PAPERS}Đơn1 bản chínhb) Cấp lại, nộp một trong các giấy tờ${PAPERS}Giấy cũ1 bản chínhĐơn trình báo1 bản chính--${PAPERS}`;
    const flags = new Set<(typeof ProcedureFlag.options)[number]>();
    const { cases, documentsByCase } = takeDocumentsApart(cell, flags);
    expect(cases.map((each) => each.name)).toEqual(['a) Cấp mới', 'b) Cấp lại, nộp một trong các giấy tờ', null]);
    expect(documentsByCase.map(({ documents }) => documents.map((each) => each.eitherOr))).toEqual([[null], [1, 1], []]);
    expect([...flags]).toEqual(['CASE_EMPTY']);
  });
});

describe('results and legal bases', () => {
  it('results carry their codes; the foot of the page is cut off', () => {
    expect(
      takeResultsApart(
        'Thẻ mớiMã: KQ.G01.000111Giấy hẹnMã: KQ-G02-KQ000222Văn bản trả lờiMã: chưa rõTừ khóathẻ, giấy hẹnMô tảKhông có thông tinNộp hồ sơ',
      ),
    ).toEqual({
      results: [
        { code: 'KQ.G01.000111', name: 'Thẻ mới' },
        { code: 'KQ-G02-KQ000222', name: 'Giấy hẹn' },
        { code: null, name: 'Văn bản trả lời' },
      ],
      keywords: ['thẻ', 'giấy hẹn'],
    });
  });

  it('titles and numbers part where the number ends; a year glued to it leaves no number', () => {
    expect(
      takeLegalBasesApart(
        'Tên văn bản pháp lýMã văn bảnLuật Mẫu 05/2031/QH1605/2031/QH16Quy định về thẻ, theo 7/2030/NĐ-CP ngày 1/2.12/2032/TT-BTCLuật Thử năm 203109/2031/QH16',
      ),
    ).toEqual([
      { number: '05/2031/QH16', title: 'Luật Mẫu' },
      { number: '12/2032/TT-BTC', title: 'Quy định về thẻ, theo 7/2030/NĐ-CP ngày 1/2.' },
      { number: null, title: 'Luật Thử năm' },
    ]);
    expect(takeLegalBasesApart('Không có thông tin')).toEqual([]);
  });
});

describe('words', () => {
  it('a group of people whose name holds commas stays whole', () => {
    expect(
      readTargets('Cán bộ, công chức, viên chức, Tổ chức (không bao gồm doanh nghiệp, HTX), Doanh nghiệp Việt Nam, Người ngoài hành tinh'),
    ).toEqual({
      targets: ['official', 'organisation', 'enterprise'],
      unknown: ['Người ngoài hành tinh'],
    });
  });

  it('a level nobody knows is said, not dropped', () => {
    expect(readLevels('Cấp tỉnh, Cấp huyện, constructor')).toEqual({ levels: ['province'], unknown: ['Cấp huyện', 'constructor'] });
  });

  it.each([
    ['100,000 Việt Nam Đồng', 100_000],
    ['50.000', 50_000],
    ['Không', 0],
    ['Miễn phí', 0],
    ['135 VNĐ', null],
    ['theo bảng giá', null],
    ['1100,000 VNĐ', null],
  ])('the fee "%s" is %s đồng', (text, amount) => {
    expect(readAmount(text).amount).toBe(amount);
  });
});
