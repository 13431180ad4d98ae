import { chooseDelivery, getDelivery } from '@tayninh/shared/features/deliveries/deliveries.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ActingFor } from '../../platform/acting-for.ts';
import type { DeliveryService } from './deliveries.service.ts';

export const deliveryRoutes: FastifyPluginAsyncZod<{ deliveries: DeliveryService; actingFor: ActingFor }> = async (
  app,
  { deliveries, actingFor },
) => {
  app.route({
    ...getDelivery,
    handler: async (request, reply) =>
      reply.code(200).send(await deliveries.get(await actingFor.dossier(request, request.params.id, 'see'), request.params.id)),
  });
  app.route({
    ...chooseDelivery,
    handler: async (request, reply) =>
      reply
        .code(200)
        .send(await deliveries.choose(await actingFor.dossier(request, request.params.id, 'act'), request.params.id, request.body)),
  });
};
