import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowedLink, linksIn } from './links.ts';
import { type Rendered, render, writeValue } from './render.ts';
import { cutTo, lengthOf, safeText } from './safe-text.ts';
import { TemplateContent, type TemplateVariable } from './template-content.ts';

const variable = (name: string, kind: TemplateVariable['kind'], more: Partial<TemplateVariable> = {}): TemplateVariable => ({
  name,
  kind,
  maxLength: 30,
  label: name,
  source: 'fixed',
  ...more,
});
const content = TemplateContent.parse({
  variables: [
    variable('ho_ten', 'name', { label: 'Họ tên', source: 'recipient-name' }),
    variable('thu_tuc', 'text', { maxLength: 200 }),
    variable('ma', 'code'),
    variable('han', 'date', { maxLength: 20 }),
    variable('phi', 'amount', { maxLength: 20 }),
  ],
  texts: {
    vi: {
      title: 'Kết quả hồ sơ {{ma}}',
      body: 'Chào {{ho_ten}}, kết quả {{thu_tuc}} đã có. Lệ phí {{ phi }}. Mời nhận trước ngày {{han}}.',
      action: { label: 'Mở hồ sơ', path: '/dossiers' },
    },
    en: { title: 'Result of {{ma}}', body: 'Dear {{ho_ten}}, {{thu_tuc}} is ready. Fee {{phi}}. Please come before {{han}}.' },
  },
  zbs: {
    params: { ten: '{{ho_ten}}', dich_vu: '{{thu_tuc}}', ma_ho_so: '{{ma}}', han_nhan: '{{han}}' },
    kinds: { ten: 'name', dich_vu: 'product', ma_ho_so: 'code', han_nhan: 'time' },
  },
});
const values = { ho_ten: 'Đỗ Văn Bịa', thu_tuc: 'Đăng ký tạm trú', ma: 'TNS-••••-94QX', han: '2026-12-11', phi: 120_000 };
const said = (rendered: Rendered) => {
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.refusals));
  return rendered;
};
const reasons = (rendered: Rendered) => (rendered.ok ? [] : rendered.refusals.map(({ variable: name, reason }) => `${name}: ${reason}`));

