import { parseReceiptNumber } from '../dossiers/receipt-number.ts';
import { parsePhone } from '../identity/phone.ts';

/** What may be wrong with a line of an uploaded list. */
export const ROW_FAULTS = [
  'empty',
  'formula',
  'phone-short',
  'phone-long',
  'phone-landline',
  'phone-unreadable',
  'receipt-unreadable',
  'receipt-unknown',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** One line as it was written; both columns may be filled, the phone counts first. */
export interface ListRow {
  readonly phone: string;
  readonly receiptNo: string;
}

/** Longer cells hold no phone and no receipt number. */
export const CELL_MAX = 40;

export type RowReading =
  | { readonly phone: string }
  | { readonly receiptNo: string }
  | { readonly provinceCode: string }
  | { readonly fault: RowFault };

/** `H53.80-261104-0009`: agency, day, number (docs/sources/identifiers.md). */
const PROVINCE_CODE = /^[A-Z0-9]+(?:\.[A-Z0-9]+)*-\d{6}-\d{3,8}$/;

/**
 * Whom a line means. A phone comes out as E.164, also one whose leading zero the spreadsheet lost (`901234567`); a receipt number in
 * its canonical form, or the province's own code. A cell that begins like a formula is refused as it is, never computed (HT-14).
 */
export function readRow({ phone, receiptNo }: ListRow): RowReading {
  const cells = [phone.trim(), receiptNo.trim()];
  if (cells.every((cell) => cell === '')) return { fault: 'empty' };
  if (cells.some(isFormula)) return { fault: 'formula' };
  const [typedPhone = '', typedReceipt = ''] = cells;
  if (typedPhone !== '') {
    const read = parsePhone(typedPhone) ?? parsePhone(`0${typedPhone}`);
    return read === null ? { fault: phoneFault(typedPhone) } : { phone: read };
  }
  const read = parseReceiptNumber(typedReceipt);
  const asProvince = typedReceipt.toUpperCase();
  if (PROVINCE_CODE.test(asProvince)) return { provinceCode: asProvince };
  return read === null ? { fault: 'receipt-unreadable' } : { receiptNo: read };
}

/** `+84…` is how phones are written, not a formula. */
const isFormula = (cell: string) => /^[=@\t\r]/.test(cell) || (/^[+-]/.test(cell) && !/^\+[\d\s.()-]+$/.test(cell));

function phoneFault(typed: string): RowFault {
  const digits = typed.replace(/[\s.()+-]/g, '');
  if (!/^\d+$/.test(digits)) return 'phone-unreadable';
  const national = digits.replace(/^(?:84|0)/, '');
  if (/^2\d{8,9}$/.test(national)) return 'phone-landline';
  if (national.length < 9) return 'phone-short';
  return national.length > 9 ? 'phone-long' : 'phone-unreadable';
}

/** What to say of a fault and how to mend it. */
export const FAULT_TEXT: Record<RowFault, string> = {
  empty: 'Dòng này chưa có số điện thoại hay mã biên nhận. Điền một trong hai, hoặc bỏ dòng này.',
  formula: 'Ô chứa công thức nên không được đọc. Gõ lại số.',
  'phone-short': 'Số điện thoại thiếu chữ số. Số di động có 10 chữ số.',
  'phone-long': 'Số điện thoại thừa chữ số. Số di động có 10 chữ số.',
  'phone-landline': 'Đây là số máy bàn. Zalo cần số di động.',
  'phone-unreadable': 'Không phải số di động Việt Nam. Kiểm tra lại đầu số.',
  'receipt-unreadable': 'Mã sai. Mã biên nhận có dạng TNS-7K3M-94QX, mã hồ sơ của tỉnh có dạng H53.80-261104-0009.',
  'receipt-unknown': 'Không có hồ sơ mang mã này trong phạm vi của bạn.',
};
