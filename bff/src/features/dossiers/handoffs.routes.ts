import { getHandoff, handOver, takeBack } from '@tayninh/shared/features/dossiers/handoffs.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ActingFor } from '../../platform/acting-for.ts';
import type { HandoffService } from './handoffs.service.ts';

export const handoffRoutes: FastifyPluginAsyncZod<{ handoffs: HandoffService; actingFor: ActingFor }> = async (
  app,
  { handoffs, actingFor },
) => {
  app.route({
    ...handOver,
    handler: async (request, reply) => {
      const { id } = request.params;
      return reply.code(201).send(await handoffs.begin(await actingFor.draft(request, id, 'hand-over'), id, request.id));
    },
  });
  app.route({
    ...getHandoff,
    handler: async (request, reply) => {
      const { id } = request.params;
      return reply.code(200).send(await handoffs.find(await actingFor.draft(request, id, 'see'), id));
    },
  });
  app.route({
    ...takeBack,
    handler: async (request, reply) => {
      const { id } = request.params;
      await handoffs.takeBack(await actingFor.draft(request, id, 'take-back'), id, request.id);
      return reply.code(204).send();
    },
  });
};
