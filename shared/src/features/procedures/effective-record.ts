import { type Method, ProcedureRecord } from './catalogue.ts';
import { foldKey } from './fold.ts';
import type { NationalProcedure } from './national-procedure.ts';

/** Fields an override may set; the code is what it hangs on. */
export const ProcedurePatch = ProcedureRecord.omit({ code: true }).partial();
export type ProcedurePatch = Partial<Omit<ProcedureRecord, 'code'>>;

/**
 * What people are shown of a code: the national facts, field by field replaced by the province's overrides, oldest first.
 * A code that the portal now uses for another procedure gets none of the portal's facts: a code alone proves nothing.
 *
 * @returns null when neither layer makes a whole record. Keys always stand in the same order, so equal records are equal texts.
 */
export function effectiveRecord(
  code: string,
  national: NationalProcedure | null,
  patches: readonly ProcedurePatch[],
): ProcedureRecord | null {
  const patch: ProcedurePatch = Object.assign({}, ...patches);
  const facts = national && !isAnotherProcedure(national, patch) ? recordFromFacts(national) : {};
  const whole = ProcedureRecord.safeParse({ ...facts, ...patch, code });
  return whole.success ? whole.data : null;
}

const NAME_STARTS_ALIKE = 25;
const bareName = (name: string) =>
  foldKey(name)
    .replace(/^thu tuc /, '')
    .slice(0, NAME_STARTS_ALIKE);

/** The same code, but a name that begins otherwise. */
export const isAnotherProcedure = (national: NationalProcedure, { name }: ProcedurePatch): boolean =>
  name !== undefined && bareName(name) !== bareName(national.name);

/** A record out of facts alone, in our words: no sentence of the portal is repeated, and `UNVERIFIED` says nobody has looked. */
export function recordFromFacts(national: NationalProcedure): ProcedureRecord {
  const channels = [...new Set(national.methods.map((method) => method.channel))].sort();
  const time = readTimes(national.methods);
  const fee = readFees(national);
  const { cases, methods, documentsByCase, agencies, receptionPlace, results, legalBases, decision, portalUrl } = national;
  return {
    code: national.code,
    name: national.name,
    plainName: shortName(national.name),
    summary: summaryOf(national, time.isKnown ? time.text : null),
    aliases: [],
    domain: national.domain,
    lifeEvents: [],
    targets: national.targets,
    levels: national.levels,
    onlineLevel: 'unknown',
    channels,
    timeText: time.text,
    timeLimit: time.limit,
    feeText: fee.text,
    feeVnd: fee.vnd,
    papers: papersOf(national),
    result: clip(results.map((result) => result.name).join('; '), 200) || 'Nguồn quốc gia chưa ghi kết quả',
    submitMode: channels.includes('online') ? 'deep-link' : 'counter',
    flags: [...new Set([...national.flags, ...(time.differs ? (['METHODS_DIFFER'] as const) : []), 'UNVERIFIED' as const])].sort(),
    source: clip(`Dữ liệu thủ tục quốc gia, quyết định ${decision.number || 'không ghi số'}`, 120),
    cases: cases.map((each) => ({ ...each, name: each.name && clip(each.name, 300) })),
    methods: methods.map((method) => ({ ...method, note: method.note && clip(method.note, 400), fees: method.fees.map(clipNote) })),
    documentsByCase: documentsByCase.map((each) => ({
      ...each,
      documents: each.documents.map((document) => ({ ...document, name: clip(document.name, 600) })),
    })),
    agencies,
    receptionPlace,
    results,
    legalBases: legalBases.map((basis) => ({ ...basis, title: clip(basis.title, 300) })),
    decision,
    portalUrl,
  };
}
const clipNote = (fee: Method['fees'][number]) => ({ ...fee, note: fee.note && clip(fee.note, 400) });

/** "Thủ tục …" and bracketed asides fall away; what is still too long ends at a word. */
function shortName(name: string): string {
  const bare = name
    .replace(/^thủ tục:?\s+/i, '')
    .replace(/\s*\([^()]*\)/g, '')
    .trim();
  const chosen = bare.length >= 5 ? bare : name;
  return clip(chosen.charAt(0).toUpperCase() + chosen.slice(1), 120);
}

