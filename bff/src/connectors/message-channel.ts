import type { OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import type { RefusalClass } from '@tayninh/shared/features/notifications/zalo-refusals';

/** What a person is known by outside; null where nothing is known. */
export interface Addressee {
  /** By which our Official Account may write. */
  readonly oaUserId: string | null;
  /** App-scoped. */
  readonly zaloId: string | null;
  /** E.164. */
  readonly phone: string | null;
}

/** One message, rendered for each way it may take; a channel reads its own part and nothing else. */
export interface OutgoingMessage {
  readonly zbs?: { readonly templateId: string; readonly params: Readonly<Record<string, string>> };
  readonly miniApp?: {
    /** At most 32 characters. */
    readonly title: string;
    readonly contentTitle: string;
    readonly contentDescription: string;
    readonly buttonText: string;
    /** `https://zalo.me/s/…` */
    readonly buttonUrl: string;
  };
  /** For a reply in the chat, at most 2,000 characters. */
  readonly text?: string;
  /** For a broadcast: Zalo's id of the article. */
  readonly articleId?: string;
}

/**
 * What became of one send. `refused` is sure: nothing went out; `code` is the platform's number, null when it was never asked (not
 * reached, no token, no address for this way). `unclear`: it may have gone out, so it is never sent again (RL-24).
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly providerMessageId: string; readonly quota: DailyQuota | null }
  | { readonly kind: 'refused'; readonly code: number | null; readonly class: RefusalClass; readonly reason: string }
  | { readonly kind: 'unclear'; readonly reason: string };

/** Of our whole account for the day, as the platform told it beside an answer. */
export interface DailyQuota {
  readonly limit: number;
  readonly remaining: number;
}

/** One way to a person. Sends once; who calls decides about retries, budgets, hours and switches before the call. */
export interface MessageChannel {
  readonly name: OutsideChannel;
  /** Whether the message has a part for this way and the person an address on it. */
  suits(recipient: Addressee, message: OutgoingMessage): boolean;
  /** @param trackingId ours, at most 48 characters; comes back with receipts where the platform carries it. Never throws for the outside. */
  send(order: { recipient: Addressee; message: OutgoingMessage; trackingId: string }): Promise<SendOutcome>;
}
