import { z } from 'zod';
import { PUBLIC } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';
import { UnitCode } from '../places/units.ts';
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
      /** Decided there, perhaps elsewhere too. */
      level: z.enum(['commune', 'province']).optional(),
      online: z.stringbool().optional(),
      limit: z.coerce.number().int().min(1).max(50).default(20),
      cursor: z.string().max(200).optional(),
    }),
    response: {
      200: z.strictObject({
        items: z.array(ProcedureItem),
        nextCursor: z.string().nullable(),
        /** How many there are on all pages. */
        total: z.int().min(0),
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

const Facet = z.strictObject({
  /** What the filter of this kind takes; stays the same when counts change. */
  id: z.string(),
  name: z.string(),
  count: z.int().min(1),
});
export type Facet = z.infer<typeof Facet>;

const ProcedureFacets = z.strictObject({
  total: z.int().min(0),
  /** For `event`, in the order of a life. */
  events: z.array(Facet),
  /** For `domain`, by name. */
  domains: z.array(Facet),
  /** For `target`. */
  targets: z.array(Facet),
});
export type ProcedureFacets = z.infer<typeof ProcedureFacets>;

export const getProcedureFacets = defineRoute({
  method: 'GET',
  url: '/v1/procedures/facets',
  config: { access: PUBLIC },
  schema: {
    summary: 'Ways into the catalogue, with the number of procedures behind each',
    response: { 200: ProcedureFacets, ...problems(429) },
  },
});

const CommonProcedures = z.strictObject({
  /**
   * Whom the list speaks of: people who filed from the commune within the last twelve months, from the whole province, or nobody in
   * particular (our own list of everyday matters).
   */
  basis: z.enum(['unit', 'province', 'curated']),
  /** The most frequent first. Counts are not told, and what was filed fewer than ten times is not in it. */
  items: z.array(ProcedureItem),
});
export type CommonProcedures = z.infer<typeof CommonProcedures>;

export const listCommonProcedures = defineRoute({
  method: 'GET',
  url: '/v1/procedures/common',
  config: { access: PUBLIC },
  schema: {
    summary: 'What people of a commune usually come for',
    querystring: z.strictObject({ unit: UnitCode.optional(), limit: z.coerce.number().int().min(1).max(20).default(6) }),
    response: { 200: CommonProcedures, ...problems(400, 429) },
  },
});

/** Sent when nobody types any more and nothing was opened. Whether something was found, the server finds out itself. */
export const reportSearch = defineRoute({
  method: 'POST',
  url: '/v1/searches',
  config: { access: PUBLIC },
  schema: {
    summary: 'A query that led nowhere: counted by day without personal data, not by whom',
    body: z.strictObject({ q: z.string().trim().min(1).max(200) }),
    response: { 204: NoContent, ...problems(400, 429) },
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

const VersionChange = z.strictObject({
  /** `paper`: one paper of the list came, went or changed. */
  field: z.enum(['name', 'fee', 'time', 'paper', 'result', 'levels', 'submitMode']),
  /** Texts as they were shown, codes for `levels` and `submitMode`; empty when there was nothing. */
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type VersionChange = z.infer<typeof VersionChange>;

const ProcedureVersion = z.strictObject({ versionNo: z.int().min(2), changedAt: Instant, changes: z.array(VersionChange).min(1) });
export type ProcedureVersion = z.infer<typeof ProcedureVersion>;

/** Further back than anybody looks; the versions themselves are kept for good. */
export const VERSIONS_SHOWN_MAX = 20;
export const CHANGES_SHOWN_MAX = 40;

export const listProcedureVersions = defineRoute({
  method: 'GET',
  url: '/v1/procedures/:code/versions',
  config: { access: PUBLIC },
  schema: {
    summary: 'What changed for people, version by version, newest first; a version that changed nothing they see is left out',
    params: z.strictObject({ code: ProcedureCode }),
    response: {
      200: z.strictObject({ items: z.array(ProcedureVersion).max(VERSIONS_SHOWN_MAX) }),
      ...problems(400, 404, 429),
    },
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
