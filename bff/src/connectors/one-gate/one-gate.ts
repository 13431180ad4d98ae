import { createHash, randomUUID } from 'node:crypto';
import type { DeliveryWay } from '@tayninh/shared/features/deliveries/deliveries.contract';
import { z } from 'zod';
import type { Capabilities } from '../capabilities.ts';
import type { AnsweredFor, Application, FiledDossier, HandedOverFile } from '../filing-connector.ts';
import { packedLocalTime, parseLocalTime } from '../local-time.ts';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';
import { FEE_FIELDS, readFee } from './asked-fee.ts';
import { type Ask, createCounterNumbers } from './counter-numbers.ts';
import { RESULT_FIELDS, readResults } from './issued-papers.ts';
import { readAsk, readHolder, readReception, readWithdrawalAnswer, SAYS } from './one-gate-says.ts';

/**
 * The province's one-stop system (một cửa điện tử), as observed in public (docs/sources/one-gate.md): all POST, texts
 * instead of codes, local times without an offset, `ngayHentra` with a small t. What it promises of repeated calls is to be
 * agreed, and therefore given. Its answers are parsed as hostile input and returned as our own types.
 */
const SYSTEM = 'one-gate';
const BASE = '/api/MotCuaDienTu';

const Flag = z.union([z.boolean(), z.enum(['true', 'True', 'false', 'False']).transform((text) => text.toLowerCase() === 'true')]);
const Filed = z.object({ success: Flag, message: z.string().max(2000).nullish() });
const Uploaded = z.object({
  success: Flag,
  data: z.object({ lienKet: z.string().max(500), tenTiepDinhKem: z.string().max(300), hoSoKemTheoId: z.string().max(60) }),
});
const Found = z.object({
  success: Flag,
  data: z.array(
    z.object({
      soBienNhan: z.string().min(3).max(64),
      ngayHentra: z.string().max(40).nullish(),
      tenTinhTrang: z.string().min(1).max(300),
      thuTu: z.coerce.number().int().min(0).default(0),
      ...FEE_FIELDS,
      ...RESULT_FIELDS,
      ...SAYS,
    }),
  ),
});
const ResultFile = z.object({ success: Flag, data: z.object({ noiDung: z.base64() }).nullish() });
const Payments = z.object({ success: Flag, data: z.array(z.object({ maThamChieu: z.string().max(64) })) });

/** What came over the counter: `hinhThuc` 1 (docs/sources/one-gate.md). */
const AT_COUNTER = 1;
const FoundOfPerson = z.object({
  success: Flag,
  data: z
    .array(
      z.object({
        soBienNhan: z.string().min(3).max(64),
        hinhThuc: z.coerce.number().int(),
        maThuTuc: z.string().max(40).nullish(),
        tenThuTuc: z.string().min(1).max(1200),
        ngayNhan: z.string().max(40).nullish(),
        ngayHentra: z.string().max(40).nullish(),
        tenTinhTrang: z.string().min(1).max(300),
      }),
    )
    .max(2_000),
});

const FoundRequests = z.object({ success: Flag, data: z.array(z.object({ maYeuCau: z.string().max(64) })) });

export interface ProvinceFile {
  readonly componentId: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}
/** What a citizen sends about a dossier that the province has. `id` is our reference, the same for every attempt. */
export type ProvinceRequest = { readonly id: string; readonly code: string } & (
  | {
      readonly kind: 'supplement';
      readonly answers: Record<string, unknown>;
      readonly note: string;
      readonly files: readonly HandedOverFile[];
    }
  | { readonly kind: 'withdrawal'; readonly reason: string }
  | { readonly kind: 'delivery'; readonly way: DeliveryWay }
  | { readonly kind: 'rating'; readonly stars: number; readonly reasons: readonly string[]; readonly comment: string }
);
export interface CounterDossierFound {
  readonly code: string;
  readonly procedureCode: string;
  /** In the province's words. */
  readonly procedureName: string;
  readonly statusText: string;
  readonly receivedAt: Date | null;
  readonly dueAt: Date | null;
}

/** `DKTra` was observed, its values were not: these are ours (docs/sources/one-gate.md). */
const WAYS: Record<DeliveryWay, string> = { counter: '1', post: '2', electronic: '3' };

