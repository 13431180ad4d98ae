import { z } from 'zod';
import { PUBLIC } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';
import { ProcedureCode, ProcedureRecord, SubmitMode, TargetGroup } from './catalogue.ts';
import { Answers, FormComponent, FormStep, JsonSchema } from './e-form.ts';

const ProcedureItem = z.strictObject({
  code: ProcedureCode,
  name: z.string(),
  plainName: z.string(),
  summary: z.string(),
  plainNameEn: ProcedureRecord.shape.plainNameEn,
  summaryEn: ProcedureRecord.shape.summaryEn,
  domain: z.string(),
  levels: ProcedureRecord.shape.levels,
  onlineLevel: ProcedureRecord.shape.onlineLevel,
  timeText: z.string(),
  feeText: z.string(),
  submitMode: SubmitMode,
});
export type ProcedureItem = z.infer<typeof ProcedureItem>;

export const listProcedures = defineRoute({
  method: 'GET',
  url: '/v1/procedures',
  config: { access: PUBLIC },
  schema: {
    summary: 'Find procedures in plain words, with or without diacritics',
    querystring: z.strictObject({
      q: z.string().trim().max(200).optional(),
      domain: z.string().max(200).optional(),
      event: z.string().max(60).optional(),
      target: TargetGroup.optional(),
      unit: z.string().max(10).optional(),
      online: z.stringbool().optional(),
      limit: z.coerce.number().int().min(1).max(50).default(20),
      cursor: z.string().max(200).optional(),
    }),
    response: {
      200: z.strictObject({
        items: z.array(ProcedureItem),
        nextCursor: z.string().nullable(),
        /** When nothing matches: words that would. */
        suggestions: z.array(z.string()),
        clarify: z
          .strictObject({ question: z.string(), options: z.array(z.strictObject({ label: z.string(), code: ProcedureCode })) })
          .optional(),
      }),
      ...problems(400, 429),
    },
  },
});

const ProcedureDetail = z.strictObject({
  ...ProcedureRecord.shape,
  versionNo: z.int().min(1),
  asOf: Instant,
  /** Cases for which an e-form exists; empty when the procedure is not filed in the app. */
  forms: z.array(z.strictObject({ caseId: z.string(), caseName: z.string() })),
});
export type ProcedureDetail = z.infer<typeof ProcedureDetail>;

export const getProcedure = defineRoute({
  method: 'GET',
  url: '/v1/procedures/:code',
  config: { access: PUBLIC },
  schema: {
    summary: 'One procedure: the record of its version in force',
    params: z.strictObject({ code: ProcedureCode }),
    querystring: z.strictObject({ unit: z.string().max(10).optional() }),
    response: { 200: ProcedureDetail, ...problems(400, 404, 429) },
  },
});

const FormView = z.strictObject({
  formVersion: z.string(),
  caseId: z.string(),
  caseName: z.string(),
  schema: JsonSchema,
  layout: z.array(FormStep),
  components: z.array(FormComponent),
  /** Development only. */
  sample: Answers.optional(),
});
export type FormView = z.infer<typeof FormView>;

export const getProcedureForm = defineRoute({
  method: 'GET',
  url: '/v1/procedures/:code/form',
  config: { access: PUBLIC },
  schema: {
    summary: 'The e-form of a case: what is asked, how, and which papers are attached',
    params: z.strictObject({ code: ProcedureCode }),
    querystring: z.strictObject({ case: z.string().max(40).optional() }),
    response: { 200: FormView, ...problems(400, 404, 429) },
  },
});
