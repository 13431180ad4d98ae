import { z } from 'zod';
import { staff } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, IdempotencyKey, Instant, Page } from '../../contract/values.ts';
import { Audience } from '../audiences/audience.ts';
import { Channel } from '../notifications/channels.ts';
import { CAMPAIGN_ACTIONS, CAMPAIGN_STATES } from './campaign-states.ts';
import { DELIVERY_REASON_CODES } from './delivery-reasons.ts';
import { DELIVERY_STATES } from './delivery-states.ts';
import { CampaignPlan } from './plan.ts';

/** The policy table of security.md 2.3: drafting and dry runs, approving, pulling a stop, letting one go. */
const READERS = staff(['officer', 'approver', 'editor', 'lead', 'auditor', 'dpo', 'sysadmin']);
const WRITERS = staff(['officer', 'approver', 'editor']);
/** Approving and releasing ask for a sign-in of the last five minutes (ID-24). */
const APPROVERS = staff(['approver'], { fresh: true });
const RETURNERS = staff(['approver']);
const STOPPERS = staff(['lead', 'officer', 'approver', 'dpo', 'sysadmin']);

/**
 * Everything an approval binds (NT-2): changing any member changes the content's hash and voids what was approved. A draft may still
 * have gaps; planning refuses them one by one.
 */
export const CampaignContent = z.strictObject({
  templateVersionId: Id.nullable(),
  /** Of the template's variables with source `fixed`. */
  values: z.record(z.string().min(1).max(40), z.string().max(2_000)),
  audience: Audience.nullable(),
  /** Allowed ways; which one a person gets is decided for each (the inbox is always written). */
  channels: z.array(Channel).max(Channel.options.length),
  category: z.string().max(40),
  /** `emergency`: skips quiet hours and the canary, needs two approvals within 10 minutes (NT-9). */
  kind: z.enum(['ordinary', 'emergency']),
  /** Null: as soon as it is scheduled. */
  scheduledAt: Instant.nullable(),
  /** What has not gone out by then is dropped, not sent late. */
  expiresAt: Instant.nullable(),
  /** At most so many people. */
  cap: z.int().min(1).max(2_000_000).nullable(),
});
export type CampaignContent = z.infer<typeof CampaignContent>;

const Person = z.strictObject({ id: Id, name: z.string() });
const Act = z.strictObject({ by: Person, at: Instant });

const Summary = {
  id: Id,
  name: z.string(),
  unitCode: z.string(),
  state: z.enum(CAMPAIGN_STATES),
  isPaused: z.boolean(),
  /** In words: why it stopped by itself or what it waits for ("Chờ tới 07:00, giờ yên tĩnh"). */
  note: z.string().nullable(),
  kind: CampaignContent.shape.kind,
  category: z.string(),
  audienceCount: z.int().nullable(),
  finishedCount: z.int(),
  estimatedVnd: z.int().nullable(),
  scheduledAt: Instant.nullable(),
  createdBy: Person,
  updatedAt: Instant,
};
export const CampaignSummary = z.strictObject(Summary);
export type CampaignSummary = z.infer<typeof CampaignSummary>;

/** How many messages stand where; over all rows the counts sum to the audience. */
const CountRow = z.strictObject({
  state: z.enum(DELIVERY_STATES),
  channel: Channel,
  reason: z.enum(DELIVERY_REASON_CODES).nullable(),
  count: z.int().min(0),
});
export type CountRow = z.infer<typeof CountRow>;

const TrailEvent = z.strictObject({
  at: Instant,
  /** Null: the engine itself. */
  by: Person.nullable(),
  action: z.string(),
  /** In Vietnamese, for people. */
  text: z.string(),
});

