import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { packedLocalTime, parseLocalTime } from '../local-time.ts';
import type { Finding, PaymentProvider } from '../payment-provider.ts';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

const SYSTEM = 'payment-platform';
const VERSION = '1.0.6';
const PATH = '/PaymentPlatform';

/** `TrangThaiGD` of a query and `MaLoi` of a notice as we propose to read them (docs/sources/payments.md); others are no verdict. */
const STATE: Record<string, Finding['outcome']> = { '00': 'paid', '01': 'unpaid', '02': 'failed', '03': 'processing' };

const Text = z.union([z.string().max(500), z.number()]).transform(String);
const Opened = z.object({ error_code: Text, message: z.string().max(10_000) });
const Page = z.object({ UrlThanhToan: z.url({ protocol: /^https?$/ }) });
const Found = z.object({
  MaLoi: Text,
  SoTien: z.coerce.number().int().min(0).nullish(),
  MaGiaoDich: Text.nullish(),
  TrangThaiGD: Text.nullish(),
});
const NOTICE_FIELDS = [
  'LoaiBanTin',
  'MaLoi',
  'MaDoiTac',
  'MaThamChieu',
  'SoTien',
  'MaTienTe',
  'MaGiaoDich',
  'MaNganHang',
  'ThoiGianGD',
  'ThongTinGiaoDich',
] as const;
const Notice = z.object({
  ...(Object.fromEntries(NOTICE_FIELDS.map((name) => [name, Text])) as Record<(typeof NOTICE_FIELDS)[number], typeof Text>),
  MaXacThuc: z.string(),
});
const Receipt = z.object({ MaLoi: Text, UrlBienLai: z.url({ protocol: /^https?$/ }).nullish(), SoBienLai: Text.nullish() });

/** `MaXacThuc`: hex SHA-256 over the fields in their order, joined by `|`, the partner's secret last. */
export const platformHash = (fields: readonly unknown[], secret: string) =>
  createHash('sha256')
    .update([...fields, secret].join('|'), 'utf8')
    .digest('hex');

/**
 * The payment platform of the national public service portal, as seen in a provincial system (docs/sources/payments.md): INIT gives the address of
 * a page to pay on, the result comes as a notice with a hash, and QUERY asks by our reference. No message to send money back was seen.
 */
export function createPaymentPlatform({
  upstream,
  partnerCode,
  secret,
  timeoutMs,
}: {
  upstream: Upstream;
  partnerCode: string;
  secret: string;
  timeoutMs: number;
}): PaymentProvider {
  const post = async (message: Record<string, unknown>) => {
    const answer = await upstream.call({
      method: 'POST',
      path: PATH,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...message, MaXacThuc: platformHash(Object.values(message).filter(isPlain), secret) }),
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

  return {
    method: 'payment-platform',
    can: { queryByReference: true, refund: false, receipt: true },

    async createOrder(order) {
      const opened = parsed(
        Opened,
        await post({
          LoaiBanTin: 'INIT',
          PhienBan: VERSION,
          MaDoiTac: partnerCode,
          MaThamChieu: order.reference,
          SoTien: String(order.amountVnd),
          LoaiHinhThanhToan: '1',
          MaKenhThanhToan: '1',
          MaThietBi: '1',
          NgonNgu: 'vi',
          MaTienTe: 'VND',
          MaNganHang: '',
          ThongTinGiaoDich: order.purpose,
          ThoiGianGD: packedLocalTime(order.createdAt),
          Ip: '',
          ThongTinBienLai: {
            MaDVC: `${order.procedure.code}.01`,
            MaTTHC: order.procedure.code,
            TenTTHC: order.procedure.name,
            TenDonVi: order.payee ?? '',
            MaHoSo: order.dossierCode,
            NoiDungThanhToan: order.purpose,
            HoTenNguoiNop: order.payerName ?? '',
            DSKhoanNop: [{ NoiDung: order.purpose, SoTien: String(order.amountVnd) }],
          },
        }),
      );
      if (opened.error_code !== '0') return 'refused';
      return { payUrl: parsed(Page, parseJson(SYSTEM, opened.message)).UrlThanhToan };
    },

    readNotice(raw) {
      let value: unknown;
      try {
        value = JSON.parse(raw.toString('utf8'));
      } catch {
        return { kind: 'forged' };
      }
      const notice = Notice.safeParse(value);
      if (!notice.success || notice.data.MaDoiTac !== partnerCode) return { kind: 'forged' };
      const { MaXacThuc, ...fields } = notice.data;
      if (
        !isSameHash(
          MaXacThuc,
          platformHash(
            NOTICE_FIELDS.map((name) => fields[name]),
            secret,
          ),
        )
      )
        return { kind: 'forged' };
      const outcome = STATE[fields.MaLoi];
      if (!outcome || fields.MaTienTe !== 'VND' || !/^\d{1,12}$/.test(fields.SoTien)) return { kind: 'nothing' };
      return {
        kind: 'finding',
        finding: {
          reference: fields.MaThamChieu,
          outcome,
          amountVnd: Number(fields.SoTien),
          transactionId: fields.MaGiaoDich || null,
          orderId: null,
          occurredAt: parseLocalTime(fields.ThoiGianGD),
        },
      };
    },
    answerNotice: (isTaken) => (isTaken ? { MaLoi: '00', MoTaLoi: 'OK' } : { MaLoi: '97', MoTaLoi: 'Sai mã xác thực' }),

    async query({ reference, createdAt }) {
      const found = parsed(
        Found,
        await post({
          LoaiBanTin: 'QUERY',
          PhienBan: VERSION,
          MaDoiTac: partnerCode,
          MaThamChieu: reference,
          ThoiGianGD: packedLocalTime(createdAt),
        }),
      );
      const outcome = found.MaLoi === '00' ? STATE[found.TrangThaiGD ?? ''] : undefined;
      if (!outcome) return null;
      return {
        reference,
        outcome,
        amountVnd: found.SoTien ?? 0,
        transactionId: found.MaGiaoDich || null,
        orderId: null,
        occurredAt: null,
      };
    },

    refund: async () => ({ outcome: 'refused', refundId: null }),
    refundStatus: async () => 'refused',

    async receipt({ reference }) {
      const message = { LoaiBanTin: 'GET_BILL', PhienBan: VERSION, MaDoiTac: partnerCode, MaThamChieu: reference };
      const { UrlBienLai, SoBienLai } = parsed(Receipt, await post(message));
      return UrlBienLai || SoBienLai ? { number: SoBienLai ?? null, url: UrlBienLai ?? null } : null;
    },
  };
}

const isPlain = (value: unknown) => typeof value === 'string';

function isSameHash(given: string, expected: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(given)) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(expected, 'hex'));
}
