import { listOffices, listUnits } from '@tayninh/shared/features/places/places.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { PlaceService } from './places.service.ts';

/** Public facts; offices say whether they are open, so nobody keeps them longer than this. */
const CACHE_CONTROL = 'public, max-age=60';

export const placeRoutes: FastifyPluginAsyncZod<{ places: PlaceService }> = async (app, { places }) => {
  app.route({
    ...listUnits,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send(await places.units(request.query)),
  });
  app.route({
    ...listOffices,
    handler: async (request, reply) => {
      const { lat, lng, ...query } = request.query;
      const position = lat === undefined || lng === undefined ? null : ([lng, lat] as const);
      // Where somebody stands belongs in no cache.
      reply.code(200).header('cache-control', position ? 'no-store' : CACHE_CONTROL);
      return reply.send(await places.offices({ ...query, position }));
    },
  });
};
