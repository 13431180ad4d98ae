import { z } from 'zod';
import { PUBLIC } from '../../../contract/access.ts';
import { defineRoute, problems } from '../../../contract/define-route.ts';
import { Instant, Language, Vnd } from '../../../contract/values.ts';
import { ProcedureCode, TimeLimit } from '../catalogue.ts';
import { Channel, ChecklistQuestion, ChecklistTable, Need, OfficeKind } from './checklist-table.ts';

/** Question → chosen option. About a person's family and means once it stands beside them: sealed where it is kept. */
export const ChecklistAnswers = z
  .record(z.string().max(40), z.string().max(40))
  .refine((answers) => Object.keys(answers).length <= 12, 'Tối đa 12 câu trả lời.');
export type ChecklistAnswers = z.infer<typeof ChecklistAnswers>;

/** What was answered, to which version of the table (null: it had none of its own). */
export const AnsweredChecklist = z.strictObject({ tableVersion: z.int().min(1).nullable(), answers: ChecklistAnswers });
export type AnsweredChecklist = z.infer<typeof AnsweredChecklist>;

const AskStep = z.strictObject({
  question: ChecklistQuestion.omit({ askWhen: true }),
  /** The number of this question, and how many it will be at most from here. */
  at: z.int().min(1),
  about: z.int().min(1),
});
export type AskStep = z.infer<typeof AskStep>;

const ResultDocument = z.strictObject({
  id: z.string(),
  /** The paper's id in the procedure's record and e-form, when it is one of those. */
  paper: z.string().nullable(),
  name: z.string(),
  need: Need,
  count: z.int().min(1),
  /** Alternatives share a group: one of them is enough. */
  group: z.strictObject({ id: z.string(), text: z.string() }).nullable(),
  because: z.string(),
  law: z.string().nullable(),
  confirm: z.boolean(),
});
export type ResultDocument = z.infer<typeof ResultDocument>;

const FeeLine = z.strictObject({
  id: z.string(),
  name: z.string(),
  channels: z.array(Channel),
  /** Null: the authority's own table decides. */
  amountVnd: Vnd.nullable(),
  unit: z.string().nullable(),
  because: z.string(),
  law: z.string().nullable(),
  confirm: z.boolean(),
});

/** What the answers lead to. With `elsewhere` the other lists are empty: another procedure is the right one. */
export const ChecklistResult = z.strictObject({
  /** Of this case: nothing that applies here is marked `confirm`. */
  verified: z.boolean(),
  toConfirm: z.string().nullable(),
  isFullList: z.boolean(),
  documents: z.array(ResultDocument),
  fee: z.strictObject({ lines: z.array(FeeLine) }),
  times: z.array(z.strictObject({ channels: z.array(Channel), limit: TimeLimit.nullable(), text: z.string(), confirm: z.boolean() })),
  where: z.array(z.strictObject({ kind: OfficeKind, text: z.string(), confirm: z.boolean() })),
  notes: z.array(z.strictObject({ text: z.string(), law: z.string().nullable() })),
  /** The case of the e-form that fits, when there is one. */
  caseId: z.string().nullable(),
  elsewhere: z.strictObject({ procedureCode: ProcedureCode, because: z.string() }).nullable(),
});
export type ChecklistResult = z.infer<typeof ChecklistResult>;

const ChecklistOffice = z.strictObject({ id: z.string(), name: z.string(), address: z.string().nullable() });
export type ChecklistOffice = z.infer<typeof ChecklistOffice>;

const ChecklistPromise = z.strictObject({
  dueAt: Instant,
  /** How it was counted, a sentence each. */
  steps: z.array(z.string()),
  /** Counted over a calendar that is expected, not announced. */
  provisional: z.boolean(),
});
export type ChecklistPromise = z.infer<typeof ChecklistPromise>;

const Params = z.strictObject({ code: ProcedureCode });

export const getChecklist = defineRoute({
  method: 'GET',
  url: '/v1/procedures/:code/checklist',
  config: { access: PUBLIC },
  schema: {
    summary: 'The decision table itself, so that a phone can ask its questions without a network',
    params: Params,
    response: {
      /** `versionNo` null: no table of its own, every paper of the catalogue with its words. */
      200: z.strictObject({ versionNo: z.int().min(1).nullable(), table: ChecklistTable }),
      ...problems(400, 404, 429),
    },
  },
});

export const answerChecklist = defineRoute({
  method: 'POST',
  url: '/v1/procedures/:code/checklist',
  config: { access: PUBLIC },
  schema: {
    summary: 'The next question, or the exact papers, fee, offices and promised date of this case',
    params: Params,
    body: z.strictObject({
      answers: ChecklistAnswers,
      /** Commune code: whose offices. */
      unit: z.string().max(10).optional(),
      /** When the dossier would be received; now when it is left out. */
      receivedAt: Instant.optional(),
      /** Of every text in the answer. */
      language: Language.default('vi'),
    }),
    response: {
      200: z.union([
        AskStep,
        z.strictObject({
          ...ChecklistResult.shape,
          versionNo: z.int().min(1).nullable(),
          /** Empty while no office is known for the unit. */
          offices: z.array(ChecklistOffice),
          /** For the slowest channel; null when the source gives no limit that can be counted. */
          promise: ChecklistPromise.nullable(),
        }),
      ]),
      ...problems(400, 404, 429),
    },
  },
});
