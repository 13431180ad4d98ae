import { z } from 'zod';
import { Day, Instant, Vnd } from '../../contract/values.ts';
import { Channel } from '../notifications/channels.ts';
import { DELIVERY_REASON_CODES } from './delivery-reasons.ts';

const count = z.int().min(0);
const ByReason = z.array(z.strictObject({ reason: z.enum(DELIVERY_REASON_CODES), text: z.string(), count }));

/** What stands in the way of handing the draft in; each names what to change. */
export const PLAN_BLOCKERS = {
  'no-template': 'Chọn mẫu tin.',
  'no-audience': 'Chọn người nhận.',
  'no-channel': 'Chọn ít nhất một đường gửi ngoài hộp thư, hoặc giữ riêng hộp thư.',
  nobody: 'Không có ai khớp điều kiện.',
  sensitive: 'Nhóm người nhận chọn theo thủ tục nhạy cảm. Bỏ thủ tục đó.',
  'broken-template': 'Mẫu tin có chỗ điền hỏng hoặc thiếu giá trị chung.',
  'zbs-not-approved': 'Zalo chưa duyệt mẫu tin này. Bỏ hai đường mẫu tin Zalo, hoặc chờ duyệt.',
  'starts-after-expiry': 'Giờ bắt đầu sau giờ hết hạn.',
} as const;
export type PlanBlocker = keyof typeof PLAN_BLOCKERS;

/**
 * Everything known before anybody decides (NT-3). Counts are of the moment `plannedAt` and hold for an hour. People: `matched` is the
 * sum of `notTold` and `told`; `told` of `inboxOnly` and the routes.
 */
export const CampaignPlan = z.strictObject({
  plannedAt: Instant,
  matched: count,
  /** Not even in the inbox, by reason. */
  notTold: ByReason,
  told: count,
  /** In the inbox, without a push, by reason. */
  inboxOnly: ByReason,
  routes: z.array(
    z.strictObject({
      channel: Channel,
      name: z.string(),
      why: z.string(),
      people: count,
      feeVnd: Vnd,
      totalVnd: Vnd,
      isFeeConfirmed: z.boolean(),
    }),
  ),
  totalVnd: Vnd,
  days: z.array(
    z.strictObject({
      day: Day,
      total: count,
      fromAt: Instant,
      untilAt: Instant,
      byChannel: z.array(z.strictObject({ channel: Channel, count, limit: count.nullable(), keptForTransactional: count })),
    }),
  ),
  firstAt: Instant.nullable(),
  lastAt: Instant.nullable(),
  /** "Người cuối nhận ngày 29/11." and why it waits, as sentences. */
  sentences: z.array(z.string()),
  /** Not pushed in time; they find it in the inbox. */
  left: z.strictObject({ noHour: count, expired: count }),
  hours: z.strictObject({ fromMinute: z.int(), toMinute: z.int(), ownHoursPeople: count }),
  risk: z.strictObject({
    level: z.enum(['unknown', 'low', 'medium', 'high']),
    /** Blocks and unfollows among those reached; null: the template was never sent. */
    expectedShare: z.number().nullable(),
    campaigns: count,
    text: z.string(),
    weekendPeople: count,
  }),
  canaryPeople: count,
  needsReason: z.boolean(),
  samples: z
    .array(
      z.strictObject({
        name: z.string(),
        unitCode: z.string().nullable(),
        channel: Channel,
        title: z.string().nullable(),
        body: z.string().nullable(),
        /** Why this person would get nothing, in words. */
        refusal: z.string().nullable(),
      }),
    )
    .max(20),
  blockers: z.array(z.strictObject({ code: z.enum(Object.keys(PLAN_BLOCKERS) as [PlanBlocker, ...PlanBlocker[]]), text: z.string() })),
});
export type CampaignPlan = z.infer<typeof CampaignPlan>;

/** Zalo lowers an Official Account's tier above about this share of complaints (zalo.md 6.4). */
const TIER_FALLS_AT = 0.02;
/** A canary stops by itself above this share of blocks and unfollows (NT-6). */
const CANARY_STOPS_AT = 0.005;

/** What earlier campaigns of the same template say of this one. */
export function riskOf({ campaigns, reached, complained }: { campaigns: number; reached: number; complained: number }) {
  if (campaigns === 0 || reached === 0)
    return {
      level: 'unknown' as const,
      expectedShare: null,
      campaigns: 0,
      text: 'Mẫu này chưa gửi lần nào, chưa dự báo được tỉ lệ chặn và bỏ theo dõi.',
    };
  const expectedShare = complained / reached;
  const level =
    expectedShare >= TIER_FALLS_AT ? ('high' as const) : expectedShare >= CANARY_STOPS_AT ? ('medium' as const) : ('low' as const);
  const share = new Intl.NumberFormat('vi-VN', { style: 'percent', maximumFractionDigits: 2 }).format(expectedShare);
  return {
    level,
    expectedShare,
    campaigns,
    text: `Dự báo ${share} chặn hoặc bỏ theo dõi, theo ${campaigns} lần gửi cùng mẫu. Mức hạ bậc 2 %.`,
  };
}

/** `N••• V•• T••`: enough to see that names are filled in, useless for finding anybody. */
export const maskName = (name: string) =>
  name
    .normalize('NFC')
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `${[...word][0]}${'•'.repeat(Math.max(1, [...word].length - 1))}`)
    .join(' ');

/** 1 % and at most 500, but somebody (NT-6). */
export const canarySize = (people: number) => (people === 0 ? 0 : Math.max(1, Math.min(500, Math.floor(people / 100))));
