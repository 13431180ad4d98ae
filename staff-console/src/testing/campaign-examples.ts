import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import type {
  Campaign,
  CampaignContent,
  CampaignProgress,
  CampaignSummary,
  CountRow,
  KillSwitch,
} from '@tayninh/shared/features/campaigns/campaigns.contract';
import type { CampaignPlan } from '@tayninh/shared/features/campaigns/plan';
import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import type { TemplateDetail } from '@tayninh/shared/features/templates/templates.contract';
import { aMe } from './fake-bff.ts';

export const CAMPAIGN_ID = '5c1e0000-0000-4000-8000-00000000000a';
export const VERSION_ID = '7e3a0000-0000-4000-8000-000000000005';
export const TEMPLATE_ID = '7e3a0000-0000-4000-8000-000000000001';
const HASH = '7c1e94ab05f2d3b86a401fe7c9d28e53b07f2a16e4c859d13f92a6b470ce18d5';
/** Whoever is signed in, unless a test says otherwise. */
export const ME = { id: aMe().id, name: aMe().name };
const AUTHOR = ME;
export const APPROVER = { id: '0b8f4d0e-0000-4000-8000-000000000002', name: 'Phạm Minh Khôi' };

export const aContent = (part: Partial<CampaignContent> = {}): CampaignContent => ({
  templateVersionId: VERSION_ID,
  values: { han_nhan: '2026-12-11' },
  audience: { kind: 'segment', definition: { communes: ['25498'], dossier: { statuses: [9] } } satisfies SegmentDefinition },
  channels: ['inbox', 'zbs-uid', 'zbs-phone', 'oa-reply'],
  category: 'reminders',
  kind: 'ordinary',
  scheduledAt: '2026-11-26T01:00:00Z',
  expiresAt: '2026-12-11T10:00:00Z',
  cap: null,
  ...part,
});

export const aSummary = (part: Partial<CampaignSummary> = {}): CampaignSummary => ({
  id: CAMPAIGN_ID,
  name: 'Nhắc nhận kết quả hồ sơ đã xong',
  unitCode: '72',
  state: 'draft',
  isPaused: false,
  note: null,
  kind: 'ordinary',
  category: 'reminders',
  audienceCount: null,
  finishedCount: 0,
  estimatedVnd: null,
  scheduledAt: '2026-11-26T01:00:00Z',
  createdBy: AUTHOR,
  updatedAt: '2026-11-25T09:12:00Z',
  ...part,
});

export const aCampaign = (part: Partial<Campaign> = {}): Campaign => ({
  ...aSummary(),
  content: aContent(),
  contentHash: HASH,
  plan: null,
  plannedAt: null,
  submitted: null,
  approved: null,
  approvedSecond: null,
  approvalLapsesAt: null,
  startedAt: null,
  finishedAt: null,
  trail: [{ at: '2026-11-25T08:50:00Z', by: AUTHOR, action: 'create', text: 'Tạo bản nháp' }],
  actions: ['edit', 'plan', 'abort'],
  ...part,
});

export const aPlan = (part: Partial<CampaignPlan> = {}): CampaignPlan => ({
  plannedAt: '2026-11-25T09:10:00Z',
  matched: 18_420,
  notTold: [{ reason: 'no-consent', text: 'Chưa đồng ý nhận loại tin này', count: 2_439 }],
  told: 15_981,
  inboxOnly: [{ reason: 'muted-zalo', text: 'Đã tắt loại tin này trên Zalo', count: 648 }],
  routes: [
    {
      channel: 'zbs-uid',
      name: 'Tin Zalo theo tài khoản',
      why: 'đã quan tâm trang của tỉnh',
      people: 11_204,
      feeVnd: 560,
      totalVnd: 6_274_240,
      isFeeConfirmed: true,
    },
    {
      channel: 'zbs-phone',
      name: 'Tin Zalo theo số điện thoại',
      why: 'khi chưa có tài khoản',
      people: 3_917,
      feeVnd: 800,
      totalVnd: 3_133_600,
      isFeeConfirmed: false,
    },
    {
      channel: 'oa-reply',
      name: 'Trả lời trong khung chat',
      why: 'vừa nhắn trong 48 giờ',
      people: 212,
      feeVnd: 0,
      totalVnd: 0,
      isFeeConfirmed: true,
    },
  ],
  totalVnd: 9_407_840,
  days: ['2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'].map((day, index) => ({
    day,
    total: index === 3 ? 3_333 : 4_000,
    fromAt: `${day}T01:00:00Z`,
    untilAt: `${day}T10:00:00Z`,
    byChannel: [{ channel: 'zbs-uid', count: index === 3 ? 3_333 : 4_000, limit: 5_000, keptForTransactional: 1_000 }],
  })),
  firstAt: '2026-11-26T01:00:00Z',
  lastAt: '2026-11-29T09:40:00Z',
  sentences: ['Người cuối nhận ngày 29/11/2026, trước hạn 12 ngày.'],
  left: { noHour: 0, expired: 0 },
  hours: { fromMinute: 480, toMinute: 1_260, ownHoursPeople: 1_038 },
  risk: {
    level: 'low',
    expectedShare: 0.003,
    campaigns: 4,
    text: 'Dự báo 0,3 % chặn hoặc bỏ theo dõi, theo 4 lần gửi cùng mẫu. Mức hạ bậc 2 %.',
    weekendPeople: 7_333,
  },
  canaryPeople: 153,
  needsReason: false,
  samples: ['N•••• V•• T••', 'Đ•• T•• H•••', 'L• H••• P•••', 'C•• M• L•••', 'N•• T•• B••', 'P••• H•• Y••'].map((name, index) => ({
    name,
    unitCode: '25498',
    channel: index === 1 ? 'zbs-phone' : 'zbs-uid',
    title: index === 4 ? null : 'Kết quả của bạn đã có',
    body: index === 4 ? null : 'Chào N•••• V•• T••, kết quả hồ sơ H53.80-••••24 đã có. Mời bạn nhận trước ngày 11/12/2026.',
    refusal: index === 4 ? 'Thiếu Nơi nhận.' : null,
  })),
  blockers: [],
  ...part,
});

