import { randomBytes } from 'node:crypto';
import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { PUBLIC } from '@tayninh/shared/contract/access';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { type AccessOptions, access } from './platform/access.ts';
import { AppError } from './platform/app-error.ts';
import { endWithTheLastAnswer } from './platform/draining.ts';
import { problemDetails } from './platform/problem-details.ts';
import { type ReadyAnswersOptions, readyAnswers } from './platform/ready-answers.ts';
import { SECURITY_HEADERS } from './platform/security-headers.ts';

/** An HTTP server with our limits and nothing on it yet. */
export function createHttp(config: Config) {
  const app = Fastify({
    logger: false, // Fastify's own lines quote addresses and messages; problem-details writes ours
    genReqId: requestIds(),
    bodyLimit: 64 * 1024,
    requestTimeout: 60_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    trustProxy: (_address, hop) => hop <= config.TRUSTED_PROXY_HOPS - 1,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  endWithTheLastAnswer(app as unknown as FastifyInstance);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  return app;
}
export type Http = ReturnType<typeof createHttp>;

/** What every request passes before it reaches a route, in this order; routes come after it. */
export async function guardHttp(
  app: Http,
  {
    config,
    log,
    authenticate,
    ready,
  }: { config: Config; log: Logger; authenticate: AccessOptions['authenticate']; ready: Omit<ReadyAnswersOptions, 'corsOrigins'> },
) {
  await app.register(readyAnswers, { ...ready, corsOrigins: config.CORS_ORIGINS });
  // Before the access policy: preflights are answered for everybody.
  await app.register(cors, {
    origin: config.CORS_ORIGINS,
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'tus-resumable',
      'upload-length',
      'upload-metadata',
      'upload-offset',
    ],
    exposedHeaders: ['etag', 'location', 'retry-after', 'idempotency-replayed', 'tus-resumable', 'upload-offset', 'upload-length'],
    maxAge: 600,
    preflightContinue: false,
    strictPreflight: false,
  });
  await app.register(access, { authenticate });
  await app.register(problemDetails, { log });
  // After access: a citizen is counted as a person, wherever they are; an address is shared by many phones, so its limit is wide.
  await app.register(rateLimit, {
    timeWindow: '1 minute',
    keyGenerator: (request) => request.citizen?.id ?? request.ip,
    max: (request: FastifyRequest) => (request.citizen ? config.REQUESTS_PER_MINUTE_CITIZEN : config.REQUESTS_PER_MINUTE_ADDRESS),
    allowList: (request) => request.routeOptions.config.access?.who === 'hook',
    cache: 50_000,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, context) =>
      new AppError('too-many-requests', 'limited', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  if (config.isDevelopment) {
    await app.register(swagger, {
      openapi: { openapi: '3.1.0', info: { title: 'Tây Ninh Smart', version: '1' } },
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
  // A plain callback: an async hook would cost a promise on every answer.
  app.addHook('onSend', (request, reply, payload, done) => {
    const ownPolicy = reply.getHeader('content-security-policy'); // of the one page that we serve
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    if (ownPolicy) reply.header('content-security-policy', ownPolicy);
    done(null, payload);
  });
}

/** Unique among all processes (96 random bits and a count), at no cost for each request; nothing is proven by one. */
function requestIds(): () => string {
  const process = randomBytes(12).toString('base64url');
  let count = 0;
  return () => `${process}-${(count++).toString(36)}`;
}
