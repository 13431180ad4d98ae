import { z } from 'zod';
import { staff } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, Instant } from '../../contract/values.ts';
import { SegmentDefinition } from './audience.ts';
import { CELL_MAX, ROW_FAULTS } from './list-rows.ts';

/** Who drafts campaigns (security.md 2.3). */
const WRITERS = staff(['officer', 'approver', 'editor']);

const Name = z.string().trim().min(3, 'Tên có ít nhất 3 chữ.').max(80, 'Tên dài nhất 80 chữ.');
const Reason = z.string().trim().min(10, 'Ghi lý do rõ hơn một chút.').max(300, 'Lý do dài nhất 300 chữ.');
const count = z.int().min(0);
const params = z.object({ id: Id });

export const Segment = z.strictObject({
  id: Id,
  name: z.string(),
  unitCode: z.string(),
  definition: SegmentDefinition,
  /** Why so few people may be written to. */
  reason: z.string().nullable(),
  count,
  countedAt: Instant,
  updatedAt: Instant,
});
export type Segment = z.infer<typeof Segment>;

const SegmentBody = z.strictObject({ name: Name, definition: SegmentDefinition, reason: Reason.nullable().default(null) });
export type SegmentBody = z.infer<typeof SegmentBody>;

export const AudienceCount = z.strictObject({
  count,
  /** Where most of them are; communes with fewer than ten people are not named. */
  places: z.array(z.strictObject({ unitCode: z.string(), count })).max(6),
  /** Fewer than ten: saving or sending asks for a reason (NT-4). */
  needsReason: z.boolean(),
  /** Procedures of the definition that tell too much of a person to choose people by. */
  refusedProcedures: z.array(z.string()),
  countedAt: Instant,
});
export type AudienceCount = z.infer<typeof AudienceCount>;

export const listSegments = defineRoute({
  method: 'GET',
  url: '/v1/staff/segments',
  config: { access: WRITERS },
  schema: {
    summary: 'Saved groups of the own unit and below, the last changed first; at most 200',
    response: { 200: z.strictObject({ items: z.array(Segment) }), ...problems(401, 403) },
  },
});
export const countSegment = defineRoute({
  method: 'POST',
  url: '/v1/staff/segments/count',
  config: { access: WRITERS },
  schema: {
    summary: 'How many people a definition means now, each once, within the own units',
    body: z.strictObject({ definition: SegmentDefinition }),
    response: { 200: AudienceCount, ...problems(400, 401, 403, 503) },
  },
});
export const createSegment = defineRoute({
  method: 'POST',
  url: '/v1/staff/segments',
  config: { access: WRITERS },
  schema: { summary: 'Save a group; counted at once', body: SegmentBody, response: { 201: Segment, ...problems(400, 401, 403, 503) } },
});
export const editSegment = defineRoute({
  method: 'PUT',
  url: '/v1/staff/segments/:id',
  config: { access: WRITERS },
  schema: {
    summary: 'Change a group; campaigns keep the definition that they were approved with',
    params,
    body: SegmentBody,
    response: { 200: Segment, ...problems(400, 401, 403, 404, 503) },
  },
});
export const recountSegment = defineRoute({
  method: 'POST',
  url: '/v1/staff/segments/:id/recount',
  config: { access: WRITERS },
  schema: { summary: 'Count anew', params, response: { 200: Segment, ...problems(400, 401, 403, 404, 503) } },
});
export const archiveSegment = defineRoute({
  method: 'DELETE',
  url: '/v1/staff/segments/:id',
  config: { access: WRITERS },
  schema: { summary: 'Put away; repeating it changes nothing', params, response: { 204: NoContent, ...problems(400, 401, 403) } },
});

export const RecipientList = z.strictObject({
  id: Id,
  name: z.string(),
  unitCode: z.string(),
  reason: z.string().nullable(),
  createdAt: Instant,
  /** People who will be found, each once. */
  people: count,
  /** Lines by what became of them; they sum to the lines of the file. */
  lines: z.strictObject({ matched: count, duplicate: count, unknown: count, faulty: count, dropped: count }),
  needsReason: z.boolean(),
});
export type RecipientList = z.infer<typeof RecipientList>;

