import {
  actOnConsent,
  getPreferences,
  muteCategory,
  type Preferences,
  putPreferences,
} from '@tayninh/shared/features/notifications/notifications.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import type { PreferenceService } from './preferences.service.ts';

export const preferenceRoutes: FastifyPluginAsyncZod<{ preferences: PreferenceService }> = async (app, { preferences }) => {
  app.route({
    ...getPreferences,
    handler: async (request, reply) => reply.code(200).send(await preferences.show(ownScope(request))),
  });
  app.route({
    ...putPreferences,
    handler: async (request, reply) => reply.code(200).send(await preferences.change(ownScope(request), request.body)),
  });
  app.route({
    ...muteCategory,
    handler: async (request, reply): Promise<Preferences> =>
      reply.code(200).send(await preferences.muteOnly(ownScope(request), request.params.category, request.body.muted)),
  });
  app.route({
    ...actOnConsent,
    handler: async (request, reply) => {
      const { about, act, textVersion } = request.body;
      const sessionId = request.citizen?.sessionId ?? null;
      return reply.code(200).send(await preferences.act(ownScope(request), about, act, { textVersion, channel: 'mini-app', sessionId }));
    },
  });
};
