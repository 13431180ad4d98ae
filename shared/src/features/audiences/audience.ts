import { z } from 'zod';
import { Id } from '../../contract/values.ts';
import { SUBMISSION_STATES } from '../dossiers/sending-states.ts';
import { UnitCode } from '../places/units.ts';
import { foldKey } from '../procedures/fold.ts';

/** Below this many people a group may point at one of them: it needs a written reason (NT-4). */
export const FEW_PEOPLE = 10;

const some = <T extends z.ZodType>(value: T, max: number) =>
  z
    .array(value)
    .min(1, 'Chọn ít nhất một giá trị, hoặc bỏ điều kiện này.')
    .max(max, `Nhiều nhất ${max} giá trị.`)
    .refine((values) => new Set(values).size === values.length, 'Có giá trị lặp lại.');
const days = (max: number) => z.int('Số ngày là số nguyên.').min(1, 'Ít nhất 1 ngày.').max(max, `Nhiều nhất ${max} ngày.`);

/**
 * Who is meant, in declared fields only (NT-4): conditions are joined by "and", the values of one condition by "or". There is no
 * other field, so nobody can be chosen by religion, health, ethnicity or poverty, and no free SQL. Nothing said means everybody in
 * the officer's units.
 */
export const SegmentDefinition = z.strictObject({
  /** Where the person lives, as set in the app; who set nothing counts where they filed. Of `dossier`, where that dossier was filed. */
  communes: some(UnitCode, 120).optional(),
  /** One and the same dossier fulfils all of these. */
  dossier: z
    .strictObject({
      procedures: some(z.string().regex(/^[\w.-]{1,40}$/, 'Mã thủ tục không đúng.'), 50).optional(),
      /** How far filing got. */
      states: some(z.enum(SUBMISSION_STATES), SUBMISSION_STATES.length).optional(),
      /** National status, 1 to 10. */
      statuses: some(z.int().min(1).max(10), 10).optional(),
      /** Still being handled, and the promised date is at most so many days ahead. */
      dueWithinDays: days(90).optional(),
    })
    .refine((dossier) => Object.values(dossier).some((value) => value !== undefined), 'Chọn ít nhất một điều kiện của hồ sơ.')
    .optional(),
  /** Asked for these messages themselves. */
  optedIn: some(z.enum(['news', 'surveys']), 2).optional(),
  /** Opened the app within so many days. */
  seenWithinDays: days(365).optional(),
});
export type SegmentDefinition = z.infer<typeof SegmentDefinition>;

/** Part of what an approval binds (NT-2): a segment by its definition, not by its name, so that a later edit changes nothing here. */
export const Audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('segment'), definition: SegmentDefinition }),
  z.strictObject({ kind: z.literal('list'), listId: Id }),
]);
export type Audience = z.infer<typeof Audience>;

/** True when the audience grew by more than a tenth since it was approved, or began with nobody: it needs a new approval (NT-3). */
export const hasOutgrown = (approvedCount: number, count: number) => count * 10 > approvedCount * 11;

/** How long a count holds before it is taken again (NT-3). */
export const COUNT_HOLDS_MS = 60 * 60_000;

/**
 * Fields of law whose procedures tell of health, poverty, belief, ethnicity, adoption or a criminal record: nobody is chosen by having
 * filed one (NT-4; sensitive personal data of Law 91/2025/QH15). Their own dossiers are told of by automatic notices.
 */
const SENSITIVE_DOMAINS = [
  'bao tro xa hoi',
  'giam ngheo',
  'nguoi co cong',
  'ton giao',
  'tin nguong',
  'dan toc',
  'kham benh',
  'chua benh',
  'ly lich tu phap',
  'nuoi con nuoi',
  'tro giup phap ly',
  'te nan xa hoi',
];

/** True for a domain of procedures that must not choose people. */
export const isSensitiveDomain = (domain: string) => SENSITIVE_DOMAINS.some((name) => foldKey(domain).includes(name));
