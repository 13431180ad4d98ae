import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, IdempotencyKey, Instant, Page } from '../../contract/values.ts';
import { AuthorisationKind } from '../authorisations/authorisations.contract.ts';
import { UnitCode } from '../places/units.ts';
import { ProcedureCode } from '../procedures/catalogue.ts';
import { AnsweredChecklist } from '../procedures/checklist/checklist.contract.ts';
import { Answers } from '../procedures/e-form.ts';
import { DOSSIER_MAX_FILES } from '../uploads/upload-rules.ts';
import { ActState, AttachedFile, Rating, SentFile, Supplement } from './acts.contract.ts';
import { SUBMISSION_STATES } from './sending-states.ts';
import { Holder, Standing } from './standing.contract.ts';

/** Submission state (RL-4): how far *filing* got. What the authority does with it is the national status 1-10. */
export const SubmissionState = z.enum(SUBMISSION_STATES);
export type SubmissionState = z.infer<typeof SubmissionState>;

/** Of a dossier that was filed for somebody. */
const Behalf = z.strictObject({
  kind: AuthorisationKind,
  /** The person or organisation for whom, and who filed. */
  forName: z.string(),
  byName: z.string(),
  iAm: z.enum(['helper', 'principal']),
});

/** What is still missing before filing; the pointer leads into `answers` or `files`. */
const DraftProblem = z.strictObject({ pointer: z.string(), detail: z.string() });

/** For whom a form is filled when not for oneself. */
const DraftFor = z.strictObject({
  kind: AuthorisationKind,
  /** The person or the organisation. */
  name: z.string(),
  /** Under which authorisation; null for one's own organisation. */
  authorisationId: Id.nullable(),
  /** What the caller is: who fills it in, or who looks at it and files. */
  iAm: z.enum(['helper', 'representative']),
  /** False: prepares, and sends it to the representative. */
  maySubmit: z.boolean(),
  /** When it was sent to the representative. */
  sentForReviewAt: Instant.nullable(),
});
export type DraftFor = z.infer<typeof DraftFor>;

const Draft = z.strictObject({
  id: Id,
  etag: z.string(),
  for: DraftFor.nullable(),
  /** True while it waits at a counter: nothing can be changed. */
  isHandedOver: z.boolean(),
  procedureCode: ProcedureCode,
  caseId: z.string(),
  formVersion: z.string(),
  answers: Answers,
  /** What the person said of the case before the form began; null when nothing was asked. */
  checklist: AnsweredChecklist.nullable(),
  /** A refused file, of an optional paper too, keeps the draft from being filed. */
  files: z.array(z.strictObject({ ...SentFile.shape, ...AttachedFile.shape })),
  problems: z.array(DraftProblem),
  updatedAt: Instant,
  expiresAt: Instant,
});
export type Draft = z.infer<typeof Draft>;

const Params = z.strictObject({ id: Id });

export const createDraft = defineRoute({
  method: 'POST',
  url: '/v1/drafts',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Begin a form; a draft is not a dossier and is deleted when it expires',
    headers: z.object({ 'idempotency-key': IdempotencyKey.optional() }),
    /**
     * `fromDossierId`: begins with what an own dossier says. Without `caseId`, the checklist's answers choose the case of the form. Answers to a version that is not in force any more are
     * kept as far as its questions are still asked; answers to the one in force have to fit it.
     */
    body: z.union([
      z.strictObject({
        procedureCode: ProcedureCode,
        caseId: z.string().max(40).optional(),
        /** The commune that the citizen files from. */
        unit: UnitCode.optional(),
        checklist: AnsweredChecklist.optional(),
        /** For somebody else, under this authorisation; or for an own organisation. */
        for: z.union([z.strictObject({ authorisationId: Id }), z.strictObject({ organisationId: Id })]).optional(),
      }),
      z.strictObject({ fromDossierId: Id }),
    ]),
    response: { 201: Draft, ...problems(400, 401, 404, 409) },
  },
});

export const listDrafts = defineRoute({
  method: 'GET',
  url: '/v1/drafts',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Own open drafts and those that wait for one’s review, newest first (at most 20)',
    response: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            id: Id,
            procedureCode: ProcedureCode,
            caseId: z.string(),
            plainName: z.string(),
            for: DraftFor.nullable(),
            isHandedOver: z.boolean(),
            isComplete: z.boolean(),
            updatedAt: Instant,
            expiresAt: Instant,
          }),
        ),
      }),
      ...problems(401),
    },
  },
});

