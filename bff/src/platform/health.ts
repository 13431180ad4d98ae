import { OPERATOR, PUBLIC } from '@tayninh/shared/contract/access';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { sendProblem } from './problem-details.ts';

/** `/livez` says the event loop turns; `/readyz` that this process can serve. Outside systems being down never make us unready (RL-17). */
export function registerHealth(app: FastifyInstance, isReady: () => Promise<boolean>) {
  app.route({
    method: 'GET',
    url: '/livez',
    config: { access: PUBLIC },
    logLevel: 'silent',
    schema: { hide: true } as never,
    handler: async () => ({ status: 'ok' }),
  });
  app.route({
    method: 'GET',
    url: '/readyz',
    config: { access: PUBLIC },
    logLevel: 'silent',
    schema: { hide: true } as never,
    handler: async (_request, reply) => ((await isReady().catch(() => false)) ? { status: 'ok' } : sendProblem(reply, 'not-ready')),
  });
}

/** Prometheus text, on the inner port only. */
export function registerMetrics(app: FastifyInstance, registry: Registry) {
  app.route({
    method: 'GET',
    url: '/metrics',
    config: { access: OPERATOR },
    handler: async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  });
}
