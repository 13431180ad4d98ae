import { HOOK } from '@tayninh/shared/contract/access';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import {
  isProbe,
  isTimely,
  labelOf,
  readMiniAppSignature,
  readOaSignature,
  type Signed,
  type WebhookSource,
} from '../../connectors/zalo/zalo-webhooks.ts';
import { AppError } from '../../platform/app-error.ts';
import type { WebhookEventRepository } from './webhook-events.repository.ts';

export interface ZaloHookOptions {
  readonly repository: Pick<WebhookEventRepository, 'keep'>;
  readonly appId: string;
  /** The current one first; two while it is changed (WH-4). */
  readonly oaSecrets: readonly string[];
  readonly apiKeys: readonly string[];
  /** For the metrics: how many events of each kind came. */
  readonly count: (labels: { source: WebhookSource; outcome: 'kept' | 'repeated' | 'probe' | 'forged' }) => void;
}

/**
 * What Zalo tells us: verified over the raw bytes, kept once, answered 200 only when it is on disk (WH-1 … WH-6). Whatever the event
 * says happens later, in a job.
 */
export const zaloHooks: FastifyPluginAsync<ZaloHookOptions> = async (app, { repository, appId, oaSecrets, apiKeys, count }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body));

  const hook = (source: WebhookSource, verify: (request: FastifyRequest, raw: Buffer) => Signed) =>
    app.route<{ Body: Buffer }>({
      method: 'POST',
      url: `/hooks/zalo/${source}`,
      config: { access: HOOK },
      schema: { hide: true } as never,
      handler: async (request, reply) => {
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        if (isProbe(raw)) {
          count({ source, outcome: 'probe' });
          return reply.code(200).send({});
        }
        const signed = verify(request, raw);
        if (!signed.isSigned) {
          count({ source, outcome: 'forged' });
          throw new AppError('signature-refused', `zalo ${source}`);
        }
        const now = Date.now();
        const timely = isTimely(signed.at, now);
        const isNew = await repository
          .keep({
            source,
            ...labelOf(source, raw),
            occurredAt: signed.at ?? new Date(now),
            raw,
            state: timely ? 'waiting' : 'recorded',
            reason: timely ? null : 'not of the last day',
          })
          .catch((cause: unknown) => {
            throw new AppError('busy', 'the event could not be kept', { cause }); // 503: Zalo sends it again (WH-6)
          });
        count({ source, outcome: isNew ? 'kept' : 'repeated' });
        return reply.code(200).send({});
      },
    });

  hook('oa', (request, raw) =>
    readOaSignature({
      appId,
      secrets: oaSecrets,
      raw,
      signature: header(request, 'x-zevent-signature'),
      timestamp: header(request, 'x-zevent-timestamp'),
    }),
  );
  hook('mini-app', (request, raw) => readMiniAppSignature({ apiKeys, raw, signature: header(request, 'x-zevent-signature') }));
};

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
