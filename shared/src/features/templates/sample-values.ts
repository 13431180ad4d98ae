import { cutTo } from './safe-text.ts';
import type { TemplateContent, TemplateVariable } from './template-content.ts';

export type SampleSize = 'usual' | 'longest';
/** Real names that make a preview honest; where they are not at hand, invented ones stand in. */
export interface SampleNames {
  readonly procedure?: string | undefined;
  readonly commune?: string | undefined;
}

const PEOPLE: Record<SampleSize, string> = { usual: 'Đỗ Văn Bịa', longest: 'Nguyễn Phúc Công Tằng Tôn Nữ Ngọc Bịa Đặt Thanh Nghiêng' };
const PROCEDURES: Record<SampleSize, string> = {
  usual: 'Đăng ký tạm trú',
  longest:
    'Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh và xác nhận thông tin hộ tịch cho người đang cư trú ở nơi khác trong tỉnh, kèm việc ghi vào sổ các thay đổi đã làm ở nước ngoài từ trước',
};
const COMMUNES: Record<SampleSize, string> = { usual: 'Bến Cầu', longest: 'phường Gia Lộc' };

/** Invented values for each variable (never a real person's), for looking at a message before anybody gets it. */
export function sampleValues(
  { variables }: Pick<TemplateContent, 'variables'>,
  size: SampleSize,
  names: SampleNames = {},
): Record<string, string | number> {
  return Object.fromEntries(variables.map((variable) => [variable.name, sampleOf(variable, size, names)]));
}

function sampleOf({ kind, source, maxLength, label }: TemplateVariable, size: SampleSize, names: SampleNames): string | number {
  switch (kind) {
    case 'name':
      return beginningOf(PEOPLE[size], maxLength);
    case 'date':
      return '2026-12-11';
    case 'amount':
      return size === 'usual' ? 120_000 : largestWithin(maxLength);
    case 'code':
      return (size === 'usual' ? 'TNS-••••-94QX' : 'H53.80-261109-0024-5310001278634').slice(0, maxLength).replace(/[-.]+$/, '');
    case 'text': {
      const text =
        source === 'commune-name'
          ? (names.commune ?? COMMUNES[size])
          : source === 'procedure-name'
            ? (names.procedure ?? PROCEDURES[size])
            : other(label, size);
      return cutTo(text, maxLength);
    }
  }
}

const other = (label: string, size: SampleSize) => (size === 'usual' ? label : `${label} ${'nghiêng nghiêng '.repeat(13)}`.trim());
/** Whole words where they fit: a name that is cut would be refused. */
function beginningOf(text: string, most: number): string {
  const kept = [...text].slice(0, most).join('');
  return kept.trim();
}
/** The largest amount that can be written in so many characters, ` đ` and dots included. */
function largestWithin(maxLength: number): number {
  let digits = 12;
  while (digits > 1 && digits + Math.floor((digits - 1) / 3) + 4 > maxLength) digits -= 1;
  return 10 ** digits - 1;
}
