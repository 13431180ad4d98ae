import { z } from 'zod';
import { Day, Vnd } from '../../../contract/values.ts';
import { ProcedureCode, TimeLimit } from '../catalogue.ts';

/**
 * Which papers *this* case needs, as data: a few questions, and rules over their answers. One table per procedure, in versions.
 * What a table must keep beyond its shape is in `check-table.ts`; how it is read is in `next-step.ts`.
 */
const Slug = z.string().regex(/^[a-z0-9-]{2,40}$/);
const Sentence = z.string().min(2).max(300);
const Law = z.string().min(5).max(160);

/** Every named question was answered with one of the named options. */
const Case = z.record(Slug, z.array(Slug).min(1));
/** When a rule holds; several cases: any of them. A question that was not asked never matches. */
export const When = z.union([Case, z.array(Case).min(2)]);
export type When = z.infer<typeof When>;

export const Channel = z.enum(['counter', 'online', 'post']);
export type Channel = z.infer<typeof Channel>;

export const ChecklistQuestion = z.strictObject({
  id: Slug,
  text: z.string().min(5).max(160),
  help: z.string().max(300).optional(),
  /** Asked only then; names earlier questions only. */
  askWhen: When.optional(),
  options: z.array(z.strictObject({ id: Slug, text: z.string().min(1).max(120), help: z.string().max(200).optional() })).min(2),
});
export type ChecklistQuestion = z.infer<typeof ChecklistQuestion>;

/**
 * In which form a paper is needed: `original` is handed in, `show` is seen and given back, `digital` is filled in or sent
 * electronically, `not-needed` is what people often bring although the authority has it (with the law that says so).
 */
export const Need = z.enum(['original', 'copy', 'certified-copy', 'digital', 'show', 'not-needed']);
export type Need = z.infer<typeof Need>;

const common = {
  when: When.optional(),
  /** The fact is not certain: shown as "an officer has to confirm". Only in a table that is not verified. */
  confirm: z.literal(true).optional(),
};

export const OfficeKind = z.enum([
  'commune',
  'commune-police',
  'province',
  'province-police',
  'land-registry',
  'social-insurance',
  'employment-service',
  'notary',
  'ministry',
  'other',
]);
export type OfficeKind = z.infer<typeof OfficeKind>;

export const ChecklistTable = z.strictObject({
  procedureCode: ProcedureCode,
  /** Papers, fees and limits were read in the source; false where one of them is known from general practice only. */
  verified: z.boolean(),
  /** What an officer has to confirm, in words for people; with every table that is not verified. */
  toConfirm: Sentence.optional(),
  /** Not a table by case but every paper of the catalogue with the words of when it is needed. */
  isFullList: z.literal(true).optional(),
  source: z.string().min(3).max(200),
  checkedOn: Day,
  channels: z.array(Channel).min(1),
  questions: z.array(ChecklistQuestion).max(6),
  /** "One of these": the words above the alternatives. */
  groups: z.array(z.strictObject({ id: Slug, text: z.string().min(5).max(160) })).default([]),
  /** `paper` is the paper's id in the procedure's record and e-form. */
  documents: z.array(z.strictObject({ id: Slug, name: z.string().min(3).max(240), paper: Slug.optional() })),
  rules: z.array(
    z.strictObject({
      ...common,
      document: Slug,
      need: Need,
      count: z.int().min(1).max(20).default(1),
      group: Slug.optional(),
      because: Sentence,
      law: Law.optional(),
    }),
  ),
  /** One line per kind of money; `amountVnd` null: the authority's own table decides. Days of validity are inclusive. */
  fees: z
    .array(
      z.strictObject({
        ...common,
        id: Slug,
        name: z.string().min(3).max(80),
        channels: z.array(Channel).min(1),
        amountVnd: Vnd.nullable(),
        /** "mỗi bản" */
        unit: z.string().max(60).optional(),
        because: Sentence,
        law: Law.optional(),
        from: Day.optional(),
        until: Day.optional(),
      }),
    )
    .min(1),
  times: z.array(z.strictObject({ ...common, channels: z.array(Channel).min(1), limit: TimeLimit.nullable(), text: Sentence })).min(1),
  offices: z.array(z.strictObject({ ...common, kind: OfficeKind, text: Sentence })).min(1),
  /** The case of the e-form that fits. */
  forms: z.array(z.strictObject({ when: When.optional(), caseId: Slug })).default([]),
  notes: z.array(z.strictObject({ when: When.optional(), text: Sentence, law: Law.optional() })).default([]),
  /** These answers belong to another procedure. */
  elsewhere: z.array(z.strictObject({ when: When, procedureCode: ProcedureCode, because: Sentence })).default([]),
  /** Each Vietnamese text of the table → English; of a document's name a gloss, since the office knows the Vietnamese one only. */
  english: z.record(z.string(), z.string().min(1).max(300)).default({}),
});
export type ChecklistTable = z.infer<typeof ChecklistTable>;
