import { convertAddress, findMyLocation, getUnitTable, listOffices, listUnits } from '@tayninh/shared/features/places/places.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { ownScope } from '../../platform/access.ts';
import type { LocationService } from './location.service.ts';
import type { PlaceService } from './places.service.ts';

/** Public facts; offices say whether they are open, so nobody keeps them longer than this. */
const CACHE_CONTROL = 'public, max-age=60';

export const placeRoutes: FastifyPluginAsyncZod<{ places: PlaceService; location: LocationService }> = async (
  app,
  { places, location },
) => {
  app.route({
    ...listUnits,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send(await places.units(request.query)),
  });
  app.route({
    ...getUnitTable,
    handler: async (_request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send((await places.table()) as z.input<(typeof getUnitTable.schema.response)[200]>),
  });
  app.route({
    ...convertAddress,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', 'no-store')
        .send(await places.convert(request.body.address)),
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
  app.route({
    ...findMyLocation,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', 'no-store')
        .send(await location.find(ownScope(request), request.body)),
  });
};
