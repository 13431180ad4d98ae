import type { OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import { REFUSAL_SOURCE, refusalOf } from '@tayninh/shared/features/notifications/zalo-refusals';
import type { MessageChannel, SendOutcome } from '../message-channel.ts';
import { UpstreamError } from '../upstream.ts';
import type { ZaloMiniApp } from './zalo-mini-app.ts';
import type { SendResult, ZaloOa } from './zalo-oa.ts';

type ZaloChannelName = keyof typeof REFUSAL_SOURCE;
export type ZaloChannels = Readonly<Record<ZaloChannelName, MessageChannel>>;

/** The Official Account's token, kept by one process for all (RL-25). */
export interface OaTokens {
  /**
   * @param refused the token that Zalo just refused, so that another one is got.
   * @returns null when there is none until the Account is authorised again. @throws UpstreamError when there is none and Zalo is silent.
   */
  accessToken(refused?: string): Promise<string | null>;
}

/**
 * The ways through Zalo. A refused token is renewed and the message sent once more: a refusal is sure, so nothing is doubled. A
 * refusal that asks for a person, or that nobody knows, is told to `alarm` by channel and number only.
 */
export function createZaloChannels({
  oa,
  miniApp,
  tokens,
  onLimit,
  alarm,
}: {
  oa: ZaloOa;
  miniApp: ZaloMiniApp;
  tokens: OaTokens;
  /** Our daily limit, as an answer told it. */
  onLimit: (channel: OutsideChannel, limit: number) => Promise<void>;
  alarm: (what: string, fields: { channel: string; errorCode: string }) => void;
}): ZaloChannels {
  const outcome = (name: ZaloChannelName, result: SendResult): SendOutcome => {
    if (result.ok) {
      // what was sent was sent, whatever becomes of a note about the limit
      if (result.quota) void onLimit(name, result.quota.limit).catch(() => {});
      return { kind: 'sent', providerMessageId: result.messageId, quota: result.quota };
    }
    const refusal = refusalOf(REFUSAL_SOURCE[name], result.error);
    if (NEEDS_A_PERSON.has(refusal.class)) alarm('Zalo refused a message', { channel: name, errorCode: String(result.error) });
    return { kind: 'refused', code: result.error, class: refusal.class, reason: `zalo ${result.error}` };
  };
  const asOa = async (name: ZaloChannelName, send: (accessToken: string) => Promise<SendResult>): Promise<SendOutcome> => {
    try {
      const token = await tokens.accessToken();
      if (token === null) return NO_TOKEN;
      const first = await silently(send(token));
      if (!('ok' in first)) return first;
      if (first.ok || refusalOf(REFUSAL_SOURCE[name], first.error).class !== 'refresh') return outcome(name, first);
      const renewed = await tokens.accessToken(token);
      if (renewed === null) return NO_TOKEN;
      const second = await silently(send(renewed));
      return 'ok' in second ? outcome(name, second) : second;
    } catch (error) {
      if (error instanceof UpstreamError) return { ...NO_TOKEN, reason: 'no token: Zalo does not answer' };
      throw error;
    }
  };
  const channel = (name: ZaloChannelName, rest: Omit<MessageChannel, 'name'>): MessageChannel => ({ name, ...rest });

  return {
    'zbs-uid': channel('zbs-uid', {
      suits: ({ oaUserId }, { zbs }) => oaUserId !== null && zbs !== undefined,
      send: async ({ recipient: { oaUserId }, message: { zbs } }) =>
        oaUserId && zbs ? asOa('zbs-uid', (token) => oa.sendToUser(token, oaUserId, zbs.templateId, zbs.params)) : NO_ADDRESS,
    }),
    'zbs-phone': channel('zbs-phone', {
      suits: ({ phone }, { zbs }) => phone !== null && zbs !== undefined,
      send: async ({ recipient: { phone }, message: { zbs }, trackingId }) =>
        phone && zbs ? asOa('zbs-phone', (token) => oa.sendToPhone(token, phone, zbs.templateId, zbs.params, trackingId)) : NO_ADDRESS,
    }),
    'oa-reply': channel('oa-reply', {
      suits: ({ oaUserId }, { text }) => oaUserId !== null && text !== undefined,
      send: async ({ recipient: { oaUserId }, message: { text } }) =>
        oaUserId && text ? asOa('oa-reply', (token) => oa.reply(token, oaUserId, text)) : NO_ADDRESS,
    }),
    'oa-article': channel('oa-article', {
      suits: (_everybody, { articleId }) => articleId !== undefined,
      send: async ({ message: { articleId } }) =>
        articleId ? asOa('oa-article', (token) => oa.broadcastArticle(token, articleId)) : NO_ADDRESS,
    }),
    'mini-app': channel('mini-app', {
      suits: ({ zaloId }, { miniApp: content }) => zaloId !== null && content !== undefined,
      send: async ({ recipient: { zaloId }, message: { miniApp: content } }) => {
        if (!zaloId || !content) return NO_ADDRESS;
        const result = await silently(miniApp.notify(zaloId, content));
        return 'ok' in result ? outcome('mini-app', result) : result;
      },
    }),
  };
}

const NEEDS_A_PERSON: ReadonlySet<string> = new Set(['stop-campaign', 'alert', 'bug', 'unknown']);
const NO_ADDRESS: SendOutcome = { kind: 'refused', code: null, class: 'switch-channel', reason: 'no address' };
const NO_TOKEN = { kind: 'refused', code: null, class: 'no-token', reason: 'no token: refused' } as const satisfies SendOutcome;
const LATER = (reason: string): SendOutcome => ({ kind: 'refused', code: null, class: 'retry', reason });

/** Without a clear answer: never carried → later; possibly carried → unclear, for good. */
const silently = (sending: Promise<SendResult>): Promise<SendResult | SendOutcome> =>
  sending.catch((error: unknown): SendOutcome => {
    if (!(error instanceof UpstreamError)) throw error;
    return error.wasSent ? { kind: 'unclear', reason: 'Zalo did not answer' } : LATER('Zalo not reached');
  });
