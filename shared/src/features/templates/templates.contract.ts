import { z } from 'zod';
import { type Access, staff } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, Instant, Language, Page, Vnd } from '../../contract/values.ts';
import { CATEGORY_KEYS } from '../notifications/categories.ts';
import { UnitCode } from '../places/units.ts';
import { ProviderQuality, ProviderState, TemplateContent, VariableName } from './template-content.ts';

/** Who drafts campaigns writes templates; who approves and who audits them reads the words. */
const WRITERS: Access = staff(['officer', 'approver', 'editor']);
const READERS: Access = staff(['officer', 'approver', 'editor', 'lead', 'support', 'auditor']);

/** The province (two digits) or one of its communes. */
const Unit = z.union([UnitCode, z.string().regex(/^\d{2}$/)]);
const ZbsTemplateId = z.string().regex(/^\d{1,20}$/, 'Mã mẫu của Zalo chỉ gồm chữ số.');
const Name = z.string().trim().min(3, 'Viết ít nhất 3 ký tự.').max(120, 'Dài quá 120 ký tự.');
const Key = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, 'Chỉ gồm chữ thường không dấu, số và gạch nối.');
const Category = z.enum(CATEGORY_KEYS);

export const TemplateVersion = z.strictObject({
  id: Id,
  no: z.int().min(1),
  contentHash: z.string(),
  zbsTemplateId: z.string().nullable(),
  providerState: ProviderState,
  /** Zalo's own words for a refusal. */
  providerReason: z.string().nullable(),
  quality: ProviderQuality.nullable(),
  priceByUserVnd: Vnd.nullable(),
  priceByPhoneVnd: Vnd.nullable(),
  /** When Zalo last confirmed the above; null: it has not answered yet. */
  providerSeenAt: Instant.nullable(),
  createdAt: Instant,
  /** Since when it is in use and never changes again. */
  frozenAt: Instant.nullable(),
});
export type TemplateVersion = z.infer<typeof TemplateVersion>;
const VersionWithContent = TemplateVersion.extend({ content: TemplateContent });

const Summary = z.strictObject({
  id: Id,
  key: z.string(),
  name: z.string(),
  category: Category,
  unitCode: z.string(),
  unitName: z.string(),
  /** False for templates of a unit above: to be used, not changed. */
  canChange: z.boolean(),
  archivedAt: Instant.nullable(),
  createdAt: Instant,
  latest: TemplateVersion,
});
export type TemplateSummary = z.infer<typeof Summary>;
const Detail = Summary.omit({ latest: true }).extend({
  /** Newest first. */
  versions: z.array(VersionWithContent).min(1),
});
export type TemplateDetail = z.infer<typeof Detail>;

const Finding = z.strictObject({
  severity: z.enum(['error', 'warning']),
  channel: z.enum(['all', 'inbox', 'zbs', 'mini-app']),
  language: Language.nullable(),
  pointer: z.string(),
  text: z.string(),
  replacement: z.strictObject({ word: z.string(), say: z.string() }).optional(),
});
const Refusal = z.strictObject({ variable: z.string(), reason: z.string(), text: z.string() });
const Refused = z.strictObject({ ok: z.literal(false), refusals: z.array(Refusal) });
const MiniAppMessage = z.strictObject({
  title: z.string(),
  contentTitle: z.string(),
  contentDescription: z.string(),
  buttonText: z.string(),
  path: z.string(),
});
export const RenderedView = z.union([
  z.strictObject({
    ok: z.literal(true),
    language: Language,
    title: z.string(),
    body: z.string(),
    action: z.strictObject({ label: z.string(), path: z.string() }).nullable(),
    zbs: z.union([z.strictObject({ ok: z.literal(true), params: z.record(z.string(), z.string()) }), Refused]).nullable(),
    miniApp: z.union([z.strictObject({ ok: z.literal(true), message: MiniAppMessage }), Refused]).nullable(),
  }),
  Refused,
]);

const ById = z.strictObject({ id: Id });
/** What is written in one go; far more than any message. */
const BODY_LIMIT = 256 * 1024;