const Cell = z.string().max(CELL_MAX, `Mỗi ô dài nhất ${CELL_MAX} chữ.`);
const lineNo = z.coerce.number().int().min(1).max(2_000_000);
export const FaultyRow = z.strictObject({
  lineNo: z.int(),
  fault: z.enum(ROW_FAULTS),
  /** What is wrong and how to mend it. */
  text: z.string(),
  /** As it was written; null for who did not upload the list. */
  values: z.strictObject({ phone: z.string(), receiptNo: z.string() }).nullable(),
});
export type FaultyRow = z.infer<typeof FaultyRow>;

export const listRecipientLists = defineRoute({
  method: 'GET',
  url: '/v1/staff/recipient-lists',
  config: { access: WRITERS },
  schema: {
    summary: 'Uploaded lists of the own unit and below, the newest first; at most 100',
    response: { 200: z.strictObject({ items: z.array(RecipientList) }), ...problems(401, 403) },
  },
});
export const createRecipientList = defineRoute({
  method: 'POST',
  url: '/v1/staff/recipient-lists',
  config: { access: WRITERS },
  schema: {
    summary: 'An empty list, for a file to be put into',
    body: z.strictObject({ name: Name, reason: Reason.nullable().default(null) }),
    response: { 201: RecipientList, ...problems(400, 401, 403) },
  },
});
/** The body is the file itself, xlsx or csv, at most 5 MB; its name is not sent, people write names into it. */
export const putRecipientFile = defineRoute({
  method: 'PUT',
  url: '/v1/staff/recipient-lists/:id/file',
  config: { access: WRITERS },
  schema: {
    summary: 'Read a file into the list, in place of what was there; columns with phones or receipt numbers',
    params,
    response: { 200: RecipientList, ...problems(400, 401, 403, 404, 413, 415, 503) },
  },
});
export const getRecipientList = defineRoute({
  method: 'GET',
  url: '/v1/staff/recipient-lists/:id',
  config: { access: WRITERS },
  schema: { summary: 'One list', params, response: { 200: RecipientList, ...problems(400, 401, 403, 404) } },
});
export const listFaultyRows = defineRoute({
  method: 'GET',
  url: '/v1/staff/recipient-lists/:id/rows',
  config: { access: WRITERS },
  schema: {
    summary: 'Lines that somebody has to mend, in the order of the file',
    params,
    querystring: z.strictObject({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    response: { 200: z.strictObject({ items: z.array(FaultyRow), nextAfter: z.int().nullable() }), ...problems(400, 401, 403, 404) },
  },
});
const oneRow = z.object({ id: Id, lineNo });
export const putRow = defineRoute({
  method: 'PUT',
  url: '/v1/staff/recipient-lists/:id/rows/:lineNo',
  config: { access: WRITERS },
  schema: {
    summary: 'Mend one line; `row` is null when nothing is wrong with it any more',
    params: oneRow,
    body: z.strictObject({ phone: Cell.default(''), receiptNo: Cell.default('') }),
    response: { 200: z.strictObject({ row: FaultyRow.nullable(), list: RecipientList }), ...problems(400, 401, 403, 404) },
  },
});
export const dropRow = defineRoute({
  method: 'DELETE',
  url: '/v1/staff/recipient-lists/:id/rows/:lineNo',
  config: { access: WRITERS },
  schema: { summary: 'Leave a faulty line out', params: oneRow, response: { 200: RecipientList, ...problems(400, 401, 403, 404) } },
});
export const dropFaultyRows = defineRoute({
  method: 'DELETE',
  url: '/v1/staff/recipient-lists/:id/rows',
  config: { access: WRITERS },
  schema: { summary: 'Leave all faulty lines out', params, response: { 200: RecipientList, ...problems(400, 401, 403, 404) } },
});
export const archiveRecipientList = defineRoute({
  method: 'DELETE',
  url: '/v1/staff/recipient-lists/:id',
  config: { access: WRITERS },
  schema: { summary: 'Put away, with what it holds of its lines', params, response: { 204: NoContent, ...problems(400, 401, 403) } },
});
