import { computePromiseDate } from '@tayninh/shared/features/promise-dates/promise-dates.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { PromiseDateService } from './promise-dates.service.ts';

export const promiseDateRoutes: FastifyPluginAsyncZod<{ promiseDates: PromiseDateService }> = async (app, { promiseDates }) => {
  app.route({
    ...computePromiseDate,
    handler: async (request, reply) =>
      reply
        .code(200)
        .header('cache-control', 'no-store')
        .send(await promiseDates.compute(request.body)),
  });
};
