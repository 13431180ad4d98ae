import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { seeded } from '../faults.ts';
import type { Receiver } from './crowd.ts';

export const SendChannel = z.enum(['zbs-uid', 'zbs-phone', 'mini-app', 'oa-reply', 'oa-article']);
export type SendChannel = z.infer<typeof SendChannel>;

/** `PUT /control/zalo/refusals`: refuse with this number; the list replaces the one before. */
export const Refusals = z.strictObject({
  items: z.array(
    z.strictObject({
      code: z.int(),
      channel: SendChannel.optional(),
      /** A persona's id or `crowd-<number>`; everybody when left out. */
      personaId: z.string().optional(),
      rate: z.number().min(0).max(1).default(1),
      seed: z.int().default(1),
      /** Stops by itself after so many. */
      times: z.int().min(1).optional(),
    }),
  ),
});
/** `PUT /control/zalo/quota`: what stays out keeps its value; what was used today starts anew. */
export const Quota = z.strictObject({
  /** Messages a local day by template, by user id and by phone together. */
  dailyQuota: z.int().min(0).optional(),
  miniAppPerDay: z.int().min(0).optional(),
  /** More calls than this in one second are refused with -32 or -103; 0 = never. */
  ratePerSecond: z.int().min(0).optional(),
  latencyMs: z.int().min(0).max(10_000).optional(),
});
/** `PUT /control/zalo/receipts`: what comes back of messages, as signed webhooks. Rates are shares of the messages. */
export const Receipts = z.strictObject({
  /** null: none ever come. */
  receivedAfterMs: z.int().min(0).nullable().default(null),
  seenAfterMs: z.int().min(0).nullable().default(null),
  rate: z.number().min(0).max(1).default(1),
  double: z.number().min(0).max(1).default(0),
  /** Seen before received, and received again after it. */
  contradictory: z.number().min(0).max(1).default(0),
  late: z.number().min(0).max(1).default(0),
  lateByMs: z.int().min(0).default(5_000),
  seed: z.int().default(1),
});
export type Receipts = z.infer<typeof Receipts>;

/** What the two hosts, and the mini app's, answer when a limit is reached. */
const OVER: Readonly<Record<SendChannel, { quota: number; rate: number }>> = {
  'zbs-uid': { quota: -211, rate: -32 },
  'zbs-phone': { quota: -144, rate: -32 },
  'oa-reply': { quota: -211, rate: -32 },
  'oa-article': { quota: -223, rate: -32 },
  'mini-app': { quota: -109, rate: -103 },
};
const COUNTED: ReadonlySet<SendChannel> = new Set(['zbs-uid', 'zbs-phone']);

/** The rules and the book-keeping of sends at the fake Zalo: quotas of the day, refusals on demand, and how often whom was sent what. */
export function createTraffic() {
  let quota = { dailyQuota: 500_000, miniAppPerDay: 1_000, ratePerSecond: 0, latencyMs: 0 };
  let refusals: { setting: z.output<typeof Refusals>['items'][number]; random: () => number; left: number }[] = [];
  let crowdCount = 0;
  let day = '';
  let usedToday = 0;
  let noticesToday = 0;
  let noticed = new Set<string>();
  let second = { at: 0, calls: 0 };
  const sent = new Map<SendChannel, number>();
  const refused = new Map<number, number>();
  const byText = new Map<string, number>();
  const byPerson = new Map<string, number>();
  const byTracking = new Map<string, number>();
  const more = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1);
  const localDay = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const startDay = () => {
    if (day === localDay()) return;
    day = localDay();
    usedToday = 0;
    noticesToday = 0;
    noticed = new Set();
  };

  function refusalOnDemand(channel: SendChannel, personaId: string | null): number | null {
    for (const one of refusals) {
      const { setting } = one;
      if ((setting.channel && setting.channel !== channel) || (setting.personaId && setting.personaId !== personaId)) continue;
      if (one.left <= 0 || one.random() >= setting.rate) continue;
      one.left -= 1;
      return setting.code;
    }
    return null;
  }
  function limit(channel: SendChannel, receiver: Receiver | null): number | null {
    startDay();
    const now = Math.floor(Date.now() / 1_000);
    second = second.at === now ? { at: now, calls: second.calls + 1 } : { at: now, calls: 1 };
    if (quota.ratePerSecond > 0 && second.calls > quota.ratePerSecond) return OVER[channel].rate;
    if (COUNTED.has(channel) && usedToday >= quota.dailyQuota) return OVER[channel].quota;
    if (channel === 'mini-app' && noticesToday >= quota.miniAppPerDay) return OVER[channel].quota;
    if (channel === 'mini-app' && receiver && noticed.has(receiver.id)) return -111; // one a day
    return null;
  }

  return {
    get crowdCount() {
      return crowdCount;
    },
    setCrowd: (count: number) => {
      crowdCount = count;
    },
    setQuota: (next: z.output<typeof Quota>) => {
      quota = { ...quota, ...Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) };
      day = '';
      return quota;
    },
    setRefusals: ({ items }: z.output<typeof Refusals>) => {
      refusals = items.map((setting) => ({ setting, random: seeded(setting.seed), left: setting.times ?? Number.POSITIVE_INFINITY }));
    },
    latency: async () => {
      if (quota.latencyMs > 0) await pause(quota.latencyMs);
    },
    /** @returns the number to refuse with, null when it may go */
    check(channel: SendChannel, receiver: Receiver | null): number | null {
      return refusalOnDemand(channel, receiver?.id ?? null) ?? limit(channel, receiver);
    },
    note(channel: SendChannel, receiver: Receiver | null, text: string, trackingId?: string) {
      startDay();
      more(sent, channel);
      if (COUNTED.has(channel)) usedToday += 1;
      if (channel === 'mini-app') noticesToday += 1;
      if (channel === 'mini-app' && receiver) noticed.add(receiver.id);
      if (trackingId) more(byTracking, trackingId);
      if (!receiver) return;
      more(byPerson, receiver.id);
      more(byText, `${receiver.id}|${createHash('sha1').update(text).digest('base64url')}`);
    },
    noteRefused: (code: number) => more(refused, code),
    quotaNow: () => ({ dailyQuota: String(quota.dailyQuota), remainingQuota: String(Math.max(0, quota.dailyQuota - usedToday)) }),
    /** What went out and to how many; `doubled`: the same text to the same person more than once, whatever the way. */
    counts: (of: { personaId?: string | undefined; trackingId?: string | undefined }) => ({
      total: [...sent.values()].reduce((sum, count) => sum + count, 0),
      byChannel: Object.fromEntries(sent),
      refused: Object.fromEntries(refused),
      people: byPerson.size,
      doubled: [...byText.values()].filter((count) => count > 1).length,
      doubledTracking: [...byTracking.values()].filter((count) => count > 1).length,
      ...(of.personaId !== undefined && { ofPerson: byPerson.get(of.personaId) ?? 0 }),
      ...(of.trackingId !== undefined && { ofTracking: byTracking.get(of.trackingId) ?? 0 }),
    }),
    clear() {
      for (const map of [sent, refused, byText, byPerson, byTracking]) map.clear();
      quota = { dailyQuota: 500_000, miniAppPerDay: 1_000, ratePerSecond: 0, latencyMs: 0 };
      refusals = [];
      crowdCount = 0;
      day = '';
    },
  };
}
export type Traffic = ReturnType<typeof createTraffic>;
