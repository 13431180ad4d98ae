import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { IconName } from '../../components/icon.tsx';

const STATUS: Record<number, string> = {
  1: 'Chờ cán bộ tiếp nhận',
  2: 'Đã được tiếp nhận',
  3: 'Không được tiếp nhận',
  4: 'Cán bộ đang giải quyết',
  5: 'Cần bổ sung giấy tờ',
  6: 'Cần nộp phí',
  7: 'Đã rút theo ý bạn',
  8: 'Đã dừng giải quyết',
  9: 'Đã có kết quả',
  10: 'Đã trả kết quả',
};

export interface StateWords {
  text: string;
  tone: '' | 'go' | 'you' | 'no' | 'wait';
  icon: IconName;
}

/** Where a dossier is, in words; what needs the citizen comes before anything else. */
export function stateWords({ needsAction, state, status }: Pick<DossierSummary, 'needsAction' | 'state' | 'status'>): StateWords {
  if (needsAction) return { text: needsAction.text, tone: 'you', icon: 'alert' };
  if (state === 'rejected') return { text: 'Tỉnh chưa nhận hồ sơ', tone: 'no', icon: 'alert' };
  if (state === 'uncertain') return { text: 'Đang hỏi lại tỉnh', tone: 'wait', icon: 'clock' };
  if (state !== 'confirmed') return { text: 'Đã giữ, chờ gửi đến tỉnh', tone: 'wait', icon: 'clock' };
  const text = STATUS[status] ?? 'Đang giải quyết';
  if (status === 3 || status === 8) return { text, tone: 'no', icon: 'alert' };
  if (status >= 9) return { text, tone: 'go', icon: 'check' };
  return { text, tone: status === 1 ? 'wait' : 'go', icon: status === 1 ? 'clock' : 'check' };
}
