import {
  createDraft,
  deleteDraft,
  getDossier,
  getDraft,
  listCounterDossiers,
  listDossiers,
  listDrafts,
  listSuggestions,
  putDraft,
  sendForReview,
  submitDossier,
} from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type CitizenActor, ownScope } from '../../platform/access.ts';
import type { ActingFor } from '../../platform/acting-for.ts';
import { AppError } from '../../platform/app-error.ts';
import type { CounterDossierService } from './counter-dossiers.service.ts';
import type { DossierService } from './dossiers.service.ts';
import type { DraftService } from './drafts.service.ts';
import type { SuggestionService } from './suggestions.service.ts';

export const dossierRoutes: FastifyPluginAsyncZod<{
  dossiers: DossierService;
  drafts: DraftService;
  suggestions: SuggestionService;
  atCounter: CounterDossierService;
  actingFor: ActingFor;
}> = async (app, { dossiers, drafts, suggestions, atCounter, actingFor }) => {
  app.route({
    ...createDraft,
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      const { body } = request;
      const draft =
        'fromDossierId' in body
          ? await drafts.correct(await actingFor.dossier(request, body.fromDossierId, 'act'), { ...body, idempotencyKey })
          : await drafts.create(ownScope(request), { ...body, idempotencyKey });
      return reply.code(201).header('etag', draft.etag).header('location', `/v1/drafts/${draft.id}`).send(draft);
    },
  });
  app.route({ ...listDrafts, handler: async (request, reply) => reply.code(200).send({ items: await drafts.list(ownScope(request)) }) });
  app.route({
    ...getDraft,
    handler: async (request, reply) => {
      const draft = await drafts.view(await actingFor.draft(request, request.params.id, 'see'), request.params.id);
      return reply.code(200).header('etag', draft.etag).send(draft);
    },
  });
  app.route({
    ...listSuggestions,
    handler: async (request, reply) => reply.code(200).send({ items: await suggestions.list(ownScope(request), request.params.id) }),
  });
  app.route({
    ...putDraft,
    handler: async (request, reply) => {
      const scope = await actingFor.draft(request, request.params.id, 'edit');
      const draft = await drafts.save(scope, { id: request.params.id, ifMatch: request.headers['if-match'], ...request.body });
      return reply.code(200).header('etag', draft.etag).send(draft);
    },
  });
  app.route({
    ...deleteDraft,
    handler: async (request, reply) => {
      await drafts.remove(await actingFor.draft(request, request.params.id, 'remove'), request.params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...sendForReview,
    handler: async (request, reply) => {
      await drafts.sendForReview(await actingFor.draft(request, request.params.id, 'review'), request.params.id, request.body.isSent);
      return reply.code(204).send();
    },
  });
  app.route({
    ...submitDossier,
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      if (!idempotencyKey) throw new AppError('idempotency-key-missing', 'no key');
      const { isReplay, ...filed } = await dossiers.submit(ownScope(request), {
        ...request.body,
        mayFile: () => actingFor.draft(request, request.body.draftId, 'submit'),
        idempotencyKey,
        sessionId: request.citizen?.sessionId ?? '',
        requestId: request.id,
      });
      reply.code(202).header('location', `/v1/dossiers/${filed.id}`);
      if (isReplay) reply.header('idempotency-replayed', 'true');
      return reply.send(filed);
    },
  });
  app.route({
    ...listDossiers,
    handler: async (request, reply) => reply.code(200).send(await dossiers.list(ownScope(request), request.query)),
  });
  app.route({
    ...listCounterDossiers,
    handler: async (request, reply) => {
      const { sessionId } = request.citizen as CitizenActor; // set by the access policy of the route
      return reply.code(200).send(await atCounter.list(ownScope(request), { sessionId, requestId: request.id }));
    },
  });
  app.route({
    ...getDossier,
    handler: async (request, reply) =>
      reply.code(200).send(await dossiers.get(await actingFor.dossier(request, request.params.id, 'see'), request.params.id)),
  });
};
