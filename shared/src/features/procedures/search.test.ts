import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProcedureRecord } from './catalogue.ts';
import { createProcedureSearch, type ProcedureEntry } from './search.ts';

const SEEDS = new URL('../../../../migrations/seeds/procedures/', import.meta.url);
const catalogue = readdirSync(SEEDS)
  .sort()
  .flatMap((file) => z.array(ProcedureRecord).parse(JSON.parse(readFileSync(new URL(file, SEEDS), 'utf8'))));
const { search } = createProcedureSearch(catalogue);

/** What people type → the procedure they mean, at least at this place. Without diacritics as most type on a phone, or with. */
const EVERYDAY: readonly (readonly [query: string, place: number, code: string])[] = [
  // civil status
  ['lam khai sinh cho be', 1, '1.001193'],
  ['làm khai sinh cho bé', 1, '1.001193'],
  ['khai sinh', 1, '1.001193'],
  ['toi muon lam giay khai sinh cho con moi sinh', 1, '1.001193'],
  ['con em mới đẻ, đăng ký giấy tờ cho cháu ở đâu', 3, '1.001193'],
  ['giay khai sanh', 1, '1.001193'],
  ['khai sinh tre han', 1, '1.001193'],
  ['xin trích lục khai sinh bản sao', 1, '2.000635'],
  ['trich luc khai sinh', 1, '2.000635'],
  ['mat giay khai sinh', 3, '2.000635'],
  ['đăng ký lại khai sinh', 1, '1.004884'],
  ['lam lai khai sinh da mat so goc', 3, '1.004884'],
  ['khai sinh sai ten', 1, '1.004859'],
  ['doi ho cho con', 1, '1.004859'],
  ['sửa năm sinh trong khai sinh', 1, '1.004859'],
  ['khai sinh co yeu to nuoc ngoai', 1, '2.000528'],
  ['khai sinh con lai campuchia', 3, '1.000110'],
  ['dang ky ket hon', 1, '1.000894'],
  ['đăng kí kết hôn', 1, '1.000894'],
  ['giay hon thu', 3, '1.000894'],
  ['lay chong han quoc', 1, '2.000806'],
  ['kết hôn với người nước ngoài', 1, '2.000806'],
  ['giay xac nhan doc than', 1, '1.004873'],
  ['giấy xác nhận độc thân', 1, '1.004873'],
  ['giay doc than', 1, '1.004873'],
  ['xin giấy chứng nhận chưa đăng ký kết hôn', 1, '1.004873'],
  ['xac nhan tinh trang hon nhan', 1, '1.004873'],
  ['bao tu', 1, '1.000656'],
  ['báo tử', 1, '1.000656'],
  ['Ba tôi mất hôm qua, tôi phải đi báo tử ở đâu', 1, '1.000656'],
  ['giay chung tu', 1, '1.000656'],
  ['nhan cha cho con', 3, '1.001022'],
  ['giam ho', 1, '1.004837'],
  ['xin con nuoi', 1, '2.001263'],
  ['nhan nuoi tre bi bo roi', 1, '2.001263'],
  ['dăng ký kết hôn', 1, '1.000894'],
  ['con tôi mới sinh muốn nhập hộ khẩu theo mẹ', 1, '1.004222'],
  ['làm giấy ủy quyền cho con bán đất thì ra đâu', 1, '2.000884'],
  // certification
  ['sao y ban chinh', 1, '2.000815'],
  ['cong chung giay to photo', 1, '2.000815'],
  ['đi chứng thực bản sao bằng tốt nghiệp', 1, '2.000815'],
  ['chứng thực chữ ký ở xã', 1, '2.000884'],
  ['lam giay uy quyen', 1, '2.000884'],
  ['lap di chuc', 1, '2.001019'],
  ['chia thua ke', 1, '2.001406'],
  // residence and identity
  ['nhap ho khau cho con', 3, '1.004222'],
  ['nhập hộ khẩu về nhà chồng', 1, '1.004222'],
  ['dang ky tam tru', 1, '1.004194'],
  ['o tro dang ky tam tru', 1, '1.004194'],
  ['gia han tam tru', 1, '1.002755'],
  ['xoa tam tru', 1, '1.010028'],
  ['tach ho khau', 1, '1.010038'],
  ['ct07', 1, '1.010041'],
  ['giay xac nhan cu tru', 1, '1.010041'],
  ['xoa ho khau nguoi mat', 1, '1.003197'],
  ['lam cccd cho con', 1, '1.014062'],
  ['làm căn cước cho bé', 1, '1.014062'],
  ['doi cccd het han', 1, '1.014063'],
  ['mat can cuoc', 1, '1.014064'],
  ['lam cccd', 1, '1.014061'],
  ['vneid muc 2', 1, '3.000228'],
  ['ly lich tu phap', 1, '3.000333'],
  ['lam passport', 1, '1.001456'],
  ['mat ho chieu', 1, '1.010386'],
  // vehicles
  ['doi bang lai xe', 1, '3.000347'],
  ['đổi bằng lái xe', 1, '3.000347'],
  ['gplx het han', 3, '3.000347'],
  ['mat bang lai', 1, '3.000348'],
  ['sang ten xe may', 1, '1.013076'],
  ['mat ca vet xe', 1, '1.013082'],
  ['bam bien so xe moi', 3, '1.013067'],
  ['xe qua campuchia', 1, '1.001023'],
  // business
  ['mo tiem tap hoa', 1, '1.001612'],
  ['mở quán cà phê', 1, '1.001612'],
  ['giay phep kinh doanh', 1, '1.001612'],
  ['dkkd ho gia dinh', 1, '1.001612'],
  ['dong cua luon ho kinh doanh', 1, '1.001266'],
  ['tôi muốn đóng cửa luôn hộ kinh doanh', 1, '1.001266'],
  ['tam nghi ban', 1, '1.001570'],
  ['xin tạm dừng kinh doanh hộ gia đình', 1, '1.001570'],
  ['doi dia chi ho kinh doanh', 1, '2.000720'],
  ['mat giay phep kinh doanh', 1, '2.000575'],
  ['mo cong ty tnhh mot thanh vien', 1, '2.001583'],
  ['giai the cong ty', 1, '2.002023'],
  ['mo quan karaoke', 1, '1.001029'],
  ['ve sinh an toan thuc pham', 1, '2.001827'],
  ['hoa don dien tu', 1, '1.010337'],
  // land and building
  ['sang ten so do', 1, '1.013831'],
  ['sang tên sổ đỏ', 1, '1.013831'],
  ['cha me cho dat con', 1, '1.013831'],
  ['lam so do lan dau', 1, '1.013978'],
  ['xin cấp sổ đỏ lần đầu cho mảnh đất của ông bà để lại', 1, '1.013978'],
  ['tach thua', 1, '1.012784'],
  ['mat so do', 1, '1.012786'],
  ['doi so do cu', 1, '1.012783'],
  ['len tho cu', 1, '1.013949'],
  ['tranh chap dat', 1, '1.012812'],
  ['giai chap so do', 1, '1.011443'],
  ['xin phep xay nha', 1, '1.013225'],
  ['gia hạn giấy phép xây dựng', 1, '1.013227'],
  ['cấp lại giấy phép xây dựng đã mất', 1, '1.013228'],
  ['sua nha', 1, '1.013229'],
  ['dung rap dam cuoi', 1, '1.013274'],
  // insurance, allowances, health, school
  ['rut bao hiem mot lan', 1, '1.001613'],
  ['Tôi muốn rút bảo hiểm xã hội một lần', 1, '1.001613'],
  ['rut bhxh 1 lan', 1, '1.001613'],
  ['tien thai san', 1, '2.000693'],
  ['mua bhyt', 1, '1.001939'],
  ['mat the bao hiem y te', 1, '1.002759'],
  ['bao hiem that nghiep', 1, '1.001978'],
  ['Em bị tai nạn khi đi làm, muốn hưởng trợ cấp', 3, '1.001632'],
  ['xin ho ngheo', 1, '1.011607'],
  ['tro cap nguoi gia', 1, '1.014027'],
  ['Mẹ tôi hơn 80 tuổi, không có lương hưu, xin tiền trợ cấp hàng tháng ở đâu', 3, '1.014027'],
  ['giay khuyet tat', 1, '1.001699'],
  ['tho cung liet si', 1, '1.010803'],
  ['con vao lop 6', 1, '3.000182'],
  ['mat bang tot nghiep', 1, '1.005092'],
  ['heo chet dich', 1, '1.013997'],
  ['don ly hon', 1, '3.000163'],
  ['luat su mien phi', 1, '2.000829'],
  // slips of the finger
  ['khaisinh cho be', 1, '1.001193'],
  ['dang ky ket hom', 1, '1.000894'],
  ['so do lan dua', 3, '1.013978'],
];

