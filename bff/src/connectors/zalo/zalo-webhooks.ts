import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Zalo sends again for hours, so an event may be late; what is older is recorded, not believed (WH-5). */
const OLDEST_MS = 24 * 3_600_000;
const AHEAD_MS = 5 * 60_000;

const IdText = z.string().min(1).max(128);
const TimeText = z.union([z.string().regex(/^\d{10,16}$/), z.int().positive()]).transform(String);
const Person = z.looseObject({ id: IdText.optional() });
const Message = z.looseObject({
  msg_id: IdText.optional(),
  msg_ids: z.array(IdText).max(200).optional(),
  tracking_id: z.string().max(48).optional(),
  text: z.string().max(10_000).optional(),
});
const OaBody = z.looseObject({
  event_name: z.string().min(1).max(100),
  timestamp: TimeText.optional(),
  user_id_by_app: IdText.optional(),
  user_id: IdText.optional(),
  sender: Person.optional(),
  recipient: Person.optional(),
  follower: Person.optional(),
  message: Message.optional(),
  msg_id: IdText.optional(),
  template_id: z.union([IdText, z.int().transform(String)]).optional(),
  status: z.looseObject({ new_status: z.string().max(60) }).optional(),
  quality: z.string().max(60).optional(),
  reason: z.string().max(1_000).optional(),
  quota: z.looseObject({ new_value: z.coerce.number().int().min(0) }).optional(),
});
const MiniAppBody = z.looseObject({ event: z.string().min(1).max(100), userId: IdText.optional(), timestamp: TimeText.optional() });

export type WebhookSource = 'oa' | 'mini-app';
/** Whether the raw bytes were signed by Zalo, and at what moment the signed text says it happened. */
export type Signed = { readonly isSigned: false } | { readonly isSigned: true; readonly at: Date | null };

/**
 * `X-ZEvent-Signature: mac=` + hex SHA-256(app id ‖ raw body ‖ timestamp ‖ OA secret key), a plain digest (docs/sources/zalo.md).
 * The timestamp is the header's when there is one, else the body's, as text (WH-2).
 *
 * @param secrets the current one and, while it is changed, the one before.
 */
export function readOaSignature({
  appId,
  secrets,
  raw,
  signature,
  timestamp,
}: {
  appId: string;
  secrets: readonly string[];
  raw: Buffer;
  signature: string | undefined;
  timestamp: string | undefined;
}): Signed {
  const given = /^mac=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1];
  const inBody = timeOf(parsed(raw), 'timestamp');
  for (const time of new Set([timestamp, inBody]))
    for (const secret of secrets)
      if (given && time && isDigest(given, createHash('sha256').update(appId).update(raw).update(time).update(secret)))
        return { isSigned: true, at: instantOf(inBody ?? time) };
  return { isSigned: false };
}

/**
 * `X-ZEvent-Signature`: hex SHA-256 over the values of the body's members, by ascending name, one after the other (objects as JSON),
 * then the Open API key (WH-3).
 */
export function readMiniAppSignature({
  apiKeys,
  raw,
  signature,
}: {
  apiKeys: readonly string[];
  raw: Buffer;
  signature: string | undefined;
}): Signed {
  const given = /^([0-9a-f]{64})$/i.exec(signature ?? '')?.[1];
  const body = parsed(raw);
  if (!given || !body) return { isSigned: false };
  const values = Object.keys(body)
    .sort()
    .map((name) => (typeof body[name] === 'object' && body[name] !== null ? JSON.stringify(body[name]) : String(body[name])))
    .join('');
  const isOurs = apiKeys.some((key) => isDigest(given, createHash('sha256').update(values).update(key)));
  return isOurs ? { isSigned: true, at: instantOf(timeOf(body, 'timestamp')) } : { isSigned: false };
}

/** What Zalo's console sends, unsigned, when the address is saved. */
export const isProbe = (raw: Buffer) => raw.length <= 16 && /^\s*\{\s*\}\s*$/.test(raw.toString('utf8'));

/** Whether an event of this moment is worked on; older or from the future it is only recorded. */
export const isTimely = (at: Date | null, nowMs: number) =>
  at !== null && nowMs - at.getTime() < OLDEST_MS && at.getTime() - nowMs < AHEAD_MS;

/** Where an event belongs before anybody has looked into it: its name, its person, and what makes it the same as a repeat (WH-5). */
export function labelOf(source: WebhookSource, raw: Buffer): { name: string; key: string; personId: string | null } {
  const ofBytes = createHash('sha256').update(raw).digest('hex');
  const body = parsed(raw);
  if (source === 'mini-app') {
    const read = MiniAppBody.safeParse(body);
    return { name: read.data?.event ?? 'unreadable', key: ofBytes, personId: read.data?.userId ?? null };
  }
  const read = OaBody.safeParse(body);
  if (!read.success) return { name: 'unreadable', key: ofBytes, personId: null };
  const { event_name: name, message } = read.data;
  return { name, key: message?.msg_id ? `${name}:${message.msg_id}` : ofBytes, personId: personOf(read.data) };
}