export function createOneGate({
  upstream,
  files = upstream,
  token,
  capabilities,
  sendTimeoutMs,
  readTimeoutMs,
}: {
  upstream: Upstream;
  /** Takes longer answers; files then do not stand in the way of everything else. */
  files?: Upstream;
  token: string;
  /** Of filing and of what follows it. */
  capabilities: Capabilities;
  sendTimeoutMs: number;
  readTimeoutMs: number;
}) {
  const authorization = `Bearer ${token}`;
  const post = async (operation: string, body: string | Buffer, contentType: string, timeoutMs: number, by = upstream) => {
    const answer = await by.call({
      method: 'POST',
      path: `${BASE}/${operation}`,
      headers: { authorization, 'content-type': contentType },
      body,
      timeoutMs,
    });
    if (answer.status >= 400) throw new UpstreamError(SYSTEM, `status ${answer.status}`, { wasSent: true });
    return parseJson(SYSTEM, answer.text);
  };
  const parsed = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
    const result = schema.safeParse(value);
    if (!result.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
    return result.data;
  };

  const ask: Ask = async (operation, body, answer) =>
    parsed(answer, await post(operation, JSON.stringify(body), 'application/json', sendTimeoutMs));

  return {
    capabilities,
    takesActs: true,
    /** Numbers for the counter where results are handed out. */
    numbers: createCounterNumbers(ask),
    /** Hands over one file ahead of the dossier; harmless to repeat, an unused copy is thrown away by the province. */
    async upload(file: ProvinceFile): Promise<HandedOverFile> {
      const { body, contentType } = multipart(file);
      const { success, data } = parsed(Uploaded, await post('UploadFile', body, contentType, sendTimeoutMs));
      if (!success) throw new UpstreamError(SYSTEM, 'the file was not taken', { wasSent: true });
      return { hoSoKemTheoId: data.hoSoKemTheoId, tenTiepDinhKem: data.tenTiepDinhKem, lienKet: data.lienKet };
    },

    /**
     * Files a dossier. `refused` is the province's own no; anything unclear throws, and then the effect is unknown when
     * `error.wasSent`.
     */
    async file(application: Application, uploaded: readonly HandedOverFile[]): Promise<'accepted' | 'refused'> {
      const { applicant } = application;
      const body = JSON.stringify({
        TinhTrang: 'THS',
        HinhThuc: 4,
        MaHoSoKhac: application.reference,
        MaThamChieu: application.dossierId,
        LoaiHoSoID: application.procedure.code,
        HoTenNguoiNop: application.behalf?.authorised?.name ?? applicant.name,
        ChuHoSo: applicant.name,
        ...behalfInTheirWords(application.behalf),
        SoGiayToTuyThan: applicant.personalNumber,
        DienThoaiNguoiNop: applicant.phone,
        HoKhauThuongTru: applicant.address,
        dsHoSoKemTheo: uploaded,
        duLieuBieuMau: application.answers,
      });
      const { success } = parsed(Filed, await post('NopHoSo', body, 'application/json', sendTimeoutMs));
      return success ? 'accepted' : 'refused';
    },

    /** Asks by our reference or by the province's code. @returns all that match: more than one means somebody filed twice. */
    async find(by: { reference: string } | { code: string }): Promise<FiledDossier[]> {
      const query = 'reference' in by ? { MaHoSoKhac: by.reference } : { SoBienNhan: by.code };
      const { success, data } = parsed(Found, await post('TraCuuHoSo', JSON.stringify(query), 'application/json', readTimeoutMs));
      if (!success) throw new UpstreamError(SYSTEM, 'the look-up failed', { wasSent: true });
      return data.map((row) => ({
        system: SYSTEM,
        code: row.soBienNhan,
        status: null,
        statusText: row.tenTinhTrang,
        dueAt: parseLocalTime(row.ngayHentra ?? null),
        step: row.thuTu,
        fee: readFee(row),
        results: readResults(row),
        note: row.ghiChu ?? null,
        ask: readAsk(row.yeuCauBoSung, parseLocalTime),
        withdrawal: readWithdrawalAnswer(row.traLoiRut),
        holder: readHolder(row.xuLy, parseLocalTime),
        reception: readReception(row.tiepNhan),
        occurredAt: null,
      }));
    },

    /** The electronic copy of a result. @returns null when the province has none there (any more). @throws UpstreamError */
    async fetchResult(link: string): Promise<Buffer | null> {
      const answer = await post('TaiTepKetQua', JSON.stringify({ DuongDan: link }), 'application/json', sendTimeoutMs, files);
      const { success, data } = parsed(ResultFile, answer);
      return success && data ? Buffer.from(data.noiDung, 'base64') : null;
    },

    /**
     * What was brought to a counter under a personal number, the newest 100. Only the number that its owner has proven may be given.
     */
    async findAtCounter(personalNumber: string): Promise<CounterDossierFound[]> {
      const body = JSON.stringify({ SoGiayToTuyThan: personalNumber });
      const { success, data } = parsed(FoundOfPerson, await post('TraCuuHoSoCongDan', body, 'application/json', readTimeoutMs));
      if (!success) throw new UpstreamError(SYSTEM, 'the look-up failed', { wasSent: true });
      return data
        .filter(({ hinhThuc }) => hinhThuc === AT_COUNTER)
        .map((row) => ({
          code: row.soBienNhan,
          procedureCode: row.maThuTuc ?? '',
          procedureName: row.tenThuTuc,
          statusText: row.tenTinhTrang,
          receivedAt: parseLocalTime(row.ngayNhan ?? null),
          dueAt: parseLocalTime(row.ngayHentra ?? null),
        }))
        .sort((one, other) => (other.receivedAt?.getTime() ?? 0) - (one.receivedAt?.getTime() ?? 0))
        .slice(0, 100);
    },

    /** Says that a fee is paid. Not idempotent, as filing is not: after an unclear answer ask with `findPayment` first. */
    async reportPayment(paid: {
      code: string;
      reference: string;
      amountVnd: number;
      transactionId: string | null;
      paidAt: Date;
    }): Promise<'accepted' | 'refused'> {
      const body = JSON.stringify({
        SoBienNhan: paid.code,
        MaThamChieu: paid.reference,
        SoTien: paid.amountVnd,
        MaGiaoDich: paid.transactionId,
        ThoiGianGD: packedLocalTime(paid.paidAt),
      });
      const { success } = parsed(Filed, await post('XacNhanThanhToan', body, 'application/json', sendTimeoutMs));
      return success ? 'accepted' : 'refused';
    },
    /** Whether the province has been told of this payment. */
    async findPayment(reference: string): Promise<boolean> {
      const body = JSON.stringify({ MaThamChieu: reference });
      const { success, data } = parsed(Payments, await post('TraCuuThanhToan', body, 'application/json', readTimeoutMs));
      if (!success) throw new UpstreamError(SYSTEM, 'the look-up failed', { wasSent: true });
      return data.some((row) => row.maThamChieu === reference);
    },

    /** Sends what a citizen has to say about a dossier; clear and unclear answers as in `file`. Not idempotent either. */
    async sendRequest(request: ProvinceRequest): Promise<'accepted' | 'refused'> {
      const [operation, content] = inTheirWords(request);
      const body = JSON.stringify({ SoBienNhan: request.code, MaYeuCau: request.id, ...content });
      const { success } = parsed(Filed, await post(operation, body, 'application/json', sendTimeoutMs));
      return success ? 'accepted' : 'refused';
    },

    /** Whether the province has a request of ours. */
    async hasRequest(id: string): Promise<boolean> {
      const answer = parsed(FoundRequests, await post('TraCuuYeuCau', JSON.stringify({ MaYeuCau: id }), 'application/json', readTimeoutMs));
      if (!answer.success) throw new UpstreamError(SYSTEM, 'the look-up failed', { wasSent: true });
      return answer.data.some(({ maYeuCau }) => maYeuCau === id);
    },
  };
}
export type OneGate = ReturnType<typeof createOneGate>;

