import { lintLinks, longestWith, type ProviderParameter, type Report } from './findings.ts';
import { isAllowedLink, linksIn } from './links.ts';
import { variablesIn } from './render.ts';
import { lengthOf } from './safe-text.ts';
import type { MiniAppContent, TemplateContent, ZbsContent, ZbsLayout } from './template-content.ts';
import { longestOf, MINI_APP_LIMITS, type Range, type ZaloLimits } from './zalo-limits.ts';

const PARAMETER = /<([A-Za-z][A-Za-z0-9_]{0,49})>/g;

/** What Zalo would refuse in the layout or the values of a ZBS template, and what it would refuse to some people only. */
export function lintZbs(
  content: TemplateContent,
  zbs: ZbsContent,
  limits: ZaloLimits,
  provider: readonly ProviderParameter[] | undefined,
  report: Report,
) {
  const names = Object.keys(zbs.params);
  if (names.length === 0) report('error', '/zbs/params', `Mẫu Zalo cần ít nhất một tham số.`);
  for (const name of names) lintParameter(content, zbs, name, limits, report);
  for (const name of Object.keys(zbs.kinds))
    if (!Object.hasOwn(zbs.params, name)) report('warning', `/zbs/kinds/${name}`, `Tham số ${name} có kiểu mà không có giá trị, nên bỏ.`);
  if (zbs.layout) lintLayout(content, zbs, zbs.layout, limits, report);
  if (provider) lintAgainstProvider(content, zbs, provider, report);
}

function lintParameter(content: TemplateContent, zbs: ZbsContent, name: string, limits: ZaloLimits, report: Report) {
  const text = zbs.params[name] ?? '';
  const pointer = `/zbs/params/${name}`;
  if (text.trim() === '') {
    report('error', pointer, `Tham số ${name} chưa có giá trị.`);
    return;
  }
  lintLinks(text, pointer, report, { mayHaveAny: false });
  const kind = zbs.kinds[name];
  const most = longestOf(kind, limits);
  const { label } = limits.parameters[kind ?? 'label'];
  const fixed = longestWith(text, []);
  const longest = longestWith(text, content.variables);
  if (fixed > most) report('error', pointer, `Tham số ${name} (${label}) có ${fixed} ký tự, Zalo chỉ nhận ${most}.`);
  else if (longest > most) {
    const kinds = new Map(content.variables.map((variable) => [variable.name, variable.kind]));
    const isCut = variablesIn(text).every((variable) => kinds.get(variable) === 'text');
    const roomier = longest <= limits.parameters.product.most && most < limits.parameters.product.most && isCut;
    report(
      'warning',
      pointer,
      `Tham số ${name} (${label}) có thể dài ${longest} ký tự, Zalo chỉ nhận ${most}: ${isCut ? 'phần thừa bị cắt' : 'người có giá trị dài không nhận qua Zalo'}.${
        roomier ? ` Kiểu “${limits.parameters.product.label}” nhận tới ${limits.parameters.product.most}.` : ''
      }`,
    );
  }
}

function lintLayout(content: TemplateContent, zbs: ZbsContent, layout: ZbsLayout, limits: ZaloLimits, report: Report) {
  const used = new Set<string>();
  const check = (pointer: string, said: string, text: string, range: Range) => {
    for (const [, name = ''] of text.matchAll(PARAMETER)) {
      used.add(name);
      if (!Object.hasOwn(zbs.params, name)) report('error', pointer, `${said}: tham số <${name}> chưa có giá trị.`);
    }
    if (/[{}]/.test(text)) report('error', pointer, `${said}: ở đây tham số của Zalo viết <ten_tham_so>, không dùng ngoặc nhọn kép.`);
    if (text.trim() === '') {
      report('error', pointer, `${said} còn trống.`);
      return;
    }
    lintLinks(text, pointer, report, { mayHaveAny: false });
    const { shortest, longest } = lengths(content, zbs, text, limits);
    if (longest > range.most)
      report(
        'error',
        pointer,
        `${said} dài tới ${longest} ký tự${longest > shortest ? ' khi giá trị dài nhất' : ''}, Zalo chỉ nhận ${range.most}.`,
      );
    if (shortest < range.least)
      report(
        'error',
        pointer,
        `${said} có ${shortest} ký tự${longest > shortest ? ' khi giá trị ngắn nhất' : ''}, Zalo cần ít nhất ${range.least}.`,
      );
  };
  check('/zbs/layout/title', 'Tiêu đề Zalo', layout.title, limits.title);
  if (layout.paragraphs.length === 0) report('error', '/zbs/layout/paragraphs', 'Mẫu Zalo cần ít nhất một đoạn văn.');
  for (const [at, paragraph] of layout.paragraphs.entries())
    check(`/zbs/layout/paragraphs/${at}`, `Đoạn ${at + 1}`, paragraph, limits.paragraph);
  const { rows, buttons } = layout;
  if (rows.length > 0 && !isWithin(rows.length, limits.rows))
    report('error', '/zbs/layout/rows', `Bảng có ${rows.length} dòng, Zalo nhận từ ${limits.rows.least} đến ${limits.rows.most} dòng.`);
  for (const [at, { label, value }] of rows.entries()) {
    check(`/zbs/layout/rows/${at}/label`, `Nhãn dòng ${at + 1}`, label, { least: 1, most: limits.parameters.label.most });
    check(`/zbs/layout/rows/${at}/value`, `Giá trị dòng ${at + 1}`, value, { least: 1, most: limits.parameters.product.most });
  }
  if (buttons.length > limits.buttons.most)
    report('error', '/zbs/layout/buttons', `Mẫu có ${buttons.length} nút, Zalo nhận nhiều nhất ${limits.buttons.most}.`);
  if (buttons.length < limits.buttons.least)
    report('warning', '/zbs/layout/buttons', 'Mẫu chưa có nút, nên có một nút mở đúng chỗ trong ứng dụng.');
  for (const [at, button] of buttons.entries()) {
    check(`/zbs/layout/buttons/${at}/title`, `Chữ trên nút ${at + 1}`, button.title, limits.buttonTitle);
    if (!isTarget(button.kind, button.target))
      report('error', `/zbs/layout/buttons/${at}/target`, `Nút ${at + 1} ${TARGETS[button.kind]}.`);
  }
  for (const name of Object.keys(zbs.params))
    if (!used.has(name)) report('warning', `/zbs/params/${name}`, `Tham số ${name} không có chỗ nào trong bố cục.`);
}