export const getDraft = defineRoute({
  method: 'GET',
  url: '/v1/drafts/:id',
  config: { access: citizen('L1') },
  schema: { summary: 'One own draft', params: Params, response: { 200: Draft, ...problems(401, 404) } },
});

export const putDraft = defineRoute({
  method: 'PUT',
  url: '/v1/drafts/:id',
  config: { access: citizen('L1') },
  bodyLimit: 256 * 1024,
  schema: {
    summary: 'Save answers and files; incomplete is fine, `problems` says what is missing',
    params: Params,
    headers: z.object({ 'if-match': z.string().max(80).optional() }),
    /** Without `checklist` the one of the draft stays. */
    body: z.strictObject({
      answers: Answers,
      files: z.array(AttachedFile).max(DOSSIER_MAX_FILES),
      checklist: AnsweredChecklist.optional(),
    }),
    response: { 200: Draft, ...problems(400, 401, 404, 409, 412, 422, 428) },
  },
});

const Suggestion = z.strictObject({
  /** Of the draft's form. */
  field: z.string(),
  value: z.union([z.string(), z.number()]),
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('vneid') }),
    z.strictObject({ kind: z.literal('zalo') }),
    z.strictObject({ kind: z.literal('dossier'), procedureName: z.string(), filedAt: Instant }),
  ]),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const listSuggestions = defineRoute({
  method: 'GET',
  url: '/v1/drafts/:id/suggestions',
  config: { access: citizen('L1') },
  schema: {
    summary: 'What the citizen wrote before, proved by VNeID or let Zalo give, for fields of this form; offered, never filled in by itself',
    params: Params,
    response: { 200: z.strictObject({ items: z.array(Suggestion).max(200) }), ...problems(401, 404) },
  },
});

export const deleteDraft = defineRoute({
  method: 'DELETE',
  url: '/v1/drafts/:id',
  config: { access: citizen('L1') },
  schema: { summary: 'Throw a draft away, files included', params: Params, response: { 204: NoContent, ...problems(401, 404) } },
});

export const sendForReview = defineRoute({
  method: 'POST',
  url: '/v1/drafts/:id/review',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Show a prepared form to the representative, who files it or sends it back; the helper may still mend it',
    params: Params,
    body: z.strictObject({ isSent: z.boolean() }),
    response: { 204: NoContent, ...problems(400, 401, 403, 404, 409, 422) },
  },
});

const Submitted = z.strictObject({ id: Id, receiptNo: z.string(), state: SubmissionState });

export const submitDossier = defineRoute({
  method: 'POST',
  url: '/v1/dossiers',
  config: { access: citizen('L1') },
  schema: {
    summary: 'File a draft: kept by us when answered 202, sent to the province exactly once',
    headers: z.object({ 'idempotency-key': IdempotencyKey.optional() }),
    /** `consent` is true when the statement of the review page was confirmed. */
    body: z.strictObject({ draftId: Id, consent: z.boolean() }),
    response: { 202: Submitted, ...problems(400, 401, 403, 404, 409, 422, 429) },
  },
});

const DossierSummary = z.strictObject({
  id: Id,
  receiptNo: z.string(),
  /** The province's own code, once it has one. */
  code: z.string().nullable(),
  procedure: z.strictObject({ code: ProcedureCode, name: z.string(), plainName: z.string() }),
  state: SubmissionState,
  status: z.int().min(1).max(10),
  /** The province's own words, kept as they came. */
  subStatus: z.string().nullable(),
  submittedAt: Instant,
  /** Null: for oneself. */
  behalf: Behalf.nullable(),
  /** Filed on the phone, or by a clerk at a counter with the citizen present. */
  channel: z.enum(['app', 'counter']),
  dueAt: Instant.nullable(),
  needsAction: z
    .strictObject({
      kind: z.enum(['supplement', 'payment', 'resend']),
      text: z.string(),
      /** Until when the authority waits, where it said so. */
      until: Instant.nullable(),
      /** The request that is open, for `supplement`. */
      supplementId: Id.nullable(),
    })
    .nullable(),
  /** When we last knew, from us or from the province. */
  asOf: Instant,
  /** True when the province should have been asked again but did not answer. */
  stale: z.boolean(),
});

