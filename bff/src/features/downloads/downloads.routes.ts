import { createFileTicket, download } from '@tayninh/shared/features/results/results.contract';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import type { DownloadService } from './downloads.service.ts';

export const downloadRoutes: FastifyPluginAsyncZod<{
  downloads: DownloadService;
  /** The session that a request shows, if it shows one. @throws AppError when it does not hold */
  sessionOf: (request: FastifyRequest) => string | null;
}> = async (app, { downloads, sessionOf }) => {
  app.route({
    ...createFileTicket,
    handler: async (request, reply) => {
      const by = { sessionId: request.citizen?.sessionId ?? '', requestId: request.id };
      return reply.code(201).send(await downloads.issueForFile(ownScope(request), by, request.params.id));
    },
  });
  app.route({
    ...download,
    exposeHeadRoute: false, // looking first would use the ticket up
    // after the headers of every answer, so that these stand
    onSend: async (_request, reply) => {
      reply.header('content-security-policy', "sandbox; default-src 'none'").header('cache-control', 'no-store');
    },
    handler: async (request, reply) => {
      const { name, type, bytes } = await downloads.use(request.params.ticket, sessionOf(request));
      return reply.code(200).type(type).header('content-disposition', attachment(name)).send(bytes);
    },
  });
};

/** RFC 6266: the name for new readers, plain letters for old ones; nothing in it can end the header. */
function attachment(name: string): string {
  const clean = name.replace(/[\p{C}/\\]/gu, ' ').trim();
  const plain = clean
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .replace(/[^\w.\- ]/g, '_');
  const encoded = encodeURIComponent(clean.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