export const listTemplates = defineRoute({
  method: 'GET',
  url: '/v1/staff/templates',
  config: { access: READERS },
  schema: {
    summary: 'Templates of one’s own units and of those above, newest first',
    querystring: Page.extend({ q: z.string().trim().max(100).optional(), archived: z.enum(['true', 'false']).default('false') }),
    response: { 200: z.strictObject({ items: z.array(Summary), nextCursor: z.string().nullable() }), ...problems(400, 401, 403) },
  },
});
export const getTemplate = defineRoute({
  method: 'GET',
  url: '/v1/staff/templates/:id',
  config: { access: READERS },
  schema: { summary: 'One template with all its versions', params: ById, response: { 200: Detail, ...problems(400, 401, 403, 404) } },
});
export const NewTemplate = z.strictObject({
  key: Key.optional(),
  name: Name,
  category: Category,
  unitCode: Unit,
  content: TemplateContent,
  zbsTemplateId: ZbsTemplateId.nullable().default(null),
});
export type NewTemplate = z.infer<typeof NewTemplate>;
export const createTemplate = defineRoute({
  method: 'POST',
  url: '/v1/staff/templates',
  config: { access: WRITERS },
  bodyLimit: BODY_LIMIT,
  schema: {
    summary: 'A new template with its first version',
    body: NewTemplate,
    response: { 201: Detail, ...problems(400, 401, 403, 409) },
  },
});
const VersionBody = z.strictObject({ content: TemplateContent, zbsTemplateId: ZbsTemplateId.nullable().default(null) });
export const addTemplateVersion = defineRoute({
  method: 'POST',
  url: '/v1/staff/templates/:id/versions',
  config: { access: WRITERS },
  bodyLimit: BODY_LIMIT,
  schema: { summary: 'The next version', params: ById, body: VersionBody, response: { 201: Detail, ...problems(400, 401, 403, 404, 409) } },
});
export const putTemplateVersion = defineRoute({
  method: 'PUT',
  url: '/v1/staff/templates/:id/versions/:no',
  config: { access: WRITERS },
  bodyLimit: BODY_LIMIT,
  schema: {
    summary: 'Change a version that nothing has used yet',
    params: ById.extend({ no: z.coerce.number().int().min(1).max(100_000) }),
    /** `contentHash`: of the version as it was read; when it is another now, nothing is written. */
    body: VersionBody.extend({ contentHash: z.string().regex(/^[0-9a-f]{64}$/) }),
    response: { 200: Detail, ...problems(400, 401, 403, 404, 409) },
  },
});
export const archiveTemplate = defineRoute({
  method: 'POST',
  url: '/v1/staff/templates/:id/archive',
  config: { access: WRITERS },
  schema: {
    summary: 'No longer offered; campaigns that use it go on',
    params: ById,
    response: { 204: NoContent, ...problems(400, 401, 403, 404) },
  },
});
export const lintTemplate = defineRoute({
  method: 'POST',
  url: '/v1/staff/templates/lint',
  config: { access: READERS },
  bodyLimit: BODY_LIMIT,
  schema: {
    summary: 'What keeps a text from being sent, and what would make it plainer; compared with what Zalo approved when its id is given',
    body: VersionBody,
    response: {
      200: z.strictObject({ findings: z.array(Finding), canBeSent: z.boolean(), isComparedWithZalo: z.boolean() }),
      ...problems(400, 401, 403),
    },
  },
});
export const previewTemplate = defineRoute({
  method: 'POST',
  url: '/v1/staff/templates/preview',
  config: { access: READERS },
  bodyLimit: BODY_LIMIT,
  schema: {
    summary: 'The message as a citizen will see it, with invented values in the place of those not given',
    body: z.strictObject({
      content: TemplateContent,
      language: Language.default('vi'),
      size: z.enum(['usual', 'longest']).default('usual'),
      values: z.record(VariableName, z.union([z.string().max(20_000), z.number(), z.null()])).default({}),
    }),
    response: { 200: RenderedView, ...problems(400, 401, 403) },
  },
});
export const listZaloTemplates = defineRoute({
  method: 'GET',
  url: '/v1/staff/templates/zalo',
  config: { access: READERS },
  schema: {
    summary: 'What the Official Account has at Zalo, to choose from',
    response: {
      200: z.strictObject({
        items: z.array(z.strictObject({ id: z.string(), name: z.string(), state: ProviderState, quality: ProviderQuality })),
      }),
      ...problems(401, 403, 503),
    },
  },
});