/** Planned; `routes` and `told` agree with the plan above. */
export const aPlanned = (part: Partial<Campaign> = {}): Campaign =>
  aCampaign({
    state: 'checked',
    plan: aPlan(),
    plannedAt: '2026-11-25T09:10:00Z',
    audienceCount: 15_981,
    estimatedVnd: 9_407_840,
    actions: ['edit', 'plan', 'submit', 'abort'],
    ...part,
  });

/** Handed in by somebody else, waiting for me. */
export const aSubmitted = (part: Partial<Campaign> = {}): Campaign =>
  aPlanned({
    state: 'submitted',
    createdBy: { id: '0b8f4d0e-0000-4000-8000-000000000009', name: 'Trịnh Kim Yến' },
    submitted: { by: { id: '0b8f4d0e-0000-4000-8000-000000000009', name: 'Trịnh Kim Yến' }, at: '2026-11-25T09:12:00Z' },
    actions: ['return', 'approve'],
    ...part,
  });

export const someCounts = (): CountRow[] => [
  { state: 'queued', channel: 'zbs-uid', reason: null, count: 12_388 },
  { state: 'dispatching', channel: 'zbs-uid', reason: null, count: 48 },
  { state: 'sent', channel: 'zbs-uid', reason: null, count: 214 },
  { state: 'delivered', channel: 'zbs-uid', reason: null, count: 1_402 },
  { state: 'seen', channel: 'zbs-uid', reason: null, count: 1_196 },
  { state: 'delivered', channel: 'inbox', reason: 'muted-zalo', count: 648 },
  { state: 'failed', channel: 'zbs-phone', reason: 'phone-wrong', count: 23 },
  { state: 'failed', channel: 'zbs-uid', reason: 'blocked', count: 8 },
  { state: 'uncertain', channel: 'zbs-uid', reason: 'reply-lost', count: 6 },
  { state: 'suppressed', channel: 'inbox', reason: 'no-consent', count: 48 },
];
export const aProgress = (part: Partial<CampaignProgress> = {}): CampaignProgress => ({
  state: 'running',
  isPaused: false,
  note: null,
  audienceCount: 15_981,
  counts: someCounts(),
  perMinute: 44,
  failedShare: 0.003,
  at: '2026-11-26T03:34:00Z',
  ...part,
});

export const aSwitch = (part: Partial<KillSwitch> = {}): KillSwitch => ({
  id: '6a000000-0000-4000-8000-000000000001',
  scope: 'channel',
  key: 'zbs-uid',
  reason: 'Zalo báo lỗi nhiều',
  pulled: { by: APPROVER, at: '2026-11-26T02:00:00Z' },
  releaseAsked: null,
  released: null,
  ...part,
});

export const aTemplateContent = (): TemplateContent => ({
  variables: [
    { name: 'ho_ten', kind: 'name', maxLength: 30, label: 'Họ tên', source: 'recipient-name' },
    { name: 'ma_ho_so', kind: 'code', maxLength: 30, label: 'Mã hồ sơ', source: 'masked-code' },
    { name: 'han_nhan', kind: 'date', maxLength: 20, label: 'Hạn nhận', source: 'fixed' },
  ],
  texts: {
    vi: {
      title: 'Kết quả của bạn đã có, mời đến nhận',
      body: 'Chào {{ho_ten}}, kết quả hồ sơ {{ma_ho_so}} đã có. Mời bạn nhận tại nơi nhận hồ sơ trước ngày {{han_nhan}}.',
      action: { label: 'Chọn cách nhận', path: '/dossiers' },
    },
  },
  zbs: {
    params: { name: '{{ho_ten}}', code: '{{ma_ho_so}}', due: '{{han_nhan}}' },
    kinds: { name: 'name', code: 'code', due: 'time' },
    layout: {
      title: 'Kết quả đã có, mời đến nhận',
      paragraphs: ['Chào <name>, kết quả hồ sơ <code> đã có. Mời nhận trước ngày <due>.'],
      rows: [{ label: 'Mã hồ sơ', value: '<code>' }],
      buttons: [{ kind: 'mini-app', title: 'Chọn cách nhận', target: '/dossiers' }],
    },
  },
});

export const aTemplate = (): TemplateDetail => ({
  id: TEMPLATE_ID,
  key: 'ket-qua-san-sang',
  name: 'Kết quả đã sẵn sàng',
  category: 'reminders',
  unitCode: '72',
  unitName: 'tỉnh Tây Ninh',
  canChange: true,
  archivedAt: null,
  createdAt: '2026-11-01T00:00:00Z',
  versions: [
    {
      id: VERSION_ID,
      no: 5,
      contentHash: HASH,
      zbsTemplateId: '4815',
      providerState: 'enabled',
      providerReason: null,
      quality: 'high',
      priceByUserVnd: 560,
      priceByPhoneVnd: 800,
      providerSeenAt: '2026-11-20T00:00:00Z',
      createdAt: '2026-11-18T02:00:00Z',
      frozenAt: null,
      content: aTemplateContent(),
    },
  ],
});
export const aTemplateItem = () => {
  const { versions, ...rest } = aTemplate();
  const { content: _content, ...latest } = versions[0] as TemplateDetail['versions'][number];
  return { ...rest, latest };
};
