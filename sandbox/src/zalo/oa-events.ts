import { createHash, randomUUID } from 'node:crypto';

/** A person who can write to the Official Account. */
export interface Follower {
  readonly oaUserId: string;
  readonly zaloId: string | undefined;
}

/** Events of the Account itself: it is the sender, the person the recipient. */
const FROM_ACCOUNT = /^(oa_send_|user_received_message$|user_seen_message$)/;

/**
 * One event as Zalo words it (docs/sources/zalo.md): ids and timestamps are strings, chat events carry no `oa_id`.
 *
 * @param more laid over the usual fields; `message` is merged, so that a test names only what it cares for
 */
export function oaEvent({
  event,
  follower: { oaUserId, zaloId },
  appId,
  oaId,
  more,
  nowMs,
}: {
  event: string;
  follower: Follower;
  appId: string;
  oaId: string;
  more: Record<string, unknown>;
  nowMs: number;
}): Record<string, unknown> {
  const base = { app_id: appId, user_id_by_app: zaloId, event_name: event, timestamp: String(nowMs) };
  if (event === 'follow' || event === 'unfollow')
    return { ...base, oa_id: oaId, follower: { id: oaUserId }, source: 'oa_profile', ...more };
  const isFromAccount = FROM_ACCOUNT.test(event);
  const { message, ...rest } = more;
  return {
    ...base,
    sender: { id: isFromAccount ? oaId : oaUserId },
    recipient: { id: isFromAccount ? oaUserId : oaId },
    message: { ...(event === 'user_seen_message' ? { msg_ids: [] } : { msg_id: randomUUID() }), ...(message as object | undefined) },
    ...rest,
  };
}

/** `mac=` + hex SHA-256 of app id, raw body, the body's own timestamp and the Account's secret, one after the other: a plain digest, no HMAC. */
export function oaEventSignature({ appId, raw, oaSecretKey }: { appId: string; raw: string; oaSecretKey: string }): string {
  const { timestamp } = JSON.parse(raw) as { timestamp: string };
  return `mac=${createHash('sha256')
    .update(appId + raw + timestamp + oaSecretKey)
    .digest('hex')}`;
}

/** Hex SHA-256 of the values of the body's members by ascending name, objects as JSON, and the Open API key: no prefix, no HMAC. */
export function miniAppEventSignature(raw: string, apiKey: string): string {
  const body = JSON.parse(raw) as Record<string, unknown>;
  const values = Object.keys(body)
    .sort()
    .map((name) => (typeof body[name] === 'object' ? JSON.stringify(body[name]) : String(body[name])))
    .join('');
  return createHash('sha256')
    .update(values + apiKey)
    .digest('hex');
}
