import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, Instant } from '../../contract/values.ts';

/** How long a code may be used at a counter. */
export const HANDOFF_HOURS = 24;

const Params = z.strictObject({ id: Id });
const Handoff = z.strictObject({
  /** `opened`: a clerk is looking at it. */
  state: z.enum(['waiting', 'opened']),
  expiresAt: Instant,
});
export type Handoff = z.infer<typeof Handoff>;

export const handOver = defineRoute({
  method: 'POST',
  url: '/v1/drafts/:id/handoff',
  config: { access: citizen('L1') },
  schema: {
    summary: 'A code by which a clerk finishes this draft with the citizen present; again gives a new code, the old one dies',
    params: Params,
    /** Told this once; only its hash is kept. The draft cannot be changed meanwhile. */
    response: { 201: z.strictObject({ ...Handoff.shape, code: z.string() }), ...problems(401, 403, 404, 409, 429) },
  },
});

export const getHandoff = defineRoute({
  method: 'GET',
  url: '/v1/drafts/:id/handoff',
  config: { access: citizen('L1') },
  schema: {
    summary: 'How far the hand-over of a draft is; the dossier once a clerk received it',
    params: Params,
    response: { 200: z.strictObject({ handoff: Handoff.nullable(), dossierId: Id.nullable() }), ...problems(401, 403, 404) },
  },
});

export const takeBack = defineRoute({
  method: 'DELETE',
  url: '/v1/drafts/:id/handoff',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Take a draft back from the counter; the code is worth nothing any more',
    params: Params,
    response: { 204: NoContent, ...problems(401, 403, 404, 409) },
  },
});
