import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** As Zalo writes it; the numbers are its filter. */
export type FakeTemplateStatus = 'ENABLE' | 'PENDING_REVIEW' | 'REJECT' | 'DISABLE';
const STATUS_FILTER: Readonly<Record<string, FakeTemplateStatus>> = { '1': 'ENABLE', '2': 'PENDING_REVIEW', '3': 'REJECT', '4': 'DISABLE' };

interface Parameter {
  readonly name: string;
  readonly maxLength: number;
  readonly isRequired: boolean;
}
/** `POST /control/zalo/templates`: what the reviewers decide. Without `tell` the bff learns of it at its next sweep. */
export const TemplateDecision = z.strictObject({
  id: z.string().regex(/^\d{1,20}$/),
  name: z.string().optional(),
  status: z.enum(['ENABLE', 'PENDING_REVIEW', 'REJECT', 'DISABLE']).optional(),
  reason: z.string().optional(),
  quality: z.enum(['HIGH', 'MEDIUM', 'LOW', 'UNDEFINED']).optional(),
  tell: z.boolean().default(true),
});

export interface FakeTemplate {
  readonly id: string;
  readonly name: string;
  readonly status: FakeTemplateStatus;
  readonly reason: string;
  readonly quality: 'HIGH' | 'MEDIUM' | 'LOW' | 'UNDEFINED';
  readonly tag: 'TRANSACTION' | 'CUSTOMER_CARE' | 'PROMOTION';
  readonly params: readonly Parameter[];
  readonly buttons: readonly { readonly type: number; readonly title: string }[];
  readonly priceByUserVnd: number;
  readonly priceByPhoneVnd: number;
  /** Approved before 10/12/2025, or of a kind that goes to numbers only: refused by user id with -249. */
  readonly goesByUserId: boolean;
}

const parameter = (name: string, maxLength: number): Parameter => ({ name, maxLength, isRequired: true });
const base = {
  status: 'ENABLE',
  reason: '',
  quality: 'HIGH',
  tag: 'TRANSACTION',
  buttons: [{ type: 4, title: 'Mở hồ sơ' }],
  priceByUserVnd: 560,
  priceByPhoneVnd: 800,
  goesByUserId: true,
} as const;

/** The templates that this invented Official Account has handed in. Prices are samples. */
const FIRST: readonly FakeTemplate[] = [
  {
    ...base,
    id: '380001',
    name: 'Cập nhật hồ sơ',
    params: [
      parameter('ten_thu_tuc', 200),
      parameter('ma_ho_so', 30),
      // handed in as texts, not as "status" and "time": the national words and a weekday are longer than those kinds take
      parameter('trang_thai', 200),
      parameter('thoi_gian', 30),
      parameter('ghi_chu', 200),
    ],
  },
  {
    ...base,
    id: '380002',
    name: 'Kết quả đã sẵn sàng',
    params: [parameter('ho_ten', 30), parameter('ten_thu_tuc', 200), parameter('ma_ho_so', 30), parameter('han_nhan', 20)],
    buttons: [{ type: 4, title: 'Chọn cách nhận' }],
  },
  {
    ...base,
    id: '380003',
    name: 'Thông báo của xã, phường',
    tag: 'CUSTOMER_CARE',
    quality: 'MEDIUM',
    params: [parameter('ten_xa', 200), parameter('noi_dung', 200), parameter('thoi_gian', 20)],
    priceByUserVnd: 620,
    priceByPhoneVnd: 880,
  },
  {
    ...base,
    id: '380004',
    name: 'Nhắc bổ sung giấy tờ',
    status: 'PENDING_REVIEW',
    quality: 'UNDEFINED',
    params: [parameter('ma_ho_so', 30)],
  },
  {
    ...base,
    id: '380005',
    name: 'Mời dùng ứng dụng',
    status: 'REJECT',
    reason: 'Nội dung quảng cáo không thuộc nhóm giao dịch.',
    quality: 'UNDEFINED',
    params: [parameter('ho_ten', 30)],
  },
  {
    ...base,
    id: '380006',
    name: 'Khảo sát hài lòng',
    status: 'DISABLE',
    reason: 'Nhiều người báo phiền.',
    quality: 'LOW',
    params: [parameter('ma_ho_so', 30)],
  },
];

