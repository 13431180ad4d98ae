import { answerSupplement, rateDossier, saveSupplementDraft, withdrawDossier } from '@tayninh/shared/features/dossiers/acts.contract';
import { resendFiles } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ActingFor } from '../../platform/acting-for.ts';
import { AppError } from '../../platform/app-error.ts';
import type { ActService } from './acts.service.ts';

export const actRoutes: FastifyPluginAsyncZod<{ acts: ActService; actingFor: ActingFor }> = async (app, { acts, actingFor }) => {
  app.route({
    ...saveSupplementDraft,
    handler: async (request, reply) => {
      await acts.saveDraft(await actingFor.dossier(request, request.params.id, 'act'), request.params.id, request.params.sid, request.body);
      return reply.code(204).send();
    },
  });
  app.route({
    ...answerSupplement,
    handler: async (request, reply) => {
      const { id, sid } = request.params;
      const answered = await acts.answerSupplement(await actingFor.dossier(request, request.params.id, 'act'), {
        ...keyed(request),
        dossierId: id,
        supplementId: sid,
        ...request.body,
      });
      return reply.code(202).send(replayed(reply, answered));
    },
  });
  app.route({
    ...resendFiles,
    handler: async (request, reply) => {
      const { id } = request.params;
      const scope = await actingFor.dossier(request, id, 'act');
      const resent = await acts.resend(scope, { ...keyed(request), dossierId: id, files: request.body.files });
      return reply.code(202).send(replayed(reply, resent));
    },
  });
  app.route({
    ...withdrawDossier,
    handler: async (request, reply) => {
      const withdrawn = await acts.withdraw(await actingFor.dossier(request, request.params.id, 'act'), {
        ...keyed(request),
        dossierId: request.params.id,
        ...request.body,
      });
      return reply.code(202).send(replayed(reply, withdrawn));
    },
  });
  app.route({
    ...rateDossier,
    handler: async (request, reply) => {
      const rated = await acts.rate(await actingFor.dossier(request, request.params.id, 'act'), {
        ...keyed(request),
        dossierId: request.params.id,
        ...request.body,
      });
      return reply.code(202).send(replayed(reply, rated));
    },
  });
};

function keyed(request: FastifyRequest) {
  const idempotencyKey = request.headers['idempotency-key'];
  if (typeof idempotencyKey !== 'string') throw new AppError('idempotency-key-missing', 'no key');
  return { idempotencyKey, requestId: request.id };
}

function replayed<T>(reply: FastifyReply, { isReplay, ...accepted }: { isReplay: boolean } & T) {
  if (isReplay) reply.header('idempotency-replayed', 'true');
  return accepted;
}
