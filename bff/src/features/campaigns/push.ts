import type { DeliveryReason } from '@tayninh/shared/features/campaigns/delivery-reasons';
import type { OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import type { Rendered } from '@tayninh/shared/features/templates/render';

/** One message on its way out, rendered for one person. */
export interface Push {
  readonly channel: OutsideChannel;
  readonly to: {
    readonly citizenId: string;
    readonly oaUserId: string | null;
    readonly phone: string | null;
    readonly zaloId: string | null;
  };
  readonly message: Rendered & { ok: true };
  readonly zbsTemplateId: string | null;
  readonly category: string;
  /** Ours, ≤ 48 characters; comes back in receipts of messages by phone. */
  readonly trackingId: string;
}

/**
 * What became of a call. Only `later`, `wait` and `unreachable` say for certain that nothing went out.
 * - `unreachable`: this way does not lead to the person; the next may
 * - `later`: try this one again after a while; `wait`: nobody of this channel before `until` (quota used up)
 * - `refused`: this message, for good; `stopped`: nothing of the channel goes any more until somebody looks (permission, template)
 * - `uncertain`: the answer was lost
 */
export type PushOutcome =
  | { readonly kind: 'sent'; readonly providerMessageId: string }
  | { readonly kind: 'unreachable'; readonly reason: DeliveryReason; readonly code: string }
  | { readonly kind: 'later'; readonly afterMs: number; readonly code: string }
  | { readonly kind: 'wait'; readonly until: Date; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'stopped'; readonly code: string }
  | { readonly kind: 'uncertain' };

export type SendPush = (push: Push) => Promise<PushOutcome>;