describe('render', () => {
  it('writes dates, money and names as each language does', () => {
    expect(said(render(content, values, 'vi'))).toMatchObject({
      title: 'Kết quả hồ sơ TNS-••••-94QX',
      body: 'Chào Đỗ Văn Bịa, kết quả Đăng ký tạm trú đã có. Lệ phí 120.000 đ. Mời nhận trước ngày 11/12/2026.',
      action: { label: 'Mở hồ sơ', path: '/dossiers' },
      zbs: { ok: true, params: { ten: 'Đỗ Văn Bịa', dich_vu: 'Đăng ký tạm trú', ma_ho_so: 'TNS-••••-94QX', han_nhan: '11/12/2026' } },
      miniApp: null,
    });
    expect(said(render(content, values, 'en')).body).toBe(
      'Dear Đỗ Văn Bịa, Đăng ký tạm trú is ready. Fee 120,000 VND. Please come before 11 Dec 2026.',
    );
  });

  it('shows an instant as the day people in Tây Ninh have', () => {
    expect(said(render(content, { ...values, han: '2026-12-10T17:30:00Z' }, 'vi')).body).toContain('trước ngày 11/12/2026');
  });

  it.each([undefined, null, '', '  ', '\u200b\u202e', 'null', 'undefined', 'NaN', '[object Object]', '-'])(
    'refuses the recipient when a value is %j, and names what is missing',
    (ho_ten) => {
      expect(render(content, { ...values, ho_ten }, 'vi')).toEqual({
        ok: false,
        refusals: [{ variable: 'ho_ten', reason: 'missing', text: 'Thiếu Họ tên.' }],
      });
    },
  );

  it.each([
    ['ho_ten', '{{ma}}', 'braces'],
    ['ho_ten', 'An {', 'braces'],
    ['thu_tuc', 'Mở <b>ngay</b>', 'braces'],
    ['ho_ten', 'An https://evil.example', 'link'],
    ['thu_tuc', 'vào tayninh.top nhận quà', 'link'],
    ['thu_tuc', 'vào evil。com nhận quà', 'link'],
    ['ma', 'ABC/evil.com', 'link'],
    ['thu_tuc', 'x'.repeat(10_240), 'too-long'],
    ['ho_ten', 'An '.repeat(20), 'too-long'],
    ['ho_ten', 7, 'unreadable'],
    ['ho_ten', { toString: () => 'An' }, 'unreadable'],
    ['ho_ten', '!!!', 'unreadable'],
    ['ma', 'A B', 'unreadable'],
    ['phi', -1, 'unreadable'],
    ['phi', 1.5, 'unreadable'],
    ['phi', Number.NaN, 'unreadable'],
    ['phi', '12k', 'unreadable'],
    ['han', '2026-02-30', 'unreadable'],
    ['han', '11/12/2026', 'unreadable'],
  ])('refuses %s = %j: %s', (name, value, reason) => {
    expect(reasons(render(content, { ...values, [name]: value }, 'vi'))).toEqual([`${name}: ${reason}`]);
  });

  it('takes no value from what every object inherits', () => {
    const odd = TemplateContent.parse({
      variables: [variable('constructor', 'text')],
      texts: { vi: { title: 'Thông báo mới', body: 'Chào {{constructor}}, mời xem.' } },
    });
    expect(reasons(render(odd, {}, 'vi'))).toEqual(['constructor: missing']);
  });

  it('puts a value in one line, without marks that turn or hide letters', () => {
    const { body } = said(render(content, { ...values, ho_ten: 'Đỗ\u202e\r\nVăn\u200b\u2028Bịa\u0007' }, 'vi'));
    expect(body).toContain('Chào Đỗ Văn Bịa, ');
  });

  it('does not let two harmless values become a link together', () => {
    const glued = TemplateContent.parse({
      variables: [variable('a', 'text'), variable('b', 'text')],
      texts: { vi: { title: 'Thông báo mới', body: 'Mời xem {{a}}.{{b}} nhé.' } },
    });
    expect(reasons(render(glued, { a: 'evil', b: 'com' }, 'vi'))).toEqual([': link']);
  });

  it('cuts a long name of a service at a letter, and lets the inbox speak when a name is too long for Zalo', () => {
    const long = { ...values, thu_tuc: 'Đăng ký '.repeat(40) };
    const { zbs } = said(render(content, long, 'vi'));
    expect(zbs).toMatchObject({ ok: true });
    if (zbs?.ok) expect(lengthOf(zbs.params.dich_vu ?? '')).toBeLessThanOrEqual(200);
    const wide = { ...content, variables: content.variables.map((each) => (each.kind === 'name' ? { ...each, maxLength: 60 } : each)) };
    const named = said(render(wide, { ...values, ho_ten: 'Nguyễn Phúc Công Tằng Tôn Nữ Bịa Đặt' }, 'vi'));
    expect(named.body).toContain('Tằng Tôn Nữ');
    expect(named.zbs).toMatchObject({ ok: false, refusals: [{ variable: 'ho_ten', reason: 'too-long' }] });
  });

  it('whatever the values are: the message keeps its shape, or the recipient is refused', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({
        unit: fc.constantFrom(
          '{',
          '}',
          '{{ma}}',
          '\n',
          '\u202e',
          '\u200b',
          'null',
          'evil.com',
          'http://',
          '<b>',
          'ễ',
          'e\u0302\u0303',
          '\ud800',
          ' ',
          '1',
          '👨‍👩‍👧',
        ),
        maxLength: 40,
      }),
      fc.anything(),
    );
    fc.assert(
      fc.property(
        fc.record({ ho_ten: nasty, thu_tuc: nasty, ma: nasty, han: nasty, phi: nasty }),
        fc.constantFrom('vi', 'en'),
        (any, language) => {
          const mixed = {
            ...values,
            ...Object.fromEntries(Object.entries(any).filter((_, at) => at % 2 === lengthOf(String(language)) % 2)),
          };
          for (const given of [any, mixed, { ...values, thu_tuc: any.thu_tuc }, { ...values, ho_ten: any.ho_ten }]) {
            const rendered = render(content, given, language as 'vi' | 'en');
            if (!rendered.ok) {
              expect(rendered.refusals.length).toBeGreaterThan(0);
              continue;
            }
            const all = [rendered.title, rendered.body, ...Object.values(rendered.zbs?.ok ? rendered.zbs.params : {})];
            for (const text of all) {
              expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
              expect(text).not.toMatch(/[{}]|undefined|\[object/);
              expect(text).toBe(text.normalize('NFC'));
              expect(text.trim()).not.toBe('');
              expect(linksIn(text).filter((link) => !isAllowedLink(link))).toEqual([]);
            }
            expect(rendered.body).toMatch(
              language === 'vi' ? /^Chào .+, kết quả .+ đã có\. Lệ phí .+\. Mời nhận trước ngày .+\.$/ : /^Dear .+, .+ is ready\./,
            );
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('a value is never longer than its limit, however many marks its letters carry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 1, max: 200 }), (value, maxLength) => {
        const written = writeValue(variable('x', 'text', { maxLength }), value, 'vi');
        if ('text' in written) expect(lengthOf(written.text)).toBeLessThanOrEqual(maxLength);
      }),
    );
  });
});

describe('cutTo', () => {
  it('never cuts between a letter and its marks', () => {
    expect(cutTo('Nguye\u0302\u0303n Văn Bịa', 7)).toBe('Nguyễn…');
    expect(cutTo('ab👨‍👩‍👧cd', 4)).toBe('ab…');
    expect(cutTo('An', 2)).toBe('An');
  });
  it('keeps a beginning of the text within the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).map(safeText), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const cut = cutTo(text, most);
        expect(lengthOf(cut)).toBeLessThanOrEqual(most);
        expect(text.startsWith(cut.replace(/…$/, '')) || text === cut).toBe(true);
      }),
    );
  });
});

