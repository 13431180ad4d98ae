import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from './findings.ts';
import { JARGON } from './jargon.ts';
import { canBeSent, lint } from './lint.ts';
import { jargonIn, plainWords, sayPlainly } from './plain-words.ts';
import { render } from './render.ts';
import { lengthOf } from './safe-text.ts';
import { sampleValues } from './sample-values.ts';
import { TemplateContent, VariableKind, type ZbsLayout } from './template-content.ts';
import { longestOf, zaloLimits } from './zalo-limits.ts';

type Draft = Parameters<typeof TemplateContent.parse>[0] & object;
const layout: ZbsLayout = {
  title: 'Kết quả hồ sơ đã có, mời đến nhận',
  paragraphs: ['Chào <ten>, kết quả <dich_vu> đã có. Mời nhận trước ngày <han>.'],
  rows: [
    { label: 'Mã hồ sơ', value: '<ma>' },
    { label: 'Hạn nhận', value: '<han>' },
  ],
  buttons: [{ kind: 'mini-app', title: 'Chọn cách nhận', target: '/dossiers' }],
};
const aContent = (more: Draft = {}) =>
  TemplateContent.parse({
    variables: [
      { name: 'ho_ten', kind: 'name', maxLength: 30, label: 'Họ tên', source: 'recipient-name' },
      { name: 'thu_tuc', kind: 'text', maxLength: 200, label: 'Thủ tục', source: 'procedure-name' },
      { name: 'ma', kind: 'code', maxLength: 30, label: 'Mã hồ sơ', source: 'masked-code' },
      { name: 'han', kind: 'date', maxLength: 20, label: 'Hạn nhận', source: 'due-date' },
    ],
    texts: {
      vi: { title: 'Kết quả đã có', body: 'Chào {{ho_ten}}, kết quả {{thu_tuc}} ({{ma}}) đã có. Mời nhận trước ngày {{han}}.' },
      en: { title: 'Your result', body: 'Dear {{ho_ten}}, {{thu_tuc}} ({{ma}}) is ready. Please come before {{han}}.' },
    },
    zbs: {
      params: { ten: '{{ho_ten}}', dich_vu: '{{thu_tuc}}', ma: '{{ma}}', han: '{{han}}' },
      kinds: { ten: 'name', dich_vu: 'product', ma: 'code', han: 'time' },
      layout,
    },
    ...more,
  });
const withLayout = (more: Partial<ZbsLayout>) => {
  const base = aContent();
  return base.zbs ? { ...base, zbs: { ...base.zbs, layout: { ...layout, ...more } } } : base;
};
const errors = (content: TemplateContent) => lint(content).filter(({ severity }) => severity === 'error');
const texts = (findings: readonly Finding[]) => findings.map(({ pointer, text }) => `${pointer} ${text}`);

