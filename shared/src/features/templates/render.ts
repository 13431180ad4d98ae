import type { Language } from '../../contract/values.ts';
import { isAllowedLink, linksIn } from './links.ts';
import { cutTo, lengthOf, safeParagraphs, safeText } from './safe-text.ts';
import type { TemplateContent, TemplateValues, TemplateVariable } from './template-content.ts';
import { longestOf, MINI_APP_LIMITS, type ZaloLimits, zaloLimits } from './zalo-limits.ts';

export type RefusalReason = 'missing' | 'unreadable' | 'too-long' | 'link' | 'braces' | 'broken-template';
/** Why one recipient gets nothing. `text` is for officers and never repeats the value. */
export interface Refusal {
  readonly variable: string;
  readonly reason: RefusalReason;
  readonly text: string;
}
export type Refused = { readonly ok: false; readonly refusals: readonly Refusal[] };
export interface MiniAppMessage {
  readonly title: string;
  readonly contentTitle: string;
  readonly contentDescription: string;
  readonly buttonText: string;
  /** A page of the mini app; the sender makes the `zalo.me/s/…` link of it. */
  readonly path: string;
}
/** What goes out. A channel may refuse alone (a name too long for Zalo) while the inbox still tells. */
export type Rendered =
  | {
      readonly ok: true;
      /** Of `title`, `body` and `action`; the other channels speak Vietnamese, as approved. */
      readonly language: Language;
      readonly title: string;
      readonly body: string;
      readonly action: { readonly label: string; readonly path: string } | null;
      readonly zbs: { readonly ok: true; readonly params: Readonly<Record<string, string>> } | Refused | null;
      readonly miniApp: { readonly ok: true; readonly message: MiniAppMessage } | Refused | null;
    }
  | Refused;

/** What programs write when they had nothing to write. */
const NOTHING = /^(null|undefined|nan|none|nil|n\/a|\[object object\]|-+|\.+)$/i;
const LEAKED = /\{\{|\}\}|\[object Object\]|(?<![\p{L}\p{N}])(?:null|undefined|NaN)(?![\p{L}\p{N}])/u;
const PLACE = /\{\{\s*([a-z][a-z0-9_]{0,29})\s*\}\}/g;
/** Longer raw values are no values of ours; they are not even looked through. */
const MOST_RAW = 4_000;
const LOCAL_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });
const ENGLISH_DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });

/** Names in `text` between double braces, in order, each once. */
export const variablesIn = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map((match) => match[1] ?? ''))];
/** Braces that open or close no variable: the text would go out with them. */
export const hasStrayBraces = (text: string): boolean => /[{}]/.test(text.replace(PLACE, ''));

/**
 * The message one recipient would get (NT-11), or why there is none: pure, the same in preview, plan and sending.
 *
 * Values are cleaned, checked by kind and put in once: what stands in a value is never read as a variable. A missing or unreadable
 * value refuses the recipient. Texts longer than their limit are cut at a letter; names, codes, dates and amounts never are.
 *
 * @param values by name of variable; only own members count. Dates `yyyy-mm-dd` or an instant (shown as the day in
 *   Asia/Ho_Chi_Minh), amounts in whole đồng.
 * @param language English falls back to Vietnamese where the template has none.
 */
export function render(content: TemplateContent, values: TemplateValues, language: Language, limits: ZaloLimits = zaloLimits()): Rendered {
  const used = language === 'en' && content.texts.en ? 'en' : 'vi';
  const text = content.texts[used] ?? content.texts.vi;
  const fill = filler(content.variables, values);

  const title = fill(text.title, used);
  const body = fill(text.body, used, safeParagraphs);
  const label = text.action ? fill(text.action.label, used) : null;
  const path = text.action ? fill(text.action.path, used, encodePath) : null;
  const refusals = [title, body, label, path].flatMap((part) => (part && 'refusals' in part ? part.refusals : []));
  if (refusals.length > 0) return { ok: false, refusals: once(refusals) };
  const said = (part: Filled | null) => (part && 'text' in part ? part.text : '');
  return {
    ok: true,
    language: used,
    title: said(title),
    body: said(body),
    action: label && path ? { label: said(label), path: said(path) } : null,
    zbs: zbsOf(content, fill, limits),
    miniApp: miniAppOf(content, fill),
  };
}

type Filled = { readonly text: string } | { readonly refusals: readonly Refusal[] };
type Fill = (text: string, language: Language, clean?: (text: string) => string) => Filled;

function filler(variables: readonly TemplateVariable[], values: TemplateValues): Fill {
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  return (text, language, clean = safeText) => {
    const refusals: Refusal[] = hasStrayBraces(text) ? [refusal('', 'broken-template')] : [];
    const filled = text.replace(PLACE, (_, name: string) => {
      const variable = known.get(name);
      if (!variable) {
        refusals.push(refusal(name, 'broken-template'));
        return '';
      }
      const written = writeValue(variable, Object.hasOwn(values, name) ? values[name] : undefined, language);
      if ('reason' in written) refusals.push(refusal(name, written.reason, variable));
      return 'text' in written ? written.text : '';
    });
    if (refusals.length > 0) return { refusals };
    const cleaned = clean(filled);
    if (cleaned === '' || LEAKED.test(cleaned)) return { refusals: [refusal('', 'broken-template')] };
    // pieces that are harmless apart may make a link together
    if (clean !== encodePath && linksIn(cleaned).some((link) => !isAllowedLink(link))) return { refusals: [refusal('', 'link')] };
    return { text: cleaned };
  };
}

