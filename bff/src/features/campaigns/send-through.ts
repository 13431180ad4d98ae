import { firstLoudMoment, nextLocalDay } from '@tayninh/shared/features/campaigns/quiet-hours';
import { CHANNEL, type OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import type { PushOutcome, SendPush } from './push.ts';

/** What a way to people answers; `class` says what to do about a refusal (RL-26). */
type Answer =
  | { readonly kind: 'sent'; readonly providerMessageId: string }
  | { readonly kind: 'refused'; readonly code: number | null; readonly class: string }
  | { readonly kind: 'unclear' };
interface Way {
  send(order: {
    recipient: { oaUserId: string | null; zaloId: string | null; phone: string | null };
    message: {
      zbs?: { templateId: string; params: Readonly<Record<string, string>> };
      miniApp?: { title: string; contentTitle: string; contentDescription: string; buttonText: string; buttonUrl: string };
      text?: string;
    };
    trackingId: string;
  }): Promise<Answer>;
}

/** Nothing but time helps: the token is being renewed, Zalo is too busy. */
const LATER_MS = 5_000;
const NO_TOKEN_MS = 60_000;

/**
 * Sends by the channels and says what it means for the delivery.
 * @param noteRefusal what a refusal says of the person is remembered, so that the next campaign takes another way at once
 * @param isOurQuota whether a quota that is over is ours, so that nobody else is reached by it today
 */
export function sendThrough({
  ways,
  appLink,
  noteRefusal,
  isOurQuota,
  clock = () => new Date(),
}: {
  ways: Readonly<Partial<Record<OutsideChannel, Way>>>;
  /** `https://zalo.me/s/<mini app>`; a page of ours is appended. */
  appLink: string;
  noteRefusal: (refusal: { citizenId: string; channel: OutsideChannel; code: number; category: string }) => Promise<void>;
  isOurQuota: (channel: OutsideChannel, code: number) => boolean;
  clock?: () => Date;
}): SendPush {
  return async ({ channel, to, message, zbsTemplateId, category, trackingId }) => {
    const way = ways[channel];
    if (!way) return { kind: 'unreachable', reason: 'no-address', code: 'no-way' };
    const { zbs, miniApp } = message;
    const answer = await way.send({
      recipient: to,
      message: {
        ...(zbs?.ok && zbsTemplateId && { zbs: { templateId: zbsTemplateId, params: zbs.params } }),
        ...(miniApp?.ok && { miniApp: { ...miniApp.message, buttonUrl: appLink + miniApp.message.path } }),
        text: `${message.title}\n${message.body}`,
      },
      trackingId,
    });
    if (answer.kind === 'sent') return answer;
    if (answer.kind === 'unclear') return { kind: 'uncertain' };
    if (answer.code !== null) await noteRefusal({ citizenId: to.citizenId, channel, code: answer.code, category });
    return outcomeOf(channel, answer, { isOurs: answer.code !== null && isOurQuota(channel, answer.code), now: clock() });
  };
}

function outcomeOf(
  channel: OutsideChannel,
  refused: { code: number | null; class: string },
  { isOurs, now }: { isOurs: boolean; now: Date },
): PushOutcome {
  const code = String(refused.code ?? refused.class);
  switch (refused.class) {
    case 'retry':
    case 'refresh':
      return { kind: 'later', afterMs: LATER_MS, code };
    case 'no-token':
      return { kind: 'later', afterMs: NO_TOKEN_MS, code };
    case 'suppress-recipient':
    case 'suppress-type':
      return {
        kind: 'unreachable',
        reason: refused.class === 'suppress-type' ? 'blocked' : channel === 'zbs-phone' ? 'phone-wrong' : 'unreachable',
        code,
      };
    case 'switch-channel':
      return { kind: 'unreachable', reason: 'unreachable', code };
    case 'next-day':
      return isOurs ? { kind: 'wait', until: nextLocalDay(now), code } : { kind: 'unreachable', reason: 'person-cap', code };
    case 'night': {
      const { openHours } = CHANNEL[channel];
      const open = openHours && firstLoudMoment(now, [{ fromMinute: openHours.toMinute, toMinute: openHours.fromMinute }]);
      return open && open > now
        ? { kind: 'later', afterMs: open.getTime() - now.getTime(), code }
        : { kind: 'later', afterMs: 3_600_000, code };
    }
    case 'stop-campaign':
    case 'alert':
      return { kind: 'stopped', code };
    default:
      return { kind: 'refused', code }; // ours to mend, or a number that nobody knows: not sent, not sent again, the channel alarms
  }
}
