import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import type { Collection } from '../journal.ts';

const Order = z.looseObject({
  CustomerCode: z.string().min(1),
  OrderNumber: z.string().min(1).max(30),
  Receiver: z.looseObject({ Name: z.string().min(1), Address: z.string().min(1), Tel: z.string().min(1), District: z.string().min(1) }),
});
export interface PostOrder {
  readonly number: string;
  readonly receiver: { readonly name: string; readonly address: string };
}

/** VNPost's orders. Each call is one more parcel, also with a number it knows; 100 is its only yes. */
export function createFakePost({
  credentials,
  orders,
  faults,
}: {
  credentials: SandboxCredentials;
  orders: Collection<PostOrder>;
  faults: Faults;
}) {
  let count = orders.size;
  return {
    async routes(app: FastifyInstance) {
      app.post('/orders', {
        preHandler: async (request: FastifyRequest, reply: FastifyReply) => {
          if (await faults.before('post', request, reply)) return reply;
          if (request.headers.access_token !== credentials.post.accessToken)
            return reply.code(401).send({ Status: '401', Message: 'Sai khóa' });
        },
        handler: async (request, reply) => {
          const parsed = Order.safeParse(request.body);
          if (!parsed.success) return { Status: '201', Message: 'Thiếu thông tin người nhận' };
          const { OrderNumber: number, Receiver } = parsed.data;
          orders.set(String(++count), { number, receiver: { name: Receiver.Name, address: Receiver.Address } });
          if (faults.after('post', request, reply)) return reply;
          return { Status: '100', Message: 'Thành công' };
        },
      });
      app.get('/control/post/orders', async (request) => {
        const { number } = request.query as { number?: string };
        return { items: [...orders.entries()].map(([, order]) => order).filter((order) => !number || order.number === number) };
      });
    },
  };
}
