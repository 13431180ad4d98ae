import {
  archiveRecipientList,
  archiveSegment,
  countSegment,
  createRecipientList,
  createSegment,
  dropFaultyRows,
  dropRow,
  editSegment,
  getRecipientList,
  listFaultyRows,
  listRecipientLists,
  listSegments,
  putRecipientFile,
  putRow,
  recountSegment,
} from '@tayninh/shared/features/audiences/audiences.contract';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Officer } from './audiences.repository.ts';
import type { AudienceService } from './audiences.service.ts';
import { FILE_MAX_BYTES } from './list-file.ts';
import type { RecipientListService } from './recipient-lists.service.ts';

/** What browsers call the two kinds of files, and what is sent when they do not know. */
const FILE_TYPES = [
  'application/octet-stream',
  'text/csv',
  'application/vnd.ms-excel', // Windows says so of csv
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** @param officerOf who is at work, proven by the console's session. */
export const audienceRoutes: FastifyPluginAsyncZod<{
  audiences: AudienceService;
  lists: RecipientListService;
  officerOf: (request: FastifyRequest) => Officer;
}> = async (app, { audiences, lists, officerOf }) => {
  app.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer', bodyLimit: FILE_MAX_BYTES }, (_request, body, done) => done(null, body));

  app.route({
    ...listSegments,
    handler: async (request, reply) => reply.code(200).send({ items: await audiences.list(officerOf(request)) }),
  });
  app.route({
    ...countSegment,
    handler: async (request, reply) => reply.code(200).send(await audiences.count(request.body.definition, officerOf(request))),
  });
  app.route({
    ...createSegment,
    handler: async (request, reply) => reply.code(201).send(await audiences.create(request.body, officerOf(request), request.id)),
  });
  app.route({
    ...editSegment,
    handler: async (request, reply) =>
      reply.code(200).send(await audiences.edit(request.params.id, request.body, officerOf(request), request.id)),
  });
  app.route({
    ...recountSegment,
    handler: async (request, reply) => reply.code(200).send(await audiences.recount(request.params.id, officerOf(request), request.id)),
  });
  app.route({
    ...archiveSegment,
    handler: async (request, reply) => {
      await audiences.archive(request.params.id, officerOf(request));
      return reply.code(204).send();
    },
  });

  app.route({
    ...listRecipientLists,
    handler: async (request, reply) => reply.code(200).send({ items: await lists.list(officerOf(request)) }),
  });
  app.route({
    ...createRecipientList,
    handler: async (request, reply) => reply.code(201).send(await lists.create(request.body, officerOf(request), request.id)),
  });
  app.route({
    ...putRecipientFile,
    handler: async (request, reply) => {
      const bytes: unknown = request.body;
      const file = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0); // JSON is no file
      return reply.code(200).send(await lists.upload(request.params.id, file, officerOf(request), request.id));
    },
  });
  app.route({
    ...getRecipientList,
    handler: async (request, reply) => reply.code(200).send(await lists.get(request.params.id, officerOf(request))),
  });
  app.route({
    ...listFaultyRows,
    handler: async (request, reply) => reply.code(200).send(await lists.faulty(request.params.id, request.query, officerOf(request))),
  });
  app.route({
    ...putRow,
    handler: async (request, reply) =>
      reply.code(200).send(await lists.mend(request.params.id, request.params.lineNo, request.body, officerOf(request))),
  });
  app.route({
    ...dropRow,
    handler: async (request, reply) => reply.code(200).send(await lists.drop(request.params.id, request.params.lineNo, officerOf(request))),
  });
  app.route({
    ...dropFaultyRows,
    handler: async (request, reply) => reply.code(200).send(await lists.drop(request.params.id, null, officerOf(request))),
  });
  app.route({
    ...archiveRecipientList,
    handler: async (request, reply) => {
      await lists.archive(request.params.id, officerOf(request));
      return reply.code(204).send();
    },
  });
};
