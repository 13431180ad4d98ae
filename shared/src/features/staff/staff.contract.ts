import { z } from 'zod';
import { ANY_STAFF, PUBLIC, STAFF_ROLES } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Id, Instant } from '../../contract/values.ts';

/** Why there is no session after a log-in; read by the console's sign-in page from its address. */
export const SignInRefusal = z.enum(['declined', 'no-role', 'no-second-factor', 'not-verified', 'over', 'unavailable']);
export type SignInRefusal = z.infer<typeof SignInRefusal>;

/** A page of the console: a path of our own host and nothing that a browser reads as another one. */
export const ConsolePath = z
  .string()
  .max(300)
  .regex(/^\/(?![/\\])[\w\-./~%?=&]*$/);

export const StaffMe = z.strictObject({
  id: Id,
  name: z.string(),
  grants: z.array(
    z.strictObject({ role: z.enum(STAFF_ROLES), unit: z.strictObject({ code: z.string(), name: z.string() }), until: Instant }),
  ),
  /** Goes back as `x-csrf-token` with every call that changes something (HT-7). */
  csrfToken: z.string(),
  /** When the person last proved themselves at the provider. */
  authenticatedAt: Instant,
  /** The session ends then, however busy it is; idle, it ends after `idleSeconds`. */
  endsAt: Instant,
  idleSeconds: z.int(),
  /** People and data are invented here. */
  isRehearsal: z.boolean(),
});
export type StaffMe = z.infer<typeof StaffMe>;

const answerQuery = z.record(z.string(), z.union([z.string().max(8192), z.array(z.string().max(8192))]));
const Redirect = z.undefined().describe('Location says where to');

export const beginStaffSignIn = defineRoute({
  method: 'GET',
  url: '/v1/staff/sign-in',
  config: { access: PUBLIC },
  schema: {
    summary: 'Sends the browser to the provider of staff accounts; `fresh` makes it ask again',
    querystring: z.strictObject({ to: ConsolePath.default('/'), fresh: z.stringbool().default(false) }),
    response: { 302: Redirect, ...problems(400, 429) },
  },
});

export const finishStaffSignIn = defineRoute({
  method: 'GET',
  url: '/v1/staff/sign-in/callback',
  config: { access: PUBLIC },
  schema: {
    summary: 'The way back from the provider: opens a session and sends the browser on',
    querystring: answerQuery,
    response: { 302: Redirect },
  },
});

export const getStaffMe = defineRoute({
  method: 'GET',
  url: '/v1/staff/me',
  config: { access: ANY_STAFF },
  schema: { summary: 'Who is signed in, as what and where', response: { 200: StaffMe, ...problems(401) } },
});

export const signOutStaff = defineRoute({
  method: 'POST',
  url: '/v1/staff/sign-out',
  config: { access: ANY_STAFF },
  schema: {
    summary: 'Ends the session; `next` ends the one at the provider',
    response: { 200: z.strictObject({ next: z.string() }), ...problems(401, 403) },
  },
});
