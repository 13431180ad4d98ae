import { answerChecklist, getChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ChecklistService } from './checklists.service.ts';

export const checklistRoutes: FastifyPluginAsyncZod<{ checklists: ChecklistService }> = async (app, { checklists }) => {
  app.route({
    ...getChecklist,
    handler: async (request, reply) =>
      reply
        .code(200)
        // public facts, as the procedure itself
        .header('cache-control', 'public, max-age=60')
        .send(await checklists.inForce(request.params.code)),
  });
  app.route({
    ...answerChecklist,
    handler: async (request, reply) => reply.code(200).send(await checklists.answer(request.params.code, request.body)),
  });
};
