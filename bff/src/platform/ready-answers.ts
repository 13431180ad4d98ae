import fp from 'fastify-plugin';
import { SECURITY_HEADERS } from './security-headers.ts';

const FIXED = Object.entries(SECURITY_HEADERS).flat();

/** An answer kept as it goes out, so that a hot route serialises nothing. */
export interface ReadyAnswer {
  readonly body: Buffer;
  readonly etag: string;
}

export interface ReadyAnswersOptions {
  /** The answer to a GET of exactly this address (path and query as sent), if one is ready. */
  find(url: string): ReadyAnswer | undefined;
  /** Public facts: how long any cache may keep them. */
  readonly maxAgeSeconds: number;
  readonly corsOrigins: readonly string[];
}

/**
 * Public facts that are asked for all the time leave before routing, validation and the other hooks begin: a third of the CPU
 * of the long way (bench/run.ts). An address that is not known letter by letter goes the long way, so that the contract of
 * the route stays the only judge of what is wrong. Register it first.
 */
export const readyAnswers = fp<ReadyAnswersOptions>(
  async (app, { find, maxAgeSeconds, corsOrigins }) => {
    const origins = new Set(corsOrigins);
    app.addHook('onRequest', (request, reply, done) => {
      const { method, url, headers } = request.raw;
      const answer = method === 'GET' ? find(url ?? '') : undefined;
      if (!answer) return done();
      reply.hijack();
      const { origin } = headers;
      const isAllowed = origin !== undefined && origins.has(origin);
      const fields = [
        'cache-control',
        `public, max-age=${maxAgeSeconds}`,
        'etag',
        answer.etag,
        'vary',
        'Origin',
        ...FIXED,
        'x-request-id',
        request.id,
        ...(isAllowed ? ['access-control-allow-origin', origin, 'access-control-expose-headers', 'etag'] : []),
      ];
      if (headers['if-none-match'] === answer.etag) reply.raw.writeHead(304, fields).end();
      else
        reply.raw
          .writeHead(200, [...fields, 'content-type', 'application/json; charset=utf-8', 'content-length', String(answer.body.length)])
          .end(answer.body);
    });
  },
  { name: 'ready-answers' },
);