describe('lint', () => {
  it('has nothing against a template that keeps all rules', () => {
    expect(lint(aContent())).toEqual([]);
  });

  it.each<[string, Partial<ZbsLayout>, string]>([
    ['a title too short', { title: 'Kết quả' }, '/zbs/layout/title Tiêu đề Zalo có 7 ký tự, Zalo cần ít nhất 9.'],
    [
      'a title too long with the longest name',
      { title: `Kết quả của <ten> ${'đã có '.repeat(4)}` },
      'dài tới 67 ký tự khi giá trị dài nhất, Zalo chỉ nhận 65.',
    ],
    ['a paragraph over 400', { paragraphs: ['chữ '.repeat(101)] }, '/zbs/layout/paragraphs/0 Đoạn 1 dài tới 404 ký tự, Zalo chỉ nhận 400.'],
    ['one row', { rows: layout.rows.slice(1) }, '/zbs/layout/rows Bảng có 1 dòng, Zalo nhận từ 2 đến 8 dòng.'],
    ['nine rows', { rows: Array.from({ length: 9 }, () => layout.rows[0] ?? { label: '', value: '' }) }, 'Bảng có 9 dòng'],
    [
      'three buttons',
      { buttons: [1, 2, 3].map(() => ({ kind: 'mini-app', title: 'Mở hồ sơ', target: '/' }) as const) },
      'Mẫu có 3 nút, Zalo nhận nhiều nhất 2.',
    ],
    [
      'a button that says too little',
      { buttons: [{ kind: 'mini-app', title: 'Xem', target: '/' }] },
      'Chữ trên nút 1 có 3 ký tự, Zalo cần ít nhất 5.',
    ],
    [
      'a button to elsewhere',
      { buttons: [{ kind: 'web', title: 'Nhận quà', target: 'https://evil.example' }] },
      'Nút 1 phải mở trang https của tỉnh',
    ],
    [
      'a button that only begins at home',
      { buttons: [{ kind: 'mini-app', title: 'Mở hồ sơ', target: '//evil.example' }] },
      'phải mở một trang của ứng dụng',
    ],
    ['a parameter without a value', { title: 'Kết quả của <ai> đã có' }, 'tham số <ai> chưa có giá trị.'],
    ['a link in a paragraph', { paragraphs: ['Mời xem tayninh.gov.vn để biết.'] }, 'Zalo không nhận đường dẫn ở đây, hãy dùng nút.'],
  ])('says at once: %s', (_, more, sentence) => {
    expect(texts(errors(withLayout(more))).join('\n')).toContain(sentence);
  });

  it('counts composed letters: a title typed with loose marks is as long as it looks', () => {
    const title = 'Kết quả hồ sơ của bạn đã có, mời bạn đến nhận trong tuần này nhé!';
    expect(lengthOf(title)).toBe(65);
    expect(errors(withLayout({ title: title.normalize('NFD') }))).toEqual([]);
  });

  it('knows that a name of a service does not fit a label, and which kind takes it', () => {
    const content = aContent();
    if (content.zbs) content.zbs.kinds.dich_vu = 'label';
    expect(texts(lint(content))).toEqual([
      '/zbs/params/dich_vu Tham số dich_vu (Nhãn tự đặt) có thể dài 200 ký tự, Zalo chỉ nhận 30: phần thừa bị cắt. Kiểu “Tên dịch vụ” nhận tới 200.',
    ]);
  });

  it('compares with what Zalo approved', () => {
    const provider = [
      { name: 'ten', isRequired: true, minLength: 0, maxLength: 30 },
      { name: 'dich_vu', isRequired: true, minLength: 0, maxLength: 100 },
      { name: 'ma', isRequired: true, minLength: 0, maxLength: 30 },
      { name: 'noi', isRequired: true, minLength: 0, maxLength: 30 },
    ];
    expect(texts(lint(aContent(), { provider }))).toEqual([
      '/zbs/params/dich_vu Zalo duyệt dich_vu dài nhất 100 ký tự, giá trị dài hơn sẽ không gửi được.',
      '/zbs/params Mẫu Zalo đã duyệt cần tham số noi, chưa có giá trị.',
      '/zbs/params/han Mẫu Zalo đã duyệt không có tham số han.',
    ]);
  });

  it.each([
    ['an unknown variable', 'Chào {{ai}}, mời xem.', 'Biến ai chưa khai kiểu'],
    ['a lone brace', 'Chào {{ho_ten}, mời xem.', 'Có dấu ngoặc nhọn lẻ'],
    ['hidden marks', 'Chào\u202e bạn, mời xem.', 'Có ký tự ẩn'],
    ['a foreign link', 'Mời bấm bit.ly/qua ngay.', 'Đường dẫn này không thuộc'],
    ['nothing', '  ', 'Nội dung còn trống.'],
    ['words of a program', 'Chào null, mời xem.', 'Có chữ của máy'],
  ])('refuses a text with %s', (_, body, sentence) => {
    const content = aContent({ texts: { vi: { title: 'Kết quả đã có', body } } });
    expect(texts(errors(content)).join('\n')).toContain(sentence);
    expect(canBeSent(lint(content))).toBe(false);
  });

  it('lets a text name the national portal', () => {
    expect(errors(aContent({ texts: { vi: { title: 'Nộp trên mạng', body: 'Mời xem https://dichvucong.gov.vn nhé.' } } }))).toEqual([]);
  });

  it('refuses a due date that would go out as an instant', () => {
    const content = aContent();
    expect(
      texts(errors({ ...content, variables: content.variables.map((each) => (each.name === 'han' ? { ...each, kind: 'text' } : each)) })),
    ).toEqual(['/variables/3/kind Hạn nhận: kiểu của biến không hợp với nơi lấy giá trị.']);
  });

  it('what it lets pass goes out whole with short and with long values, within the limits of Zalo', () => {
    const limits = zaloLimits();
    const name = fc.constantFrom('a', 'b', 'c');
    const piece = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('Chào ', ', mời ', 'Kết quả', ' đã có. ') },
      { weight: 8, arbitrary: name.map((each) => `{{${each}}}`) },
      { weight: 1, arbitrary: fc.constantFrom('{', '}}', '\u200b', ' tayninh.gov.vn ', 'evil.com') },
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
    const contents = fc
      .record({
        kinds: fc.tuple(...['a', 'b', 'c'].map(() => fc.constantFrom(...VariableKind.options))),
        length: fc.integer({ min: 12, max: 20 }),
        title: text,
        body: text,
        param: text,
        kind: fc.constantFrom('label', 'product', 'currency', 'name' as const),
      })
      .map(({ kinds, length, title, body, param, kind }) =>
        TemplateContent.parse({
          variables: ['a', 'b', 'c'].map((each, at) => ({ name: each, kind: kinds[at], maxLength: length, label: each, source: 'fixed' })),
          texts: { vi: { title, body } },
          zbs: { params: { x: param }, kinds: { x: kind } },
        }),
      );
    let passed = 0;
    fc.assert(
      fc.property(contents, (content) => {
        const findings = lint(content);
        for (const { text: sentence } of findings) expect(sentence).toMatch(/^[\p{Lu}\p{N}].*[.!]$/u);
        if (!canBeSent(findings)) return;
        passed += 1;
        for (const size of ['usual', 'longest'] as const) {
          const rendered = render(content, sampleValues(content, size), 'vi');
          expect(rendered).toMatchObject({ ok: true });
          if (!rendered.ok) continue;
          const isWarned = findings.some(({ pointer }) => pointer === '/zbs/params/x');
          if (!isWarned) expect(rendered.zbs).toMatchObject({ ok: true });
          if (rendered.zbs?.ok) expect(lengthOf(rendered.zbs.params.x ?? '')).toBeLessThanOrEqual(longestOf(content.zbs?.kinds.x, limits));
        }
      }),
      { numRuns: 500 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});

describe('plain words', () => {
  const check = (body: string, title = 'Kết quả đã có') =>
    Object.fromEntries(plainWords({ title, body }, 'vi', aContent().variables).map(({ rule, isGood }) => [rule, isGood]));

  it('is content with one action and one date in short sentences', () => {
    expect(Object.values(check('Kết quả {{thu_tuc}} đã có từ ngày {{han}}. Mời anh, chị nhận trước ngày 20/12/2026.'))).toEqual(
      Array(6).fill(true),
    );
  });
  it.each([
    ['one-action', 'Kết quả đã có. Mời đến nhận. Vui lòng mang giấy tờ.'],
    ['one-action', 'Kết quả đã có.'],
    ['one-date', 'Mời nộp trước ngày 01/12/2026, hạn bổ sung đến hết ngày 05/12/2026.'],
    ['short-sentences', `Mời ${'anh chị '.repeat(13)}đến nhận.`],
    ['short-text', 'Mời đến nhận. '.repeat(45)],
    ['no-shouting', 'MỜI BÀ CON ĐẾN NHẬN KẾT QUẢ.'],
    ['no-shouting', 'Mời bà con đến nhận!!!'],
    ['plain-words', 'Mời công dân khẩn trương nhận tại Bộ phận  một cửa.'],
  ])('sees what breaks %s in: %s', (rule, body) => {
    expect(check(body)[rule]).toBe(false);
  });
  it('takes a message without a task when it says so', () => {
    expect(check('Hồ sơ đã đến nơi. Bạn không phải làm gì lúc này.')['one-action']).toBe(true);
  });
  it('offers the longest word once, and not what stands inside another word', () => {
    expect(jargonIn('Theo quy định của pháp luật, công dân nộp tại UBND. Công dân nhận.', 'vi').map(({ word }) => word)).toEqual([
      'công dân',
      'theo quy định của pháp luật',
      'UBND',
    ]);
    expect(jargonIn('Kubndx và {{ubnd}}', 'vi')).toEqual([]);
  });
  it('replaces a word and keeps the sentence whole', () => {
    const [word = { word: '', say: '' }] = jargonIn('Đề nghị anh đến nhận.', 'vi');
    expect(sayPlainly('Đề nghị anh đến nhận. Nay đề nghị chị.', word)).toBe('Mời anh đến nhận. Nay mời chị.');
    expect(sayPlainly('Nộp phí theo quy định, nhận ngay.', { word: 'theo quy định', say: '' })).toBe('Nộp phí, nhận ngay.');
  });
  it('a word that was replaced is not found again, and no replacement is itself a hard word', () => {
    for (const language of ['vi', 'en'] as const)
      for (const jargon of JARGON[language]) {
        expect(jargonIn(`Mời ${jargon.word} nhé.`, language), jargon.word).toContainEqual(jargon);
        expect(jargonIn(sayPlainly(`Mời ${jargon.word} nhé.`, jargon), language), jargon.word).toEqual([]);
      }
  });
});
