import { z } from 'zod';
import { citizen, PUBLIC } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, Instant } from '../../contract/values.ts';
import { ZaloToken } from './identity.contract.ts';

/**
 * Linking a Zalo account with a civil identity (ID-10), and proving it anew (ID-7). The national log-in happens in a browser that
 * shares nothing with the mini app, so a first link also needs the code that only whoever logged in there was shown.
 */
export const IDENTITY_LINK_STATES = ['waiting', 'returning', 'needs-code', 'done', 'refused'] as const;

/** Why there is no link. None of them says anything about other people's accounts. */
export const IDENTITY_LINK_REFUSALS = [
  /** The citizen said no at the national log-in. */
  'declined',
  /** A level 1 account (made in the app) proves no identity. */
  'level-1',
  'organisation',
  /** This Zalo account is linked with another person: unlink first. */
  'other-identity',
  /** The answer of the national log-in did not hold. */
  'not-verified',
  'unavailable',
  'wrong-code',
] as const;
export type IdentityLinkRefusal = (typeof IDENTITY_LINK_REFUSALS)[number];

const IdentityLinking = z.strictObject({
  id: Id,
  /** `expired`: nobody finished it in time. */
  state: z.enum(['waiting', 'needs-code', 'done', 'refused', 'expired']),
  reason: z.enum(IDENTITY_LINK_REFUSALS).nullable(),
  expiresAt: Instant,
  /** Of the code, with `needs-code`. */
  triesLeft: z.int().min(0),
});
export type IdentityLinking = z.infer<typeof IdentityLinking>;

const Params = z.strictObject({ id: Id });

export const beginIdentityLink = defineRoute({
  method: 'POST',
  url: '/v1/me/identity-links',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Begin a national log-in, to link an identity or to prove the linked one anew; open authorizeUrl in the browser',
    /** `consent` is needed for a first link (ID-10); the Zalo token is the fresh proof that ID-7 asks for. */
    body: z.strictObject({ consent: z.boolean(), zaloAccessToken: ZaloToken }),
    response: {
      201: z.strictObject({ id: Id, authorizeUrl: z.url(), expiresAt: Instant }),
      ...problems(400, 401, 404, 422, 429, 503),
    },
  },
});

export const getIdentityLink = defineRoute({
  method: 'GET',
  url: '/v1/me/identity-links/:id',
  config: { access: citizen('L1') },
  schema: {
    summary: 'How far a link that this session began has come',
    params: Params,
    response: { 200: IdentityLinking, ...problems(400, 401, 404) },
  },
});

export const confirmIdentityLink = defineRoute({
  method: 'POST',
  url: '/v1/me/identity-links/:id/code',
  config: { access: citizen('L1') },
  schema: {
    summary: 'The code that the page after the national log-in showed; a third wrong one ends the link',
    params: Params,
    body: z.strictObject({ code: z.string().regex(/^\d{4}$/, 'Mã gồm 4 chữ số.') }),
    response: { 200: IdentityLinking, ...problems(400, 401, 404, 409) },
  },
});

export const endIdentityLink = defineRoute({
  method: 'DELETE',
  url: '/v1/me/identity-link',
  config: { access: citizen('L1') },
  schema: { summary: 'Unlink the identity; ends all sessions of this account (ID-10)', response: { 204: NoContent, ...problems(401) } },
});

/** Where the national log-in sends the browser. Answers a page for people, whatever it is asked. */
export const identityReturn = defineRoute({
  method: 'GET',
  url: '/identity/return',
  config: { access: PUBLIC },
  schema: {
    summary: 'The page after the national log-in',
    querystring: z.record(z.string(), z.union([z.string().max(8192), z.array(z.string().max(8192))])),
    response: { 200: z.string(), 400: z.string() },
  },
});
