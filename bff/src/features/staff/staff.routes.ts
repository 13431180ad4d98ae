import { timingSafeEqual } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import { beginStaffSignIn, finishStaffSignIn, getStaffMe, signOutStaff } from '@tayninh/shared/features/staff/staff.contract';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { StaffActor } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { csrfTokenOf, type StaffService } from './staff.service.ts';

/**
 * `__Host-`: only over https, for this host, for all of it. Browsers count http://localhost as safe, so development needs no other
 * name and no weaker attributes (Chrome and Firefox; Safari does not, and cannot sign in to a development copy).
 */
const SESSION = '__Host-sid';
const STRICT: CookieSerializeOptions = { secure: true, httpOnly: true, sameSite: 'strict', path: '/' };
/** Of a log-in that is under way: Lax, for the way back begins at the provider's site. Worth nothing but its end, and that once. */
const SIGN_IN = '__Host-sign-in';
const LAX: CookieSerializeOptions = { ...STRICT, sameSite: 'lax', maxAge: 600 };
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The check of every route for staff: our own page makes the call (HT-7), and its session lives. */
export const staffGate =
  ({ staff, consoleOrigin }: { staff: StaffService; consoleOrigin: string }) =>
  async (request: FastifyRequest): Promise<StaffActor> => {
    const token = request.cookies[SESSION];
    if (token && !SAFE.has(request.method)) refuseForeignPage(request, token, consoleOrigin);
    return staff.sessionOf(token);
  };

/** All three: where the call comes from, that a form cannot have sent it, and that its page may read our answers. */
function refuseForeignPage({ headers }: FastifyRequest, token: string, consoleOrigin: string) {
  const site = headers['sec-fetch-site'];
  const isOurs = headers.origin === consoleOrigin && (site === undefined || site === 'same-origin');
  const given = Buffer.from(String(headers['x-csrf-token'] ?? ''));
  const wanted = Buffer.from(csrfTokenOf(token));
  if (!isOurs || given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AppError('foreign-page', 'origin or csrf token is not ours');
}

export const staffRoutes: FastifyPluginAsyncZod<{ staff: StaffService }> = async (app, { staff }) => {
  app.route({
    ...beginStaffSignIn,
    handler: async (request, reply) => {
      const { url, secret } = await staff.begin({ ...request.query, current: request.cookies[SESSION] });
      if (secret) reply.setCookie(SIGN_IN, secret, LAX);
      return reply.header('cache-control', 'no-store').redirect(url, 302);
    },
  });
  app.route({
    ...finishStaffSignIn,
    handler: async (request, reply) => {
      const returned = new URL(request.url, 'http://console').searchParams;
      const { url, token } = await staff.finish(returned, request.cookies[SIGN_IN], request.id);
      reply.clearCookie(SIGN_IN, LAX);
      if (token) reply.setCookie(SESSION, token, STRICT);
      return reply.header('cache-control', 'no-store').redirect(url, 302);
    },
  });
  app.route({
    ...getStaffMe,
    handler: async (request, reply) => reply.code(200).send(await staff.me(String(request.cookies[SESSION]))),
  });
  app.route({
    ...signOutStaff,
    handler: async (request, reply) => {
      const next = await staff.signOut(request.staff as StaffActor, request.id);
      return reply.clearCookie(SESSION, STRICT).code(200).send({ next });
    },
  });
};
