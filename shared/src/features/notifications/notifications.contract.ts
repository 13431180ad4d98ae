import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, Instant, Language, Page } from '../../contract/values.ts';
import { Ticket } from '../results/results.contract.ts';
import { CATEGORY_KEYS, NOTICE_CONSENT_TEXT, PUSH_CHANNELS } from './categories.ts';

const CategoryKey = z.enum(CATEGORY_KEYS);
const PushChannelKey = z.enum(PUSH_CHANNELS);

const InboxMessage = z.strictObject({
  id: Id,
  kind: z.enum(['dossier-kept', 'dossier-sent', 'dossier-status', 'dossier-needs-you', 'dossier-delayed', 'announcement']),
  category: CategoryKey,
  title: z.string(),
  body: z.string(),
  dossierId: Id.nullable(),
  /** The one thing to do; `path` is a place in the app. */
  action: z.strictObject({ label: z.string(), path: z.string().startsWith('/') }).nullable(),
  /** When what it speaks of takes place. */
  eventAt: Instant.nullable(),
  at: Instant,
  readAt: Instant.nullable(),
  archivedAt: Instant.nullable(),
});
export type InboxMessage = z.infer<typeof InboxMessage>;

export const getInbox = defineRoute({
  method: 'GET',
  url: '/v1/inbox',
  config: { access: citizen('L1') },
  schema: {
    summary: 'The durable notices, newest first; a Zalo push is only a copy of one of these',
    querystring: Page.extend({
      category: CategoryKey.optional(),
      /** Words in title or text, with or without diacritics; all of them, each from its beginning. */
      q: z.string().trim().max(100).optional(),
      archived: z.enum(['true', 'false']).default('false'),
    }),
    response: {
      200: z.strictObject({
        items: z.array(InboxMessage),
        nextCursor: z.string().nullable(),
        /** Outside the archive, whatever is filtered by. */
        unread: z.int().min(0),
        unreadBy: z.partialRecord(CategoryKey, z.int().min(1)),
      }),
      ...problems(400, 401),
    },
  },
});

export const getMessage = defineRoute({
  method: 'GET',
  url: '/v1/inbox/:id',
  config: { access: citizen('L1') },
  schema: {
    summary: 'One own message',
    params: z.strictObject({ id: Id }),
    response: { 200: InboxMessage, ...problems(400, 401, 404) },
  },
});

export const createCalendarTicket = defineRoute({
  method: 'POST',
  url: '/v1/inbox/:id/calendar/tickets',
  config: { access: citizen('L1') },
  schema: {
    summary: 'A way to the calendar entry of a message that speaks of a time',
    params: z.strictObject({ id: Id }),
    response: { 201: Ticket, ...problems(400, 401, 404) },
  },
});

export const archiveInbox = defineRoute({
  method: 'POST',
  url: '/v1/inbox/archive',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Put messages into the archive, or back; repeating it changes nothing',
    body: z.strictObject({ ids: z.array(Id).min(1).max(50), isArchived: z.boolean() }),
    response: { 204: NoContent, ...problems(400, 401) },
  },
});

export const readInbox = defineRoute({
  method: 'POST',
  url: '/v1/inbox/read',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Mark messages as read; repeating it changes nothing',
    body: z.strictObject({ ids: z.array(Id).min(1).max(50) }),
    response: { 204: NoContent, ...problems(400, 401) },
  },
});

const MinuteOfDay = z.int().min(0).max(1439);
const QuietHours = z
  .strictObject({ from: MinuteOfDay, to: MinuteOfDay })
  .refine(({ from, to }) => from !== to, 'Giờ bắt đầu và giờ kết thúc phải khác nhau.');

const Preferences = z.strictObject({
  /** Zalo messages about own dossiers. The in-app inbox always stays. Same as `dossiers:zalo` not being muted. */
  zaloDossierUpdates: z.boolean(),
  /** `<category>:<channel>` each: no push there. */
  muted: z.array(z.string()),
  /** Consent categories agreed to. */
  wants: z.array(CategoryKey),
  /** Consent categories, and `mini-app` for Zalo's own permission, that were answered once, whichever way. */
  answered: z.array(z.enum([...CATEGORY_KEYS, 'mini-app'])),
  /** No push between these minutes of the local day, over midnight when `from` is later; null = none. */
  quiet: QuietHours.nullable(),
  /** The commune whose messages one wants. */
  homeUnitCode: z.string().nullable(),
  language: Language.nullable(),
});
export type Preferences = z.infer<typeof Preferences>;

export const getPreferences = defineRoute({
  method: 'GET',
  url: '/v1/me/preferences',
  config: { access: citizen('L1') },
  schema: { summary: 'How one wants to be told', response: { 200: Preferences, ...problems(401) } },
});

export const putPreferences = defineRoute({
  method: 'PUT',
  url: '/v1/me/preferences',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Change how one wants to be told; what is left out stays',
    body: z
      .strictObject({
        zaloDossierUpdates: z.boolean(),
        quiet: QuietHours.nullable(),
        homeUnitCode: z
          .string()
          .regex(/^\d{5}$/)
          .nullable(),
        language: Language,
      })
      .partial(),
    response: { 200: Preferences, ...problems(400, 401) },
  },
});

export const muteCategory = defineRoute({
  method: 'PUT',
  url: '/v1/me/categories/:category',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Where messages of one category are not pushed; the inbox always keeps them',
    params: z.strictObject({ category: CategoryKey }),
    body: z.strictObject({ muted: z.array(PushChannelKey).max(PUSH_CHANNELS.length) }),
    response: { 200: Preferences, ...problems(400, 401, 422) },
  },
});

export const actOnConsent = defineRoute({
  method: 'POST',
  url: '/v1/me/notice-consents',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Give, refuse or withdraw consent to messages; each act stays in the ledger',
    body: z.strictObject({
      /** `mini-app`: what Zalo's own sheet was answered with. */
      about: z
        .array(z.enum(['news', 'surveys', 'mini-app']))
        .min(1)
        .max(3),
      act: z.enum(['given', 'refused', 'withdrawn']),
      textVersion: z.literal(NOTICE_CONSENT_TEXT),
    }),
    response: { 200: Preferences, ...problems(400, 401) },
  },
});
