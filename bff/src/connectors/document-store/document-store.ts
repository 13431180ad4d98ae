import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

/**
 * The national store of people's electronic papers (kho dữ liệu điện tử): the list as observed, the rest to agree
 * (docs/sources/document-store.md). It only reads. Its own `signature` is not checked: nobody has said how it is made.
 */
const SYSTEM = 'document-store';
const Text = z.string().trim();
const optional = (max: number) => Text.max(max).nullish().catch(null);
const Paper = z.object({
  MaKetQua: optional(60),
  TenGiayTo: Text.min(1).max(300),
  SoKyHieu: optional(100),
  CoQuanChuQuan: Text.min(1).max(300),
  DanhSachTepDinhKem: z.array(z.unknown()).max(20).nullish().catch(null),
});
const Attached = z.object({ TenTep: Text.min(1).max(200), DuongDan: Text.min(1).max(500) });
/** `"0"`, or 0. */
const isOk = (code: string | number) => String(code) === '0';
const Code = z.union([z.string(), z.number()]);
const List = z.object({ errorCode: Code, result: z.object({ DanhSachGiayToKetQua: z.array(z.unknown()).max(500).nullish() }).nullish() });
const File = z.object({ errorCode: Code, result: z.object({ NoiDung: z.base64() }).nullish() });

export interface StoredPaper {
  /** Ours: made of what names the paper there, the same at each look. */
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly number: string | null;
  readonly agency: string;
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

export function createDocumentStore({
  upstream,
  token,
  channel,
  readTimeoutMs,
  fileTimeoutMs,
}: {
  upstream: Upstream;
  token: string;
  channel: string;
  readTimeoutMs: number;
  fileTimeoutMs: number;
}) {
  async function post<T extends z.ZodType>(operation: string, body: object, answer: T, timeoutMs: number): Promise<z.output<T>> {
    const { status, text } = await upstream.call({
      method: 'POST',
      path: `/api/KhoDuLieu/${operation}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs,
    });
    const parsed = status < 400 ? answer.safeParse(parseJson(SYSTEM, text)) : null;
    if (!parsed?.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
    return parsed.data;
  }

  return {
    /**
     * The papers of one person. Only the number that its owner has just proven may be given. Rows that name no paper are left out, a row
     * that comes twice is one paper.
     * @throws UpstreamError
     */
    async papersOf({ personalNumber, name }: { personalNumber: string; name: string }): Promise<StoredPaper[]> {
      const { errorCode, result } = await post(
        'DanhSachGiayTo',
        {
          SoDinhDanhChuSoHuu: personalNumber,
          HoTenNguoiYeuCau: name,
          KenhThucHien: channel,
          SoDinhDanhNguoiYeuCau: personalNumber,
          MaThuTuc: '',
          DanhSachDanhMucKetQua: [],
        },
        List,
        readTimeoutMs,
      );
      if (!isOk(errorCode)) throw new UpstreamError(SYSTEM, 'the list was refused', { wasSent: true });
      const papers = (result?.DanhSachGiayToKetQua ?? []).flatMap((item) => readPaper(item) ?? []);
      return [...new Map(papers.map((paper) => [paper.id, paper])).values()];
    },
    /** @returns null when the store has none there (any more). @throws UpstreamError */
    async file({ agency, path }: { agency: string; path: string }): Promise<Buffer | null> {
      const { errorCode, result } = await post('TaiTep', { CoQuanChuQuan: agency, DuongDan: path }, File, fileTimeoutMs);
      return isOk(errorCode) && result ? Buffer.from(result.NoiDung, 'base64') : null;
    },
  };
}
export type DocumentStore = ReturnType<typeof createDocumentStore>;

function readPaper(item: unknown): StoredPaper | null {
  const { data: paper } = Paper.safeParse(item);
  if (!paper) return null;
  const code = paper.MaKetQua || null;
  const number = paper.SoKyHieu || null;
  const files = (paper.DanhSachTepDinhKem ?? []).flatMap((file) => {
    const { data } = Attached.safeParse(file);
    return data ? { name: data.TenTep, path: data.DuongDan } : [];
  });
  const named = JSON.stringify([paper.CoQuanChuQuan, code, paper.TenGiayTo, number, files.map(({ path }) => path)]);
  return {
    id: createHash('sha256').update(named).digest('hex').slice(0, 32),
    code,
    name: paper.TenGiayTo,
    number,
    agency: paper.CoQuanChuQuan,
    files,
  };
}
