import type { FastifyInstance } from 'fastify';
import { createCampaignsSide } from './campaigns-side.ts';
import type { ChannelsSide } from './channels-side.ts';
import type { Config } from './config.ts';
import type { ZaloTemplates } from './connectors/zalo/zalo-templates.ts';
import { audienceSql } from './features/audiences/audience-sql.repository.ts';
import { createAudienceRepository, officerOf } from './features/audiences/audiences.repository.ts';
import { audienceRoutes } from './features/audiences/audiences.routes.ts';
import { createAudienceService } from './features/audiences/audiences.service.ts';
import { createRecipientListRepository } from './features/audiences/recipient-lists.repository.ts';
import { createRecipientListService } from './features/audiences/recipient-lists.service.ts';
import { campaignRoutes, killSwitchRoutes } from './features/campaigns/campaigns.routes.ts';
import { createPlanRepository } from './features/campaigns/plan.repository.ts';
import { createPlanService } from './features/campaigns/plan.service.ts';
import { sendThrough } from './features/campaigns/send-through.ts';
import type { ReceiptSink } from './features/channels/zalo-events.service.ts';
import { zaloHooks } from './features/channels/zalo-hooks.routes.ts';
import { createChatKeywords } from './features/notifications/chat-keywords.ts';
import type { PreferenceRepository } from './features/notifications/preferences.repository.ts';
import { templateCrons, templateJobs } from './features/templates/templates.jobs.ts';
import { createTemplateRepository } from './features/templates/templates.repository.ts';
import { templateRoutes } from './features/templates/templates.routes.ts';
import { createTemplateService } from './features/templates/templates.service.ts';
import type { Http } from './http.ts';
import { type CitizenScope, staffScope } from './platform/access.ts';
import type { Database } from './platform/database.ts';
import type { BlindIndex, Encryption } from './platform/encryption.ts';
import type { CronJob, JobHandler } from './platform/jobs.ts';
import type { createLogger } from './platform/logging.ts';

/** What runs beside requests and jobs for as long as a worker lives. */
export interface Background {
  start(): { stop(): Promise<void> };
}

/** What the rest of the application lends to this side. */
export interface NotificationsSideNeeds {
  readonly channelsSide: ChannelsSide;
  /** Applies receipts to the pushes of single dossiers. */
  readonly pushReceipts: ReceiptSink;
  readonly preferences: PreferenceRepository;
  readonly database: Database;
  readonly encryption: Encryption;
  /** The index under which citizens' phones stand. */
  readonly phoneIndex: BlindIndex;
  readonly recipient: (scope: CitizenScope) => Promise<{ name: string | null } | null>;
  readonly procedureName: (code: string) => Promise<string>;
  readonly config: Config;
  readonly log: ReturnType<typeof createLogger>;
  readonly zaloTemplates: ZaloTemplates;
  /** For operators. */
  readonly alarm: (what: string, fields: { templateId: string }) => void;
}

/**
 * Everything about telling people something, composed like `app.ts` and by it: channels, templates, audiences, campaigns, automatic
 * notices. Each feature adds its services, routes, jobs and sweeps here.
 */
export function createNotificationsSide({
  channelsSide,
  pushReceipts,
  preferences,
  database,
  encryption,
  phoneIndex,
  recipient,
  procedureName,
  config,
  log,
  zaloTemplates,
  alarm,
}: NotificationsSideNeeds) {
  const templates = createTemplateService({
    repository: createTemplateRepository(database),
    zalo: zaloTemplates,
    accessToken: channelsSide.accessToken,
    alarm,
  });
  const audienceRepository = createAudienceRepository(database);
  const audiences = createAudienceService({ repository: audienceRepository });
  const recipientLists = createRecipientListService({
    repository: createRecipientListRepository({ database, encryption, phoneIndex }),
    unitScope: audiences.unitScope,
  });
  const plans = createPlanService({
    repository: createPlanRepository(database),
    peopleOf: async (audience, unitCode) =>
      (await audiences.mayChoose(audience)) && audienceSql(audience, await audiences.unitScope(unitCode)),
    nameOf: async (scope) => (await recipient(scope))?.name ?? null,
    procedureName,
  });
  const campaignsSide = createCampaignsSide({
    database,
    encryption,
    log,
    send: sendThrough({
      ways: channelsSide.channels,
      appLink: `https://zalo.me/s/${config.ZALO_MINI_APP_ID}`,
      noteRefusal: (refusal) => channelsSide.reach.noteRefusals([refusal]),
      isOurQuota: channelsSide.isOurQuota,
    }),
    audienceOf: async (audience, unitCode) => audienceSql(audience, await audiences.unitScope(unitCode)),
    plan: plans.plan,
    canaryWaitMs: config.CAMPAIGN_CANARY_WAIT_MS,
    leaseMs: config.LEASE_MS,
    callsAtOnce: config.CAMPAIGN_CALLS_AT_ONCE,
  });
  const zaloNews = channelsSide.work({
    receiptSinks: [pushReceipts, campaignsSide.applyReceipts],
    keyword: createChatKeywords(preferences),
    consentRevoked: (citizenId) => preferences.stopEverything(citizenId),
    templateStatus: async (change) => void (await templates.applyTemplateStatus(change)),
    templateQuality: async (change) => void (await templates.applyTemplateQuality(change)),
  });
  const jobs: Record<string, JobHandler> = { ...zaloNews.jobs, ...templateJobs(templates) };
  const crons: CronJob[] = [...channelsSide.crons, ...templateCrons];
  const sweeps: Record<string, () => Promise<void>> = {
    ...zaloNews.sweeps,
    'recipient-lists-unmended': recipientLists.sweep,
    ...campaignsSide.sweeps,
  };
  const background: Background[] = [campaignsSide.engine];
  return {
    templates,
    jobs,
    crons,
    sweeps,
    background,
    audiences,
    recipientLists,
    plans,
    /** Receipts of campaigns and what may be pushed at all (kill switches), for the channels. */
    campaigns: campaignsSide,
    /** On the api's host. */
    async routes(app: FastifyInstance) {
      await app.register(zaloHooks, channelsSide.hooks);
    },
    /** On the console's host, behind the staff access policy: `staffScope(request)` says how far somebody reaches. */
    async staffRoutes(app: Http) {
      await app.register(audienceRoutes, { audiences, lists: recipientLists, officerOf: (request) => officerOf(staffScope(request)) });
      await app.register(campaignRoutes, { campaigns: campaignsSide.campaigns });
      await app.register(killSwitchRoutes, { killSwitches: campaignsSide.killSwitches });
      await app.register(templateRoutes, { templates, scopeOf: staffScope });
    },
  };
}
