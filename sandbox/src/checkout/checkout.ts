import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import type { Collection } from '../journal.ts';
import { type FakeOrder, newOrder, orderControls } from '../payment/orders.ts';
import type { Webhooks } from '../webhooks.ts';

const Order = z.strictObject({
  amount: z.number().int().positive(),
  desc: z.string(),
  item: z.array(z.looseObject({ id: z.string(), amount: z.number() })),
  extradata: z.string().optional(),
  method: z.unknown().optional(),
  mac: z.string(),
});
const RESULT: Record<FakeOrder['state'], number> = { paid: 1, processing: 0, unpaid: 0, failed: -1 };
const StatusQuery = z.object({ orderId: z.string(), appId: z.string(), mac: z.string() });
const RefundRequest = z.object({ appId: z.string(), transId: z.string(), amount: z.number(), description: z.string(), mac: z.string() });

/** Zalo's Checkout: takes orders signed by the merchant, calls back with two codes, answers queries and refunds. */
export function createFakeCheckout({
  credentials: {
    zalo: { miniAppId: appId },
    checkout: { privateKey },
  },
  orders,
  faults,
  webhooks,
}: {
  credentials: SandboxCredentials;
  orders: Collection<FakeOrder>;
  faults: Faults;
  webhooks: () => Webhooks;
}) {
  const hmac = (text: string) => createHmac('sha256', privateKey).update(text).digest('hex');
  const joined = (fields: Record<string, unknown>, keys: readonly string[]) =>
    keys.map((key) => `${key}=${typeof fields[key] === 'string' ? fields[key] : JSON.stringify(fields[key])}`).join('&');
  const extradataOf = ({ reference }: FakeOrder) => JSON.stringify({ myOrderId: reference });

  const notify = (order: FakeOrder, isForged: boolean) => {
    const data: Record<string, unknown> = {
      appId,
      orderId: order.id,
      transId: order.transactionId ?? '',
      transTime: Date.parse(order.paidAt ?? new Date().toISOString()),
      merchantTransId: `M${order.transactionId ?? ''}`,
      amount: order.paidVnd ?? order.amountVnd,
      description: order.text,
      resultCode: RESULT[order.state],
      message: order.state === 'paid' ? 'Giao dịch thành công' : 'Giao dịch thất bại',
      extradata: encodeURIComponent(extradataOf(order)),
      method: 'ZALOPAY_SANDBOX',
    };
    const mac = hmac(joined(data, ['appId', 'amount', 'description', 'orderId', 'message', 'resultCode', 'transId']));
    const overallMac = hmac(joined(data, Object.keys(data).sort()));
    const body = JSON.stringify({ data, mac, overallMac: isForged ? hmac('?') : overallMac });
    webhooks().send({ system: 'checkout', path: '/hooks/zalo/checkout', body, sign: 'in-body' });
  };

  return {
    async routes(app: FastifyInstance) {
      /** What the SDK on the phone does: the order is refused when the merchant's code is not over exactly these fields. */
      app.post('/control/checkout/orders', async (request, reply) => {
        const { mac, ...order } = Order.parse(request.body);
        if (mac !== hmac(joined(order, Object.keys(order).sort()))) return reply.code(400).send({ message: 'mac not equal' });
        const { myOrderId } = z.object({ myOrderId: z.string() }).parse(JSON.parse(order.extradata ?? '{}'));
        const id = `${Date.now()}_${randomUUID().slice(0, 8)}`;
        orders.set(id, newOrder({ id, reference: myOrderId, amountVnd: order.amount, text: order.desc }));
        return { orderId: id };
      });
      orderControls(app, { system: 'checkout', orders, notify });

      app.get('/api/transaction/get-status', async (request: FastifyRequest, reply: FastifyReply) => {
        if (await faults.before('checkout', request, reply)) return reply;
        const query = StatusQuery.parse(request.query);
        const order = orders.get(query.orderId);
        if (query.mac !== hmac(`appId=${appId}&orderId=${query.orderId}&privateKey=${privateKey}`) || !order)
          return { error: -1, message: 'order not found' };
        return {
          error: 0,
          data: {
            transId: order.transactionId,
            method: 'ZALOPAY_SANDBOX',
            returnCode: RESULT[order.state],
            returnMessage: order.state,
            isProcessing: order.state === 'processing',
            amount: order.paidVnd ?? order.amountVnd,
            transTime: order.paidAt && Date.parse(order.paidAt),
            extradata: extradataOf(order),
          },
        };
      });
      app.post('/api/refund/create', async (request, reply) => {
        if (await faults.before('checkout', request, reply)) return reply;
        const { mac, ...fields } = RefundRequest.parse(request.body);
        const isSigned = mac === hmac(`${joined(fields, ['appId', 'transId', 'amount', 'description'])}&privateKey=${privateKey}`);
        const order = [...orders.entries()].map(([, known]) => known).find(({ transactionId }) => transactionId === fields.transId);
        if (!isSigned || !order || fields.amount > (order.paidVnd ?? 0)) return { returnCode: -1, returnMessage: 'refused' };
        orders.set(order.id, { ...order, refundedVnd: order.refundedVnd + fields.amount, timesRefunded: order.timesRefunded + 1 });
        if (faults.after('checkout', request, reply)) return reply;
        return { refundId: `R${fields.transId}`, returnCode: 2, returnMessage: 'processing' };
      });
      app.get('/api/refund', async (request, reply) => {
        if (await faults.before('checkout', request, reply)) return reply;
        const { refundId, mac } = z.object({ refundId: z.string(), mac: z.string() }).parse(request.query);
        const isSigned = mac === hmac(`appId=${appId}&refundId=${refundId}&privateKey=${privateKey}`);
        const order = [...orders.entries()].map(([, known]) => known).find(({ transactionId }) => `R${transactionId}` === refundId);
        return isSigned && order && order.timesRefunded > 0
          ? { returnCode: 1, returnMessage: 'done' }
          : { returnCode: -1, returnMessage: 'unknown' };
      });
    },
  };
}
