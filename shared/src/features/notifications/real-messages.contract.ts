import { z } from 'zod';
import { PUBLIC } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';
import { CATEGORY_KEYS } from './categories.ts';
import { MESSAGE_MIN_LENGTH, normaliseMessage } from './real-message.ts';

export const RealMessageAnswer = z.discriminatedUnion('isOurs', [
  z.strictObject({
    isOurs: z.literal(true),
    firstSentAt: Instant,
    lastSentAt: Instant,
    /** What it was about, where the send log says so. */
    category: z.enum(CATEGORY_KEYS).nullable(),
    /** The office that sent it; null: the province. */
    office: z.string().nullable(),
  }),
  z.strictObject({ isOurs: z.literal(false) }),
]);
export type RealMessageAnswer = z.infer<typeof RealMessageAnswer>;

export const checkMessage = defineRoute({
  method: 'POST',
  url: '/v1/real-messages',
  config: { access: PUBLIC },
  schema: {
    summary: 'Whether the province sent this text, and when; never to whom. The text is compared and forgotten',
    body: z.strictObject({
      text: z
        .string()
        .max(4_000)
        .refine((text) => normaliseMessage(text).length >= MESSAGE_MIN_LENGTH, `Bạn dán cả tin nhắn, ít nhất ${MESSAGE_MIN_LENGTH} chữ.`),
    }),
    response: { 200: RealMessageAnswer, ...problems(400, 429) },
  },
});
