import { getStatus } from '@tayninh/shared/features/status/status.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { StatusService } from './status.service.ts';

export const statusRoutes: FastifyPluginAsyncZod<{ status: StatusService }> = async (app, { status }) => {
  app.route({
    ...getStatus,
    handler: async (_request, reply) =>
      reply
        .code(200)
        .header('cache-control', 'public, max-age=5')
        .send(await status.current()),
  });
};
