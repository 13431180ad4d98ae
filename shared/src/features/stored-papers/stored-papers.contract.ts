import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';
import { Ticket } from '../results/results.contract.ts';

const PaperId = z.string().regex(/^[0-9a-f]{32}$/);

/** What agencies keep about a person in the national store, as they name it; how long it is good the store does not say. */
const StoredPaper = z.strictObject({
  id: PaperId,
  name: z.string(),
  number: z.string().nullable(),
  agency: z.string(),
  /** Empty: only known there, not to be opened here. */
  files: z.array(z.strictObject({ no: z.int().min(1), name: z.string() })),
});
export type StoredPaper = z.infer<typeof StoredPaper>;

const StoredPapers = z.strictObject({
  items: z.array(StoredPaper),
  /** When the store last answered. */
  asOf: Instant,
  /** True when it did not answer now. */
  stale: z.boolean(),
});

const Params = z.strictObject({ id: PaperId, n: z.coerce.number().int().min(1).max(20) });

export const listStoredPapers = defineRoute({
  method: 'GET',
  url: '/v1/me/stored-papers',
  config: { access: citizen('L3') },
  schema: {
    summary: 'Own papers in the national store, by the proven personal number; no number is taken from the caller',
    response: { 200: StoredPapers, ...problems(401, 403, 429, 503) },
  },
});

export const createStoredPaperTicket = defineRoute({
  method: 'POST',
  url: '/v1/me/stored-papers/:id/files/:n/tickets',
  config: { access: citizen('L3') },
  schema: {
    summary: 'Fetches a file of one of them, and a way to it',
    params: Params,
    response: { 201: Ticket, ...problems(400, 401, 403, 404, 409, 429, 503, 507) },
  },
});

export const copyStoredPaper = defineRoute({
  method: 'POST',
  url: '/v1/me/stored-papers/:id/files/:n/copies',
  config: { access: citizen('L3') },
  schema: {
    summary: 'A copy to attach to a draft, as if it had been uploaded',
    params: Params,
    response: { 201: z.strictObject({ fileId: z.string() }), ...problems(400, 401, 403, 404, 409, 429, 503, 507) },
  },
});
