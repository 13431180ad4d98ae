import { isNationalStatus, NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import { z } from 'zod';
import type { Application, FiledDossier, FilingConnector, HandedOverFile } from '../filing-connector.ts';
import { packedLocalTime, parseLocalTime } from '../local-time.ts';
import { UpstreamError } from '../upstream.ts';
import { NationalRefusal, type NationalSession, parsed, SYSTEM } from './national-session.ts';

/** Codes come as numbers or as texts. */
const Status = z
  .union([z.string(), z.number()])
  .transform(Number)
  .refine((value): value is NationalStatus => isNationalStatus(value));
const Found = z
  .array(
    z.object({
      MaHoSo: z.string().min(3).max(64),
      TrangThaiHoSo: Status,
      NgayHenTra: z.string().max(40).nullish(),
      GhiChu: z.string().max(4000).nullish(),
    }),
  )
  .max(20);
const NO_FEE = { amountVnd: null, purpose: null, payee: null, dueAt: null };

/**
 * Dossiers that go to a ministry through the national adapter (docs/sources/national-portal.md). `MaHoSo` is our reference, so that
 * a dossier can be asked for before anybody has given it a number. The sync is not idempotent: the sender says whether it adds or
 * updates, and a second "add" adds. Everything after filing is for the counter of the receiving agency.
 */
export function createNationalDossiers({
  session: { ask, unitCode },
  sendTimeoutMs,
  readTimeoutMs,
}: {
  session: NationalSession;
  sendTimeoutMs: number;
  readTimeoutMs: number;
}): FilingConnector {
  async function find(by: { reference: string } | { code: string }): Promise<FiledDossier[]> {
    const code = 'reference' in by ? by.reference : by.code;
    const rows = parsed(Found, (await ask('TraCuuHoSo', { mahoso: code }, readTimeoutMs)) ?? []);
    return rows
      .filter((row) => row.MaHoSo === code)
      .map((row) => ({
        system: 'national',
        code: row.MaHoSo,
        status: row.TrangThaiHoSo,
        statusText: NATIONAL_STATUS[row.TrangThaiHoSo].name,
        dueAt: parseLocalTime(row.NgayHenTra ?? null),
        step: null,
        fee: NO_FEE,
        results: [],
        note: row.GhiChu ?? null,
        ask: null,
        withdrawal: null,
        holder: null,
        reception: null,
        occurredAt: null,
      }));
  }
  const isThere = async (reference: string) => (await find({ reference })).length > 0;

  return {
    capabilities: { idempotent: false, lookupByReference: true },
    takesActs: false,
    find,
    async file(application, files) {
      try {
        if (await isThere(application.reference)) return 'accepted';
      } catch (cause) {
        if (cause instanceof UpstreamError) throw new UpstreamError(SYSTEM, 'cannot ask before filing', { wasSent: false, cause });
        throw cause;
      }
      try {
        await ask('DongBoHoSoMC', { isUpdating: 'False', data: [inTheirWords(application, files, unitCode)] }, sendTimeoutMs);
      } catch (error) {
        // A no is the system's own unless the dossier has appeared meanwhile: then the no is about `isUpdating`.
        if (error instanceof NationalRefusal) return (await isThere(application.reference)) ? 'accepted' : 'refused';
        throw error;
      }
      try {
        await ask('CapNhatTienDoHoSoMC', { data: [firstProgress(application, unitCode)] }, readTimeoutMs);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error; // a line of history, said once; the dossier itself is there
      }
      return 'accepted';
    },
  };
}

const APPLIED: NationalStatus = 1;

const inTheirWords = (
  { reference, procedure, acceptedAt, applicant, behalf, answers }: Application,
  files: readonly HandedOverFile[],
  unitCode: string,
) => ({
  MaHoSo: reference,
  MaTTHC: procedure.code,
  TenTTHC: procedure.name,
  ChuHoSo: applicant.name,
  SoGiayToChuHoSo: applicant.personalNumber,
  LoaiDoiTuong: behalf?.organisation ? '2' : '1',
  SoDienThoai: applicant.phone,
  ThongTinKhac: JSON.stringify(answers),
  KenhThucHien: '2',
  NgayNopHoSo: packedLocalTime(acceptedAt),
  NoiNopHoSo: unitCode,
  TrangThaiHoSo: String(APPLIED),
  TaiLieuNop: files.map(({ hoSoKemTheoId, tenTiepDinhKem, lienKet }, index) => ({
    TepDinhKemId: String(index + 1),
    TenTepDinhKem: tenTiepDinhKem,
    IsDeleted: 'False',
    MaThanhPhanHoSo: hoSoKemTheoId,
    DuongDanTaiTepTin: lienKet,
    DuocSoHoa: 0,
    DuocTaiSuDung: 0,
  })),
});

const firstProgress = ({ reference, acceptedAt }: Application, unitCode: string) => ({
  MaHoSo: reference,
  ThoiDiemXuLy: packedLocalTime(acceptedAt),
  PhongBanXuLy: unitCode,
  NoiDungXuLy: 'Người dân nộp hồ sơ trực tuyến',
  TrangThai: String(APPLIED),
});
