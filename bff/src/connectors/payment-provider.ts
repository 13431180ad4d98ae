import type { CheckoutOrder, PaymentMethod } from '@tayninh/shared/features/payments/payments.contract';

/** One attempt, as a provider needs it. `reference` is ours and never used twice. */
export interface Order {
  readonly reference: string;
  readonly amountVnd: number;
  readonly purpose: string;
  readonly createdAt: Date;
  /** What the official receipt is about. */
  readonly dossierCode: string;
  readonly procedure: { readonly code: string; readonly name: string };
  readonly payee: string | null;
  /** Name on the official receipt, where the form says one. */
  readonly payerName: string | null;
}
/** What names an order at the provider. */
export interface OrderKey {
  readonly reference: string;
  /** The provider's own id, once somebody told us. */
  readonly orderId: string | null;
}

/** What the provider says of an order. Only `paid` speaks of money that has moved; `unpaid` that nobody has begun to pay. */
export interface Finding {
  readonly reference: string;
  readonly outcome: 'paid' | 'failed' | 'unpaid' | 'processing';
  readonly amountVnd: number;
  readonly transactionId: string | null;
  readonly orderId: string | null;
  readonly occurredAt: Date | null;
}

export type ReadNotice =
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** Genuine, but says nothing of money. */
  | { readonly kind: 'nothing' }
  /** Not signed by the provider. */
  | { readonly kind: 'forged' };

export interface RefundAnswer {
  readonly outcome: 'done' | 'pending' | 'refused';
  /** By which a pending one is asked for. */
  readonly refundId: string | null;
}

export interface PaymentProvider {
  readonly method: PaymentMethod;
  readonly can: {
    /** An order can be asked for by our reference alone; otherwise the provider's own id is needed first. */
    readonly queryByReference: boolean;
    readonly refund: boolean;
    readonly receipt: boolean;
  };
  /**
   * Prepares the order. `refused` is the provider's own no.
   * @throws UpstreamError without a clear answer: then the order may exist, but nobody can be led to it.
   */
  createOrder(order: Order): Promise<'refused' | { readonly payUrl: string } | { readonly checkout: CheckoutOrder }>;
  /** Judges raw bytes; the signature is checked before anything is believed. */
  readNotice(raw: Buffer): ReadNotice;
  /** How the provider wants a notice to be answered. */
  answerNotice(isTaken: boolean): object;
  /** @returns null when the provider knows no such order, or cannot be asked yet. @throws UpstreamError without a clear answer. */
  query(key: OrderKey & { readonly createdAt: Date }): Promise<Finding | null>;
  /**
   * Asks for money back; never repeated by itself, since no provider promises that a second request is harmless.
   * @throws UpstreamError without a clear answer: then a person asks.
   */
  refund(order: { readonly transactionId: string; readonly amountVnd: number }): Promise<RefundAnswer>;
  /** @throws UpstreamError */
  refundStatus(refundId: string): Promise<RefundAnswer['outcome']>;
  /** @returns null when there is none (yet). @throws UpstreamError */
  receipt(key: OrderKey): Promise<{ readonly number: string | null; readonly url: string | null } | null>;
}
