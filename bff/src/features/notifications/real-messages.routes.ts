import { CATEGORY_KEYS } from '@tayninh/shared/features/notifications/categories';
import { hashOfMessage } from '@tayninh/shared/features/notifications/real-message';
import { checkMessage } from '@tayninh/shared/features/notifications/real-messages.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { AppError } from '../../platform/app-error.ts';
import type { RealMessageRepository } from './real-messages.repository.ts';

const MINUTE = 60;
/** Enough for a family that looks through its messages, too little to guess texts by machine. */
const PER_MINUTE = 20;

interface Options {
  readonly repository: RealMessageRepository;
  /** Counts an attempt. @returns how many this caller made within the window */
  readonly spend: (budget: { name: string; windowSeconds: number; max: number }, cost: number) => Promise<number>;
}

export const realMessageRoutes: FastifyPluginAsyncZod<Options> = async (app, { repository, spend }) => {
  app.route({
    ...checkMessage,
    handler: async (request, reply) => {
      const spent = await spend({ name: `real-message|${request.ip}`, windowSeconds: MINUTE, max: PER_MINUTE }, 1);
      if (spent > PER_MINUTE) throw new AppError('too-many-requests', 'real-message budget', { retryAfterSeconds: MINUTE });
      const sent = await repository.find(await hashOfMessage(request.body.text));
      reply.code(200).header('cache-control', 'no-store');
      if (!sent) return reply.send({ isOurs: false });
      const [category = '', office = ''] = sent.what.split('|');
      return reply.send({
        isOurs: true,
        firstSentAt: sent.firstSentAt.toISOString(),
        lastSentAt: sent.lastSentAt.toISOString(),
        category: CATEGORY_KEYS.find((key) => key === category) ?? null,
        office: office || null,
      });
    },
  });
};
