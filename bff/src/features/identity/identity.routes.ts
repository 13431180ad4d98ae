import { createSession, endSession, getMe, putMyPhone, refreshSession } from '@tayninh/shared/features/identity/identity.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type CitizenActor, ownScope } from '../../platform/access.ts';
import type { IdentityService } from './identity.service.ts';

export const identityRoutes: FastifyPluginAsyncZod<{ identity: IdentityService }> = async (app, { identity }) => {
  app.route({
    ...createSession,
    handler: async (request, reply) =>
      reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await identity.signIn(request.body)),
  });
  app.route({
    ...refreshSession,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', 'no-store')
        .send(await identity.refresh(request.body)),
  });
  app.route({
    ...endSession,
    handler: async (request, reply) => {
      await identity.signOut(request.citizen as CitizenActor); // set by the access policy of the route
      return reply.code(204).send();
    },
  });
  app.route({
    ...getMe,
    handler: async (request, reply) => reply.code(200).send(await identity.me(ownScope(request), request.citizen as CitizenActor)),
  });
  app.route({
    ...putMyPhone,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', 'no-store')
        .send(await identity.addPhone(ownScope(request), request.citizen as CitizenActor, request.body)),
  });
};
