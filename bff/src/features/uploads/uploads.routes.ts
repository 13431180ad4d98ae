import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { citizen, PUBLIC } from '@tayninh/shared/contract/access';
import { PROBLEMS } from '@tayninh/shared/contract/problem';
import { UPLOAD_MAX_BYTES } from '@tayninh/shared/features/uploads/upload-rules';
import { DataStore, Server, Upload } from '@tus/server';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type CitizenScope, ownScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { problemOf } from '../../platform/problem-details.ts';
import type { UploadService } from './uploads.service.ts';

const PATH = '/v1/uploads';

/** Resumable uploads, tus 1.0.0. Whose upload it is comes from the session of each request, carried beside the library. */
export const uploadRoutes: FastifyPluginAsync<{ uploads: UploadService; corsOrigins: string[] }> = async (
  app,
  { uploads, corsOrigins },
) => {
  const caller = new AsyncLocalStorage<{ scope: CitizenScope; requestId: string }>();
  const scope = () => {
    const store = caller.getStore();
    if (!store) throw new AppError('session-required', 'no caller');
    return store.scope;
  };
  const tus = new Server({
    path: PATH,
    relativeLocation: true,
    datastore: createStore(uploads, scope),
    maxSize: UPLOAD_MAX_BYTES,
    allowedOrigins: corsOrigins,
    allowedHeaders: ['authorization'],
    onUploadFinish: async (_request, upload) => {
      await uploads.complete(scope(), upload.id);
      return {};
    },
    onResponseError: (_request, error) => answerOf(error, caller.getStore()?.requestId ?? ''),
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null)); // the body stays a stream for tus
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    await caller.run({ scope: ownScope(request), requestId: request.id }, () => tus.handle(request.raw, reply.raw));
  };
  const common = { config: { access: citizen('L1') }, bodyLimit: UPLOAD_MAX_BYTES + 1024, schema: { hide: true } as never, handler };
  app.route({ method: 'POST', url: PATH, ...common });
  app.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${PATH}/:id`, exposeHeadRoute: false, ...common });
  for (const url of [PATH, `${PATH}/:id`]) {
    app.route({
      method: 'OPTIONS',
      url,
      config: { access: PUBLIC },
      schema: { hide: true } as never,
      handler: async (request, reply) => {
        reply.hijack();
        await tus.handle(request.raw, reply.raw);
      },
    });
  }
};

function createStore(uploads: UploadService, scope: () => CitizenScope): DataStore {
  class SealedStore extends DataStore {
    override extensions = ['creation', 'creation-with-upload', 'termination'];
    override async create(upload: Upload): Promise<Upload> {
      if (upload.size === undefined) throw new AppError('invalid-request', 'no length');
      upload.id = await uploads.begin(scope(), {
        name: upload.metadata?.filename ?? 'tep',
        declaredType: upload.metadata?.filetype ?? '',
        sizeBytes: upload.size,
      });
      return upload;
    }
    override async getUpload(id: string): Promise<Upload> {
      const { sizeBytes, offset, createdAt } = await uploads.status(scope(), id);
      return new Upload({ id, size: sizeBytes, offset, creation_date: createdAt.toISOString() });
    }
    override write(stream: Readable, id: string): Promise<number> {
      return uploads.append(scope(), id, stream);
    }
    override async remove(id: string): Promise<void> {
      await uploads.discard(scope(), id);
    }
  }
  return new SealedStore();
}

/** Our errors leave as problem details also here; the library's own keep its words, which are tus's. */
function answerOf(error: unknown, requestId: string) {
  if (error instanceof AppError)
    return { status_code: PROBLEMS[error.code].status, body: JSON.stringify(problemOf(error.code, requestId)) };
  if (error instanceof RangeError) return { status_code: 413, body: JSON.stringify(problemOf('body-too-large', requestId)) };
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
    return { status_code: 507, body: JSON.stringify(problemOf('storage-full', requestId)) };
  return undefined;
}
