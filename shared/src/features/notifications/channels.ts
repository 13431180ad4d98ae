import { z } from 'zod';

/**
 * The ways by which a message may reach a person. `inbox` is not a choice: every message stands there, exactly once. `sms` has a
 * place in every list but no connector, so no route ever leads to it.
 */
export const Channel = z.enum(['inbox', 'zbs-uid', 'zbs-phone', 'mini-app', 'oa-reply', 'oa-article', 'sms']);
export type Channel = z.infer<typeof Channel>;

/** Channels that an outside system carries, and that cost or count something. */
export const OutsideChannel = Channel.exclude(['inbox']);
export type OutsideChannel = z.infer<typeof OutsideChannel>;

/** Part of the local day, in minutes since midnight in Asia/Ho_Chi_Minh; `from` counts, `to` does not. */
export interface DayPart {
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface ChannelFacts {
  /** As officers read it. */
  readonly name: string;
  /** Whether one call reaches one person, so that it can stand in the deliveries of a campaign. */
  readonly isPersonal: boolean;
  /** đồng for one message, until the template itself says (docs/sources/zalo.md); 0 = free. */
  readonly assumedFeeVnd: number;
  /** When the platform carries it; null: at any hour. Outside it a call is refused or the phone stays silent. */
  readonly openHours: DayPart | null;
  /** Calls a second that the platform takes from us, all workers together. */
  readonly ratePerSecond: number;
  /** Messages a local day, until the platform tells its own number; null: not counted. */
  readonly assumedDailyLimit: number | null;
  /** Messages a local day to one person; null: not limited by the platform. */
  readonly dailyPerPerson: number | null;
}

const HOUR = 60;

/**
 * As of 24 November 2026 (docs/sources/zalo.md). Of Zalo's limits 4,000 calls a minute hold for all of openapi.zalo.me together.
 * Hours are those in which the push rings: the night rule of -234 and -133 for what is not transactional.
 */
export const CHANNEL: Readonly<Record<Channel, ChannelFacts>> = {
  inbox: {
    name: 'Hộp thư trong ứng dụng',
    isPersonal: true,
    assumedFeeVnd: 0,
    openHours: null,
    ratePerSecond: Number.POSITIVE_INFINITY,
    assumedDailyLimit: null,
    dailyPerPerson: null,
  },
  'zbs-uid': {
    name: 'Tin Zalo theo tài khoản',
    isPersonal: true,
    assumedFeeVnd: 165,
    openHours: { fromMinute: 6 * HOUR, toMinute: 22 * HOUR },
    ratePerSecond: 66,
    assumedDailyLimit: 5_000,
    dailyPerPerson: null,
  },
  'zbs-phone': {
    name: 'Tin Zalo theo số điện thoại',
    isPersonal: true,
    assumedFeeVnd: 200,
    openHours: { fromMinute: 6 * HOUR, toMinute: 22 * HOUR },
    ratePerSecond: 66,
    assumedDailyLimit: 5_000,
    dailyPerPerson: null,
  },
  'mini-app': {
    name: 'Thông báo của Mini App',
    isPersonal: true,
    assumedFeeVnd: 0,
    openHours: { fromMinute: 6 * HOUR, toMinute: 22 * HOUR },
    ratePerSecond: 20,
    assumedDailyLimit: 1_000,
    dailyPerPerson: 1,
  },
  'oa-reply': {
    name: 'Trả lời trong khung chat',
    isPersonal: true,
    assumedFeeVnd: 0,
    openHours: null,
    ratePerSecond: 66,
    assumedDailyLimit: null,
    dailyPerPerson: null,
  },
  'oa-article': {
    name: 'Bài viết gửi người quan tâm',
    isPersonal: false,
    assumedFeeVnd: 0,
    openHours: { fromMinute: 6 * HOUR, toMinute: 22 * HOUR },
    ratePerSecond: 1,
    assumedDailyLimit: 1,
    dailyPerPerson: null,
  },
  sms: {
    name: 'Tin nhắn SMS',
    isPersonal: true,
    assumedFeeVnd: 0,
    openHours: null,
    ratePerSecond: 0,
    assumedDailyLimit: 0,
    dailyPerPerson: null,
  },
};

/** A reply is free this long after the person's last act towards the Official Account (zalo.md 5.8). */
export const FREE_REPLY_MS = 48 * 3_600_000;
/** After this long without an act no reply is possible at all (-230). */
export const LAST_REPLY_MS = 7 * 24 * 3_600_000;
/** A mini app notification reaches only whom the app was open for within this time. */
export const MINI_APP_OPENED_WITHIN_MS = 7 * 24 * 3_600_000;
/** This part of a channel's rate and daily limit is kept for what a single person waits for (NT-5). */
export const TRANSACTIONAL_SHARE = 0.2;