const TimelineEntry = z.strictObject({
  id: Id,
  kind: z.enum([
    'kept',
    'sent',
    'status',
    'needs-staff',
    'note',
    'new-date',
    'supplement-kept',
    'supplement-arrived',
    'supplement-refused',
    'withdrawal-kept',
    'withdrawal-arrived',
    'withdrawal-refused',
    'withdrawn',
  ]),
  /** National status after this step, where the step changed it. */
  status: z.int().min(1).max(10).nullable(),
  title: z.string(),
  /** Free text of the province, where it gave any. */
  text: z.string().nullable(),
  /** Who worked on this step, where the province said so. */
  holder: Holder.nullable(),
  at: Instant,
});

const LinkedDossier = z.strictObject({ id: Id, receiptNo: z.string() });

const DossierDetail = z.strictObject({
  ...DossierSummary.shape,
  caseId: z.string(),
  timeline: z.array(TimelineEntry),
  answers: Answers,
  files: z.array(SentFile),
  supplements: z.array(Supplement),
  /** Whether a withdrawal may be asked for, and what became of one; null when none was. */
  withdrawal: z.strictObject({ isPossible: z.boolean(), state: ActState.nullable() }),
  rating: z.strictObject({ isPossible: z.boolean(), given: Rating.nullable() }),
  /** How long the authority waited for the citizen and, where the limit is known, how its law counts on; null when it never waited. */
  recount: z
    .strictObject({
      pauses: z.array(z.strictObject({ from: Instant, until: Instant })),
      dueAt: Instant.nullable(),
      steps: z.array(z.string()),
    })
    .nullable(),
  ...Standing.shape,
  /** The own dossier that this one corrects, and the ones that correct it. */
  correctionOf: LinkedDossier.nullable(),
  corrections: z.array(LinkedDossier),
});
export type DossierDetail = z.infer<typeof DossierDetail>;
export type DossierSummary = z.infer<typeof DossierSummary>;
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const listDossiers = defineRoute({
  method: 'GET',
  url: '/v1/dossiers',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Own dossiers, newest first',
    querystring: Page,
    response: { 200: z.strictObject({ items: z.array(DossierSummary), nextCursor: z.string().nullable() }), ...problems(400, 401) },
  },
});

export const getDossier = defineRoute({
  method: 'GET',
  url: '/v1/dossiers/:id',
  config: { access: citizen('L1') },
  schema: { summary: 'One own dossier with its timeline', params: Params, response: { 200: DossierDetail, ...problems(400, 401, 404) } },
});

export const resendFiles = defineRoute({
  method: 'PUT',
  url: '/v1/dossiers/:id/files',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Send refused files of a dossier again, while it waits for that; it then goes on to the province by itself, exactly once',
    params: Params,
    headers: z.object({ 'idempotency-key': IdempotencyKey.optional() }),
    /** For each paper with a refused file what takes its place; an optional paper without any is left out. Other papers stay as they are. */
    body: z.strictObject({ files: z.array(AttachedFile).max(DOSSIER_MAX_FILES) }),
    response: { 202: Submitted, ...problems(400, 401, 403, 404, 409, 422) },
  },
});

const CounterDossier = z.strictObject({
  /** The province's code (số biên nhận). */
  code: z.string(),
  /** Our words for the procedure where we know it, the province's otherwise. */
  name: z.string(),
  /** Null where the province's words have no mapping: then only they are shown. */
  status: z.int().min(1).max(10).nullable(),
  statusText: z.string(),
  receivedAt: Instant.nullable(),
  dueAt: Instant.nullable(),
});
export type CounterDossier = z.infer<typeof CounterDossier>;

export const listCounterDossiers = defineRoute({
  method: 'GET',
  url: '/v1/me/counter-dossiers',
  config: { access: citizen('L3') },
  schema: {
    summary: 'What was filed at a counter under the own, proven personal number; no number is taken from the caller',
    response: {
      200: z.strictObject({
        items: z.array(CounterDossier).max(100),
        /** When the province last answered. */
        asOf: Instant,
        /** True when it did not answer now. */
        stale: z.boolean(),
      }),
      ...problems(401, 403, 429, 503),
    },
  },
});
