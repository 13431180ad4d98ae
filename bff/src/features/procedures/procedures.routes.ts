import { getProcedure, getProcedureForm, listProcedures } from '@tayninh/shared/features/procedures/procedures.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ProcedureService } from './procedures.service.ts';

/** Public facts: any cache may keep them for a minute and ask again by ETag. */
const CACHE_CONTROL = 'public, max-age=60';

export const procedureRoutes: FastifyPluginAsyncZod<{ procedures: ProcedureService; showsSamples: boolean }> = async (
  app,
  { procedures, showsSamples },
) => {
  app.route({
    ...listProcedures,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', CACHE_CONTROL)
        .send(await procedures.list(request.query)),
  });
  app.route({
    ...getProcedure,
    handler: async (request, reply) => {
      const { body, etag } = await procedures.answer(request.params.code);
      reply.header('cache-control', CACHE_CONTROL).header('etag', etag);
      if (request.headers['if-none-match'] === etag) return reply.code(304 as 200).send(null as never);
      // Serialised once per version from the contract's own shape: a Buffer passes the serialiser by.
      return reply.type('application/json; charset=utf-8').send(body as never);
    },
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
