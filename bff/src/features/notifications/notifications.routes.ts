import {
  archiveInbox,
  createCalendarTicket,
  getInbox,
  getMessage,
  type InboxMessage,
  readInbox,
} from '@tayninh/shared/features/notifications/notifications.contract';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { NotificationRepository } from './notifications.repository.ts';

type IssueTicket = (
  by: { citizenId: string; sessionId: string; requestId: string },
  what: { fileId: string; name: string; purpose: 'calendar'; subjectId: string },
) => Promise<{ path: string; name: string; expiresAt: string }>;
type Row = NonNullable<Awaited<ReturnType<NotificationRepository['find']>>>;

export const notificationRoutes: FastifyPluginAsyncZod<{ repository: NotificationRepository; issueTicket: IssueTicket }> = async (
  app,
  { repository, issueTicket },
) => {
  app.route({
    ...getInbox,
    handler: async (request, reply) => {
      const { limit, cursor, category, q = '', archived } = request.query;
      const { items, unreadBy } = await repository.page(ownScope(request), {
        limit: limit + 1,
        before: readCursor(cursor),
        category,
        words: foldKey(q).split(' ').filter(Boolean),
        isArchived: archived === 'true',
      });
      const page = items.slice(0, limit);
      const last = items.length > limit ? page.at(-1) : undefined;
      return reply.code(200).send({
        items: page.map(shown),
        nextCursor: last ? writeCursor(last.createdAt, last.id) : null,
        unread: Object.values(unreadBy).reduce((sum, count) => sum + count, 0),
        unreadBy,
      });
    },
  });
  app.route({
    ...getMessage,
    handler: async (request, reply) => {
      const row = await repository.find(ownScope(request), request.params.id);
      if (!row) throw new AppError('message-not-found', 'missing or not owned');
      return reply.code(200).send(shown(row));
    },
  });
  app.route({
    ...createCalendarTicket,
    handler: async (request, reply) => {
      const scope = ownScope(request);
      const { id } = request.params;
      if (!(await repository.find(scope, id))?.eventAt) throw new AppError('message-not-found', 'missing, not owned, or without a time');
      const by = { citizenId: scope.citizenId, sessionId: request.citizen?.sessionId ?? '', requestId: request.id };
      return reply.code(201).send(await issueTicket(by, { fileId: id, name: 'lich-hen.ics', purpose: 'calendar', subjectId: id }));
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
    ...archiveInbox,
    handler: async (request, reply) => {
      await repository.archive(ownScope(request), request.body.ids, request.body.isArchived);
      return reply.code(204).send();
    },
  });
};

const shown = (row: Row): InboxMessage => ({
  id: row.id,
  kind: row.kind as InboxMessage['kind'],
  category: row.category,
  title: row.title,
  body: row.body,
  dossierId: row.dossierId,
  action: row.action,
  eventAt: row.eventAt?.toISOString() ?? null,
  at: row.createdAt.toISOString(),
  readAt: row.readAt?.toISOString() ?? null,
  archivedAt: row.archivedAt?.toISOString() ?? null,
});
