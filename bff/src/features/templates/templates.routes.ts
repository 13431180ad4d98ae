import {
  addTemplateVersion,
  archiveTemplate,
  createTemplate,
  getTemplate,
  lintTemplate,
  listTemplates,
  listZaloTemplates,
  previewTemplate,
  putTemplateVersion,
} from '@tayninh/shared/features/templates/templates.contract';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { TemplateScope } from './templates.repository.ts';
import type { TemplateService } from './templates.service.ts';

/** @param scopeOf how far the person at the console reaches on this route, from the session. */
export const templateRoutes: FastifyPluginAsyncZod<{
  templates: TemplateService;
  scopeOf: (request: FastifyRequest) => TemplateScope;
}> = async (app, { templates, scopeOf }) => {
  app.route({
    ...listTemplates,
    handler: async (request, reply) => reply.code(200).send(await templates.list(scopeOf(request), request.query)),
  });
  app.route({
    ...getTemplate,
    handler: async (request, reply) => reply.code(200).send(await templates.detail(scopeOf(request), request.params.id)),
  });
  app.route({
    ...createTemplate,
    handler: async (request, reply) => reply.code(201).send(await templates.create(scopeOf(request), request.body)),
  });
  app.route({
    ...addTemplateVersion,
    handler: async (request, reply) => reply.code(201).send(await templates.addVersion(scopeOf(request), request.params.id, request.body)),
  });
  app.route({
    ...putTemplateVersion,
    handler: async (request, reply) =>
      reply.code(200).send(await templates.changeVersion(scopeOf(request), request.params.id, request.params.no, request.body)),
  });
  app.route({
    ...archiveTemplate,
    handler: async (request, reply) => {
      await templates.archive(scopeOf(request), request.params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...lintTemplate,
    handler: async (request, reply) => {
      scopeOf(request);
      return reply.code(200).send(await templates.lint(request.body));
    },
  });
  app.route({
    ...previewTemplate,
    handler: async (request, reply) => {
      scopeOf(request);
      const rendered = templates.preview(request.body);
      return reply.code(200).send(structuredClone(rendered) as never);
    },
  });
  app.route({
    ...listZaloTemplates,
    handler: async (request, reply) => {
      scopeOf(request);
      return reply.code(200).send({ items: [...(await templates.atZalo())] });
    },
  });
};
