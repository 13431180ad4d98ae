import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { citizen, PUBLIC } from '@tayninh/shared/contract/access';
import type { ProblemCode } from '@tayninh/shared/contract/problem';
import { UPLOAD_MAX_BYTES } from '@tayninh/shared/features/uploads/upload-rules';
import { DataStore, ERRORS, Server, Upload } from '@tus/server';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type CitizenScope, ownScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { problemOf } from '../../platform/problem-details.ts';
import { createUploadTurns } from './upload-turns.ts';
import type { UploadService } from './uploads.service.ts';

const PATH = '/v1/uploads';
/** What the sweep grants an unfinished file; told to the client as `Upload-Expires`. */
const UNFINISHED_MS = 24 * 3_600_000;
/** How long a connection that was asked to stop may still write down what it has. */
const STOP_MS = 1_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Read by @fastify/cors: true lets our own answer to OPTIONS follow its headers. */
    cors?: { preflightContinue: boolean };
  }
}

/** One request on its way through the library, which knows neither citizens nor our errors. */
interface Call {
  readonly scope: CitizenScope | null;
  failure?: unknown;
}

/**
 * Resumable uploads, tus 1.0.0: creation, creation-with-upload, termination, expiration. The library speaks the protocol on web
 * requests; its answer leaves through Fastify like any other, so headers, problems and log lines are those of every route.
 */
export const uploadRoutes: FastifyPluginAsync<{ uploads: UploadService; corsOrigins: string[] }> = async (
  app,
  { uploads, corsOrigins },
) => {
  const calls = new AsyncLocalStorage<Call>();
  const scope = () => {
    const own = calls.getStore()?.scope;
    if (!own) throw new AppError('session-required', 'no caller');
    return own;
  };
  const tus = new Server({
    path: PATH,
    relativeLocation: true,
    datastore: createStore(uploads, scope),
    maxSize: UPLOAD_MAX_BYTES,
    locker: createUploadTurns(),
    lockDrainTimeout: STOP_MS,
    allowedOrigins: (origin) => corsOrigins.includes(origin),
    exposedHeaders: ['Retry-After', 'Upload-Expires', 'X-Request-Id'],
    onResponseError: (_request, error) => {
      const call = calls.getStore();
      if (call) call.failure = error;
      return undefined;
    },
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null)); // the body stays a stream for tus

  async function handler(request: FastifyRequest, reply: FastifyReply) {
    const call: Call = { scope: request.citizen ? ownScope(request) : null };
    const answer = await calls.run(call, () => tus.handleWeb(asWebRequest(request)));
    for (const [name, value] of answer.headers) {
      // What a preflight allows is said once, by the app.
      if (!name.startsWith('content-') && !(name.startsWith('access-control-allow-') && reply.hasHeader(name))) reply.header(name, value);
    }
    if (call.failure !== undefined) throw asAppError(call.failure);
    if (answer.status === 412) return reply.code(412).type('application/problem+json').send(wrongVersion(request.id));
    if (answer.status >= 400) throw asAppError({ status_code: answer.status });
    return reply.code(answer.status).send(answer.status === 204 ? undefined : '');
  }
  const common = { bodyLimit: UPLOAD_MAX_BYTES, schema: { hide: true } as never, handler };
  const own = { ...common, config: { access: citizen('L1') } };
  app.route({ method: 'POST', url: PATH, ...own });
  app.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${PATH}/:id`, exposeHeadRoute: false, ...own });
  for (const url of [PATH, `${PATH}/:id`])
    app.route({ method: 'OPTIONS', url, ...common, config: { access: PUBLIC, cors: { preflightContinue: true } } });
};

/** The path is built from what the router matched, never from the text of the URL. */
function asWebRequest(request: FastifyRequest): Request {
  const { id } = request.params as { id?: string };
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) for (const one of [value ?? []].flat()) headers.append(name, one);
  const hasBody = request.method === 'POST' || request.method === 'PATCH';
  return new Request(`http://tus${PATH}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`, {
    method: request.method,
    headers,
    ...(hasBody && { body: Readable.toWeb(request.raw) as ReadableStream, duplex: 'half' }),
  });
}

function createStore(uploads: UploadService, scope: () => CitizenScope): DataStore {
  class SealedStore extends DataStore {
    override extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
    override async create(upload: Upload): Promise<Upload> {
      if (upload.size === undefined) throw new AppError('invalid-request', 'no length');
      upload.id = await uploads.begin(scope(), {
        name: upload.metadata?.filename ?? '',
        declaredType: upload.metadata?.filetype ?? '',
        sizeBytes: upload.size,
      });
      return upload;
    }
    override async getUpload(id: string): Promise<Upload> {
      const { sizeBytes, offset, unfinishedSince } = await uploads.status(scope(), id);
      return new Upload({ id, size: sizeBytes, offset, ...(unfinishedSince && { creation_date: unfinishedSince.toISOString() }) });
    }
    override write(stream: Readable, id: string): Promise<number> {
      return uploads.append(scope(), id, stream);
    }
    override async remove(id: string): Promise<void> {
      await uploads.discard(scope(), id);
    }
    override getExpiration = () => UNFINISHED_MS;
  }
  return new SealedStore();
}

/** The protocol's refusals in our words; everything else goes on as it is and becomes a 500 that tells nothing (HT-11). */
function asAppError(failure: unknown): unknown {
  if (failure instanceof AppError) return failure;
  const { status_code: status } = failure as { status_code?: number };
  if (status === undefined) return failure;
  const gaveWay = failure === ERRORS.ABORTED || failure === ERRORS.ERR_LOCK_TIMEOUT;
  const code = gaveWay ? 'request-in-progress' : (CODES[status] ?? (status < 500 || status === 501 ? 'invalid-request' : 'internal'));
  return new AppError(code, `tus refused with ${status}`, { cause: failure });
}
const CODES: Record<number, ProblemCode> = {
  404: 'file-not-found',
  409: 'request-in-progress', // the offset is another: part of it has arrived by another request
  410: 'file-not-found',
  413: 'body-too-large',
};

/** tus asks for this status, which is another code's in our registry. */
const wrongVersion = (requestId: string) => JSON.stringify({ ...problemOf('invalid-request', requestId), status: 412 });
