import { z } from 'zod';
import { parseLocalTime } from '../local-time.ts';

/** What the province asks to be paid, where it says so: fields to agree with the province (docs/sources/payments.md). */
export const FEE_FIELDS = {
  soTien: z.union([z.number(), z.string().max(20)]).nullish(),
  noiDungThu: z.string().max(500).nullish(),
  donViThu: z.string().max(300).nullish(),
  hanNop: z.string().max(40).nullish(),
};

export interface AskedFee {
  /** Whole đồng. Null when none was named or the text is not an amount: a wrong guess would be somebody's money. */
  readonly amountVnd: number | null;
  readonly purpose: string | null;
  readonly payee: string | null;
  readonly dueAt: Date | null;
}

/** Nobody pays more than this on a phone; more is a slip of the hand (or of units). */
const HIGHEST_VND = 100_000_000_000;

export function readFee({ soTien, noiDungThu, donViThu, hanNop }: z.infer<z.ZodObject<typeof FEE_FIELDS>>): AskedFee {
  return {
    amountVnd: readAmount(soTien),
    purpose: noiDungThu?.trim() || null,
    payee: donViThu?.trim() || null,
    dueAt: parseLocalTime(hanNop ?? null),
  };
}

/** `120000`, or `"120000"`, `"120.000"` as amounts are written in Vietnam; nothing with a fraction, a sign or a unit. */
function readAmount(value: number | string | null | undefined): number | null {
  const text = String(value ?? '').trim();
  if (!/^(\d{1,12}|\d{1,3}(\.\d{3}){1,3})$/.test(text)) return null;
  const amount = Number(text.replaceAll('.', ''));
  return amount > 0 && amount <= HIGHEST_VND ? amount : null;
}
