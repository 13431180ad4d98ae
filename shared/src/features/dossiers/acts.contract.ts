import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, IdempotencyKey, Instant } from '../../contract/values.ts';
import { Answers } from '../procedures/e-form.ts';
import { DOSSIER_MAX_FILES, FILE_CHECKS, FILE_TROUBLES } from '../uploads/upload-rules.ts';
import { ACT_STATES } from './sending-states.ts';

/** How far something sent after filing got; as for a dossier, and `kept` when the province's system does not take it. */
export const ActState = z.enum(ACT_STATES);
export type ActState = z.infer<typeof ActState>;

const NOTE_MAX = 2000;
/** Days within which a rating may be changed; then it goes to the province. */
export const RATING_DAYS = 7;
export const RATING_REASONS = ['fast', 'slow', 'clear', 'unclear', 'friendly', 'unfriendly', 'one-visit', 'many-visits'] as const;

export const SentFile = z.strictObject({
  componentId: z.string(),
  name: z.string(),
  sizeBytes: z.int(),
  type: z.string(),
  /** How far the look at it got; `trouble` says why it was refused: such a file never reaches the authority. */
  check: z.enum(FILE_CHECKS),
  trouble: z.enum(FILE_TROUBLES).nullable(),
});
export type SentFile = z.infer<typeof SentFile>;

export const Rating = z.strictObject({
  stars: z.int().min(1).max(5),
  reasons: z.array(z.enum(RATING_REASONS)),
  comment: z.string(),
  /** Until when it can be changed. */
  until: Instant,
});
export type Rating = z.infer<typeof Rating>;

const AskedPaper = z.strictObject({
  /** By which an answer names it; of the form where the authority named one of its papers, otherwise ours. */
  id: z.string(),
  /** Null when only words came. */
  name: z.string().nullable(),
  reason: z.string(),
  /** Pages of the old file, from 1. */
  markedPages: z.array(z.int()),
  /** What was sent before; it stays with the dossier. */
  oldFiles: z.array(SentFile),
});

/** One request for what is missing (phiếu yêu cầu bổ sung, hoàn thiện hồ sơ) with its answer. */
export const Supplement = z.strictObject({
  id: Id,
  askedAt: Instant,
  until: Instant.nullable(),
  isOpen: z.boolean(),
  /** From 1. One request should name everything (docs/sources/dossier-status.md): from the second on people are told so. */
  round: z.int().min(1),
  /** The authority's own words beside the list. */
  note: z.string().nullable(),
  papers: z.array(AskedPaper),
  fields: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
  /** Being prepared, saved as typed. Where a file of the last answer was refused, it begins with that answer. */
  draft: z.strictObject({
    files: z.array(z.strictObject({ ...SentFile.shape, fileId: z.string() })),
    note: z.string(),
    answers: Answers,
  }),
  answer: z.strictObject({ state: ActState, sentAt: Instant, note: z.string(), answers: Answers, files: z.array(SentFile) }).nullable(),
});
export type Supplement = z.infer<typeof Supplement>;

export const AttachedFile = z.strictObject({ componentId: z.string().max(40), fileId: z.string().max(64) });

const SupplementBody = z.strictObject({
  files: z.array(AttachedFile).max(DOSSIER_MAX_FILES),
  note: z.string().max(NOTE_MAX).default(''),
  answers: Answers.default({}),
});
const Params = z.strictObject({ id: Id });
const SupplementParams = z.strictObject({ id: Id, sid: Id });
const headers = z.object({ 'idempotency-key': IdempotencyKey.optional() });
const Accepted = z.strictObject({ id: Id, state: ActState });

export const saveSupplementDraft = defineRoute({
  method: 'PUT',
  url: '/v1/dossiers/:id/supplements/:sid/draft',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Keep what is being prepared for a supplement; nothing is sent',
    params: SupplementParams,
    body: SupplementBody,
    response: { 204: NoContent, ...problems(400, 401, 404) },
  },
});

export const answerSupplement = defineRoute({
  method: 'POST',
  url: '/v1/dossiers/:id/supplements/:sid',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Send what the authority asked for, and only that; it reaches the province exactly once',
    params: SupplementParams,
    headers,
    body: SupplementBody,
    response: { 202: Accepted, ...problems(400, 401, 404, 409, 422) },
  },
});

export const withdrawDossier = defineRoute({
  method: 'POST',
  url: '/v1/dossiers/:id/withdrawal',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Take a dossier back before there is a result; one that has not gone out is never sent',
    params: Params,
    headers,
    body: z.strictObject({ reason: z.string().max(NOTE_MAX).default('') }),
    response: { 202: Accepted, ...problems(400, 401, 404, 409, 422) },
  },
});

export const rateDossier = defineRoute({
  method: 'POST',
  url: '/v1/dossiers/:id/rating',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Rate how a finished dossier was handled; again within seven days changes it',
    params: Params,
    headers,
    body: z.strictObject({
      stars: z.int().min(1).max(5),
      reasons: z.array(z.enum(RATING_REASONS)).max(RATING_REASONS.length).default([]),
      comment: z.string().max(NOTE_MAX).default(''),
    }),
    response: { 202: Accepted, ...problems(400, 401, 404, 409, 422) },
  },
});
