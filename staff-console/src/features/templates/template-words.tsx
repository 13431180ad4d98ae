import type {
  ProviderQuality,
  ProviderState,
  TemplateVariable,
  VariableKind,
  VariableSource,
} from '@tayninh/shared/features/templates/template-content';
import type { TemplateVersion } from '@tayninh/shared/features/templates/templates.contract';
import { Tag } from 'antd';

const PROVIDER: Record<ProviderState, { name: string; colour: string }> = {
  none: { name: 'Chưa gắn mẫu Zalo', colour: 'default' },
  pending: { name: 'Zalo đang xét', colour: 'warning' },
  enabled: { name: 'Zalo đã duyệt', colour: 'success' },
  rejected: { name: 'Zalo từ chối', colour: 'error' },
  disabled: { name: 'Zalo đã khóa', colour: 'error' },
};
const QUALITY: Record<ProviderQuality, string> = { high: 'Tốt', medium: 'Trung bình', low: 'Kém, dễ bị khóa', undefined: 'Chưa có' };

export const qualityText = (quality: ProviderQuality | null) => (quality === null ? 'Chưa có' : QUALITY[quality]);

/** What Zalo says of a version, and why where it refuses. */
export function ProviderTag({ version: { providerState, zbsTemplateId, providerSeenAt } }: { version: TemplateVersion }) {
  if (zbsTemplateId !== null && providerState === 'none' && providerSeenAt === null) return <Tag>Chờ hỏi Zalo</Tag>;
  const { name, colour } = PROVIDER[providerState];
  return <Tag color={colour}>{name}</Tag>;
}

export const KIND_NAMES: Record<VariableKind, string> = { text: 'Chữ', name: 'Tên người', code: 'Mã', date: 'Ngày', amount: 'Số tiền' };
export const SOURCE_NAMES: Record<VariableSource, string> = {
  fixed: 'Cán bộ điền khi gửi',
  event: 'Sự việc báo tới',
  'recipient-name': 'Tên người nhận',
  'commune-name': 'Xã, phường của người nhận',
  'procedure-name': 'Thủ tục của hồ sơ',
  'masked-code': 'Mã hồ sơ, đã che bớt',
  'due-date': 'Ngày hẹn trả',
};

/** What is asked for most, ready to be put in. Names are as they stand between the braces. */
export const READY_VARIABLES: readonly TemplateVariable[] = [
  { name: 'ho_ten', label: 'Họ tên người nhận', kind: 'name', source: 'recipient-name', maxLength: 30 },
  { name: 'ten_xa', label: 'Xã, phường', kind: 'text', source: 'commune-name', maxLength: 30 },
  { name: 'ten_thu_tuc', label: 'Tên thủ tục', kind: 'text', source: 'procedure-name', maxLength: 100 },
  { name: 'ma_ho_so', label: 'Mã hồ sơ', kind: 'code', source: 'masked-code', maxLength: 30 },
  { name: 'ngay_hen', label: 'Ngày hẹn trả', kind: 'date', source: 'due-date', maxLength: 11 },
  { name: 'han_chot', label: 'Hạn chót', kind: 'date', source: 'fixed', maxLength: 11 },
  { name: 'noi_den', label: 'Nơi đến', kind: 'text', source: 'fixed', maxLength: 80 },
  { name: 'so_tien', label: 'Số tiền', kind: 'amount', source: 'fixed', maxLength: 20 },
];
