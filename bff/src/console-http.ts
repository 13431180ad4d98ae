import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import { PUBLIC } from '@tayninh/shared/contract/access';
import type { FastifyRequest } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Http } from './http.ts';
import { type AccessOptions, access } from './platform/access.ts';
import { AppError } from './platform/app-error.ts';
import { problemDetails, sendProblem } from './platform/problem-details.ts';
import { CONSOLE_HEADERS, consolePolicy } from './platform/security-headers.ts';

/** What every request to the console's host passes, in this order (HT-1): no CORS, no citizens, cookies. Routes come after it. */
export async function guardConsole(
  app: Http,
  { config, log, authenticateStaff }: { config: Config; log: Logger; authenticateStaff: NonNullable<AccessOptions['authenticateStaff']> },
) {
  app.removeContentTypeParser('text/plain'); // what a foreign form could send (HT-7)
  await app.register(cookie);
  await app.register(access, { authenticateStaff });
  await app.register(problemDetails, { log });
  await app.register(rateLimit, {
    timeWindow: '1 minute',
    keyGenerator: (request) => request.staff?.id ?? request.ip,
    max: (request: FastifyRequest) => (request.staff ? config.REQUESTS_PER_MINUTE_STAFF : config.REQUESTS_PER_MINUTE_ADDRESS),
    enableDraftSpec: true,
    errorResponseBuilder: (_request, context) =>
      new AppError('too-many-requests', 'limited', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  if (config.isDevelopment) {
    await app.register(swagger, {
      openapi: { openapi: '3.1.0', info: { title: 'Tây Ninh Smart, console', version: '1' } },
      transform: jsonSchemaTransform,
    });
    app.route({
      method: 'GET',
      url: '/openapi.json',
      config: { access: PUBLIC },
      schema: { hide: true } as never,
      handler: async () => app.swagger(),
    });
  }
  app.addHook('onSend', (request, reply, payload, done) => {
    const ownPolicy = reply.getHeader('content-security-policy'); // of the page, with its nonce
    reply.headers(CONSOLE_HEADERS).header('x-request-id', request.id);
    if (ownPolicy) reply.header('content-security-policy', ownPolicy);
    done(null, payload);
  });
}

/** What the build leaves for the nonce of each page (staff-console/vite.config.ts). */
const NONCE = /__CSP_NONCE__/g;

/** The built console: files whose names carry their content for a year, the page itself never from a cache. Every other path is the page. */
export async function serveConsole(app: Http, directory: string | undefined) {
  if (!directory || !existsSync(join(directory, 'index.html'))) return;
  const page = readFileSync(join(directory, 'index.html'), 'utf8');
  await app.register(fastifyStatic, { root: directory, serve: false });
  const options = { config: { access: PUBLIC }, schema: { hide: true } as never };
  app.get('/assets/*', options, async (request, reply) =>
    reply.sendFile(join('assets', (request.params as { '*': string })['*']), { maxAge: '1y', immutable: true }),
  );
  app.get('/*', options, async (request, reply) => {
    if (request.url.startsWith('/v1/')) return sendProblem(reply, 'not-found');
    const nonce = randomBytes(18).toString('base64url');
    return reply
      .header('content-security-policy', consolePolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replace(NONCE, nonce));
  });
}