/** Fields of egov.md 3.1 where it has one (`LoaiDoiTuong`: 1 a citizen, 2 an enterprise); the others are agreed (docs/sources/one-gate.md). */
export const behalfInTheirWords = (behalf: AnsweredFor | null) => ({
  LoaiDoiTuong: behalf?.organisation ? 2 : 1,
  ...(behalf?.organisation && { TenToChuc: behalf.organisation.name, MaSoThue: behalf.organisation.taxCode }),
  ...(behalf?.authorised && {
    NguoiDuocUyQuyen: {
      HoTen: behalf.authorised.name,
      HinhThuc: behalf.authorised.by === 'paper' ? 'GIAY_UY_QUYEN' : 'UNG_DUNG',
      DenNgay: behalf.authorised.untilDay.split('-').reverse().join('/'),
    },
  }),
});

function inTheirWords(request: ProvinceRequest): [operation: string, content: Record<string, unknown>] {
  switch (request.kind) {
    case 'supplement':
      return ['BoSungHoSo', { dsHoSoKemTheo: request.files, duLieuBieuMau: request.answers, GhiChu: request.note }];
    case 'withdrawal':
      return ['RutHoSo', { LyDo: request.reason }];
    case 'delivery':
      return ['DangKyTraKetQua', { DKTra: WAYS[request.way] }];
    case 'rating':
      return ['DanhGiaHoSo', { Diem: request.stars, NoiDung: request.reasons, YKien: request.comment }];
  }
}

function multipart({ componentId, name, type, bytes }: ProvinceFile) {
  const boundary = `tns-${randomUUID()}`;
  // The citizen's file name is only text: quotes and line ends would end the header early.
  const safeName = name.replace(/["\r\n\\]/g, '_');
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="HSKemTheoID"\r\n\r\n${componentId}\r\n`),
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="File"; filename="${safeName}"\r\ncontent-type: ${type}\r\n\r\n`),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** A stable key for a report without an id: SHA-256 of the raw body. */
export const bodyKey = (raw: Buffer) => createHash('sha256').update(raw).digest('hex');
