import type { ZaloParameterKind } from './template-content.ts';

/** What Zalo accepts, in characters of the composed form. Both ends count as allowed. */
export interface ZaloLimits {
  /** First day these hold, `yyyy-mm-dd`. */
  readonly from: string;
  /** Where they stand written. */
  readonly source: string;
  readonly title: Range;
  readonly paragraph: Range;
  readonly rows: Range;
  readonly buttons: Range;
  readonly buttonTitle: Range;
  readonly parameters: Readonly<Record<ZaloParameterKind, { readonly most: number; readonly label: string }>>;
}
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Newest last. A change of Zalo's is a new entry, never an edit: what was linted under the old one stays explainable. */
const LIMITS: readonly [ZaloLimits, ...ZaloLimits[]] = [
  {
    from: '2026-01-01',
    source: 'developers.zalo.me, ZBS Template Message, giới hạn bố cục và tham số (xem ngày 24/11/2026)',
    title: { least: 9, most: 65 },
    paragraph: { least: 9, most: 400 },
    rows: { least: 2, most: 8 },
    buttons: { least: 1, most: 2 },
    buttonTitle: { least: 5, most: 30 },
    parameters: {
      name: { most: 30, label: 'Tên người' },
      phone: { most: 15, label: 'Số điện thoại' },
      address: { most: 200, label: 'Địa chỉ' },
      code: { most: 30, label: 'Mã' },
      label: { most: 30, label: 'Nhãn tự đặt' },
      status: { most: 30, label: 'Trạng thái' },
      contact: { most: 50, label: 'Thông tin liên hệ' },
      'address-form': { most: 5, label: 'Xưng hô' },
      product: { most: 200, label: 'Tên dịch vụ' },
      quantity: { most: 20, label: 'Số lượng' },
      time: { most: 20, label: 'Ngày, giờ' },
      otp: { most: 10, label: 'Mã xác thực' },
      url: { most: 200, label: 'Đường dẫn' },
      currency: { most: 12, label: 'Số tiền' },
      'transfer-note': { most: 90, label: 'Nội dung chuyển khoản' },
    },
  },
];

/** Of notifications of the mini app, template "01"; pages of 25/05/2023, the newest that could be read. */
export const MINI_APP_LIMITS = { from: '2023-05-25', title: 32 } as const;

/** The limits of a day, by default the newest. @param day `yyyy-mm-dd` in Asia/Ho_Chi_Minh */
export function zaloLimits(day = '9999-12-31'): ZaloLimits {
  return LIMITS.findLast(({ from }) => from <= day) ?? LIMITS[0];
}

/** A parameter whose kind nobody declared gets the tightest common one, so that nothing is refused by surprise. */
export const longestOf = (kind: ZaloParameterKind | undefined, limits: ZaloLimits) => limits.parameters[kind ?? 'label'].most;