export const Campaign = z.strictObject({
  ...Summary,
  content: CampaignContent,
  /** SHA-256 of the content, hex: what an approver approves. */
  contentHash: z.string(),
  /** Null until planned, and again after an edit; with blockers the campaign stays a draft. */
  plan: CampaignPlan.nullable(),
  plannedAt: Instant.nullable(),
  submitted: Act.nullable(),
  approved: Act.nullable(),
  approvedSecond: Act.nullable(),
  /** The approval counts until then (72 h). */
  approvalLapsesAt: Instant.nullable(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  trail: z.array(TrailEvent),
  /** What the caller may do now. */
  actions: z.array(z.enum(CAMPAIGN_ACTIONS)),
});
export type Campaign = z.infer<typeof Campaign>;

/** One event of the live stream: `event: progress`, data in this shape; first at once, then whenever something moved. */
export const CampaignProgress = z.strictObject({
  state: z.enum(CAMPAIGN_STATES),
  isPaused: z.boolean(),
  note: z.string().nullable(),
  audienceCount: z.int().nullable(),
  counts: z.array(CountRow),
  /** Messages handed to Zalo in the last full minute. */
  perMinute: z.int().min(0),
  /** Shares the halt rules look at (NT-6), over what has an outcome. */
  failedShare: z.number(),
  at: Instant,
});
export type CampaignProgress = z.infer<typeof CampaignProgress>;

const ReasonRow = z.strictObject({
  state: z.enum(DELIVERY_STATES),
  reason: z.enum(DELIVERY_REASON_CODES),
  text: z.string(),
  /** What to do. */
  advice: z.string(),
  count: z.int(),
});

export const CampaignReport = z.strictObject({
  campaign: CampaignSummary,
  /** Sum over all rows = audienceCount. */
  counts: z.array(CountRow),
  reasons: z.array(ReasonRow),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type CampaignReport = z.infer<typeof CampaignReport>;

const params = z.object({ id: Id });
const one = { 200: Campaign, ...problems(400, 401, 403, 404, 409) };
const Note = z.string().trim().max(500);

export const listCampaigns = defineRoute({
  method: 'GET',
  url: '/v1/staff/campaigns',
  config: { access: READERS },
  schema: {
    summary: 'Campaigns of the own unit and below, the last changed first',
    querystring: Page.extend({ state: z.enum(CAMPAIGN_STATES).optional(), q: z.string().trim().max(100).optional() }),
    response: {
      200: z.strictObject({ items: z.array(CampaignSummary), nextCursor: z.string().nullable() }),
      ...problems(400, 401, 403),
    },
  },
});

export const createCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns',
  config: { access: WRITERS },
  schema: {
    summary: 'A new draft of the own unit; the same key again answers with the same draft',
    headers: z.object({ 'idempotency-key': IdempotencyKey.optional() }),
    body: z.strictObject({ name: z.string().trim().min(3).max(120), unitCode: z.string().max(40), content: CampaignContent }),
    response: { 201: Campaign, ...problems(400, 401, 403) },
  },
});

export const getCampaign = defineRoute({
  method: 'GET',
  url: '/v1/staff/campaigns/:id',
  config: { access: READERS },
  schema: { summary: 'One campaign with its trail', params, response: one },
});

export const editCampaign = defineRoute({
  method: 'PUT',
  url: '/v1/staff/campaigns/:id',
  config: { access: WRITERS },
  schema: {
    summary: 'Change the draft. Whatever was planned, submitted or approved is void afterwards',
    params,
    body: z.strictObject({ name: z.string().trim().min(3).max(120), content: CampaignContent, contentHash: z.string() }),
    response: one,
  },
});

export const planCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/plan',
  config: { access: WRITERS },
  schema: { summary: 'Count, route and price it; a draft without gaps becomes `checked`', params, response: { ...one, ...problems(422) } },
});

export const submitCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/submission',
  config: { access: WRITERS },
  schema: {
    summary: 'Hand in for approval, with a plan at most an hour old',
    params,
    body: z.strictObject({ contentHash: z.string(), note: Note.optional() }),
    response: one,
  },
});

export const returnCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/return',
  config: { access: RETURNERS },
  schema: { summary: 'Back to its author, with a reason', params, body: z.strictObject({ reason: Note.min(3) }), response: one },
});

const Approval = z.strictObject({
  /** What the approver saw. */
  contentHash: z.string(),
  /** Typed in by hand. */
  audienceCount: z.int().min(0),
  note: Note.optional(),
});

