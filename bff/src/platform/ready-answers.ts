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
    const prepared = new WeakMap<ReadyAnswer, { full: string[]; unchanged: string[] }>();
    const prepare = (answer: ReadyAnswer) => {
      const fixed = [
        'x-request-id',
        '',
        'etag',
        answer.etag,
        'cache-control',
        `public, max-age=${maxAgeSeconds}`,
        'vary',
        'Origin',
        ...FIXED,
      ];
      const full = [...fixed, 'content-type', 'application/json; charset=utf-8', 'content-length', String(answer.body.length)];
      const fields = { full, unchanged: fixed };
      prepared.set(answer, fields);
      return fields;
    };
    app.addHook('onRequest', (request, reply, done) => {
      const { method, url, headers } = request.raw;
      const answer = method === 'GET' ? find(url ?? '') : undefined;
      if (!answer) return done();
      reply.hijack();
      const { full, unchanged } = prepared.get(answer) ?? prepare(answer);
      const isKnown = headers['if-none-match'] === answer.etag;
      let fields = isKnown ? unchanged : full;
      fields[1] = request.id; // read before the next request has its turn
      const { origin } = headers;
      if (origin !== undefined && origins.has(origin))
        fields = [...fields, 'access-control-allow-origin', origin, 'access-control-expose-headers', 'etag'];
      reply.raw.writeHead(isKnown ? 304 : 200, fields).end(isKnown ? undefined : answer.body);
    });
  },
  { name: 'ready-answers' },
);