describe('links in a text', () => {
  it.each([
    'https://evil.example/a',
    'www.evil.com',
    'evil.com',
    'bit.ly/abc',
    'hoi.nhom/abc',
    'javascript:alert(1)',
    'tel:0901',
    '10.0.0.1:80',
    'ｅｖｉｌ．ｃｏｍ',
  ])('sees %s', (link) => expect(linksIn(`Mời bấm ${link} ngay`)).not.toEqual([]));
  it.each(['TP.HCM', 'ThS.Nguyễn', 'UBND xã.Mời', '1.001193', '1.000.000.000 đ', 'H53.80-261109-0024', '17:30', 'Điều 3/2026'])(
    'takes %s for no link',
    (text) => expect(linksIn(`Gửi ${text} nhé`)).toEqual([]),
  );
  it('allows pages of the state and of the mini app, nothing that only looks like them', () => {
    for (const good of ['https://dichvucong.gov.vn/p', 'dichvucong.tayninh.gov.vn', 'https://zalo.me/s/2646373759294038927/dossiers?x=1'])
      expect(isAllowedLink(good), good).toBe(true);
    for (const bad of [
      'http://tayninh.gov.vn',
      'https://tayninh.gov.vn.evil.com',
      'https://tayninh.gov.vn@evil.com/',
      'https://eviltayninh.gov.vn',
      'https://zalo.me/g/abc',
      'https://zalo.me/s/1/\n',
      'javascript:alert(1)//tayninh.gov.vn',
      'https://tayninh.gov.vn:8443/',
    ])
      expect(isAllowedLink(bad), bad).toBe(false);
  });
});