/** At most `length` characters, ending at a word with "…". */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length / 2)).replace(/[\s,;:.(–-]+$/, '')}…`;
}

const LEVEL_NAMES = { ministry: 'bộ', province: 'cấp tỉnh', commune: 'cấp xã', other: 'cơ quan khác' } as const;

const summaryOf = ({ domain, levels }: NationalProcedure, time: string | null) =>
  clip(
    [
      `Thủ tục thuộc lĩnh vực ${domain}`,
      levels.length > 0 && `làm ở ${levels.map((level) => LEVEL_NAMES[level]).join(', ')}`,
      time && `trong ${time}`,
    ]
      .filter(Boolean)
      .join(', '),
    299,
  ).replace(/…?$/, (end) => end || '.');

type Unit = NonNullable<Method['time']>['unit'];
const UNIT_NAMES: Record<Exclude<Unit, 'unknown'>, string> = {
  working_days: 'ngày làm việc',
  calendar_days: 'ngày',
  hours: 'giờ',
  months: 'tháng',
};
const number = (value: number) => value.toLocaleString('vi-VN');

/** One time in every row is a limit; several are a range in words, because rows may belong to cases that nobody named. */
function readTimes(methods: readonly Method[]) {
  const times = methods.map((method) => method.time);
  const stated = times.flatMap((time) => (time === null || time.unit === 'unknown' ? [] : [{ value: time.value, unit: time.unit }]));
  const texts = [...new Set(stated.map(({ value, unit }) => `${number(value)} ${UNIT_NAMES[unit]}`))];
  const bare = times.find((time) => time?.unit === 'unknown');
  if (texts.length === 0)
    return {
      text: bare
        ? `Nguồn quốc gia ghi số ${number(bare.value)} mà thiếu đơn vị; ngày trên giấy tiếp nhận mới đúng`
        : 'Nguồn quốc gia chưa ghi thời hạn',
      limit: null,
      isKnown: false,
      differs: false,
    };
  const [only] = stated;
  const isOne = texts.length === 1 && stated.length === times.length;
  if (!isOne) return { text: `${clip(texts.join(' hoặc '), 140)}, tùy trường hợp`, limit: null, isKnown: true, differs: true };
  return { text: texts[0] ?? '', limit: only ? limitOf(only.value, only.unit) : null, isKnown: true, differs: false };
}

/** Hours of the clock or of the office, half days: nobody says, so no date is promised. */
const limitOf = (value: number, unit: Unit): ProcedureRecord['timeLimit'] =>
  Number.isInteger(value) && (unit === 'working_days' || unit === 'calendar_days' || unit === 'months') ? { value, unit } : null;

function readFees({ methods, flags }: NationalProcedure): { text: string; vnd: number | null } {
  if (flags.includes('FEE_BY_PROVINCE')) return { text: 'Theo bảng phí, lệ phí của tỉnh', vnd: null };
  if (flags.includes('FEE_TIME_GLUED') || flags.includes('FEE_SUSPECT'))
    return { text: 'Nguồn quốc gia ghi chưa rõ số tiền; hỏi nơi tiếp nhận trước khi nộp', vnd: null };
  const fees = methods.flatMap((method) => method.fees);
  const amounts = [...new Set(fees.flatMap((fee) => (fee.amount === null ? [] : [`${fee.currency} ${fee.amount}`])))];
  if (amounts.length === 0) return { text: 'Nguồn quốc gia chưa ghi phí, lệ phí', vnd: null };
  const texts = amounts.map((text) => {
    const [currency, amount] = text.split(' ');
    return amount === '0' ? 'không thu phí' : `${number(Number(amount))} ${currency === 'USD' ? 'đô la Mỹ' : 'đồng'}`;
  });
  const isSure = fees.every((fee) => fee.amount !== null && fee.currency === 'VND');
  const joined = clip(texts.join(' hoặc '), 240) + (texts.length > 1 ? ', tùy trường hợp' : '');
  return {
    text: joined.charAt(0).toUpperCase() + joined.slice(1),
    vnd: isSure ? Math.min(...fees.map((fee) => fee.amount ?? 0)) : null,
  };
}

function papersOf({ cases, documentsByCase }: NationalProcedure): ProcedureRecord['papers'] {
  const names = new Map(cases.map((each) => [each.id, each.name]));
  return documentsByCase
    .flatMap(({ caseId, documents }) => documents.map((document) => ({ document, caseName: names.get(caseId) })))
    .map(({ document, caseName }, index) => ({
      id: `giay-to-${index + 1}`,
      name: clip(document.name.replace(/^[-+*•\s]+/, ''), 200),
      when: caseName ? clip(caseName, 200) : document.mandatory === false ? 'Nếu có' : 'always',
      originals: document.originals ?? 0,
      copies: document.copies ?? 0,
    }))
    .filter((paper) => paper.name.length >= 3);
}

/** One field that differs between two versions; `undefined` on the side that lacks it. */
export interface FieldChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What changed, leaf by leaf: `papers[2].name`. Lists are compared by position. */
export function diffRecords(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (Object.is(before, after)) return [];
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      diffRecords(before[key], after[key], Array.isArray(before) ? `${path}[${key}]` : path ? `${path}.${key}` : key),
    );
  }
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}
const isBranch = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
