import { describe, expect, it } from 'vitest';
import { diffRecords, effectiveRecord, recordFromFacts } from './effective-record.ts';
import { readNationalRecord } from './import-record.ts';

/** An invented page of the portal. */
const aPage = (over: Record<string, string> = {}) =>
  readNationalRecord({
    ma_thu_tuc: '1.900001',
    ten_thu_tuc: 'Thủ tục cấp thẻ thuyền nhỏ (thực hiện tại cấp xã)',
    detail_url: 'https://dichvucong.gov.vn/thu-tuc-hanh-chinh/900001',
    so_quyet_dinh: '12/QĐ-BTN',
    cap_thuc_hien: 'Cấp xã',
    linh_vuc: 'Thuyền bè',
    doi_tuong_thuc_hien: 'Công dân Việt Nam',
    cach_thuc_thuc_hien: 'Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việc80,000 VNĐTrực tuyến5 Ngày làm việc40,000 VNĐ',
    thanh_phan_ho_so: '--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn xin cấp thẻ1 bản chính',
    ket_qua_xu_ly: 'Thẻ thuyền nhỏMã: KQ.G99.000001Từ khóaKhông có thông tinMô tảKhông có thông tin',
    ...over,
  });
const withMethods = (rows: string) => recordFromFacts(aPage({ cach_thuc_thuc_hien: `Hình thức nộpThời gianPhí, lệ phíMô tả${rows}` }));

/** The same procedure as the service tells it. */
const aServiceRecord = (over: Record<string, unknown> = {}) =>
  readNationalRecord({
    MATTHC: '1.900001.000.00.00.H53',
    TENTTHC: 'Thủ tục cấp thẻ thuyền nhỏ',
    SOQUYETDINH: '12/QĐ-BTN',
    NGAYQUYETDINH: '20260105000000',
    CAPTHUCHIEN: [{ TENCAP: 'Cấp xã' }],
    LINHVUCTHUCHIEN: { MALINHVUC: 'TB', TENLINHVUC: 'Thuyền bè' },
    DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Công dân Việt Nam' }],
    CACHTHUCTHUCHIEN: [
      {
        KENH: '2',
        THOIGIAN: [{ THOIGIANGIAIQUYET: 5, DONVITINH: 'Ngày làm việc', PHILEPHI: [{ SOTIEN: '80.000', DONVI: 'VNĐ', MOTA: 'Lệ phí' }] }],
      },
    ],
    THANHPHANHOSO: [{ TRUONGHOP: null, GIAYTO: [{ TENGIAYTO: 'Đơn xin cấp thẻ', SOBANCHINH: '1', SOBANSAO: '0', TENMAUDON: 'mau.docx' }] }],
    KETQUATHUCHIEN: [{ MAKETQUA: 'KQ.G99.000001', TENKETQUA: 'Thẻ thuyền nhỏ' }],
    ...over,
  });

describe('a record out of facts alone', () => {
  it('says time, fee, place and papers, and that nobody has checked it', () => {
    expect(recordFromFacts(aPage())).toMatchObject({
      plainName: 'Cấp thẻ thuyền nhỏ',
      summary: 'Thủ tục thuộc lĩnh vực Thuyền bè, làm ở cấp xã, trong 5 ngày làm việc.',
      timeLimit: { value: 5, unit: 'working_days' },
      feeText: '80.000 đồng hoặc 40.000 đồng, tùy trường hợp',
      feeVnd: 40_000,
      papers: [{ name: 'Đơn xin cấp thẻ', when: 'always', originals: 1 }],
      submitMode: 'deep-link',
      channels: ['counter', 'online'],
      flags: ['UNVERIFIED'],
      result: 'Thẻ thuyền nhỏ',
    });
  });

  it.each([
    ['rows that differ', 'Trực tiếp5 NgàyMiễn phíTrực tuyến3 NgàyMiễn phí', '5 ngày hoặc 3 ngày, tùy trường hợp'],
    ['a missing unit', 'Trực tiếp5Miễn phí', 'Nguồn quốc gia ghi số 5 mà thiếu đơn vị; ngày trên giấy tiếp nhận mới đúng'],
    ['hours', 'Trực tiếp24 GiờMiễn phí', '24 giờ'],
  ])('promises no date on %s', (_, rows, text) => {
    expect(withMethods(rows)).toMatchObject({ timeText: text, timeLimit: null });
  });

  it.each([
    ['a sum without its thousands', 'Trực tiếp5 Ngày135 VNĐ'],
    ['time and fee glued', 'Trực tiếp1100 VNĐ'],
    ['a table of the province', 'Trực tiếp5 NgàyMiễn phí(do HĐND tỉnh quy định)'],
    ['nothing stated', 'Trực tiếp5 NgàyKhông có thông tin'],
    ['a foreign currency', 'Trực tiếp5 Ngày10 USD'],
  ])('names no sum on %s', (_, rows) => {
    expect(withMethods(rows).feeVnd).toBeNull();
  });

  it('goes to the counter where no online method exists', () => {
    expect(withMethods('Trực tiếp5 NgàyMiễn phí').submitMode).toBe('counter');
  });

  it('keeps very long names within a line that ends at a word', () => {
    const { plainName, name } = recordFromFacts(aPage({ ten_thu_tuc: `Thủ tục ${'cấp thẻ thuyền '.repeat(40)}` }));
    expect(plainName.length).toBeLessThanOrEqual(120);
    expect(plainName).toMatch(/(cấp|thẻ|thuyền)…$/);
    expect(name.length).toBeGreaterThan(500);
  });
});

