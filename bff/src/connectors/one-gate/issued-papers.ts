import { z } from 'zod';

/** What an authority issued, as the province's system says it; nothing here is proven by a signature yet. */
export interface IssuedPaper {
  /** The province's own id of it. */
  readonly id: string;
  /** Kind of result, KQ…. */
  readonly code: string | null;
  readonly name: string;
  readonly number: string | null;
  readonly abstract: string | null;
  readonly signer: string | null;
  readonly agency: string | null;
  /** Days are `yyyy-mm-dd`. */
  readonly signedOn: string | null;
  /** Last day in force. */
  readonly validUntil: string | null;
  readonly isPermanent: boolean;
  /** Where the electronic copy is; null when there is none. */
  readonly link: string | null;
}

/** In reports and look-ups once there is a result (egov.md 2.7, 3.1; names to agree with the province: docs/sources/results.md). */
export const RESULT_FIELDS = { danhSachGiayToKetQua: z.array(z.unknown()).max(20).nullish().catch(null) };

const words = (max: number) => z.string().trim().max(max).nullish().catch(null);
const Paper = z.object({
  giayToId: z.union([z.string().trim().min(1).max(64), z.int().nonnegative().transform(String)]),
  maGiayToKetQua: words(60),
  tenGiayTo: z.string().trim().min(1).max(300),
  soKyHieu: words(100),
  trichYeu: words(1_000),
  nguoiKy: words(200),
  ngayKy: words(40),
  coQuanBanHanh: words(300),
  ngayHetHieuLuc: words(40),
  coHieuLucVoThoiHan: z
    .union([z.boolean(), z.enum(['true', 'True', '1', 'false', 'False', '0']), z.number()])
    .nullish()
    .catch(null),
  duongDanTepTinKetQua: words(500),
});

/** Papers without an id or a name are left out: nobody could tell them apart, and the next report brings them again. */
export function readResults({ danhSachGiayToKetQua }: { danhSachGiayToKetQua?: unknown[] | null | undefined }): IssuedPaper[] {
  return (danhSachGiayToKetQua ?? []).flatMap((item) => {
    const { data: paper } = Paper.safeParse(item);
    if (!paper) return [];
    const validUntil = dayOf(paper.ngayHetHieuLuc);
    return {
      id: paper.giayToId,
      code: paper.maGiayToKetQua || null,
      name: paper.tenGiayTo,
      number: paper.soKyHieu || null,
      abstract: paper.trichYeu || null,
      signer: paper.nguoiKy || null,
      agency: paper.coQuanBanHanh || null,
      signedOn: dayOf(paper.ngayKy),
      validUntil,
      isPermanent: validUntil === null && /^(true|1)$/i.test(String(paper.coHieuLucVoThoiHan)),
      link: paper.duongDanTepTinKetQua || null,
    };
  });
}

/** `24/11/2026` or `20261124…` as a day. @returns null for what is none, 31/02 for one */
function dayOf(text: string | null | undefined): string | null {
  const slashed = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text ?? '');
  const packed = /^(\d{4})(\d{2})(\d{2})/.exec(text ?? '');
  const day = slashed ? `${slashed[3]}-${slashed[2]}-${slashed[1]}` : packed ? `${packed[1]}-${packed[2]}-${packed[3]}` : '';
  return z.iso.date().safeParse(day).success ? day : null;
}
