import { getCatalogue } from '@tayninh/shared/features/procedures/catalogue-copy.contract';
import {
  getProcedure,
  getProcedureFacets,
  getProcedureForm,
  listCommonProcedures,
  listProcedures,
  listProcedureVersions,
  reportSearch,
} from '@tayninh/shared/features/procedures/procedures.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { encodingFor, etagOf, isHeld } from './catalogue-copy.ts';
import type { CommonProcedureService } from './common-procedures.service.ts';
import type { ProcedureService } from './procedures.service.ts';

/** Public facts: any cache may keep them for a minute. */
export const MAX_AGE_SECONDS = 60;
const CACHE_CONTROL = `public, max-age=${MAX_AGE_SECONDS}`;

export const procedureRoutes: FastifyPluginAsyncZod<{
  procedures: ProcedureService;
  common: CommonProcedureService;
  showsSamples: boolean;
}> = async (app, { procedures, common, showsSamples }) => {
  app.route({
    ...listProcedures,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send(await procedures.list(request.query)),
  });
  app.route({
    ...getCatalogue,
    handler: async (request, reply) => {
      const copy = await procedures.copy();
      const encoding = encodingFor(request.headers['accept-encoding']);
      reply.header('cache-control', CACHE_CONTROL).header('vary', 'Origin, Accept-Encoding').header('etag', etagOf(copy, encoding));
      if (isHeld(copy, request.headers['if-none-match'])) return reply.code(304).send();
      if (encoding !== 'identity') reply.header('content-encoding', encoding);
      // ready bytes: neither filtered nor serialised again
      return reply.type('application/json; charset=utf-8').send(copy.bodies[encoding] as never);
    },
  });
  app.route({
    ...reportSearch,
    handler: async (request, reply) => {
      await procedures.countUnanswered(request.body.q);
      return reply.code(204).send();
    },
  });
  app.route({
    ...listCommonProcedures,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send(await common.list(request.query)),
  });
  // The plain addresses of these two are answered from memory (platform/ready-answers); this is the way of every other spelling.
  app.route({
    ...getProcedureFacets,
    handler: async (_request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send(await procedures.facets()),
  });
  app.route({
    ...getProcedure,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send(await procedures.detail(request.params.code)),
  });
  app.route({
    ...listProcedureVersions,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send({ items: await procedures.versions(request.params.code) }),
  });
  app.route({
    ...getProcedureForm,
    handler: async (request, reply) => {
      const { formVersion, caseId, caseName, schema, layout, components, sample } = await procedures.form(
        request.params.code,
        request.query.case,
      );
      return reply.code(200).send({ formVersion, caseId, caseName, schema, layout, components, ...(showsSamples && { sample }) });
    },
  });
};
