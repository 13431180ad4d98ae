import {
  acceptInvitation,
  addOrganisation,
  createAuthorisation,
  endAuthorisation,
  listAuthorisations,
  lookAtInvitation,
} from '@tayninh/shared/features/authorisations/authorisations.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import type { AuthorisationService } from './authorisations.service.ts';

export const authorisationRoutes: FastifyPluginAsyncZod<{ authorisations: AuthorisationService }> = async (app, { authorisations }) => {
  app.route({
    ...createAuthorisation,
    handler: async (request, reply) => reply.code(201).send(await authorisations.create(ownScope(request), request.body, request.id)),
  });
  app.route({
    ...listAuthorisations,
    handler: async (request, reply) => reply.code(200).send(await authorisations.list(ownScope(request))),
  });
  app.route({
    ...lookAtInvitation,
    handler: async (request, reply) => reply.code(200).send(await authorisations.lookAt(ownScope(request), request.body.code)),
  });
  app.route({
    ...acceptInvitation,
    handler: async (request, reply) =>
      reply.code(200).send(
        await authorisations.accept(ownScope(request), request.body, {
          requestId: request.id,
          sessionId: request.citizen?.sessionId ?? '',
        }),
      ),
  });
  app.route({
    ...endAuthorisation,
    handler: async (request, reply) => {
      await authorisations.end(ownScope(request), request.params.id, request.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...addOrganisation,
    handler: async (request, reply) => reply.code(201).send(await authorisations.addOrganisation(ownScope(request), request.body)),
  });
};
