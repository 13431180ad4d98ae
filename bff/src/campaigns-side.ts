import { createCampaignRepository } from './features/campaigns/campaigns.repository.ts';
import { createCampaignService } from './features/campaigns/campaigns.service.ts';
import { createDispatchRepository } from './features/campaigns/dispatch.repository.ts';
import { createDispatch } from './features/campaigns/dispatch.service.ts';
import { createEngine } from './features/campaigns/engine.ts';
import { type AudienceOf, createEnqueueRepository } from './features/campaigns/enqueue.repository.ts';
import { createKillSwitchRepository } from './features/campaigns/kill-switches.repository.ts';
import { createKillSwitchService } from './features/campaigns/kill-switches.service.ts';
import type { SendPush } from './features/campaigns/push.ts';
import { createStopWatch } from './features/campaigns/stop-watch.ts';
import type { Database } from './platform/database.ts';
import type { Encryption } from './platform/encryption.ts';
import type { createLogger } from './platform/logging.ts';

export interface CampaignsSideNeeds {
  readonly database: Database;
  readonly encryption: Encryption;
  readonly log: ReturnType<typeof createLogger>;
  readonly send: SendPush;
  readonly audienceOf: AudienceOf;
  readonly plan: Parameters<typeof createCampaignService>[0]['plan'];
  readonly canaryWaitMs: number;
  readonly leaseMs: number;
  /** Calls to Zalo at once, in one process. */
  readonly callsAtOnce: number;
  readonly clock?: () => Date;
}

/** Campaigns, from the first draft to the last receipt, and the switches that stop them. */
export function createCampaignsSide({
  database,
  encryption,
  log,
  send,
  audienceOf,
  plan,
  canaryWaitMs,
  leaseMs,
  callsAtOnce,
  clock = () => new Date(),
}: CampaignsSideNeeds) {
  const repository = createCampaignRepository(database);
  const deliveries = createDispatchRepository(database);
  const switches = createKillSwitchRepository(database);
  const stops = createStopWatch(switches);
  const dispatch = createDispatch({
    repository: deliveries,
    stops,
    encryption,
    send,
    wording: repository.wording,
    onStopped: (row, channel, code) =>
      repository.step(row.id, {
        from: ['canary', 'running'],
        set: { pausedAt: clock(), haltedReason: `Zalo không nhận tin (${channel}, mã ${code})` },
        entry: {
          actor: null,
          action: 'halt',
          text: `Tự dừng: Zalo không nhận tin (${channel}, mã ${code}). Báo quản trị xem trước khi chạy tiếp`,
        },
      }),
    clock,
    callsAtOnce,
  });
  const engine = createEngine({
    campaigns: repository,
    enqueue: createEnqueueRepository(database),
    dispatch,
    deliveries,
    stops,
    audienceOf,
    clock,
    canaryWaitMs,
    leaseMs,
    log,
  });
  const campaigns = createCampaignService({
    repository,
    namesOf: repository.staffNames,
    plan,
    waitsFor: async (row) => {
      if (!row.enqueuedAt) return 'Đang lập danh sách người nhận';
      const held = await switches.stops();
      if (held.switches.some(({ scope, key }) => scope === 'global' || (scope === 'unit' && key === row.unitCode)))
        return 'Nút dừng đang bật';
      const outside = row.content.channels.filter((channel) => channel !== 'inbox');
      const until = outside.map((channel) => dispatch.quietUntil(row, channel, clock()));
      const [first] = until.filter((moment) => moment !== null).sort((a, b) => a.getTime() - b.getTime());
      return first && until.every((moment) => moment !== null)
        ? `Đang giờ yên tĩnh, gửi tiếp lúc ${first.toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit' })}`
        : null;
    },
    clock,
  });
  return {
    campaigns,
    engine,
    stops,
    applyReceipts: deliveries.applyReceipts,
    killSwitches: createKillSwitchService({
      repository: switches,
      namesOf: repository.staffNames,
      findCampaign: repository.find,
      alarm: (what, fields) => log.error(fields, what),
    }),
    sweeps: { 'campaign-deliveries-stranded': engine.sweep },
  };
}
export type CampaignsSide = ReturnType<typeof createCampaignsSide>;
