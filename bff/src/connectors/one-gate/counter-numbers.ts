import { z } from 'zod';

/** Numbers for the counter where results are handed out: names and shapes to agree with the province (docs/sources/one-gate.md). */
const Flag = z.union([z.boolean(), z.enum(['true', 'True', 'false', 'False']).transform((text) => text.toLowerCase() === 'true')]);
/** `25/11/2026` as a day; null for what is none. */
const SlashedDay = z.string().transform((text) => {
  const day = text.split('/').reverse().join('-');
  return z.iso.date().safeParse(day).success ? day : null;
});
const Counter = z.object({
  success: Flag,
  data: z
    .object({
      coLaySo: Flag,
      maQuay: z.string().max(40),
      daDuSo: z.array(z.object({ ngay: SlashedDay, gio: z.string().max(10) })).max(500),
    })
    .nullish(),
});
/** As they write it: `"A012"`, or without a letter as a number. */
const NumberText = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim())
  .pipe(z.string().min(1).max(12));
const Taken = z.object({ success: Flag, data: z.object({ so: NumberText }).nullish() });
const Found = z.object({ success: z.literal(true), data: z.array(z.object({ maYeuCau: z.string().max(64), so: NumberText })).max(20) });
const GivenBack = z.object({ success: z.literal(true) });

/** Asks one operation. @throws UpstreamError without a clear answer of that shape */
export type Ask = <T extends z.ZodType>(operation: string, body: Record<string, unknown>, answer: T) => Promise<z.output<T>>;

export function createCounterNumbers(ask: Ask) {
  return {
    /** Where the result of a dossier is handed out and which hours are full; null where no numbers are given. */
    async counterOf(code: string): Promise<{ officeId: string; full: { day: string; from: string }[] } | null> {
      const { success, data } = await ask('QuayTraKetQua', { SoBienNhan: code }, Counter);
      if (!success || !data?.coLaySo) return null;
      return { officeId: data.maQuay, full: data.daDuSo.flatMap(({ ngay, gio }) => (ngay === null ? [] : { day: ngay, from: gio })) };
    },
    /** Takes a number. Not idempotent: a second call takes a second one, so after doubt ask with `find`. */
    async take(wish: { reference: string; code: string; day: string; from: string }): Promise<{ number: string } | 'refused'> {
      const body = { SoBienNhan: wish.code, MaYeuCau: wish.reference, Ngay: wish.day.split('-').reverse().join('/'), Gio: wish.from };
      const { success, data } = await ask('LaySo', body, Taken);
      return success && data ? { number: data.so } : 'refused';
    },
    async find(reference: string): Promise<{ number: string } | null> {
      const { data } = await ask('TraCuuSo', { MaYeuCau: reference }, Found);
      const found = data.find(({ maYeuCau }) => maYeuCau === reference);
      return found ? { number: found.so } : null;
    },
    /** Gives back what was taken under our reference; a second time it is back already. */
    async giveBack(reference: string): Promise<void> {
      await ask('TraSo', { MaYeuCau: reference }, GivenBack);
    },
  };
}
export type CounterNumbers = ReturnType<typeof createCounterNumbers>;
