import { createPayment, getPayment, listPayments, namePaymentOrder } from '@tayninh/shared/features/payments/payments.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ActingFor } from '../../platform/acting-for.ts';
import { AppError } from '../../platform/app-error.ts';
import type { PaymentService } from './payments.service.ts';

export const paymentRoutes: FastifyPluginAsyncZod<{ payments: PaymentService; actingFor: ActingFor }> = async (
  app,
  { payments, actingFor },
) => {
  app.route({
    ...listPayments,
    handler: async (request, reply) =>
      reply.code(200).send(await payments.list(await actingFor.dossier(request, request.params.id, 'see'), request.params.id)),
  });
  app.route({
    ...createPayment,
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      if (!idempotencyKey) throw new AppError('idempotency-key-missing', 'no key');
      const { payment, isReplay } = await payments.create(await actingFor.dossier(request, request.params.id, 'act'), {
        dossierId: request.params.id,
        method: request.body.method,
        idempotencyKey,
      });
      if (isReplay) reply.header('idempotency-replayed', 'true');
      return reply.code(201).header('location', `/v1/payments/${payment.id}`).send(payment);
    },
  });
  app.route({
    ...getPayment,
    handler: async (request, reply) =>
      reply.code(200).send(await payments.get(await actingFor.payment(request, request.params.id, 'see'), request.params.id)),
  });
  app.route({
    ...namePaymentOrder,
    handler: async (request, reply) => {
      await payments.nameOrder(await actingFor.payment(request, request.params.id, 'act'), request.params.id, request.body.orderId);
      return reply.code(204).send();
    },
  });
};
