import { z } from 'zod';
import { Day, Vnd } from '../../contract/values.ts';

/** National procedure code (mã TTHC), e.g. `1.001193`. Never trusted without its name and decision number (docs/sources/catalogue.md). */
export const ProcedureCode = z.string().regex(/^[1-6]\.\d{6}$/, 'Mã thủ tục có dạng 1.001193.');

/** How a dossier reaches the authority: data per procedure and version, never code (docs/sources/catalogue.md). */
export const SubmitMode = z.enum(['api', 'deep-link', 'counter']);
export type SubmitMode = z.infer<typeof SubmitMode>;

/** To which system a dossier filed here goes: the province's one-gate, or through the national adapter to a ministry. */
export const FilingRoute = z.enum(['one-gate', 'national']);
export type FilingRoute = z.infer<typeof FilingRoute>;

/** What the importer or an editor found odd (docs/sources/catalogue.md says when); shown to editors and kept with the version. */
export const ProcedureFlag = z.enum([
  'UNIT_MISSING',
  'FEE_SUSPECT',
  'FEE_TIME_GLUED',
  'FEE_NOT_STATED',
  'FEE_FOREIGN_CURRENCY',
  'CASE_EMPTY',
  'TIME_NOT_STATED',
  'TIME_FROM_STEPS',
  'METHODS_DIFFER',
  'QUANTITY_GLUED',
  'FORM_GLUED',
  'TABLE_UNREADABLE',
  'VALUE_UNKNOWN',
  'FEE_BY_PROVINCE',
  'UNVERIFIED',
]);
export type ProcedureFlag = z.infer<typeof ProcedureFlag>;

export const TargetGroup = z.enum(['citizen', 'overseas', 'foreigner', 'official', 'enterprise', 'organisation', 'cooperative']);

/** As counted from reception; after `cutOff` (Asia/Ho_Chi_Minh) a same-day limit ends the next working day. */
export const TimeLimit = z.strictObject({
  value: z.int().min(0),
  unit: z.enum(['working_days', 'calendar_days', 'working_hours', 'months', 'same_day']),
  cutOff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
});
export type TimeLimit = z.infer<typeof TimeLimit>;

/** One paper of the dossier (thành phần hồ sơ), in plain words. `id` is what an attachment points at. */
export const Paper = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name: z.string().min(3).max(200),
  /** `always`, or in words when it is needed: "Chỉ khi đã từng ly hôn". */
  when: z.string().max(200).default('always'),
  originals: z.int().min(0).default(0),
  copies: z.int().min(0).default(0),
});

/** What one pays by one method. */
export const MethodFee = z.strictObject({
  /** Phí pays for a service, lệ phí for being dealt with; null where the source does not say. */
  kind: z.enum(['phi', 'le_phi']).nullable(),
  /** In whole units of `currency`; null where the source is odd (see the flags) or says nothing. 0 = free. */
  amount: z.int().min(0).nullable(),
  currency: z.enum(['VND', 'USD']),
  /** The cell as it stands in the source. */
  raw: z.string().max(200),
  note: z.string().nullable(),
});

/** One row of "cách thức thực hiện". One channel may have several rows, for cases that the source does not name. */
export const Method = z.strictObject({
  channel: z.enum(['counter', 'online', 'post']),
  time: z
    .strictObject({
      value: z.number().min(0),
      /** `unknown`: a number without a unit. */
      unit: z.enum(['working_days', 'calendar_days', 'hours', 'months', 'unknown']),
    })
    .nullable(),
  /** The time cell as it stands in the source. */
  timeRaw: z.string().max(200),
  fees: z.array(MethodFee),
  note: z.string().nullable(),
});
export type Method = z.infer<typeof Method>;

/** One row of "thành phần hồ sơ". */
export const CaseDocument = z.strictObject({
  name: z.string().min(1),
  originals: z.int().min(0).nullable(),
  copies: z.int().min(0).nullable(),
  /** False when the row says "nếu có"; null: the source does not say. */
  mandatory: z.boolean().nullable(),
  /** Rows of one case with the same number are alternatives ("một trong các giấy tờ sau"). */
  eitherOr: z.int().min(1).nullable(),
  /** File names of blank forms. */
  forms: z.array(z.string()),
});

/** What only the national record has: facts by case and method. Absent where nobody has imported the code yet. */
export const ProcedureStructure = z
  .strictObject({
    /** Trường hợp; a case without a name of its own has the name null. */
    cases: z.array(z.strictObject({ id: z.string(), name: z.string().nullable() })),
    methods: z.array(Method),
    documentsByCase: z.array(z.strictObject({ caseId: z.string(), documents: z.array(CaseDocument) })),
    agencies: z.array(z.strictObject({ role: z.enum(['executing', 'competent', 'delegated', 'coordinating']), name: z.string() })),
    receptionPlace: z.string().nullable(),
    results: z.array(z.strictObject({ code: z.string().nullable(), name: z.string() })),
    legalBases: z.array(z.strictObject({ number: z.string().nullable(), title: z.string() })),
    /** Quyết định công bố; the crawled pages give no date. */
    decision: z.strictObject({ number: z.string(), decidedOn: Day.nullable() }),
    /** Its page on the national portal. */
    portalUrl: z.url({ protocol: /^https$/, hostname: /^dichvucong\.gov\.vn$/ }).nullable(),
  })
  .partial();

/**
 * One procedure as we know it: facts in our own words, one plain summary, the words people really use.
 * The same shape is the seed file, the content of a version in the database, and (with version facts) the public answer.
 */
export const ProcedureRecord = z.strictObject({
  code: ProcedureCode,
  /** Official name. */
  name: z.string().min(5).max(1200),
  /** What people call it: "Giấy xác nhận độc thân". Shown large; the official name stays in small print. */
  plainName: z.string().min(3).max(120),
  /** One sentence: what one gets it for. */
  summary: z.string().min(10).max(300),
  /** The same in English, for what people look up most; without it Vietnamese is shown. */
  plainNameEn: z.string().min(3).max(120).optional(),
  summaryEn: z.string().min(10).max(300).optional(),
  /** Other ways people say or type it, with diacritics; search folds them. */
  aliases: z.array(z.string().min(2).max(80)).max(30),
  domain: z.string().min(2).max(200),
  lifeEvents: z.array(z.string().min(2).max(60)).max(6),
  targets: z.array(TargetGroup),
  levels: z.array(z.enum(['ministry', 'province', 'commune', 'other'])),
  /** Level of the online service (NĐ 42/2022); `unknown` where the province has not published it. */
  onlineLevel: z.enum(['full', 'partial', 'information', 'unknown']),
  channels: z.array(z.enum(['counter', 'online', 'post'])),
  timeText: z.string().min(2).max(200),
  timeLimit: TimeLimit.nullable(),
  feeText: z.string().min(2).max(300),
  /** Lowest known fee; null when the province's own table decides. */
  feeVnd: Vnd.nullable(),
  papers: z.array(Paper).max(120),
  result: z.string().min(2).max(200),
  submitMode: SubmitMode,
  /** With `api`; absent where it is the province's one-gate. */
  filingRoute: FilingRoute.optional(),
  /** The level that filing in the app asks for; absent: L1. */
  submitLevel: z.enum(['L1', 'L2', 'L3']).optional(),
  flags: z.array(ProcedureFlag),
  /** Where the facts come from, e.g. "national data, July 2026". */
  source: z.string().min(3).max(120),
  ...ProcedureStructure.shape,
});
export type ProcedureRecord = z.infer<typeof ProcedureRecord>;
