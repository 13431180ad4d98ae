import { z } from 'zod';
import type { Collection } from '../journal.ts';

/** A dossier as the national side holds it. */
export interface NationalDossier {
  readonly code: string;
  /** How often it was added: a second `isUpdating: "False"` adds it again. */
  readonly timesAdded: number;
  readonly status: number;
  readonly dueAt: string | null;
  readonly procedureCode: string;
  readonly applicantName: string;
  readonly files: readonly string[];
  readonly progress: readonly { readonly text: string; readonly at: string }[];
}

const Packed = z.string().regex(/^\d{14}$/, 'yyyyMMddHHmmss');
const Sync = z.object({
  isUpdating: z.enum(['True', 'False']),
  data: z.array(
    z.object({
      MaHoSo: z.string().min(3),
      MaTTHC: z.string(),
      ChuHoSo: z.string(),
      KenhThucHien: z.enum(['1', '2', '3']),
      NgayNopHoSo: Packed,
      TrangThaiHoSo: z.string().regex(/^([1-9]|10)$/),
      TaiLieuNop: z.array(z.object({ TenTepDinhKem: z.string(), IsDeleted: z.enum(['True', 'False']) })),
    }),
  ),
});
const Progress = z.object({
  data: z.array(z.object({ MaHoSo: z.string(), ThoiDiemXuLy: Packed, NoiDungXuLy: z.string(), TrangThai: z.string() })),
});
export const NationalAction = z.strictObject({ status: z.int().min(1).max(10), dueAt: z.iso.datetime({ offset: true }).optional() });

const REFUSED = (message: string) => ({ error_code: '3', message, result: [] });

/** The services for dossiers: adding is not idempotent, and an update of what is not there is refused. */
export function createNationalDossiers(dossiers: Collection<NationalDossier>) {
  return {
    list: (code?: string) => [...dossiers.entries()].map(([, dossier]) => dossier).filter((dossier) => !code || dossier.code === code),
    /** @returns null for an unknown code. */
    act(code: string, { status, dueAt }: z.infer<typeof NationalAction>): NationalDossier | null {
      const dossier = dossiers.get(code);
      if (!dossier) return null;
      const next = { ...dossier, status, dueAt: dueAt ?? dossier.dueAt };
      dossiers.set(code, next);
      return next;
    },
    /** `isUpdating` must agree with what is there only where it says "True". */
    sync(body: unknown) {
      const call = Sync.safeParse(body);
      if (!call.success) return REFUSED('Dữ liệu không hợp lệ');
      for (const item of call.data.data) {
        const known = dossiers.get(item.MaHoSo);
        if (call.data.isUpdating === 'True' && !known) return REFUSED('Không có hồ sơ để cập nhật');
        dossiers.set(item.MaHoSo, {
          code: item.MaHoSo,
          timesAdded: (known?.timesAdded ?? 0) + (call.data.isUpdating === 'False' ? 1 : 0),
          status: Number(item.TrangThaiHoSo),
          dueAt: known?.dueAt ?? null,
          procedureCode: item.MaTTHC,
          applicantName: item.ChuHoSo,
          files: item.TaiLieuNop.map((file) => file.TenTepDinhKem),
          progress: known?.progress ?? [],
        });
      }
      return { error_code: 0, message: 'OK', result: [] };
    },
    addProgress(body: unknown) {
      const call = Progress.safeParse(body);
      if (!call.success) return REFUSED('Dữ liệu không hợp lệ');
      for (const { MaHoSo, NoiDungXuLy: text, ThoiDiemXuLy: at } of call.data.data) {
        const known = dossiers.get(MaHoSo);
        if (!known) return REFUSED('Hồ sơ chưa được đồng bộ');
        dossiers.set(MaHoSo, { ...known, progress: [...known.progress, { text, at }] });
      }
      return { error_code: '0', message: 'OK', result: [] };
    },
  };
}
export type NationalDossiers = ReturnType<typeof createNationalDossiers>;
