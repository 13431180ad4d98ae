import { randomInt } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Collection } from '../journal.ts';

/** One order at a payment provider, with what the provider knows of its money. */
export interface FakeOrder {
  readonly id: string;
  /** The merchant's own reference. */
  readonly reference: string;
  readonly amountVnd: number;
  readonly text: string;
  readonly state: 'unpaid' | 'processing' | 'paid' | 'failed';
  readonly paidVnd: number | null;
  readonly transactionId: string | null;
  readonly paidAt: string | null;
  readonly refundedVnd: number;
  readonly timesRefunded: number;
}

/** What a person at the pay page, or a test, can let happen. */
export const Happening = z.strictObject({
  how: z.enum(['pay', 'pay-silently', 'fail', 'processing', 'other-amount', 'twice', 'wrong-hash', 'pay-again']),
});
export type Happening = z.infer<typeof Happening>['how'];
/** Which notices go out for it: genuine or with a wrong code. */
const NOTICES: Record<Happening, readonly ('good' | 'forged')[]> = {
  pay: ['good'],
  'pay-silently': [],
  fail: ['good'],
  processing: [],
  'other-amount': ['good'],
  twice: ['good', 'good'],
  'wrong-hash': ['forged'],
  'pay-again': ['good'],
};

export const newOrder = (part: Pick<FakeOrder, 'id' | 'reference' | 'amountVnd' | 'text'>): FakeOrder => ({
  ...part,
  state: 'unpaid',
  paidVnd: null,
  transactionId: null,
  paidAt: null,
  refundedVnd: 0,
  timesRefunded: 0,
});

/** The order after it. Money that has moved stays moved; "pay again" is a second transaction on the same order. */
export function letHappen(
  order: FakeOrder,
  how: Happening,
  now = new Date(),
): { order: FakeOrder; notices: readonly ('good' | 'forged')[] } {
  const notices = NOTICES[how];
  if (how === 'processing') return { order: order.state === 'unpaid' ? { ...order, state: 'processing' } : order, notices };
  if (how === 'fail') return order.state === 'paid' ? { order, notices: [] } : { order: { ...order, state: 'failed' }, notices };
  if (order.state === 'paid' && how !== 'pay-again') return { order, notices };
  const paidVnd = how === 'other-amount' ? Math.max(1, order.amountVnd - 1_000) : order.amountVnd;
  const transactionId = `GD${now.getTime()}${randomInt(1_000, 10_000)}`;
  return { order: { ...order, state: 'paid', paidVnd, transactionId, paidAt: now.toISOString() }, notices };
}

/** What tests and the page of the fake bank ask of a provider: its orders, newest first, and that something happens to one. */
export function orderControls(
  app: FastifyInstance,
  {
    system,
    orders,
    notify,
  }: { system: 'checkout' | 'payment'; orders: Collection<FakeOrder>; notify: (order: FakeOrder, isForged: boolean) => void },
) {
  const path = `/control/${system}/orders`;
  const named = (request: FastifyRequest) => orders.get((request.params as { id: string }).id);
  app.get(path, async () => ({ items: [...orders.entries()].map(([, order]) => order).reverse() }));
  app.get(`${path}/:id`, async (request, reply) => named(request) ?? reply.code(404).send({ message: 'no such order' }));
  app.post(`${path}/:id/happenings`, async (request, reply) => {
    const known = named(request);
    if (!known) return reply.code(404).send({ message: 'no such order' });
    const { order, notices } = letHappen(known, Happening.parse(request.body).how);
    orders.set(order.id, order);
    for (const kind of notices) notify(order, kind === 'forged');
    return order;
  });
}