describe('the two layers', () => {
  it('the province’s fields win, the rest follows the portal', () => {
    const effective = effectiveRecord('1.900001', aPage(), [{ feeText: 'Miễn phí đến hết năm', feeVnd: 0 }, { feeText: 'Không thu' }]);
    expect(effective).toMatchObject({ feeText: 'Không thu', feeVnd: 0, timeText: '5 ngày làm việc' });
    expect(effective?.methods).toHaveLength(2);
  });

  it('a code that the portal uses for another procedure takes none of its facts', () => {
    const { code, ...curated } = recordFromFacts(aPage());
    const effective = effectiveRecord(code, aPage({ ten_thu_tuc: 'Cấp phép nuôi chim yến' }), [
      { ...curated, name: 'Thủ tục cấp thẻ thuyền nhỏ', methods: [] },
    ]);
    expect(effective).toMatchObject({ name: 'Thủ tục cấp thẻ thuyền nhỏ', methods: [] });
    expect(effectiveRecord(code, aPage({ ten_thu_tuc: 'Cấp phép nuôi chim yến' }), [{ name: 'Thủ tục cấp thẻ thuyền nhỏ' }])).toBeNull();
  });

  it('both ways of the portal give the same record where they state the same', () => {
    const [crawled, served] = [recordFromFacts(aPage()), recordFromFacts(aServiceRecord())];
    for (const field of ['code', 'plainName', 'summary', 'timeLimit', 'papers', 'result', 'targets', 'levels'] as const)
      expect(served[field], field).toEqual(crawled[field]);
    expect(served.decision).toEqual({ number: '12/QĐ-BTN', decidedOn: '2026-01-05' });
  });

  it.each([
    ['a missing unit', { CACHTHUCTHUCHIEN: [{ KENH: 1, THOIGIAN: [{ THOIGIANGIAIQUYET: '3', DONVITINH: '' }] }] }, 'UNIT_MISSING'],
    ['no time', { CACHTHUCTHUCHIEN: [{ KENH: 1, THOIGIAN: [{ THOIGIANGIAIQUYET: null }] }] }, 'TIME_NOT_STATED'],
    ['a channel nobody knows', { CACHTHUCTHUCHIEN: [{ KENH: 7, THOIGIAN: [] }] }, 'VALUE_UNKNOWN'],
    ['a case without papers', { THANHPHANHOSO: [{ TRUONGHOP: 'Cấp lại', GIAYTO: null }] }, 'CASE_EMPTY'],
  ])('the service’s %s is flagged', (_, over, flag) => {
    expect(aServiceRecord(over).flags).toContain(flag);
  });
});

describe('what changed', () => {
  it('names each field that differs, and both values', () => {
    expect(diffRecords({ a: 1, b: [{ c: 'x' }, { c: 'y' }], d: null }, { a: 1, b: [{ c: 'z' }], d: { e: 2 } })).toEqual([
      { path: 'b[0].c', before: 'x', after: 'z' },
      { path: 'b[1]', before: { c: 'y' } },
      { path: 'd', before: null, after: { e: 2 } },
    ]);
    expect(diffRecords(aPage(), aPage())).toEqual([]);
  });
});
