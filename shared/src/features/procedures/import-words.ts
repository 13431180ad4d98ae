import type { z } from 'zod';
import type { Method, ProcedureRecord, TargetGroup } from './catalogue.ts';

/** The national portal's words and what they mean here (docs/sources/catalogue.md). A word that is not listed is flagged. */
export const NOTHING_STATED = 'Không có thông tin';
export const FREE = 'Miễn phí';

export const CHANNEL_WORDS: Readonly<Record<string, Method['channel']>> = {
  'Trực tiếp': 'counter',
  'Trực tuyến': 'online',
  'Dịch vụ bưu chính': 'post',
};
/** `KENH` of the service `LayThuTuc`. */
export const CHANNEL_NUMBERS: Readonly<Record<string, Method['channel']>> = { 1: 'counter', 2: 'online', 3: 'post' };

type TimeUnit = NonNullable<Method['time']>['unit'];
export const TIME_UNITS: Readonly<Record<string, TimeUnit>> = {
  'Ngày làm việc': 'working_days',
  Ngày: 'calendar_days',
  Giờ: 'hours',
  Tháng: 'months',
};

export const LEVEL_WORDS: Readonly<Record<string, ProcedureRecord['levels'][number]>> = {
  'Cấp bộ': 'ministry',
  'Cấp tỉnh': 'province',
  'Cấp xã': 'commune',
  'Cơ quan khác': 'other',
};

const TARGET_WORDS: Readonly<Record<string, z.infer<typeof TargetGroup>>> = {
  'Công dân Việt Nam': 'citizen',
  'Đảng viên': 'citizen',
  'Người Việt Nam định cư ở nước ngoài': 'overseas',
  'Người nước ngoài': 'foreigner',
  'Người nước ngoài cư trú tại Việt Nam': 'foreigner',
  'Cán bộ, công chức, viên chức': 'official',
  'Doanh nghiệp': 'enterprise',
  'Doanh nghiệp Việt Nam': 'enterprise',
  'Doanh nghiệp có vốn đầu tư nước ngoài': 'enterprise',
  'Tổ chức (không bao gồm doanh nghiệp, HTX)': 'organisation',
  'Tổ chức nước ngoài': 'organisation',
  'Tổ chức Đảng': 'organisation',
  'Hợp tác xã': 'cooperative',
};

/** Groups of a comma-joined cell whose values hold commas themselves: known values are read off it, the rest is `unknown`. */
export function readTargets(cell: string): { targets: z.infer<typeof TargetGroup>[]; unknown: string[] } {
  const targets = new Set<z.infer<typeof TargetGroup>>();
  const unknown: string[] = [];
  for (let rest = cell.trim(); rest !== ''; ) {
    const known = Object.keys(TARGET_WORDS).find((word) => rest === word || rest.startsWith(`${word},`));
    const value = known ?? rest.split(',', 1)[0] ?? rest;
    const target = known && TARGET_WORDS[known];
    if (target) targets.add(target);
    else unknown.push(value);
    rest = rest.slice(value.length).replace(/^[,\s]+/, '');
  }
  return { targets: [...targets], unknown };
}

/** Values of a comma-joined cell whose values hold no comma. */
export function readLevels(cell: string): { levels: ProcedureRecord['levels']; unknown: string[] } {
  const words = cell
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  return {
    levels: [...new Set(words.flatMap((word) => (Object.hasOwn(LEVEL_WORDS, word) ? (LEVEL_WORDS[word] ?? []) : [])))],
    unknown: words.filter((word) => !Object.hasOwn(LEVEL_WORDS, word)),
  };
}

/**
 * A fee cell: "100,000 Việt Nam Đồng", "135 VNĐ", "10 USD", "Không", "50.000". Below 1,000 đồng the thousands were lost on the
 * way ("135" stood for 135.000): flagged, and the amount is not taken.
 */
export function readAmount(raw: string): { amount: number | null; currency: 'VND' | 'USD'; isSuspect: boolean } {
  const currency = /USD/i.test(raw) ? 'USD' : 'VND';
  const text = raw.replace(/VNĐ|Việt Nam Đồng|VND|USD|đồng/gi, '').trim();
  if (/^(không|miễn phí|0)$/i.test(text)) return { amount: 0, currency, isSuspect: false };
  if (!/^(\d{1,3}([.,]\d{3})+|\d+)$/.test(text)) return { amount: null, currency, isSuspect: text !== '' && text !== NOTHING_STATED };
  const amount = Number(text.replace(/[.,]/g, ''));
  const isSuspect = currency === 'VND' && amount < 1_000;
  return { amount: isSuspect ? null : amount, currency, isSuspect };
}

/** Phí or lệ phí, when the note begins by saying so. */
export function readFeeKind(note: string | null): 'phi' | 'le_phi' | null {
  const start = note?.replace(/^[-+*\s(]+/, '').toLowerCase() ?? '';
  return start.startsWith('lệ phí') ? 'le_phi' : start.startsWith('phí') ? 'phi' : null;
}

/** One line, single spaces, composed letters; what people and comparisons expect. */
export const tidy = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
