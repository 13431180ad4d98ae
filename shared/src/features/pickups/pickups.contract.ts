import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Day, Id, Instant } from '../../contract/values.ts';

/** Local clock, `07:00`. */
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const Pickup = z.strictObject({
  /** False unless the result is ready, was chosen to be fetched at the counter, and that counter hands out numbers. */
  isOffered: z.boolean(),
  office: z.strictObject({ name: z.string(), address: z.string().nullable() }).nullable(),
  /** What can be taken; empty while there is a number. */
  days: z.array(z.strictObject({ day: Day, slots: z.array(z.strictObject({ from: Clock, to: Clock, isFull: z.boolean() })) })),
  number: z
    .strictObject({
      day: Day,
      from: Clock,
      to: Clock,
      /** As the counter calls it out, `A012`; null until it has answered. */
      number: z.string().nullable(),
      /** `staff`: the counter gave no clear answer, a person looks at it. */
      state: z.enum(['asking', 'taken', 'giving-back', 'staff']),
    })
    .nullable(),
  /** The last wish came to nothing: the hour was full by then. */
  wasRefused: z.boolean(),
  /** When the counter or our own record said so. */
  asOf: Instant,
});
export type Pickup = z.infer<typeof Pickup>;

const Params = z.strictObject({ id: Id });

export const getPickup = defineRoute({
  method: 'GET',
  url: '/v1/dossiers/:id/pickup',
  config: { access: citizen('L1') },
  schema: {
    summary: 'The number for fetching the result of an own dossier at the counter, or the hours for which one can be taken',
    params: Params,
    response: { 200: Pickup, ...problems(400, 401, 404, 503) },
  },
});

export const takePickupNumber = defineRoute({
  method: 'PUT',
  url: '/v1/dossiers/:id/pickup',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Take a number for an hour; the same again changes nothing',
    params: Params,
    body: z.strictObject({ day: Day, from: Clock }),
    response: { 200: Pickup, ...problems(400, 401, 404, 409, 503) },
  },
});

export const givePickupNumberBack = defineRoute({
  method: 'DELETE',
  url: '/v1/dossiers/:id/pickup',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Give the number back, so that somebody else can have it; then another can be taken',
    params: Params,
    response: { 200: Pickup, ...problems(400, 401, 404, 409, 503) },
  },
});
