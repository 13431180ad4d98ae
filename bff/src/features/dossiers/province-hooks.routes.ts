import { HOOK } from '@tayninh/shared/contract/access';
import type { FastifyPluginAsync } from 'fastify';
import { bodyKey } from '../../connectors/one-gate/one-gate.ts';
import { isSignedByOneGate, readReport } from '../../connectors/one-gate/one-gate-webhook.ts';
import { AppError } from '../../platform/app-error.ts';
import type { DossierRepository } from './dossiers.repository.ts';

/** Reports of the province: verify the raw bytes, keep them once, answer. Everything else happens later (WH-6). */
export const provinceHooks: FastifyPluginAsync<{ repository: Pick<DossierRepository, 'keepReport'>; secret: string }> = async (
  app,
  { repository, secret },
) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body));
  app.route<{ Body: Buffer }>({
    method: 'POST',
    url: '/hooks/province/one-gate',
    config: { access: HOOK },
    schema: { hide: true } as never,
    handler: async (request, reply) => {
      const header = (name: string) => (typeof request.headers[name] === 'string' ? (request.headers[name] as string) : undefined);
      const raw = request.body;
      if (!isSignedByOneGate({ secret, timestamp: header('x-timestamp'), signature: header('x-signature'), raw, nowMs: Date.now() }))
        throw new AppError('signature-refused', 'one-gate report');
      const text = raw.toString('utf8');
      await repository.keepReport(readReport(text)?.eventId ?? bodyKey(raw), text);
      return reply.code(200).send({});
    },
  });
};