type Written = { readonly text: string } | { readonly reason: RefusalReason };

/** One value as people read it. `null`, empty, and what programs write for nothing are `missing`. */
export function writeValue({ kind, maxLength }: TemplateVariable, value: unknown, language: Language): Written {
  if (value === null || value === undefined) return { reason: 'missing' };
  if (kind === 'amount') return writeAmount(value, maxLength, language);
  if (typeof value !== 'string') return { reason: 'unreadable' };
  if (value.length > MOST_RAW) return { reason: 'too-long' };
  const text = safeText(value);
  if (text === '' || NOTHING.test(text)) return { reason: 'missing' };
  if (kind === 'date') return writeDate(text, language);
  if (/[{}]/.test(text) || /<[\p{L}/!?]/u.test(text)) return { reason: 'braces' };
  if (linksIn(text).length > 0) return { reason: 'link' };
  if (LEAKED.test(text)) return { reason: 'unreadable' };
  if (kind === 'code' && !/^[\p{L}\p{N}•*][\p{L}\p{N}•*./_-]*$/u.test(text)) return { reason: 'unreadable' };
  if (kind === 'name' && !/\p{L}/u.test(text)) return { reason: 'unreadable' };
  if (!/[\p{L}\p{N}]/u.test(text)) return { reason: 'unreadable' };
  if (kind === 'text') return { text: cutTo(text, maxLength) };
  return lengthOf(text) > maxLength ? { reason: 'too-long' } : { text };
}

function writeAmount(value: unknown, maxLength: number, language: Language): Written {
  const isDigits = typeof value === 'string' && /^\d{1,15}$/.test(value);
  const amount = typeof value === 'number' ? value : isDigits ? Number(value) : Number.NaN;
  if (value === '') return { reason: 'missing' };
  if (!Number.isSafeInteger(amount) || amount < 0 || Object.is(amount, -0)) return { reason: 'unreadable' };
  const grouped = new Intl.NumberFormat(language === 'en' ? 'en-US' : 'vi-VN').format(amount);
  const text = language === 'en' ? `${grouped} VND` : `${grouped} đ`;
  return lengthOf(text) > maxLength ? { reason: 'too-long' } : { text };
}

function writeDate(text: string, language: Language): Written {
  const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));
  const day = isInstant ? LOCAL_DAY.format(new Date(text)) : text;
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const midnight = new Date(`${day}T00:00:00Z`);
  if (!year || Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return { reason: 'unreadable' };
  return { text: language === 'en' ? ENGLISH_DAY.format(midnight) : `${date}/${month}/${year}` };
}

function zbsOf(content: TemplateContent, fill: Fill, limits: ZaloLimits) {
  if (!content.zbs) return null;
  const params: Record<string, string> = {};
  const refusals: Refusal[] = [];
  for (const [name, text] of Object.entries(content.zbs.params)) {
    const filled = fill(text, 'vi');
    if ('refusals' in filled) {
      refusals.push(...filled.refusals);
      continue;
    }
    const most = longestOf(content.zbs.kinds[name], limits);
    const fits = lengthOf(filled.text) <= most;
    if (fits || isFreeText(content, text)) params[name] = cutTo(filled.text, most);
    else refusals.push(refusal(variablesIn(text)[0] ?? name, 'too-long'));
  }
  return refusals.length > 0 ? ({ ok: false, refusals: once(refusals) } as const) : ({ ok: true, params } as const);
}

function miniAppOf(content: TemplateContent, fill: Fill) {
  const { miniApp } = content;
  if (!miniApp) return null;
  const message: Record<string, string> = {};
  const refusals: Refusal[] = [];
  for (const part of ['title', 'contentTitle', 'contentDescription', 'buttonText', 'path'] as const) {
    const filled = fill(miniApp[part], 'vi', part === 'path' ? encodePath : safeText);
    if ('refusals' in filled) refusals.push(...filled.refusals);
    else message[part] = part === 'title' ? cutTo(filled.text, MINI_APP_LIMITS.title) : filled.text;
  }
  if (refusals.length > 0) return { ok: false, refusals: once(refusals) } as const;
  return { ok: true, message: message as unknown as MiniAppMessage } as const;
}

/** True when nothing in it loses its meaning by being cut. */
function isFreeText({ variables }: TemplateContent, text: string): boolean {
  const kinds = new Map(variables.map(({ name, kind }) => [name, kind]));
  return variablesIn(text).every((name) => kinds.get(name) === 'text');
}

const encodePath = (path: string) => path.normalize('NFC').replace(/[^\w/?=&%.-]/gu, (sign) => encodeURIComponent(sign));

const SENTENCES: Record<RefusalReason, (label: string) => string> = {
  missing: (label) => `Thiếu ${label}.`,
  unreadable: (label) => `${label} không đúng kiểu đã khai.`,
  'too-long': (label) => `${label} dài hơn mức cho phép.`,
  link: (label) => `${label} có đường dẫn, không được gửi.`,
  braces: (label) => `${label} có dấu ngoặc của mẫu tin.`,
  'broken-template': (label) => `Mẫu tin có chỗ điền hỏng: ${label}.`,
};
const refusal = (name: string, reason: RefusalReason, variable?: TemplateVariable): Refusal => ({
  variable: name,
  reason,
  text: SENTENCES[reason](variable?.label ?? (name || 'nội dung')),
});
const once = (refusals: readonly Refusal[]) => [...new Map(refusals.map((each) => [`${each.variable} ${each.reason}`, each])).values()];
