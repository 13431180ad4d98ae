import { PROBLEMS, type Problem, type ProblemCode, type ProblemPart } from '@tayninh/shared/contract/problem';
import type { FastifyError, FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { AppError } from './app-error.ts';

/** The single place where a thrown error becomes an HTTP answer (RFC 9457, HT-11). */
export const problemDetails = fp<{ log: Logger }>(
  async (app, { log }) => {
    app.setErrorHandler((error: FastifyError, request, reply) => {
      const { code, parts, retryAfterSeconds } = describe(error);
      const status = PROBLEMS[code].status;
      log[status >= 500 ? 'error' : 'info'](
        { err: error, code, requestId: request.id, route: request.routeOptions.url ?? 'none' },
        'request refused',
      );
      if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
      return sendProblem(reply, code, parts);
    });
    app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not-found'));
  },
  { name: 'problem-details' },
);

export function sendProblem(reply: FastifyReply, code: ProblemCode, errors?: ProblemPart[]) {
  return reply
    .code(PROBLEMS[code].status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemOf(code, reply.request.id, errors)));
}

/** The body of a problem answer, for those who write to the socket themselves. */
export function problemOf(code: ProblemCode, requestId: string, errors?: ProblemPart[]): Problem {
  const { status, title } = PROBLEMS[code];
  const detail = errors?.length ? errors.map((part) => part.detail).join(' ') : title;
  return { type: `/problems/${code}`, title, status, detail, code, requestId, ...(errors?.length && { errors }) };
}

/**
 * What PostgreSQL gives up on when too much happens at once, with nothing written: a lock or a statement that took too long (RL-10),
 * a deadlock, no connection left, a restart. The same call with the same key may be made again.
 */
const BUSY = ['55P03', '57014', '40P01', '53300', '57P01', '57P03'];
function isBusy(error: { code?: string; cause?: unknown }): boolean {
  const { code } = (error.cause as { code?: string } | undefined) ?? error; // drizzle hands on the database's own error as the cause
  return code !== undefined && BUSY.includes(code);
}

function describe(error: FastifyError): { code: ProblemCode; parts?: ProblemPart[] | undefined; retryAfterSeconds?: number | undefined } {
  if (error instanceof AppError)
    return {
      code: error.code,
      parts: error.parts,
      retryAfterSeconds: error.retryAfterSeconds ?? (PROBLEMS[error.code].status === 503 ? 5 : undefined),
    };
  if (isBusy(error)) return { code: 'busy', retryAfterSeconds: 1 };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext === 'querystring' ? '?' : error.validationContext === 'headers' ? 'header:' : '';
    return {
      code: 'invalid-request',
      parts: error.validation.map((issue) => ({
        pointer: where + (where ? issue.instancePath.slice(1) : issue.instancePath),
        detail: issue.message ?? 'Chưa đúng.',
      })),
    };
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'body-too-large' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return { code: 'unsupported-media-type' };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { code: 'malformed-body' };
    default:
      break;
  }
  if (error.statusCode === 429) return { code: 'too-many-requests' };
  if (error.statusCode === 400) return { code: 'malformed-body' }; // e.g. a body that is no JSON, or names __proto__
  return { code: 'internal' };
}
