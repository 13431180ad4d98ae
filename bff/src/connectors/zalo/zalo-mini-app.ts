import { z } from 'zod';
import type { OutgoingMessage } from '../message-channel.ts';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';
import type { SendResult } from './zalo-oa.ts';

/** Zalo's only template of this kind (docs/sources/zalo.md). */
const TEMPLATE_ID = '00126fd75392bacce383';
const Answer = z.object({ err: z.int(), data: z.looseObject({ messageId: z.string().max(100).optional() }).nullish() });

/** Notifications of the mini app: one a day for a person who accepted them and opened the app within 7 days (docs/sources/zalo.md). */
export function createZaloMiniApp({
  upstream,
  apiKey,
  miniAppId,
  timeoutMs,
}: {
  upstream: Upstream;
  apiKey: string;
  miniAppId: string;
  timeoutMs: number;
}) {
  return {
    /**
     * @returns an empty `messageId` when Zalo gave none: nothing comes back about these messages.
     * @throws UpstreamError without a clear answer: then the notification may have gone out.
     */
    async notify(zaloId: string, content: NonNullable<OutgoingMessage['miniApp']>): Promise<SendResult> {
      const answer = await upstream.call({
        method: 'POST',
        path: '/notification/template',
        headers: {
          'x-api-key': `Bearer ${apiKey}`,
          'x-user-id': zaloId,
          'x-miniapp-id': miniAppId,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ templateId: TEMPLATE_ID, templateData: content }),
        timeoutMs,
      });
      const parsed = Answer.safeParse(parseJson(upstream.system, answer.text));
      if (!parsed.success) throw new UpstreamError(upstream.system, 'the answer has another shape', { wasSent: true });
      const { err, data } = parsed.data;
      return err === 0 ? { ok: true, messageId: data?.messageId ?? '', quota: null } : { ok: false, error: err };
    },
  };
}
export type ZaloMiniApp = ReturnType<typeof createZaloMiniApp>;