export const approveCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/approval',
  config: { access: APPROVERS },
  schema: {
    summary: 'Approve exactly this content; never one’s own (NT-1, NT-2)',
    params,
    body: Approval,
    response: one,
  },
});

export const approveCampaignSecond = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/second-approval',
  config: { access: APPROVERS },
  schema: { summary: 'The second name under an emergency, within 10 minutes of the first (NT-9)', params, body: Approval, response: one },
});

export const scheduleCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/schedule',
  config: { access: WRITERS },
  schema: { summary: 'Let it begin at its time; without one, now', params, response: one },
});

export const pauseCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/pause',
  config: { access: WRITERS },
  schema: { summary: 'No new message until resumed', params, response: one },
});

export const resumeCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/resume',
  config: { access: WRITERS },
  schema: {
    summary: 'Go on after a pause or after it stopped by itself',
    params,
    body: z.strictObject({ note: Note.optional() }),
    response: one,
  },
});

export const abortCampaign = defineRoute({
  method: 'POST',
  url: '/v1/staff/campaigns/:id/abort',
  config: { access: WRITERS },
  schema: { summary: 'End it for good; what was not sent never is', params, body: z.strictObject({ reason: Note.min(3) }), response: one },
});

export const getCampaignReport = defineRoute({
  method: 'GET',
  url: '/v1/staff/campaigns/:id/report',
  config: { access: READERS },
  schema: {
    summary: 'Where every message ended, and why; sums to the audience',
    params,
    response: { 200: CampaignReport, ...problems(400, 401, 403, 404) },
  },
});

export const watchCampaign = defineRoute({
  method: 'GET',
  url: '/v1/staff/campaigns/:id/events',
  config: { access: READERS },
  schema: {
    summary: 'Live progress as server-sent events, each in the shape of `CampaignProgress`',
    params,
    response: { 200: z.string(), ...problems(400, 401, 403, 404) },
  },
});

export const exportCampaign = defineRoute({
  method: 'GET',
  url: '/v1/staff/campaigns/:id/report.csv',
  config: { access: staff(['officer', 'approver', 'editor'], { fresh: true }) },
  schema: {
    summary: 'The report for a spreadsheet: counts by state, way and reason, no person; no cell begins a formula',
    params,
    response: { 200: z.string(), ...problems(400, 401, 403, 404) },
  },
});

export const KillScope = z.enum(['global', 'channel', 'unit', 'campaign']);
export type KillScope = z.infer<typeof KillScope>;

export const KillSwitch = z.strictObject({
  id: Id,
  scope: KillScope,
  /** Channel, unit code or campaign id; `*` for global. */
  key: z.string(),
  reason: z.string(),
  pulled: Act,
  releaseAsked: Act.nullable(),
  released: Act.nullable(),
});
export type KillSwitch = z.infer<typeof KillSwitch>;

export const listKillSwitches = defineRoute({
  method: 'GET',
  url: '/v1/staff/kill-switches',
  config: { access: READERS },
  schema: {
    summary: 'Those that hold now, then the last fifty released',
    response: { 200: z.strictObject({ items: z.array(KillSwitch) }), ...problems(401, 403) },
  },
});

export const pullKillSwitch = defineRoute({
  method: 'POST',
  url: '/v1/staff/kill-switches',
  config: { access: STOPPERS },
  schema: {
    summary: 'Stop at once: no new send after a second (NT-7). Pulling one that holds already changes nothing',
    body: z.strictObject({ scope: KillScope, key: z.string().min(1).max(80), reason: Note.min(3) }),
    response: { 201: KillSwitch, ...problems(400, 401, 403, 404) },
  },
});

export const askKillSwitchRelease = defineRoute({
  method: 'POST',
  url: '/v1/staff/kill-switches/:id/release-request',
  config: { access: APPROVERS },
  schema: { summary: 'The first of the two who let it go', params, response: { 204: NoContent, ...problems(400, 401, 403, 404, 409) } },
});

export const releaseKillSwitch = defineRoute({
  method: 'POST',
  url: '/v1/staff/kill-switches/:id/release',
  config: { access: APPROVERS },
  schema: { summary: 'The second, another person', params, response: { 204: NoContent, ...problems(400, 401, 403, 404, 409) } },
});
