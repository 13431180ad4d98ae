import { getPickup, givePickupNumberBack, takePickupNumber } from '@tayninh/shared/features/pickups/pickups.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ActingFor } from '../../platform/acting-for.ts';
import type { PickupService } from './pickups.service.ts';

export const pickupRoutes: FastifyPluginAsyncZod<{ pickups: PickupService; actingFor: ActingFor }> = async (
  app,
  { pickups, actingFor },
) => {
  app.route({
    ...getPickup,
    handler: async (request, reply) =>
      reply.code(200).send(await pickups.get(await actingFor.dossier(request, request.params.id, 'see'), request.params.id)),
  });
  app.route({
    ...takePickupNumber,
    handler: async (request, reply) =>
      reply
        .code(200)
        .send(await pickups.take(await actingFor.dossier(request, request.params.id, 'act'), request.params.id, request.body, request.id)),
  });
  app.route({
    ...givePickupNumberBack,
    handler: async (request, reply) =>
      reply
        .code(200)
        .send(await pickups.giveBack(await actingFor.dossier(request, request.params.id, 'act'), request.params.id, request.id)),
  });
};
