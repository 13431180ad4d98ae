import type { OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import { REFUSAL_SOURCE, refusalOf } from '@tayninh/shared/features/notifications/zalo-refusals';
import { Counter } from 'prom-client';
import type { Config } from './config.ts';
import { createZaloChannels } from './connectors/zalo/zalo-channels.ts';
import { createOaTokenRepository } from './features/channels/oa-token.repository.ts';
import { createOaTokenKeeper } from './features/channels/oa-token-keeper.ts';
import { createReachRepository } from './features/channels/reach.repository.ts';
import { createSendLimits } from './features/channels/send-limits.repository.ts';
import { createWebhookEventRepository } from './features/channels/webhook-events.repository.ts';
import { createZaloEventService } from './features/channels/zalo-events.service.ts';
import type { ZaloHookOptions } from './features/channels/zalo-hooks.routes.ts';
import type { connectOutside } from './outside.ts';
import { type Database, openDatabase } from './platform/database.ts';
import type { BlindIndex, Encryption } from './platform/encryption.ts';
import type { CronJob, JobHandler } from './platform/jobs.ts';

/** What others do with the news that Zalo sends; each may be left out until its feature stands. */
export type ZaloNewsHandlers = Pick<
  Parameters<typeof createZaloEventService>[0],
  'receiptSinks' | 'keyword' | 'consentRevoked' | 'templateStatus' | 'templateQuality'
>;

/** The ways to people and what comes back from them: channels, their limits, the Account's token, Zalo's events. */
export function createChannelsSide({
  config,
  database,
  encryption,
  index,
  outside,
  citizensByZaloIds,
  alarm,
}: {
  config: Config;
  database: Database;
  encryption: Encryption;
  /** Keyed, of the people in Zalo's events. */
  index: BlindIndex;
  outside: Pick<ReturnType<typeof connectOutside>, 'zaloOa' | 'zaloMiniApp'>;
  citizensByZaloIds: Parameters<typeof createZaloEventService>[0]['citizensByZaloIds'];
  alarm: (what: string, fields: Record<string, string | number>) => void;
}) {
  const tokens = createOaTokenKeeper({
    tokens: createOaTokenRepository(database, encryption),
    oa: outside.zaloOa,
    oaId: config.ZALO_OA_ID,
    firstRefreshToken: config.ZALO_OA_REFRESH_TOKEN,
    alarm,
  });
  const limits = createSendLimits(database);
  const told = new Map<OutsideChannel, number>();
  const channels = createZaloChannels({
    oa: outside.zaloOa,
    miniApp: outside.zaloMiniApp,
    tokens,
    // stands in every answer, so it is written only when it says something new
    onLimit: async (channel, limit) => {
      if (told.get(channel) === limit) return;
      told.set(channel, limit);
      await limits.setLimit(channel, limit);
    },
    alarm,
  });
  const reach = createReachRepository(database);
  // Answers within a second or not at all: Zalo waits two (WH-6).
  const ingest = openDatabase(config.DATABASE_URL, { name: 'bff-hooks', poolSize: 4, statementTimeoutMs: 1_000 });
  const events = createWebhookEventRepository({ ingest, database, encryption, index });
  const counter = new Counter({
    name: 'zalo_events_total',
    help: 'Events that Zalo sent, by source and what became of them',
    labelNames: ['source', 'outcome'],
    registers: [],
  });
  const hooks: ZaloHookOptions = {
    repository: events,
    appId: config.ZALO_APP_ID,
    oaSecrets: present(config.ZALO_OA_SECRET_KEY, config.ZALO_OA_SECRET_KEY_BEFORE),
    apiKeys: present(config.ZALO_MINI_APP_API_KEY, config.ZALO_MINI_APP_API_KEY_BEFORE),
    count: (labels) => counter.inc(labels),
  };
  const crons: readonly CronJob[] = [{ job: 'oa-token', at: '*/10 * * * *', madeUpWithinMs: 600_000 }];

  return {
    channels,
    reach,
    /** Of the Official Account; null while it must be authorised again. */
    accessToken: () => tokens.accessToken(),
    /** Whether a refusal says that our own quota of the day is over, so that nobody else is reached by this channel today. */
    isOurQuota: (channel: OutsideChannel, code: number) =>
      channel in REFUSAL_SOURCE && refusalOf(REFUSAL_SOURCE[channel as keyof typeof REFUSAL_SOURCE], code).isOurQuota === true,
    hooks,
    metrics: [counter],
    crons,
    /** @param handlers what the other features do with the news */
    work(handlers: ZaloNewsHandlers) {
      const zaloEvents = createZaloEventService({
        repository: events,
        reach,
        citizensByZaloIds,
        ...handlers,
        reply: channels['oa-reply'],
        dailyQuota: (limit) => limits.setLimit('zbs-phone', limit),
        alarm,
      });
      const jobs: Record<string, JobHandler> = { 'zalo-events': zaloEvents.work, 'oa-token': tokens.keepFresh };
      return { jobs, sweeps: { 'zalo-events': zaloEvents.work, 'zalo-events-over': events.sweep } };
    },
    close: () => ingest.close(),
  };
}
export type ChannelsSide = ReturnType<typeof createChannelsSide>;

const present = (...secrets: (string | undefined)[]) => secrets.filter((secret) => secret !== undefined);
