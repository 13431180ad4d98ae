import { copyResult, createResultTicket, getResult, listResults, listVault } from '@tayninh/shared/features/results/results.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import type { ActingFor } from '../../platform/acting-for.ts';
import type { ResultService } from './results.service.ts';

/** Makes a way to a file that was found to be the caller's. */
export type IssueTicket = (
  request: { citizenId: string; sessionId: string; requestId: string },
  file: { fileId: string; name: string; purpose: 'result'; subjectId: string },
) => Promise<{ path: string; name: string; expiresAt: string }>;

export const resultRoutes: FastifyPluginAsyncZod<{ results: ResultService; actingFor: ActingFor; issueTicket: IssueTicket }> = async (
  app,
  { results, actingFor, issueTicket },
) => {
  app.route({
    ...listResults,
    handler: async (request, reply) =>
      reply.code(200).send({ items: await results.listOf(await actingFor.dossier(request, request.params.id, 'see'), request.params.id) }),
  });
  app.route({
    ...getResult,
    handler: async (request, reply) =>
      reply
        .code(200)
        .send(await results.get(await actingFor.dossier(request, request.params.id, 'see'), request.params.id, request.params.n)),
  });
  app.route({
    ...listVault,
    handler: async (request, reply) => reply.code(200).send({ items: await results.listAll(ownScope(request)) }),
  });
  app.route({
    ...createResultTicket,
    handler: async (request, reply) => {
      const scope = await actingFor.dossier(request, request.params.id, 'see');
      const { resultId, fileId, name } = await results.copyOf(scope, request.params.id, request.params.n);
      const by = { citizenId: scope.actorId, sessionId: request.citizen?.sessionId ?? '', requestId: request.id };
      return reply.code(201).send(await issueTicket(by, { fileId, name, purpose: 'result', subjectId: resultId }));
    },
  });
  app.route({
    ...copyResult,
    handler: async (request, reply) => {
      const scope = await actingFor.dossier(request, request.params.id, 'see');
      const by = { citizenId: scope.actorId, sessionId: request.citizen?.sessionId ?? '' };
      return reply.code(201).send({ fileId: await results.reuse(scope, by, request.params.id, request.params.n) });
    },
  });
};