/** What stands on the phone. */
const SHOWN: Readonly<Record<string, (data: Record<string, string>) => string>> = {
  '380001': (data) => `${data.ten_thu_tuc}\n${data.trang_thai}\nSố biên nhận: ${data.ma_ho_so}\nLúc: ${data.thoi_gian}\n${data.ghi_chu}`,
  '380002': (data) =>
    `Kết quả đã có, mời đến nhận\nChào ${data.ho_ten}, kết quả ${data.ten_thu_tuc} (${data.ma_ho_so}) đã có. Mời nhận trước ngày ${data.han_nhan}.`,
  '380003': (data) => `Thông báo của ${data.ten_xa}\n${data.noi_dung}\nNgày: ${data.thoi_gian}`,
};
/** The message as the citizen reads it. */
export const shownText = (templateId: string, data: Record<string, string>) => SHOWN[templateId]?.(data) ?? Object.values(data).join('\n');

const List = z.object({
  offset: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(100),
  status: z.enum(['1', '2', '3', '4']).optional(),
});

/** Zalo's registry of templates on the business host, and what its reviewers decide. */
export function createFakeTemplates({ isAuthorised }: { isAuthorised: (accessToken: unknown) => boolean }) {
  const templates = new Map(FIRST.map((template) => [template.id, template]));
  return {
    find: (id: string) => templates.get(id),
    all: () => [...templates.values()],
    /** What the reviewers decide; a new id is a template that was handed in. @returns the events Zalo would send, without their frame. */
    decide: ({ id, tell, ...decision }: z.output<typeof TemplateDecision>): { event_name: string; [name: string]: unknown }[] => {
      const known = templates.get(id) ?? { ...base, id, name: `Mẫu ${id}`, params: [] };
      const given = Object.fromEntries(Object.entries(decision).filter(([, value]) => value !== undefined));
      const now: FakeTemplate = { ...known, ...given };
      templates.set(id, now);
      if (!tell) return [];
      return [
        ...(now.status === known.status
          ? []
          : [
              {
                event_name: 'change_template_status',
                template_id: id,
                status: { prev_status: known.status, new_status: now.status },
                reason: now.reason,
              },
            ]),
        ...(now.quality === known.quality ? [] : [{ event_name: 'change_template_quality', template_id: id, quality: now.quality }]),
      ];
    },
    clear: () => {
      templates.clear();
      for (const template of FIRST) templates.set(template.id, template);
    },
    async routes(app: FastifyInstance) {
      app.get('/template/all', async (request) => {
        if (!isAuthorised(request.headers.access_token)) return { error: -124, message: 'Access token is invalid' };
        const query = List.safeParse(request.query);
        if (!query.success) return { error: -132, message: 'Parameter is invalid' };
        const { offset, limit, status } = query.data;
        const found = [...templates.values()].filter((template) => status === undefined || template.status === STATUS_FILTER[status]);
        return {
          error: 0,
          message: 'Success',
          data: found.slice(offset, offset + limit).map(({ id, name, status: now, quality }) => ({
            templateId: Number(id),
            templateName: name,
            createdTime: 1_764_000_000_000,
            status: now,
            templateQuality: quality,
          })),
          metadata: { total: found.length },
        };
      });
      app.get('/template/info/v2', async (request) => {
        if (!isAuthorised(request.headers.access_token)) return { error: -124, message: 'Access token is invalid' };
        const { template_id: id } = request.query as { template_id?: string };
        const template = templates.get(id ?? '');
        if (!template) return { error: -109, message: 'Template id is invalid' };
        return {
          error: 0,
          message: 'Success',
          data: {
            templateId: Number(template.id),
            templateName: template.name,
            status: template.status,
            reason: template.reason,
            templateQuality: template.quality,
            templateTag: template.tag,
            listParams: template.params.map(({ name, maxLength, isRequired }) => ({
              name,
              require: isRequired,
              type: 'STRING',
              maxLength,
              minLength: 0,
              acceptNull: false,
            })),
            listButtons: template.buttons,
            price: String(template.priceByPhoneVnd),
            price_sdt: String(template.priceByPhoneVnd),
            price_uid: String(template.priceByUserVnd),
            timeout: 7_200_000,
            previewUrl: '',
            applyTemplateQuota: false,
          },
        };
      });
    },
  };
}
export type FakeTemplates = ReturnType<typeof createFakeTemplates>;
