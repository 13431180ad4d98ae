import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Id, IdempotencyKey, Instant, Vnd } from '../../contract/values.ts';
import { PAYMENT_STATES } from './payment-state.ts';

export const PaymentMethod = z.enum(['zalo-checkout', 'payment-platform']);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

export const PaymentConcern = z.enum(['other-amount', 'late', 'twice']);
export type PaymentConcern = z.infer<typeof PaymentConcern>;

/** What `Payment.createOrder` of Zalo's SDK takes, to be handed on letter by letter: the MAC is over exactly this. */
const CheckoutOrder = z.strictObject({
  amount: Vnd,
  desc: z.string(),
  item: z.array(z.strictObject({ id: z.string(), amount: Vnd })),
  extradata: z.string(),
  mac: z.string(),
});
export type CheckoutOrder = z.infer<typeof CheckoutOrder>;

const Payment = z.strictObject({
  id: Id,
  dossierId: Id,
  /** Ours, one for each attempt; the person reads it out when something is wrong. */
  reference: z.string(),
  method: PaymentMethod,
  state: z.enum(PAYMENT_STATES),
  amountVnd: Vnd,
  purpose: z.string(),
  createdAt: Instant,
  /** Until when this attempt can be paid. */
  expiresAt: Instant,
  paidAt: Instant.nullable(),
  /** Number and address of the official receipt, where the platform gives one. */
  receipt: z.strictObject({ number: z.string().nullable(), url: z.string().nullable() }).nullable(),
  /** What was wrong with money that arrived: another amount than asked for, after the attempt was over, or for a fee already paid. */
  concern: PaymentConcern.nullable(),
  /** What arrived, where that is not the amount asked for. */
  receivedVnd: Vnd.nullable(),
  /** While it can be paid, one of these two says how. */
  checkout: CheckoutOrder.optional(),
  payUrl: z.url().optional(),
});
export type Payment = z.infer<typeof Payment>;

const Fee = z.strictObject({
  /** Null when the province named no amount: never guessed, an officer is asked. */
  amountVnd: Vnd.nullable(),
  purpose: z.string().nullable(),
  /** Who receives the money. */
  payee: z.string().nullable(),
  dueAt: Instant.nullable(),
  isPaid: z.boolean(),
});
export type Fee = z.infer<typeof Fee>;

const DossierParams = z.strictObject({ id: Id });

export const listPayments = defineRoute({
  method: 'GET',
  url: '/v1/dossiers/:id/payments',
  config: { access: citizen('L1') },
  schema: {
    summary: 'What the authority asks to be paid, how that can be done, and the own attempts at that, newest first (at most 20)',
    params: DossierParams,
    response: {
      200: z.strictObject({ fee: Fee.nullable(), methods: z.array(PaymentMethod), items: z.array(Payment) }),
      ...problems(400, 401, 404),
    },
  },
});

export const createPayment = defineRoute({
  method: 'POST',
  url: '/v1/dossiers/:id/payments',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Begin an attempt to pay; an older one that is surely not paid is cancelled by it',
    params: DossierParams,
    headers: z.object({ 'idempotency-key': IdempotencyKey.optional() }),
    body: z.strictObject({ method: PaymentMethod }),
    response: { 201: Payment, ...problems(400, 401, 404, 409, 422, 429) },
  },
});

export const getPayment = defineRoute({
  method: 'GET',
  url: '/v1/payments/:id',
  config: { access: citizen('L1') },
  schema: { summary: 'One own attempt', params: DossierParams, response: { 200: Payment, ...problems(400, 401, 404) } },
});

export const namePaymentOrder = defineRoute({
  method: 'PUT',
  url: '/v1/payments/:id/order',
  config: { access: citizen('L1') },
  schema: {
    summary: 'The id Zalo gave the order on the phone: a hint by which we ask Zalo, never a proof',
    params: DossierParams,
    body: z.strictObject({ orderId: z.string().regex(/^[\w-]{1,64}$/) }),
    response: { 204: NoContent, ...problems(400, 401, 404) },
  },
});
