import { createReceiptTicket, getReceipt } from '@tayninh/shared/features/dossiers/receipt.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ownScope } from '../../platform/access.ts';
import type { ReceiptService } from './receipt.service.ts';

/** A page costs as much work as some hundred other answers. */
const rateLimit = { max: 20, timeWindow: '1 minute' };

type IssueTicket = (
  by: { citizenId: string; sessionId: string; requestId: string },
  what: { fileId: string; name: string; purpose: 'receipt'; subjectId: string },
) => Promise<{ path: string; name: string; expiresAt: string }>;

export const receiptRoutes: FastifyPluginAsyncZod<{ receipts: ReceiptService; issueTicket: IssueTicket }> = async (
  app,
  { receipts, issueTicket },
) => {
  app.route({
    ...getReceipt,
    config: { ...getReceipt.config, rateLimit },
    handler: async (request, reply) => {
      const { bytes, name } = await receipts.print(ownScope(request), request.params.id, request.query.kind);
      return reply.code(200).type('application/pdf').header('content-disposition', `attachment; filename="${name}"`).send(bytes);
    },
  });
  app.route({
    ...createReceiptTicket,
    config: { ...createReceiptTicket.config, rateLimit },
    handler: async (request, reply) => {
      const scope = ownScope(request);
      const what = await receipts.forTicket(scope, request.params.id, request.query.kind);
      const by = { citizenId: scope.citizenId, sessionId: request.citizen?.sessionId ?? '', requestId: request.id };
      return reply.code(201).send(await issueTicket(by, { ...what, purpose: 'receipt' }));
    },
  });
};
