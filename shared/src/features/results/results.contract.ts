import { z } from 'zod';
import { citizen, PUBLIC } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Day, Id, Instant } from '../../contract/values.ts';

/**
 * - `paper`: the authority gave no electronic copy.
 * - `coming`: it has one, we are fetching it; `delayed`: that has not worked for a day, staff look at it.
 * - `here`: as the authority issued it, byte for byte.
 * - `refused`: what came is harmful and is not handed on.
 */
const Copy = z.enum(['paper', 'coming', 'delayed', 'here', 'refused']);

const Signature = z.strictObject({
  /** `unchecked`: the copy is of a kind that carries no signature that can be checked here, a picture for one. */
  verdict: z.enum(['valid', 'invalid', 'unknown-signer', 'unsigned', 'unchecked']),
  /** Told only of a `valid` one, as the certificate names them. */
  signer: z.string().nullable(),
  organisation: z.string().nullable(),
  signedAt: Instant.nullable(),
});

const Result = z.strictObject({
  dossierId: Id,
  /** From 1, within the dossier. */
  no: z.int().min(1),
  /** Everyday name of the procedure it came from. */
  procedure: z.string(),
  name: z.string(),
  /** Number and symbol, e.g. `12/XN-UBND`. */
  number: z.string().nullable(),
  /** The national code of the kind of result, KQ…. */
  code: z.string().nullable(),
  abstract: z.string().nullable(),
  agency: z.string().nullable(),
  /** Who signed, as the authority's system says; what the signature itself says stands in `signature`. */
  signer: z.string().nullable(),
  signedOn: Day.nullable(),
  /** Last day in force. Null and not permanent: the authority did not say. */
  validUntil: Day.nullable(),
  isPermanent: z.boolean(),
  /** Until `validUntil`, by the calendar of Asia/Ho_Chi_Minh: 0 on the last day, negative afterwards. */
  daysLeft: z.int().nullable(),
  copy: Copy,
  file: z.strictObject({ sizeBytes: z.int(), type: z.string(), sha256: z.string() }).nullable(),
  signature: Signature.nullable(),
  receivedAt: Instant,
});
export type Result = z.infer<typeof Result>;

const DossierParams = z.strictObject({ id: Id });
const Params = z.strictObject({ id: Id, n: z.coerce.number().int().min(1).max(100) });
const Results = z.strictObject({ items: z.array(Result) });

/** A way to one file, for 60 seconds and once: `path` is opened without a session, so it stands in no log and no history of ours. */
/** One way to one file, good once and for a minute. */
export const Ticket = z.strictObject({ path: z.string(), name: z.string(), expiresAt: Instant });
export type Ticket = z.infer<typeof Ticket>;

export const listResults = defineRoute({
  method: 'GET',
  url: '/v1/dossiers/:id/results',
  config: { access: citizen('L1') },
  schema: {
    summary: 'What the authority issued for an own dossier',
    params: DossierParams,
    response: { 200: Results, ...problems(400, 401, 404) },
  },
});

export const getResult = defineRoute({
  method: 'GET',
  url: '/v1/dossiers/:id/results/:n',
  config: { access: citizen('L1') },
  schema: { summary: 'One of them', params: Params, response: { 200: Result, ...problems(400, 401, 404) } },
});

export const listVault = defineRoute({
  method: 'GET',
  url: '/v1/me/results',
  config: { access: citizen('L1') },
  schema: { summary: 'All results of own dossiers, newest first (at most 200)', response: { 200: Results, ...problems(401) } },
});

export const createResultTicket = defineRoute({
  method: 'POST',
  url: '/v1/dossiers/:id/results/:n/tickets',
  config: { access: citizen('L1') },
  schema: { summary: 'A way to its electronic copy', params: Params, response: { 201: Ticket, ...problems(400, 401, 403, 404, 409) } },
});

export const copyResult = defineRoute({
  method: 'POST',
  url: '/v1/dossiers/:id/results/:n/copies',
  config: { access: citizen('L1') },
  schema: {
    summary: 'A copy to attach to a draft, as if it had been uploaded',
    params: Params,
    response: { 201: z.strictObject({ fileId: z.string() }), ...problems(400, 401, 403, 404, 409, 429, 507) },
  },
});

export const createFileTicket = defineRoute({
  method: 'POST',
  url: '/v1/files/:id/tickets',
  config: { access: citizen('L1') },
  schema: {
    summary: 'A way to an own uploaded file, once it is scanned',
    params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/) }),
    response: { 201: Ticket, ...problems(400, 401, 403, 404, 409) },
  },
});

export const download = defineRoute({
  method: 'GET',
  url: '/v1/downloads/:ticket',
  config: { access: PUBLIC },
  schema: {
    summary: 'The bytes behind a ticket, as an attachment; used, old, foreign and invented tickets answer alike',
    params: z.strictObject({ ticket: z.string().max(100) }),
    response: { 200: z.unknown().describe('the file'), ...problems(404) },
  },
});
