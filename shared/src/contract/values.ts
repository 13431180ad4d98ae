import { z } from 'zod';

/** An instant, ISO 8601 with offset; the bff writes UTC (`Z`). People see it in Asia/Ho_Chi_Minh. */
export const Instant = z.iso.datetime({ offset: true });
/** A calendar day in Asia/Ho_Chi_Minh, `yyyy-mm-dd`. */
export const Day = z.iso.date();
/** What people read; Vietnamese where nothing is said. Names of laws and of blank forms stay as they are officially. */
export const Language = z.enum(['vi', 'en']);
export type Language = z.infer<typeof Language>;
/** Whole đồng. */
export const Vnd = z.int().min(0);
/** Our own ids: random UUIDs, never a permission by themselves (AZ-7). */
export const Id = z.uuid();
/** RL-2: made by the client when the form opens and kept until a final answer. */
export const IdempotencyKey = z.string().regex(/^[\w-]{8,64}$/, 'Mã chống gửi trùng gồm 8 đến 64 chữ, số, gạch nối.');

export const Page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(20),
  cursor: z.string().max(200).optional(),
});