const TARGETS: Record<ZbsLayout['buttons'][number]['kind'], string> = {
  web: 'phải mở trang https của tỉnh hoặc Cổng dịch vụ công',
  phone: 'cần số điện thoại, chỉ gồm chữ số',
  oa: 'cần mã của Zalo OA, chỉ gồm chữ số',
  'mini-app': 'phải mở một trang của ứng dụng, bắt đầu bằng dấu /',
};
function isTarget(kind: keyof typeof TARGETS, target: string): boolean {
  switch (kind) {
    case 'web':
      return linksIn(target).length === 1 && linksIn(target)[0] === target && isAllowedLink(target);
    case 'phone':
      return /^\+?\d{3,12}$/.test(target);
    case 'oa':
      return /^\d{5,25}$/.test(target);
    case 'mini-app':
      return /^\/(?!\/)[\w/?=&%<>.-]*$/.test(target);
  }
}

function lengths({ variables }: TemplateContent, zbs: ZbsContent, text: string, limits: ZaloLimits) {
  const filled = (of: (name: string) => number) => lengthOf(text.replace(PARAMETER, (_, name: string) => '.'.repeat(of(name))));
  return {
    shortest: filled(() => 1),
    longest: filled((name) => Math.min(longestOf(zbs.kinds[name], limits), longestWith(zbs.params[name] ?? '', variables))),
  };
}

function lintAgainstProvider(content: TemplateContent, zbs: ZbsContent, provider: readonly ProviderParameter[], report: Report) {
  for (const { name, isRequired, minLength, maxLength } of provider) {
    const text = zbs.params[name];
    if (text === undefined) {
      if (isRequired) report('error', '/zbs/params', `Mẫu Zalo đã duyệt cần tham số ${name}, chưa có giá trị.`);
      continue;
    }
    const fixed = longestWith(text, []);
    if (fixed > maxLength) report('error', `/zbs/params/${name}`, `Zalo duyệt ${name} dài nhất ${maxLength} ký tự, ở đây có ${fixed}.`);
    else if (longestWith(text, content.variables) > maxLength)
      report('warning', `/zbs/params/${name}`, `Zalo duyệt ${name} dài nhất ${maxLength} ký tự, giá trị dài hơn sẽ không gửi được.`);
    if (variablesIn(text).length === 0 && fixed < minLength)
      report('error', `/zbs/params/${name}`, `Zalo duyệt ${name} ngắn nhất ${minLength} ký tự.`);
  }
  const known = new Set(provider.map(({ name }) => name));
  for (const name of Object.keys(zbs.params))
    if (!known.has(name)) report('error', `/zbs/params/${name}`, `Mẫu Zalo đã duyệt không có tham số ${name}.`);
}

/** Notifications of the mini app, template "01". */
export function lintMiniApp(content: TemplateContent, miniApp: MiniAppContent, report: Report) {
  const SAID = { title: 'Tiêu đề', contentTitle: 'Dòng đầu', contentDescription: 'Nội dung', buttonText: 'Chữ trên nút' } as const;
  for (const part of ['title', 'contentTitle', 'contentDescription', 'buttonText'] as const) {
    const pointer = `/miniApp/${part}`;
    if (miniApp[part].trim() === '') report('error', pointer, `${SAID[part]} của thông báo ứng dụng còn trống.`);
    lintLinks(miniApp[part], pointer, report, { mayHaveAny: false });
  }
  const fixed = longestWith(miniApp.title, []);
  if (fixed > MINI_APP_LIMITS.title)
    report('error', '/miniApp/title', `Tiêu đề thông báo ứng dụng có ${fixed} ký tự, Zalo chỉ nhận ${MINI_APP_LIMITS.title}.`);
  else if (longestWith(miniApp.title, content.variables) > MINI_APP_LIMITS.title)
    report(
      'warning',
      '/miniApp/title',
      `Tiêu đề thông báo ứng dụng quá ${MINI_APP_LIMITS.title} ký tự khi giá trị dài nhất, phần thừa bị cắt.`,
    );
}

const isWithin = (count: number, { least, most }: Range) => count >= least && count <= most;
