import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, Instant, Page } from '../../contract/values.ts';

const InboxMessage = z.strictObject({
  id: Id,
  kind: z.enum(['dossier-kept', 'dossier-sent', 'dossier-status', 'dossier-needs-you', 'dossier-delayed', 'announcement']),
  title: z.string(),
  body: z.string(),
  dossierId: Id.nullable(),
  at: Instant,
  readAt: Instant.nullable(),
});
export type InboxMessage = z.infer<typeof InboxMessage>;

export const getInbox = defineRoute({
  method: 'GET',
  url: '/v1/inbox',
  config: { access: citizen('L1') },
  schema: {
    summary: 'The durable notices, newest first; a Zalo push is only a copy of one of these',
    querystring: Page,
    response: {
      200: z.strictObject({ items: z.array(InboxMessage), nextCursor: z.string().nullable(), unread: z.int().min(0) }),
      ...problems(400, 401),
    },
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

const Preferences = z.strictObject({
  /** Zalo messages about own dossiers. The in-app inbox always stays. */
  zaloDossierUpdates: z.boolean(),
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
  schema: { summary: 'Change how one wants to be told', body: Preferences, response: { 200: Preferences, ...problems(400, 401) } },
});
