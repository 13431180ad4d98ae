import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import type { Collection } from '../journal.ts';

/** One number that was handed out; asked for twice under one reference, it is two. */
export interface CounterNumber {
  /** MaYeuCau: the sender's reference. */
  readonly reference: string;
  readonly dossierCode: string;
  /** `dd/MM/yyyy` and `HH:mm`, as they were sent. */
  readonly day: string;
  readonly from: string;
  readonly number: string;
  readonly isGivenBack: boolean;
}

/** The province's second centre hands out numbers, so many in an hour; results of household business come from a counter without. */
const OFFICE = '80-2';
const PLACES = 3;
const WITHOUT_NUMBERS = ['1.001612'];

const Wish = z.object({
  SoBienNhan: z.string(),
  MaYeuCau: z.string().min(1).max(64),
  Ngay: z.string().regex(/^\d{2}\/\d{2}\/\d{4}$/),
  Gio: z.string().regex(/^\d{2}:\d{2}$/),
});
const ByReference = z.object({ MaYeuCau: z.string() });

/** Numbers as text with a letter before them: A in the morning, B in the afternoon, counted through the day. */
export function counterNumberRoutes(
  app: FastifyInstance,
  {
    numbers,
    faults,
    procedureOf,
  }: { numbers: Collection<CounterNumber>; faults: Faults; procedureOf: (dossierCode: string) => string | null },
) {
  const entries = () => [...numbers.entries()];
  const alive = () => entries().flatMap(([, taken]) => (taken.isGivenBack ? [] : taken));
  const hasNumbers = (code: string) => {
    const procedure = procedureOf(code);
    return procedure !== null && !WITHOUT_NUMBERS.includes(procedure);
  };

  app.post('/api/MotCuaDienTu/QuayTraKetQua', async (request) => {
    const { SoBienNhan } = z.object({ SoBienNhan: z.string() }).parse(request.body);
    const hours = Map.groupBy(alive(), ({ day, from }) => `${day} ${from}`);
    const full = [...hours].filter(([, taken]) => taken.length >= PLACES).map(([hour]) => hour.split(' '));
    return {
      success: true,
      data: { coLaySo: hasNumbers(SoBienNhan), maQuay: OFFICE, daDuSo: full.map(([ngay, gio]) => ({ ngay, gio })) },
    };
  });
  app.post('/api/MotCuaDienTu/LaySo', async (request, reply) => {
    const parsed = Wish.safeParse(request.body);
    if (!parsed.success || !hasNumbers(parsed.data.SoBienNhan)) return { success: false, message: 'Không lấy được số' };
    const { SoBienNhan, MaYeuCau, Ngay, Gio } = parsed.data;
    if (alive().filter(({ day, from }) => day === Ngay && from === Gio).length >= PLACES)
      return { success: false, message: 'Khung giờ đã đủ số' };
    const ofDay = entries().filter(([, { day }]) => day === Ngay).length;
    const number = `${Gio < '12:00' ? 'A' : 'B'}${String(ofDay + 1).padStart(3, '0')}`;
    numbers.set(randomUUID(), { reference: MaYeuCau, dossierCode: SoBienNhan, day: Ngay, from: Gio, number, isGivenBack: false });
    if (faults.after('province', request, reply)) return reply;
    return { success: true, data: { so: number } };
  });
  app.post('/api/MotCuaDienTu/TraCuuSo', async (request) => {
    const { MaYeuCau } = ByReference.parse(request.body);
    const found = alive().filter(({ reference }) => reference === MaYeuCau);
    return { success: true, data: found.map(({ number, reference }) => ({ maYeuCau: reference, so: number })) };
  });
  app.post('/api/MotCuaDienTu/TraSo', async (request, reply) => {
    const { MaYeuCau } = ByReference.parse(request.body);
    for (const [key, taken] of entries()) if (taken.reference === MaYeuCau) numbers.set(key, { ...taken, isGivenBack: true });
    if (faults.after('province', request, reply)) return reply;
    return { success: true, message: 'Đã trả số' };
  });
}
