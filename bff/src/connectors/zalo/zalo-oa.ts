import { z } from 'zod';
import type { DailyQuota } from '../message-channel.ts';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

const Sent = z.object({ error: z.literal(0), data: z.object({ message_id: z.string().max(100) }) });
const Count = z.coerce.number().int().min(0);
const SentByPhone = z.object({
  error: z.literal(0),
  data: z.object({
    msg_id: z.string().max(100),
    quota: z.object({ dailyQuota: Count, remainingQuota: Count }).nullish().catch(null),
  }),
});
const Failed = z.object({ error: z.number().int() });
const Tokens = z.object({ access_token: z.string().min(8), refresh_token: z.string().min(8), expires_in: z.coerce.number().positive() });

export type SendResult =
  | { readonly ok: true; readonly messageId: string; readonly quota: DailyQuota | null }
  | { readonly ok: false; readonly error: number };

/** Sending of ZBS template messages and the token pair of the Official Account (docs/sources/zalo.md). HTTP 200 may be a failure. */
export function createZaloOa({
  openApi,
  business,
  oauth,
  appId,
  appSecret,
  timeoutMs,
}: {
  openApi: Upstream;
  business: Upstream;
  oauth: Upstream;
  appId: string;
  appSecret: string;
  timeoutMs: number;
}) {
  async function send(
    upstream: Upstream,
    path: string,
    accessToken: string,
    body: object,
    schema: typeof Sent | typeof SentByPhone,
  ): Promise<SendResult> {
    const answer = await upstream.call({
      method: 'POST',
      path,
      headers: { access_token: accessToken, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs,
    });
    const value = parseJson(upstream.system, answer.text);
    const sent = schema.safeParse(value);
    if (sent.success) {
      const { data } = sent.data;
      if ('message_id' in data) return { ok: true, messageId: data.message_id, quota: null };
      return {
        ok: true,
        messageId: data.msg_id,
        quota: data.quota ? { limit: data.quota.dailyQuota, remaining: data.quota.remainingQuota } : null,
      };
    }
    const failed = Failed.safeParse(value);
    if (failed.success && failed.data.error !== 0) return { ok: false, error: failed.data.error };
    throw new UpstreamError(upstream.system, 'the answer has another shape', { wasSent: true });
  }
  return {
    /** @throws UpstreamError without a clear answer: then the message may have gone out. */
    sendToUser: (accessToken: string, userId: string, templateId: string, data: Readonly<Record<string, string>>) =>
      send(openApi, '/v3.0/oa/message/template', accessToken, { user_id: userId, template_id: templateId, template_data: data }, Sent),
    /** `phone` in E.164; Zalo wants it without the plus. */
    sendToPhone: (accessToken: string, phone: string, templateId: string, data: Readonly<Record<string, string>>, trackingId: string) =>
      send(
        business,
        '/message/template',
        accessToken,
        { phone: phone.replace(/^\+/, ''), template_id: templateId, template_data: data, tracking_id: trackingId },
        SentByPhone,
      ),
    /** A reply in the chat, possible for 7 days after the person's last act. @throws UpstreamError without a clear answer. */
    reply: (accessToken: string, userId: string, text: string) =>
      send(openApi, '/v3.0/oa/message/cs', accessToken, { recipient: { user_id: userId }, message: { text } }, Sent),
    /** One article to everybody who follows the Account. @throws UpstreamError without a clear answer. */
    broadcastArticle: (accessToken: string, articleId: string) =>
      send(
        openApi,
        '/v2.0/oa/message',
        accessToken,
        {
          recipient: { target: {} },
          message: {
            attachment: {
              type: 'template',
              payload: { template_type: 'media', elements: [{ media_type: 'article', attachment_id: articleId }] },
            },
          },
        },
        Sent,
      ),
    /** Spends a refresh token. @returns null when Zalo refuses it. @throws UpstreamError without a clear answer. */
    async refresh(refreshToken: string): Promise<{ accessToken: string; refreshToken: string; expiresInSeconds: number } | null> {
      const body = new URLSearchParams({ refresh_token: refreshToken, app_id: appId, grant_type: 'refresh_token' }).toString();
      const answer = await oauth.call({
        method: 'POST',
        path: '/v4/oa/access_token',
        headers: { secret_key: appSecret, 'content-type': 'application/x-www-form-urlencoded' },
        body,
        timeoutMs,
      });
      const parsed = Tokens.safeParse(parseJson(oauth.system, answer.text));
      return parsed.success
        ? { accessToken: parsed.data.access_token, refreshToken: parsed.data.refresh_token, expiresInSeconds: parsed.data.expires_in }
        : null;
    },
  };
}
export type ZaloOa = ReturnType<typeof createZaloOa>;
