import type { Language } from '../../contract/values.ts';
import { type Finding, type LintChannel, lintLinks, longestWith, type ProviderParameter, type Report } from './findings.ts';
import { plainWords } from './plain-words.ts';
import { hasStrayBraces, variablesIn } from './render.ts';
import { safeText } from './safe-text.ts';
import type { TemplateContent, TemplateText, TemplateVariable, VariableSource } from './template-content.ts';
import { type ZaloLimits, zaloLimits } from './zalo-limits.ts';
import { lintMiniApp, lintZbs } from './zalo-lint.ts';

/** Kinds a source can fill. */
const KIND_OF_SOURCE: Partial<Record<VariableSource, readonly TemplateVariable['kind'][]>> = {
  'recipient-name': ['name'],
  'commune-name': ['text', 'name'],
  'procedure-name': ['text'],
  'masked-code': ['code'],
  'due-date': ['date'],
};
const LONGEST_TITLE = 100;
const LONGEST_BODY = 1_500;
/** Short enough for a date or a sum to lose its end. */
const LEAST_FOR: Partial<Record<TemplateVariable['kind'], number>> = { date: 11, amount: 12 };

/**
 * Everything to say about a template, at once and without asking anybody: Zalo's limits with the longest values, what must never go
 * out, and the plain-words gate as warnings. Pure; the console runs it while typing, the bff before a campaign may use the version.
 *
 * @param provider the parameters of the approved template, when Zalo has told them
 */
export function lint(
  content: TemplateContent,
  { limits = zaloLimits(), provider }: { limits?: ZaloLimits; provider?: readonly ProviderParameter[] | undefined } = {},
): Finding[] {
  const findings: Finding[] = [];
  const reporter =
    (channel: LintChannel, language: Language | null): Report =>
    (severity, pointer, text, more = {}) =>
      void findings.push({ severity, channel, language, pointer, text, ...more });
  lintVariables(content, reporter('all', null));
  for (const language of ['vi', 'en'] as const) {
    const text = content.texts[language];
    if (text) lintText(content, text, language, reporter('inbox', language));
  }
  if (!content.texts.en)
    reporter('inbox', 'en')('warning', '/texts/en', 'Chưa có bản tiếng Anh, người đọc tiếng Anh sẽ thấy bản tiếng Việt.');
  if (content.zbs) lintZbs(content, content.zbs, limits, provider, reporter('zbs', 'vi'));
  if (content.miniApp) lintMiniApp(content, content.miniApp, reporter('mini-app', 'vi'));
  return findings;
}

/** True when nothing keeps the version from being sent. */
export const canBeSent = (findings: readonly Finding[]) => findings.every(({ severity }) => severity !== 'error');

function lintVariables(content: TemplateContent, report: Report) {
  const texts = allTexts(content);
  const used = new Set(texts.flatMap(({ text }) => variablesIn(text)));
  for (const [at, { name, kind, source, maxLength, label }] of content.variables.entries()) {
    const pointer = `/variables/${at}`;
    if (!used.has(name)) report('warning', pointer, `Biến ${name} chưa được dùng ở đâu, nên bỏ.`);
    const kinds = KIND_OF_SOURCE[source];
    if (kinds && !kinds.includes(kind)) report('error', `${pointer}/kind`, `${label}: kiểu của biến không hợp với nơi lấy giá trị.`);
    const least = LEAST_FOR[kind];
    if (least && maxLength < least) report('error', `${pointer}/maxLength`, `${label}: cần ít nhất ${least} ký tự để ghi đủ.`);
  }
  const known = new Set(content.variables.map(({ name }) => name));
  for (const { pointer, text } of texts) {
    for (const name of variablesIn(text)) if (!known.has(name)) report('error', pointer, `Biến ${name} chưa khai kiểu và nơi lấy giá trị.`);
    if (hasStrayBraces(text)) report('error', pointer, 'Có dấu ngoặc nhọn lẻ. Biến viết là {{ten_bien}}, chữ thường không dấu.');
    if (safeLines(text) !== text.normalize('NFC').trim())
      report('error', pointer, 'Có ký tự ẩn hoặc ký tự đổi chiều chữ, hãy gõ lại chỗ này.');
    if (/(?<![\p{L}\p{N}])(?:null|undefined|NaN)(?![\p{L}\p{N}])/u.test(text))
      report('error', pointer, 'Có chữ của máy (null, undefined), không được gửi.');
  }
}

function lintText(content: TemplateContent, text: TemplateText, language: Language, report: Report) {
  const base = `/texts/${language}`;
  const name = language === 'vi' ? '' : ' tiếng Anh';
  for (const [part, said, most] of [
    ['title', 'Tiêu đề', LONGEST_TITLE],
    ['body', 'Nội dung', LONGEST_BODY],
  ] as const) {
    const pointer = `${base}/${part}`;
    if (text[part].trim() === '') {
      report('error', pointer, `${said}${name} còn trống.`);
      continue;
    }
    const longest = longestWith(text[part], content.variables);
    if (longest > most) report('warning', pointer, `${said}${name} dài tới ${longest} ký tự khi giá trị dài nhất, nên dưới ${most}.`);
    lintLinks(text[part], pointer, report);
  }
  if (text.action && text.action.label.trim() === '') report('error', `${base}/action/label`, 'Nút chưa có chữ.');
  for (const { rule, isGood, title, detail, replacements } of plainWords(text, language, content.variables)) {
    if (isGood) continue;
    if (rule !== 'plain-words') report('warning', `${base}/body`, `${title}: ${detail}.`);
    for (const replacement of replacements)
      report('warning', `${base}/body`, sayInstead(replacement.word, replacement.say), { replacement });
  }
}

const sayInstead = (word: string, say: string) =>
  say === '' ? `Bỏ “${word}” thì câu vẫn đủ ý.` : `Thay “${word}” bằng “${say}” cho dễ hiểu.`;

const safeLines = (text: string) =>
  text
    .split('\n')
    .map((line) => safeInside(line))
    .join('\n')
    .normalize('NFC')
    .trim();
/** Only what nobody sees is an error; two spaces are not. */
const safeInside = (line: string) => (safeText(line) === line.normalize('NFC').replace(/ +/g, ' ').trim() ? line : safeText(line));

function allTexts({ texts, zbs, miniApp }: TemplateContent): { pointer: string; text: string }[] {
  const found: { pointer: string; text: string }[] = [];
  const add = (pointer: string, text: string) => found.push({ pointer, text });
  for (const language of ['vi', 'en'] as const) {
    const text = texts[language];
    if (!text) continue;
    add(`/texts/${language}/title`, text.title);
    add(`/texts/${language}/body`, text.body);
    if (text.action) {
      add(`/texts/${language}/action/label`, text.action.label);
      add(`/texts/${language}/action/path`, text.action.path);
    }
  }
  for (const [name, text] of Object.entries(zbs?.params ?? {})) add(`/zbs/params/${name}`, text);
  for (const [name, text] of Object.entries(miniApp ?? {})) add(`/miniApp/${name}`, text);
  return found;
}
