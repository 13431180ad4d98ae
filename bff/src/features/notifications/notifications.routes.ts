import {
  getInbox,
  getPreferences,
  type InboxMessage,
  putPreferences,
  readInbox,
} from '@tayninh/shared/features/notifications/notifications.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { NotificationRepository } from './notifications.repository.ts';

export const notificationRoutes: FastifyPluginAsyncZod<{ repository: NotificationRepository }> = async (app, { repository }) => {
  app.route({
    ...getInbox,
    handler: async (request, reply) => {
      const { limit, cursor } = request.query;
      const { items, unread } = await repository.page(ownScope(request), { limit: limit + 1, before: readCursor(cursor) });
      const page = items.slice(0, limit);
      const last = items.length > limit ? page.at(-1) : undefined;
      return reply.code(200).send({
        items: page.map((row) => ({
          id: row.id,
          kind: row.kind as InboxMessage['kind'],
          title: row.title,
          body: row.body,
          dossierId: row.dossierId,
          at: row.createdAt.toISOString(),
          readAt: row.readAt?.toISOString() ?? null,
        })),
        nextCursor: last ? writeCursor(last.createdAt, last.id) : null,
        unread,
      });
    },
  });
  app.route({
    ...readInbox,
    handler: async (request, reply) => {
      await repository.markRead(ownScope(request), request.body.ids);
      return reply.code(204).send();
    },
  });
  app.route({
    ...getPreferences,
    handler: async (request, reply) => reply.code(200).send(await repository.preferences(ownScope(request))),
  });
  app.route({
    ...putPreferences,
    handler: async (request, reply) => {
      await repository.savePreferences(ownScope(request), request.body);
      return reply.code(200).send(request.body);
    },
  });
};
