import type { z } from 'zod';
import type { CaseDocument, Method, ProcedureFlag, ProcedureStructure } from './catalogue.ts';
import { CHANNEL_WORDS, FREE, NOTHING_STATED, readAmount, readFeeKind, TIME_UNITS, tidy } from './import-words.ts';

/**
 * Tables of the crawled pages, taken apart. Their cells arrived glued together without a separator, so the only seams are the
 * words a cell can begin or end with. What has two readings is flagged and left out, not chosen.
 */
type Flags = Set<z.infer<typeof ProcedureFlag>>;
type Structure = Required<z.infer<typeof ProcedureStructure>>;
type Document = z.infer<typeof CaseDocument>;

const METHOD_HEAD = 'Hình thức nộpThời gianPhí, lệ phíMô tả';
const CHANNEL = Object.keys(CHANNEL_WORDS).join('|');
const UNIT = Object.keys(TIME_UNITS).join('|'); // longest first: "Ngày" would eat the start of "Ngày làm việc"
const AMOUNT = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+) (?:VNĐ|Việt Nam Đồng|USD)`;
const FEE = `${FREE}|${NOTHING_STATED}|${AMOUNT}`;
/** A row begins where a channel word touches a time cell; in running text a space or another word follows it. */
const ROW = new RegExp(
  `(?<channel>${CHANNEL})(?:(?<time>\\d+(?:[.,]\\d+)?) (?<unit>${UNIT})|(?<bare>\\d+)(?=${FREE}|${NOTHING_STATED})|(?<glued>[\\d,]+ (?:VNĐ|Việt Nam Đồng|USD))|(?<words>${NOTHING_STATED}|Không(?: quy định| phải trả kết quả[^.;]{0,60}?)? ?)(?=${FEE}))(?<fee>${FEE})?`,
  'g',
);
/** A first row whose time is a sentence: the cell ends where the fee begins. */
const WORDED = new RegExp(`^(?<channel>${CHANNEL})(?<words>\\D{1,160}?)(?<fee>${FEE})`);

/** `cách thức thực hiện`. */
export function takeMethodsApart(cell: string, flags: Flags): Method[] {
  const table = cell.startsWith(METHOD_HEAD) ? cell.slice(METHOD_HEAD.length) : cell;
  const worded = WORDED.exec(table)?.groups;
  const starts = [...table.matchAll(ROW)];
  if (starts[0]?.index !== 0 && worded?.words) starts.splice(0, starts.length, ...wordedRows(table, worded.words));
  if (starts.length === 0 || starts[0]?.index !== 0) flags.add('TABLE_UNREADABLE');
  return starts.map((row, index) => readMethod(row, table.slice(row.index + row[0].length, starts[index + 1]?.index), flags));
}

/** The sentence of the first time cell comes again in the other rows, with its full stop or without. */
function wordedRows(table: string, words: string) {
  const sentence = words.replace(/\.$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return [...table.matchAll(new RegExp(`(?<channel>${CHANNEL})(?<words>${sentence}\\.?)(?<fee>${FEE})`, 'g'))];
}

function readMethod(row: RegExpMatchArray, rest: string, flags: Flags): Method {
  const { channel = '', time, unit = '', bare, glued, words, fee } = row.groups ?? {};
  if (glued) flags.add('FEE_TIME_GLUED');
  if (bare) flags.add('UNIT_MISSING');
  if (words) flags.add('TIME_NOT_STATED');
  const { note, after } = leadingBrackets(rest);
  return {
    channel: CHANNEL_WORDS[channel] ?? 'counter',
    time: time
      ? { value: Number(time.replace(',', '.')), unit: TIME_UNITS[unit] ?? 'unknown' }
      : bare
        ? { value: Number(bare), unit: 'unknown' }
        : null,
    timeRaw: time ? `${time} ${unit}` : (bare ?? glued ?? tidy(words ?? '')),
    fees: [readFee(glued ?? fee ?? NOTHING_STATED, note, glued !== undefined, flags)],
    note: tidy(after) || null,
  };
}

function readFee(raw: string, note: string | null, isGlued: boolean, flags: Flags): Method['fees'][number] {
  const { amount, currency, isSuspect } = readAmount(raw);
  if (isGlued) return { kind: readFeeKind(note), amount: null, currency, raw, note };
  flagFee({ raw, note, amount, currency, isSuspect }, flags);
  return { kind: readFeeKind(note), amount, currency, raw, note };
}

/** Also for the service's cells: one rule for both ways. */
export function flagFee(
  { raw, note, amount, currency, isSuspect }: ReturnType<typeof readAmount> & { raw: string; note: string | null },
  flags: Flags,
): void {
  if (isSuspect) flags.add('FEE_SUSPECT');
  if (currency === 'USD') flags.add('FEE_FOREIGN_CURRENCY');
  if (raw === '' || raw === NOTHING_STATED) flags.add('FEE_NOT_STATED');
  // "free" or nothing, and beside it the council of the province that sets a sum; "free" beside a sum
  if (note === null || (amount ?? 0) > 0) return;
  if (/hội đồng nhân dân|HĐND/i.test(note)) flags.add('FEE_BY_PROVINCE');
  else if (amount === 0 && /\d ?(?:000|đồng|đ\b|vnđ|USD)/i.test(note)) flags.add('FEE_SUSPECT');
}

/** "(note (with brackets inside))rest" → both; without a bracket at the start, or one that never closes, all of it is the rest. */
function leadingBrackets(text: string): { note: string | null; after: string } {
  if (!text.startsWith('(')) return { note: null, after: text };
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return { note: tidy(text.slice(1, at)) || null, after: text.slice(at + 1) };
  }
  return { note: null, after: text };
}

const DOCUMENT_HEAD = 'Tên giấy tờMẫu đơn, tờ khaiSố lượng';
/** A quantity ends a row; the next row or case follows at once. In running text a space or a mark follows, or the number is "01". */
const QUANTITY = /(?<before>^|.)(?<originals>\d{1,6}) bản chính(?:,(?<copies>\d{1,3}) bản sao)?(?![\s;.,)])/gsu;
const NO_NAME = /^[-\s]*$/;

/** `thành phần hồ sơ`: one table for each case, its heading before it. */
export function takeDocumentsApart(cell: string, flags: Flags): Pick<Structure, 'cases' | 'documentsByCase'> {
  const [first = '', ...tables] = cell.split(DOCUMENT_HEAD);
  const cases: Structure['cases'] = [];
  const documentsByCase: Structure['documentsByCase'] = [];
  let heading = first;
  for (const table of tables) {
    const { documents, after } = readDocuments(table, /một trong (các|những|số)/i.test(heading), flags);
    const id = `truong-hop-${cases.length + 1}`;
    cases.push({ id, name: NO_NAME.test(heading) ? null : tidy(heading) });
    documentsByCase.push({ caseId: id, documents });
    heading = after;
  }
  if (documentsByCase.length === 0 || documentsByCase.some(({ documents }) => documents.length === 0)) flags.add('CASE_EMPTY');
  return { cases, documentsByCase };
}

function readDocuments(table: string, areAlternatives: boolean, flags: Flags): { documents: Document[]; after: string } {
  const documents: Document[] = [];
  let from = 0;
  for (const row of table.matchAll(QUANTITY)) {
    const { before = '', originals = '', copies } = row.groups ?? {};
    if (/^0\d$/.test(originals)) continue; // "01 bản chính" is running text
    const cellEnd = row.index + before.length;
    const text = table.slice(from, cellEnd);
    from = row.index + row[0].length;
    const isGlued = isGluedNumber(before, originals);
    if (isGlued) flags.add('QUANTITY_GLUED');
    const { name, forms } = splitForms(text, flags);
    if (name === '') continue;
    documents.push({
      name,
      originals: isGlued ? null : Number(originals),
      copies: isGlued ? null : Number(copies ?? 0),
      mandatory: saysIfAny(name) ? false : null,
      eitherOr: areAlternatives ? 1 : null,
      forms,
    });
  }
  return { documents, after: table.slice(from) };
}

/** "Mẫu số 18" and "1" arrive as "181": several digits are one number only behind a letter or a mark that no number follows. */
const isGluedNumber = (before: string, digits: string) =>
  digits.length > 1 && (digits.startsWith('0') || digits.length > 2 || !/[\p{Ll});:”"]/u.test(before));

/** "… (nếu có)" at the end speaks of the paper; further inside, of something in it. */
export const saysIfAny = (name: string) => /nếu có\s*\)?[\s.;,]*$/i.test(name);

/** A blank form's file name, up to its extension. */
const FORM_END = /\.(?:docx?|pdf|xlsx?|rtf|zip|rar|jpe?g|png)(?:\s*\(\d+\))?/gi;

/** Where a file name begins: a capital straight behind a small letter, a figure or a mark, or the word "Mẫu" behind a capital. */
const FORM_START = /(?<=[\p{Ll}\d);.”"])(?=\p{Lu})|(?<=\p{Lu})(?=M(?:ẫu|ẪU|au|AU)[ _\d-])/gu;
const LONGEST_FILE_NAME = 80;

/** "Tờ khaiMẫu 01.docx" → the paper's name, and the file's when a seam shows where it begins. */
function splitForms(text: string, flags: Flags): { name: string; forms: string[] } {
  const ends = [...text.matchAll(FORM_END)].map((end) => end.index + end[0].length);
  const [firstEnd = 0] = ends;
  if (ends.at(-1) !== text.trimEnd().length || firstEnd === 0) return { name: tidy(text), forms: [] };
  const starts = [...text.slice(0, firstEnd).matchAll(FORM_START)].map((seam) => seam.index);
  const start = starts.find((at) => firstEnd - at <= LONGEST_FILE_NAME);
  if (start === undefined) {
    flags.add('FORM_GLUED');
    return { name: tidy(text), forms: [] };
  }
  return { name: tidy(text.slice(0, start)), forms: ends.map((end, index) => tidy(text.slice(ends[index - 1] ?? start, end))) };
}

const RESULT_END = /Từ khóa(?<keywords>.*?)Mô tả/s;
const RESULT_CODE = /Mã: ?(?<code>KQ[.-][GH]\d{2}[.-](?:KQ-?)?\d+)/g;

/** `kết quả xử lý`: names, each followed by its code; the page's foot hangs on behind. */
export function takeResultsApart(cell: string): { results: Structure['results']; keywords: string[] } {
  const foot = RESULT_END.exec(cell);
  const table = foot ? cell.slice(0, foot.index) : cell;
  const results: Structure['results'] = [];
  let from = 0;
  for (const { index, 0: whole, groups } of table.matchAll(RESULT_CODE)) {
    const name = tidy(table.slice(from, index));
    if (name) results.push({ code: groups?.code ?? null, name });
    from = index + whole.length;
  }
  // a code of another make stands last in its row; it is not one we could look up
  const rest = tidy(table.slice(from)).replace(/Mã: ?.{0,40}$/, '');
  if (rest && rest !== NOTHING_STATED) results.push({ code: null, name: rest });
  const words = tidy(foot?.groups?.keywords ?? '');
  return { results, keywords: words === '' || words === NOTHING_STATED ? [] : words.split(/[,;]/).map(tidy).filter(Boolean) };
}

const LEGAL_HEAD = 'Tên văn bản pháp lýMã văn bản';
const MINISTRIES =
  'BCA|BCT|BGDĐT|BGTVT|BKHCN|BKHĐT|BLĐTBXH|BNG|BNNMT|BNNPTNT|BNV|BQP|BTC|BTNMT|BTP|BTTTT|BVHTTDL|BXD|BYT|NHNN|TANDTC|TTCP|UBDT|VPCP|VKSNDTC';
/** Numbers of legal texts by who issues them: an open-ended pattern would swallow the first capital of the next title. */
const LEGAL_NUMBER = new RegExp(
  `(?:\\d{1,4}\\.\\d{1,3}/\\d{4}/NQ-CP|\\d{1,4}[a-z]?/\\d{4}/(?:QH\\d{2}|UBTVQH\\d{2}|NĐ-CP|NQ-CP|NĐ-HĐBT|QĐ-TTg|CT-TTg|TTLT(?:-(?:${MINISTRIES}))+|(?:TT|QĐ|VBHN)-(?:${MINISTRIES}|VPQH|UBND)))(?![ ,.;:)])`,
  'gu',
);

/** `căn cứ pháp lý`: titles, each followed by its number. */
export function takeLegalBasesApart(cell: string): Structure['legalBases'] {
  if (tidy(cell) === NOTHING_STATED) return [];
  const table = cell.startsWith(LEGAL_HEAD) ? cell.slice(LEGAL_HEAD.length) : cell;
  const bases: Structure['legalBases'] = [];
  let from = 0;
  for (const { index, 0: number } of table.matchAll(LEGAL_NUMBER)) {
    const before = table.slice(from, index);
    // "…năm 2023" and "23/2023/QH15" arrive as "202323/2023/QH15": neither number is taken
    const isGlued = /[\d/]$/.test(before);
    const title = tidy(isGlued ? before.replace(/[\d/]+$/, '') : before);
    // a title that ends with its own number is followed by it once more
    if (title !== '') bases.push({ number: isGlued ? null : number, title });
    from = index + number.length;
  }
  const rest = tidy(table.slice(from));
  if (rest) bases.push({ number: null, title: rest });
  return bases;
}
