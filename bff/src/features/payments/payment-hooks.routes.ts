import { createHash } from 'node:crypto';
import { HOOK, PUBLIC } from '@tayninh/shared/contract/access';
import type { FastifyPluginAsync } from 'fastify';
import type { PaymentProvider } from '../../connectors/payment-provider.ts';
import type { PaymentWorkRepository } from './payment-work.repository.ts';

const PATH = { 'zalo-checkout': '/hooks/zalo/checkout', 'payment-platform': '/hooks/payment-platform' } as const;

export interface PaymentHookOptions {
  readonly providers: readonly PaymentProvider[];
  readonly work: Pick<PaymentWorkRepository, 'keepNotice'>;
  /** For the metrics: how many notices of each kind came. */
  readonly count: (labels: { system: PaymentProvider['method']; outcome: 'kept' | 'forged' }) => void;
}

/**
 * Notices of payment providers: verify, keep once, answer in the provider's own words; everything else happens later (WH-6).
 * A wrong code is a 401 and is counted, so that somebody trying, or a key changed without us, is seen.
 */
export const paymentHooks: FastifyPluginAsync<PaymentHookOptions> = async (app, { providers, work, count }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body));
  for (const provider of providers)
    app.route<{ Body: Buffer }>({
      method: 'POST',
      url: PATH[provider.method],
      config: { access: HOOK },
      schema: { hide: true } as never,
      handler: async (request, reply) => {
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const isForged = provider.readNotice(raw).kind === 'forged';
        count({ system: provider.method, outcome: isForged ? 'forged' : 'kept' });
        if (isForged) return reply.code(401).send(provider.answerNotice(false));
        await work.keepNotice(provider.method, raw);
        return reply.code(200).send(provider.answerNotice(true));
      },
    });

  // Where the bank's page leads back to. It believes and shows nothing of its address: the app asks us, and we ask the bank.
  app.route({
    method: 'GET',
    url: '/payments/return',
    config: { access: PUBLIC },
    schema: { hide: true } as never,
    // after the usual headers of every answer, which allow no style at all
    onSend: async (_request, reply, payload) => {
      reply.header('content-security-policy', RETURN_POLICY);
      return payload;
    },
    handler: async (_request, reply) => {
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
      return reply.code(200).send(RETURN_PAGE);
    },
  });
};

const STYLE =
  'body{margin:0;padding:48px 24px;font:18px/1.6 system-ui,sans-serif;color:#14211b;background:#fff}h1{font-size:26px;line-height:1.35}@media (prefers-color-scheme:dark){body{color:#e8edea;background:#10150f}}';
const RETURN_PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Tây Ninh Smart</title><style>${STYLE}</style><h1>Bạn quay lại Tây Ninh Smart trong Zalo nhé</h1><p>Chúng tôi đang chờ nơi thu xác nhận. Bạn đừng nộp lại; có kết quả, ứng dụng tự hiện và gửi tin vào Hộp thư.</p></html>`;
const RETURN_POLICY = `default-src 'none'; frame-ancestors 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