/** One thing that an event says, in our words. */
export type ZaloNews =
  | {
      readonly kind: 'receipt';
      readonly state: 'delivered' | 'seen';
      readonly messageIds: readonly string[];
      readonly trackingId: string | null;
    }
  | { readonly kind: 'follow'; readonly follows: boolean; readonly oaUserId: string; readonly zaloId: string | null }
  | { readonly kind: 'said'; readonly oaUserId: string; readonly zaloId: string | null; readonly text: string | null }
  | { readonly kind: 'acted'; readonly oaUserId: string; readonly zaloId: string | null }
  | { readonly kind: 'template-status'; readonly zbsTemplateId: string; readonly status: string; readonly reason: string | null }
  | { readonly kind: 'template-quality'; readonly zbsTemplateId: string; readonly quality: string }
  | { readonly kind: 'daily-quota'; readonly limit: number }
  | { readonly kind: 'consent-revoked'; readonly zaloId: string }
  | { readonly kind: 'other' };

/** Acts that open the window for a reply (docs/sources/zalo.md). */
const ACTS = /^(user_send_|user_click_chatnow$|user_submit_info$|user_reacted_message$|user_call_oa$|user_click_response_button$)/;

/** What an event of the Official Account or of ZBS says; anything new is `other`, for it is kept as it came. */
export function readOaNews(raw: Buffer): ZaloNews {
  const read = OaBody.safeParse(parsed(raw));
  if (!read.success) return { kind: 'other' };
  const { event_name: name, message, template_id: zbsTemplateId, user_id_by_app: zaloId = null } = read.data;
  const oaUserId = personOf(read.data);
  if (name === 'user_received_message' && message?.msg_id)
    return { kind: 'receipt', state: 'delivered', messageIds: [message.msg_id], trackingId: message.tracking_id ?? null };
  if (name === 'user_seen_message' && message) {
    const messageIds = message.msg_ids ?? (message.msg_id ? [message.msg_id] : []);
    return { kind: 'receipt', state: 'seen', messageIds, trackingId: message.tracking_id ?? null };
  }
  if ((name === 'follow' || name === 'unfollow') && oaUserId) return { kind: 'follow', follows: name === 'follow', oaUserId, zaloId };
  if (name === 'user_send_text' && oaUserId) return { kind: 'said', oaUserId, zaloId, text: message?.text ?? null };
  if (ACTS.test(name) && oaUserId) return { kind: 'acted', oaUserId, zaloId };
  if (name === 'change_template_status' && zbsTemplateId && read.data.status)
    return { kind: 'template-status', zbsTemplateId, status: read.data.status.new_status, reason: read.data.reason ?? null };
  if (name === 'change_template_quality' && zbsTemplateId && read.data.quality)
    return { kind: 'template-quality', zbsTemplateId, quality: read.data.quality };
  if (name === 'change_oa_daily_quota' && read.data.quota) return { kind: 'daily-quota', limit: read.data.quota.new_value };
  return { kind: 'other' };
}

/** What an event of the mini app says. `user.remove.info` is an older name of the same (docs/sources/zalo.md). */
export function readMiniAppNews(raw: Buffer): ZaloNews {
  const read = MiniAppBody.safeParse(parsed(raw));
  const isRevoked = read.data?.event === 'user.revoke.consent' || read.data?.event === 'user.remove.info';
  return isRevoked && read.data?.userId ? { kind: 'consent-revoked', zaloId: read.data.userId } : { kind: 'other' };
}

/** The citizen of a chat event: the Account itself is the sender of what it sends and of receipts. */
function personOf(body: z.infer<typeof OaBody>): string | null {
  const isFromAccount = /^(oa_send_|user_received_message$|user_seen_message$)/.test(body.event_name);
  return body.follower?.id ?? (isFromAccount ? body.recipient?.id : body.sender?.id) ?? body.user_id ?? null;
}
function parsed(raw: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
const timeOf = (body: Record<string, unknown> | null, name: string) => TimeText.safeParse(body?.[name]).data;
const instantOf = (text: string | undefined) => (text && /^\d{10,16}$/.test(text) ? new Date(Number(text)) : null);
const isDigest = (hex: string, hash: ReturnType<typeof createHash>) => timingSafeEqual(hash.digest(), Buffer.from(hex, 'hex'));