describe('what people type', () => {
  it.each(EVERYDAY)('"%s" → among the first %i: %s', (query, place, code) => {
    expect(search(query).codes.slice(0, place)).toContain(code);
  });

  it('a citizen sees the wanted one while still typing', () => {
    expect(search('khai si').codes.slice(0, 3)).toContain('1.001193');
    expect(search('lam can cu').codes.slice(0, 3)).toContain('1.014061');
    expect(search('sang ten s').codes.slice(0, 3)).toContain('1.013831');
  });
});

describe('marks', () => {
  const two = [
    anEntry({ code: '9.000001', plainName: 'Thuê nhà ở', aliases: ['thuê nhà'] }),
    anEntry({ code: '9.000002', plainName: 'Thuế nhà đất', aliases: ['thuế nhà'] }),
  ];

  it('tell words apart when they are typed', () => {
    expect(createProcedureSearch(two).search('thuế nhà').codes[0]).toBe('9.000002');
    expect(createProcedureSearch(two).search('thuê nhà').codes[0]).toBe('9.000001');
  });

  it('are not needed: both are found without', () => {
    expect(createProcedureSearch(two).search('thue nha').codes).toHaveLength(2);
  });

  it('may sit on either vowel, composed or not', () => {
    const one = createProcedureSearch([anEntry({ code: '9.000003', plainName: 'Hòa giải' })]);
    for (const query of ['hoà giải', 'hòa giải', 'hòa giải'.normalize('NFD')]) expect(one.search(query).codes).toEqual(['9.000003']);
  });
});

