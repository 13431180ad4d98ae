import { copyStoredPaper, createStoredPaperTicket, listStoredPapers } from '@tayninh/shared/features/stored-papers/stored-papers.contract';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import type { StoredPaperService } from './stored-papers.service.ts';

const callerOf = (request: FastifyRequest) => ({ sessionId: request.citizen?.sessionId ?? '', requestId: request.id });

export const storedPaperRoutes: FastifyPluginAsyncZod<{ storedPapers: StoredPaperService }> = async (app, { storedPapers }) => {
  app.route({
    ...listStoredPapers,
    handler: async (request, reply) => reply.code(200).send(await storedPapers.list(ownScope(request), callerOf(request))),
  });
  app.route({
    ...createStoredPaperTicket,
    handler: async (request, reply) => {
      const { id, n } = request.params;
      return reply.code(201).send(await storedPapers.ticketFor(ownScope(request), callerOf(request), id, n));
    },
  });
  app.route({
    ...copyStoredPaper,
    handler: async (request, reply) => {
      const { id, n } = request.params;
      return reply.code(201).send({ fileId: await storedPapers.copy(ownScope(request), callerOf(request), id, n) });
    },
  });
};
