import {
  beginIdentityLink,
  confirmIdentityLink,
  endIdentityLink,
  getIdentityLink,
  identityReturn,
} from '@tayninh/shared/features/identity/identity-links.contract';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type CitizenActor, ownScope } from '../../platform/access.ts';
import type { IdentityLinkService } from './identity-links.service.ts';
import { RETURN_PAGE_CSP, returnPage } from './return-page.ts';

/** Set by the access policy of the route. */
const actor = (request: FastifyRequest) => request.citizen as CitizenActor;

export const identityLinkRoutes: FastifyPluginAsyncZod<{ links: IdentityLinkService }> = async (app, { links }) => {
  app.route({
    ...beginIdentityLink,
    handler: async (request, reply) => reply.code(201).send(await links.begin(ownScope(request), actor(request), request.body)),
  });
  app.route({
    ...getIdentityLink,
    handler: async (request, reply) => reply.code(200).send(await links.view(ownScope(request), actor(request), request.params.id)),
  });
  app.route({
    ...confirmIdentityLink,
    handler: async (request, reply) =>
      reply.code(200).send(await links.confirm(ownScope(request), actor(request), { ...request.params, ...request.body })),
  });
  app.route({
    ...endIdentityLink,
    handler: async (request, reply) => {
      await links.revoke(ownScope(request), actor(request));
      return reply.code(204).send();
    },
  });
  app.route({
    ...identityReturn,
    // A page, not JSON: the text goes out as it is.
    serializerCompiler: () => (page) => String(page),
    handler: async (request, reply) => {
      const face = await links.finish(new URL(request.url, 'http://return').searchParams);
      return reply
        .code(face.kind === 'unknown' ? 400 : 200)
        .header('content-security-policy', RETURN_PAGE_CSP)
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(returnPage(face));
    },
  });
};
