import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { makeResultPdf } from './signed-pdf.ts';
import type { SigningAuthority } from './signing-authority.ts';

/** What can be wrong with an electronic copy. `none`: paper only; `not-pdf`: a page of the web server in its place. */
const Copy = z.enum(['signed', 'unsigned', 'tampered', 'unknown-signer', 'expired', 'not-pdf', 'none']);

/** What a clerk may say of the result; everything has an invented default. */
export const ResultAsked = z.strictObject({
  copy: Copy.default('signed'),
  name: z.string().max(300).optional(),
  number: z.string().max(100).optional(),
  /** Last day in force; left out: for good. */
  validUntil: z.iso.date().optional(),
});

export interface ResultPaper {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly number: string;
  readonly abstract: string;
  readonly signedAt: string;
  readonly validUntil: string | null;
  readonly copy: z.infer<typeof Copy>;
  /** Where the copy is in the province's own store; null without one. */
  readonly link: string | null;
}

const NAMES: Record<string, string> = {
  '1.001193': 'Giấy khai sinh',
  '1.004873': 'Giấy xác nhận tình trạng hôn nhân',
  '1.001612': 'Giấy chứng nhận đăng ký hộ kinh doanh',
};
const SIGNER = 'Nguyễn Văn Cán Bộ (bịa để thử)';
const AGENCY = 'UBND phường Tân Ninh (bịa để thử)';

export function resultOf(
  { procedureCode, code }: { procedureCode: string; code: string },
  asked: z.infer<typeof ResultAsked> | undefined,
  now: Date,
): ResultPaper {
  const { copy, name, number, validUntil } = asked ?? ResultAsked.parse({});
  const id = randomUUID();
  const named = name ?? NAMES[procedureCode] ?? 'Quyết định giải quyết hồ sơ';
  return {
    id,
    code: `KQ.${procedureCode}`,
    name: named,
    number: number ?? `${code.slice(-4)}/UBND-XN`,
    abstract: `${named} (dữ liệu bịa để thử)`,
    signedAt: new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString(),
    validUntil: validUntil ?? null,
    copy,
    link: copy === 'none' ? null : `/ket-qua/${id}.pdf`,
  };
}

/** As reports and look-ups say it, once there is a result. */
export const resultFields = ({ status, result }: { status: number; result?: ResultPaper | null }) =>
  (status === 9 || status === 10) && result
    ? {
        danhSachGiayToKetQua: [
          {
            giayToId: result.id,
            maGiayToKetQua: result.code,
            tenGiayTo: result.name,
            soKyHieu: result.number,
            trichYeu: result.abstract,
            nguoiKy: SIGNER,
            ngayKy: slashed(result.signedAt),
            coQuanBanHanh: AGENCY,
            ngayHetHieuLuc: result.validUntil && slashed(result.validUntil),
            coHieuLucVoThoiHan: result.validUntil === null ? 'True' : 'False',
            duongDanTepTinKetQua: result.link,
          },
        ],
      }
    : {};

/** The electronic copy, with what the clerk wanted to be wrong with it. */
export async function resultFile({ name, number, abstract, signedAt, copy }: ResultPaper, authority: SigningAuthority): Promise<Buffer> {
  if (copy === 'not-pdf') return Buffer.from('<html><body>Phiên làm việc đã hết hạn</body></html>');
  const standing = copy === 'expired' ? 'expired' : copy === 'unknown-signer' ? 'unknown' : 'good';
  const lines = [name, `Số: ${number}`, abstract, `Cơ quan: ${AGENCY}`, `Người ký: ${SIGNER}`];
  const pdf = await makeResultPdf(lines, copy === 'unsigned' ? null : await authority.signer(standing), new Date(signedAt));
  return copy === 'tampered' ? Buffer.from(pdf.toString('latin1').replace('(So: ', '(S0: '), 'latin1') : pdf;
}

/** `24/11/2026`, local day. */
const slashed = (at: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit', year: 'numeric' }).format(
    new Date(at),
  );
