import { z } from 'zod';
import { Vnd } from '../../contract/values.ts';

/** National procedure code (mã TTHC), e.g. `1.001193`. Never trusted without its name and decision number (docs/sources/catalogue.md). */
export const ProcedureCode = z.string().regex(/^[1-6]\.\d{6}$/, 'Mã thủ tục có dạng 1.001193.');

/** How a dossier reaches the authority: data per procedure and version, never code (docs/sources/catalogue.md). */
export const SubmitMode = z.enum(['api', 'deep-link', 'counter']);
export type SubmitMode = z.infer<typeof SubmitMode>;

/** What the importer or an editor found odd; shown to editors and kept with the version. */
export const ProcedureFlag = z.enum([
  'UNIT_MISSING',
  'FEE_SUSPECT',
  'FEE_TIME_GLUED',
  'CASE_EMPTY',
  'TIME_NOT_STATED',
  'FEE_BY_PROVINCE',
  'UNVERIFIED',
]);
export type ProcedureFlag = z.infer<typeof ProcedureFlag>;

export const TargetGroup = z.enum(['citizen', 'overseas', 'foreigner', 'official', 'enterprise', 'organisation', 'cooperative']);

export const TimeLimit = z.strictObject({
  value: z.int().min(0),
  unit: z.enum(['working_days', 'calendar_days', 'working_hours', 'months', 'same_day']),
});

/** One paper of the dossier (thành phần hồ sơ), in plain words. `id` is what an attachment points at. */
export const Paper = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name: z.string().min(3).max(200),
  /** `always`, or in words when it is needed: "Chỉ khi đã từng ly hôn". */
  when: z.string().max(200).default('always'),
  originals: z.int().min(0).default(0),
  copies: z.int().min(0).default(0),
});

/**
 * One procedure as we know it: facts in our own words, one plain summary, the words people really use.
 * The same shape is the seed file, the content of a version in the database, and (with version facts) the public answer.
 */
export const ProcedureRecord = z.strictObject({
  code: ProcedureCode,
  /** Official name. */
  name: z.string().min(5).max(400),
  /** What people call it: "Giấy xác nhận độc thân". Shown large; the official name stays in small print. */
  plainName: z.string().min(3).max(120),
  /** One sentence: what one gets it for. */
  summary: z.string().min(10).max(300),
  /** Other ways people say or type it, with diacritics; search folds them. */
  aliases: z.array(z.string().min(2).max(80)).max(30),
  domain: z.string().min(2).max(60),
  lifeEvents: z.array(z.string().min(2).max(60)).max(6),
  targets: z.array(TargetGroup).min(1),
  levels: z.array(z.enum(['ministry', 'province', 'commune', 'other'])).min(1),
  /** Level of the online service (NĐ 42/2022); `unknown` where the province has not published it. */
  onlineLevel: z.enum(['full', 'partial', 'information', 'unknown']),
  channels: z.array(z.enum(['counter', 'online', 'post'])).min(1),
  timeText: z.string().min(2).max(200),
  timeLimit: TimeLimit.nullable(),
  feeText: z.string().min(2).max(300),
  /** Lowest known fee; null when the province's own table decides. */
  feeVnd: Vnd.nullable(),
  papers: z.array(Paper).max(25),
  result: z.string().min(2).max(200),
  submitMode: SubmitMode,
  flags: z.array(ProcedureFlag),
  /** Where the facts come from, e.g. "national data, July 2026". */
  source: z.string().min(3).max(120),
});
export type ProcedureRecord = z.infer<typeof ProcedureRecord>;
