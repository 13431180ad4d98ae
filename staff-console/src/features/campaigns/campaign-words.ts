import type { CampaignState } from '@tayninh/shared/features/campaigns/campaign-states';
import type { KillScope } from '@tayninh/shared/features/campaigns/campaigns.contract';

export type Tone = 'neutral' | 'good' | 'busy' | 'wait' | 'bad';
interface StateWords {
  readonly name: string;
  readonly tone: Tone;
  /** What happens next, or what somebody has to do. */
  readonly next: string;
}

/** Each state as officers read it; never by colour alone. */
export const STATE_WORDS: Readonly<Record<CampaignState, StateWords>> = {
  draft: { name: 'Nháp', tone: 'neutral', next: 'Soạn tiếp, rồi lập kế hoạch gửi.' },
  checked: { name: 'Đã có kế hoạch', tone: 'neutral', next: 'Xem kế hoạch rồi trình duyệt. Kế hoạch có giá trị một giờ.' },
  submitted: { name: 'Chờ duyệt', tone: 'wait', next: 'Một người khác, có quyền duyệt, xem rồi duyệt hoặc trả lại.' },
  approved: { name: 'Đã duyệt', tone: 'good', next: 'Lên lịch để bắt đầu. Chữ duyệt có giá trị 72 giờ.' },
  scheduled: { name: 'Đã lên lịch', tone: 'good', next: 'Tự bắt đầu khi đến giờ.' },
  canary: { name: 'Gửi thử 1 %', tone: 'busy', next: 'Gửi thử cho ít người, chờ 10 phút xem kết quả rồi tự gửi tiếp.' },
  running: { name: 'Đang gửi', tone: 'busy', next: 'Đang gửi theo kế hoạch. Dừng được bất cứ lúc nào.' },
  done: { name: 'Đã xong', tone: 'good', next: 'Xem báo cáo.' },
  aborted: { name: 'Đã dừng hẳn', tone: 'neutral', next: 'Người chưa tới lượt không nhận tin. Xem báo cáo.' },
  killed: { name: 'Bị công tắc dừng chặn', tone: 'bad', next: 'Không tin mới nào đi. Mở lại ở trang Công tắc dừng, cần hai người.' },
};
export const PAUSED_WORDS: StateWords = {
  name: 'Tạm dừng',
  tone: 'wait',
  next: 'Không tin mới nào đi cho tới khi có người bấm Chạy tiếp.',
};

/** A pause is no state of its own, but it is what people see first. */
export const wordsOf = ({ state, isPaused }: { state: CampaignState; isPaused: boolean }) => (isPaused ? PAUSED_WORDS : STATE_WORDS[state]);

export const KILL_SCOPE_WORDS: Readonly<Record<KillScope, string>> = {
  global: 'Toàn tỉnh',
  channel: 'Một kênh',
  unit: 'Một đơn vị',
  campaign: 'Một chiến dịch',
};
/** One click is enough because a reason stands there already; whoever has the time writes a better one. */
export const KILL_REASONS = [
  'Dừng để kiểm tra',
  'Nội dung tin có sai sót',
  'Gửi nhầm người nhận',
  'Nhiều người phàn nàn',
  'Zalo báo lỗi nhiều',
] as const;

/** How soon each part of the campaign's life is worth asking for again, in ms; false: nothing moves by itself. */
export const refreshEvery = (state: CampaignState): number | false =>
  state === 'submitted' || state === 'approved' || state === 'scheduled' ? 15_000 : false;

export const isUnderWay = (state: CampaignState) =>
  state === 'scheduled' || state === 'canary' || state === 'running' || state === 'killed';
export const isOver = (state: CampaignState) => state === 'done' || state === 'aborted';
