import { z } from 'zod';
import { PUBLIC } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';
import { ProcedureRecord } from './catalogue.ts';

/** What search reads of a procedure and a row shows. Not strict: a phone may be older than the server. */
export const CatalogueItem = z.object(
  ProcedureRecord.pick({
    code: true,
    plainName: true,
    name: true,
    aliases: true,
    summary: true,
    domain: true,
    lifeEvents: true,
    targets: true,
    channels: true,
    submitMode: true,
    timeText: true,
    feeText: true,
    levels: true,
    onlineLevel: true,
  }).shape,
);
export type CatalogueItem = z.infer<typeof CatalogueItem>;

/** The catalogue as a phone keeps it. `shape` is raised when an older app could no longer read it. */
export const CatalogueCopy = z.object({
  shape: z.literal(1),
  /** The same as long as nothing below changes; a phone sends it as `If-None-Match: "…"`. */
  version: z.string().regex(/^[\w-]{22}$/),
  /** When the newest of the records came in force. */
  asOf: Instant,
  items: z.array(CatalogueItem).min(1),
});
export type CatalogueCopy = z.infer<typeof CatalogueCopy>;

export const getCatalogue = defineRoute({
  method: 'GET',
  url: '/v1/catalogue',
  config: { access: PUBLIC },
  schema: {
    summary: 'The procedures that a phone finds without a network (docs/sources/search.md says which)',
    headers: z.object({ 'if-none-match': z.string().max(400).optional() }),
    response: { 200: CatalogueCopy, 304: NoContent, ...problems(400, 429) },
  },
});
