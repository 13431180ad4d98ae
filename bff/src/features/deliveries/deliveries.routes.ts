import { chooseDelivery, getDelivery } from '@tayninh/shared/features/deliveries/deliveries.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import type { DeliveryService } from './deliveries.service.ts';

export const deliveryRoutes: FastifyPluginAsyncZod<{ deliveries: DeliveryService }> = async (app, { deliveries }) => {
  app.route({
    ...getDelivery,
    handler: async (request, reply) => reply.code(200).send(await deliveries.get(ownScope(request), request.params.id)),
  });
  app.route({
    ...chooseDelivery,
    handler: async (request, reply) => reply.code(200).send(await deliveries.choose(ownScope(request), request.params.id, request.body)),
  });
};
