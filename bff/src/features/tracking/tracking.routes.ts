import { trackDossier } from '@tayninh/shared/features/tracking/tracking.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { TrackingService } from './tracking.service.ts';

export const trackingRoutes: FastifyPluginAsyncZod<{ tracking: TrackingService }> = async (app, { tracking }) => {
  app.route({
    ...trackDossier,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', 'no-store')
        .send(await tracking.track({ ...request.body, address: request.ip })),
  });
};
