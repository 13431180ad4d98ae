import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Id } from '../../contract/values.ts';

/** `electronic` costs nothing and needs no way; paper is fetched at the counter or comes by post. */
export const DeliveryWay = z.enum(['electronic', 'counter', 'post']);
export type DeliveryWay = z.infer<typeof DeliveryWay>;

/** To whom the post brings it. `address` as people write it; it has to name a commune of the province, by its new or old name. */
const Receiver = z.strictObject({
  name: z.string().trim().min(2).max(100),
  phone: z.string().max(20),
  address: z.string().trim().min(5).max(300),
});
export type Receiver = z.infer<typeof Receiver>;

const Delivery = z.strictObject({
  way: DeliveryWay,
  /** What can be chosen here. */
  ways: z.array(DeliveryWay),
  /** Until the result is ready. */
  canChange: z.boolean(),
  receiver: Receiver.nullable(),
  /** Of the post: `waiting` for the result, `ordering`, `ordered`, or looked at by `staff` because the post gave no clear answer. */
  state: z.enum(['waiting', 'ordering', 'ordered', 'staff']),
  /** Ours; the post and the person know the parcel by it. */
  orderNumber: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

const Params = z.strictObject({ id: Id });

export const getDelivery = defineRoute({
  method: 'GET',
  url: '/v1/dossiers/:id/delivery',
  config: { access: citizen('L1') },
  schema: { summary: 'How the result of an own dossier comes', params: Params, response: { 200: Delivery, ...problems(400, 401, 404) } },
});

export const chooseDelivery = defineRoute({
  method: 'PUT',
  url: '/v1/dossiers/:id/delivery',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Choose how it comes; the same again changes nothing',
    params: Params,
    body: z.discriminatedUnion('way', [
      z.strictObject({ way: z.enum(['electronic', 'counter']) }),
      z.strictObject({ way: z.literal('post'), receiver: Receiver }),
    ]),
    response: { 200: Delivery, ...problems(400, 401, 404, 409) },
  },
});