describe('when a query fits several', () => {
  it.each([
    ['mai táng', ['1.014028', '1.001731', '2.002307', '2.002308']],
    ['đăng ký lại', ['1.004884', '1.005461', '1.004746']],
    ['giay phep xay dung', ['1.013225', '1.013226', '1.013227', '1.013228']],
    ['chứng thực', ['2.000815', '2.000884']],
  ])('"%s" is asked back with the choices', (query, codes) => {
    const options = search(query).clarify?.options.map((option) => option.code);
    expect(options).toEqual(expect.arrayContaining(codes));
    expect(options?.length).toBeLessThanOrEqual(6);
  });

  it.each(['đăng ký khai sinh', 'kết hôn', 'bao tu', 'gia hạn giấy phép xây dựng', 'mai táng phí cựu chiến binh'])(
    '"%s" is answered, not asked back',
    (query) => {
      expect(search(query).clarify).toBeUndefined();
    },
  );
});

describe('when nothing fits', () => {
  it('says nothing rather than something wrong, and names what would work', () => {
    const found = search('xyz qwe');
    expect(found.codes).toEqual([]);
    expect(found.suggestions.length).toBeGreaterThan(0);
    expect(found.suggestions.length).toBeLessThanOrEqual(5);
    for (const name of found.suggestions) expect(search(name).codes.length).toBeGreaterThan(0);
  });

  it('a short word that nobody wrote is not taken for another one', () => {
    expect(search('lol').codes).toEqual([]);
  });
  it.each(['???', '😀', 'cho em hỏi', 'ở đâu'])('"%s" asks for nothing, so nothing is listed', (query) => {
    expect(search(query).codes).toEqual([]);
  });

  it('survives signs, digits and very long texts', () => {
    for (const query of ['???', '😀', "'; drop table", '0901234567', 'a'.repeat(5000), '\u0301\u0301'])
      expect(() => search(query)).not.toThrow();
  });
});

describe('any query', () => {
  const words = [...new Set(catalogue.flatMap((record) => record.plainName.split(' ')))];
  const query = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((list) => list.join(' ')),
  );

  it('is answered the same whatever was asked before, each code once', () => {
    fc.assert(
      fc.property(query, query, (one, other) => {
        const first = search(one);
        search(other);
        expect(search(one)).toEqual(first);
        expect(new Set(first.codes).size).toBe(first.codes.length);
      }),
    );
  });
});

describe('filters', () => {
  it('an empty query lists the whole domain in its order', () => {
    const civil = catalogue.filter((record) => record.domain === 'Hộ tịch').map((record) => record.code);
    expect(search('', { domain: 'Hộ tịch' }).codes).toEqual(civil);
    expect(search('', { domain: 'ho-tich' }).codes).toEqual(civil);
    expect(search('   ').codes).toHaveLength(catalogue.length);
  });

  it('life event, target and online narrow the same query', () => {
    const of = (code: string) => catalogue.find((record) => record.code === code);
    for (const code of search('khai tu', { event: 'Người thân qua đời' }).codes)
      expect(of(code)?.lifeEvents).toContain('Người thân qua đời');
    for (const code of search('thành lập', { target: 'enterprise' }).codes) expect(of(code)?.targets).toContain('enterprise');
    expect(search('sao y bản chính', { online: true }).codes).not.toContain('2.000815');
    expect(search('sao y bản chính', { online: false }).codes[0]).toBe('2.000815');
    expect(search('khai sinh', { online: true }).codes[0]).toBe('1.001193');
  });

  it('a filter that leaves nothing suggests only what passes it', () => {
    expect(search('khai sinh', { domain: 'không có lĩnh vực này' })).toEqual({ codes: [], suggestions: [] });
  });
});

describe('speed', () => {
  it('answers over 3,000 procedures within 2 ms, typically', () => {
    const many = Array.from({ length: 3000 }, (_, at) => {
      const base = catalogue[at % catalogue.length] as ProcedureRecord;
      return { ...base, code: `9.${String(at).padStart(6, '0')}` };
    });
    const big = createProcedureSearch(many);
    const queries = EVERYDAY.map(([query]) => query);
    for (const query of queries) big.search(query);
    const times = queries
      .map((query) => {
        const from = performance.now();
        big.search(query);
        return performance.now() - from;
      })
      .sort((a, b) => a - b);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(2);
  });
});

function anEntry(over: Partial<ProcedureEntry>): ProcedureEntry {
  return {
    code: '9.000000',
    name: over.plainName ?? 'Thủ tục',
    plainName: 'Thủ tục',
    summary: '',
    aliases: [],
    domain: 'Thử',
    lifeEvents: [],
    targets: ['citizen'],
    submitMode: 'counter',
    channels: ['counter'],
    ...over,
  };
}
