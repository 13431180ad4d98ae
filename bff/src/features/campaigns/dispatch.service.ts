import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { firstLoudMoment, localDay, PROVINCE_QUIET, type QuietSpan } from '@tayninh/shared/features/campaigns/quiet-hours';
import { CATEGORIES, CATEGORY_KEYS, type Category } from '@tayninh/shared/features/notifications/categories';
import { CHANNEL, type Channel, type OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import type { Rendered } from '@tayninh/shared/features/templates/render';
import { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import type { Encryption } from '../../platform/encryption.ts';
import type { CampaignRow } from './campaigns.repository.ts';
import { createRenderer, decideDelivery } from './decide-delivery.ts';
import type { Decision, DispatchRepository, Due } from './dispatch.repository.ts';
import type { PushOutcome, SendPush } from './push.ts';
import type { RouteInput } from './route.repository.ts';
import type { StopWatch } from './stop-watch.ts';
import { trackingId } from './tracking-id.ts';

export interface Wording {
  readonly content: unknown;
  readonly zbsTemplateId: string | null;
  readonly providerState: string;
}

const BATCH = 200;
const MAX_ATTEMPTS = 6;
const LATER_BASE_MS = 2_000;
/** Tried one after the other when a way does not lead to the person. */
const FALLBACKS: readonly OutsideChannel[] = ['zbs-uid', 'zbs-phone'];

interface Batch {
  readonly sending: readonly Decision[];
  readonly known: ReadonlyMap<string, { due: Due; rendered: Rendered & { ok: true } }>;
}

/** Sends the batches of campaigns under way: claim, call, write down, as often as there is something to do. */
export function createDispatch({
  repository,
  stops,
  encryption,
  send,
  wording,
  onStopped,
  clock,
  callsAtOnce,
}: {
  repository: DispatchRepository;
  stops: Pick<StopWatch, 'maySend'>;
  encryption: Pick<Encryption, 'keyOf' | 'openWith'>;
  send: SendPush;
  wording: (templateVersionId: string) => Promise<Wording | null>;
  /** A channel refuses everything: the campaign stops until a person looks. */
  onStopped: (campaign: CampaignRow, channel: Channel, code: string) => Promise<unknown>;
  clock: () => Date;
  callsAtOnce: number;
}) {
  let free = callsAtOnce;
  const queue: (() => void)[] = [];
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  }
  const templates = new Map<string, { content: TemplateContent; zbsTemplateId: string | null; isEnabled: boolean }>();
  async function templateOf({ templateVersionId }: CampaignContent) {
    const known = templates.get(templateVersionId ?? '');
    if (known) return known; // frozen since it was submitted
    const found = templateVersionId ? await wording(templateVersionId) : null;
    if (!found) return null;
    const made = {
      content: TemplateContent.parse(found.content),
      zbsTemplateId: found.zbsTemplateId,
      isEnabled: found.providerState === 'enabled',
    };
    if (templates.size > 100) templates.clear();
    templates.set(templateVersionId ?? '', made);
    return made;
  }
  const open = (due: Due, column: string, sealed: string | null) =>
    sealed === null || !due.wrappedKey
      ? null
      : encryption.openWith(encryption.keyOf(due.citizenId, due.wrappedKey), { table: 'citizen', column, rowId: due.citizenId }, sealed);

  /** Until when nobody gets a push of this campaign on this channel; null: now is fine (NT-8). */
  function quietUntil(campaign: CampaignRow, channel: Channel, now: Date): Date | null {
    if (channel === 'inbox' || campaign.content.kind === 'emergency' || CATEGORIES[categoryOf(campaign.content)].isTransactional)
      return null;
    const { openHours } = CHANNEL[channel];
    const spans: QuietSpan[] = [PROVINCE_QUIET, ...(openHours ? [{ fromMinute: openHours.toMinute, toMinute: openHours.fromMinute }] : [])];
    const loud = firstLoudMoment(now, spans);
    return loud && loud > now ? loud : null;
  }

  async function claim(campaign: CampaignRow, channel: Channel, isCanary: boolean, size: number) {
    const template = await templateOf(campaign.content);
    if (!template) throw new Error('the wording of a campaign is gone');
    const now = clock();
    const day = localDay(now);
    const { isTransactional } = CATEGORIES[categoryOf(campaign.content)];
    const isUrgent = campaign.content.kind === 'emergency';
    const renderFor = createRenderer(template.content, campaign.content, (due) => open(due, 'name', due.nameSealed));
    const known = new Map<string, { due: Due; rendered: Rendered & { ok: true } }>();
    const result = await repository.claim(
      {
        campaignId: campaign.id,
        unitCode: campaign.unitCode,
        category: campaign.content.category,
        channel,
        isCanary,
        limit: size,
        isEmergency: isUrgent,
        isTransactional: isUrgent || isTransactional,
        day,
        now,
      },
      (rows) =>
        rows.map((due) => {
          const { decision, rendered } = decideDelivery(due, { channel, now, isUrgent, renderFor });
          if (rendered) known.set(due.citizenId, { due, rendered });
          return decision;
        }),
    );
    return { ...result, batch: { sending: result.sending, known }, zbsTemplateId: template.zbsTemplateId };
  }

  function decisionOf(decision: Decision, due: Due, campaign: CampaignRow, outcome: PushOutcome | 'held'): Decision {
    const base = { citizenId: decision.citizenId, channel: decision.channel, reason: null };
    if (outcome === 'held') return { ...base, state: 'queued' };
    switch (outcome.kind) {
      case 'sent':
        return { ...base, state: 'sent', providerMessageId: outcome.providerMessageId };
      case 'uncertain':
        return { ...base, state: 'uncertain', reason: 'reply-lost' };
      case 'refused':
        return { ...base, state: 'failed', reason: 'refused', providerCode: outcome.code };
      case 'wait':
        return { ...base, state: 'queued', notBefore: outcome.until, providerCode: outcome.code };
      case 'stopped':
        return { ...base, state: 'queued', providerCode: outcome.code };
      case 'later':
        return due.attempts + 1 >= MAX_ATTEMPTS
          ? { ...base, state: 'failed', reason: 'refused', providerCode: outcome.code }
          : {
              ...base,
              state: 'queued',
              notBefore: new Date(clock().getTime() + Math.max(outcome.afterMs, LATER_BASE_MS * 2 ** due.attempts)),
              providerCode: outcome.code,
            };
      case 'unreachable': {
        const next = FALLBACKS.slice(FALLBACKS.indexOf(decision.channel as OutsideChannel) + 1).find(
          (channel) =>
            campaign.content.channels.includes(channel) && (channel === 'zbs-uid' ? due.oaUserIdSealed : due.phoneSealed) !== null,
        );
        return next
          ? { ...base, state: 'queued', channel: next, providerCode: outcome.code }
          : { ...base, state: 'failed', reason: outcome.reason, providerCode: outcome.code };
      }
    }
  }

  async function deliver(campaign: CampaignRow, channel: OutsideChannel, zbsTemplateId: string | null, { sending, known }: Batch) {
    const stopped: { code: string }[] = [];
    let isTooFast = false;
    let isDayOver = false;
    const decided = await Promise.all(
      sending.map((decision) =>
        inTurn(async (): Promise<Decision> => {
          const one = known.get(decision.citizenId);
          if (!one) throw new Error('a row was claimed that was not rendered');
          const { due, rendered } = one;
          // the last look before the call (NT-7); in the same turn, so that nothing comes in between
          const mayGo =
            stopped.length === 0 && !isDayOver && stops.maySend({ campaignId: campaign.id, unitCode: campaign.unitCode, channel });
          if (!mayGo) return decisionOf(decision, due, campaign, 'held');
          const outcome = await send({
            channel,
            to: {
              citizenId: due.citizenId,
              oaUserId: open(due, 'oa_user_id', due.oaUserIdSealed),
              phone: open(due, 'phone', due.phoneSealed),
              zaloId: channel === 'mini-app' ? open(due, 'zalo_id', due.zaloIdSealed) : null,
            },
            message: rendered,
            zbsTemplateId,
            category: campaign.content.category,
            trackingId: trackingId(campaign.id, due.citizenId),
          });
          if (outcome.kind === 'stopped') stopped.push({ code: outcome.code });
          if (outcome.kind === 'wait') isDayOver = true;
          if (outcome.kind === 'later') isTooFast = true;
          return decisionOf(decision, due, campaign, outcome);
        }),
      ),
    );
    await repository.finish(campaign.id, decided);
    if (isDayOver) await repository.exhaust(channel, localDay(clock()));
    if (isTooFast) await repository.slowDown(channel);
    const [first] = stopped;
    if (first) await onStopped(campaign, channel, first.code);
  }

  return {
    quietUntil,
    /** What decides the ways of its people, as the plan counted them. */
    async routeOf({ content }: CampaignRow): Promise<RouteInput> {
      const template = await templateOf(content);
      if (!template) throw new Error('the wording of a campaign is gone');
      return {
        category: categoryOf(content),
        kind: content.kind,
        channels: content.channels,
        hasZbs: template.content.zbs !== undefined && template.isEnabled,
        hasMiniApp: template.content.miniApp !== undefined,
      };
    },
    /**
     * Claims one batch of a campaign and hands it out. `sent` ends when its calls have: the caller decides how many run at once.
     * @returns null when there is nothing to claim now; `isShort`: a quota gave less than there is to do.
     */
    async step(
      campaign: CampaignRow,
      channel: Channel,
      isCanary: boolean,
      size = BATCH,
    ): Promise<{ taken: number; isShort: boolean; sent: Promise<void> } | null> {
      if (quietUntil(campaign, channel, clock())) return null;
      if (!stops.maySend({ campaignId: campaign.id, unitCode: campaign.unitCode, channel })) return null;
      const { taken, isShort, batch, zbsTemplateId } = await claim(campaign, channel, isCanary, size);
      if (taken === 0) return isShort ? { taken, isShort, sent: Promise.resolve() } : null;
      const sent =
        channel === 'inbox' || batch.sending.length === 0
          ? Promise.resolve()
          : deliver(campaign, channel as OutsideChannel, zbsTemplateId, batch);
      return { taken, isShort, sent };
    },
  };
}
export type Dispatch = ReturnType<typeof createDispatch>;

/** Planning refuses a campaign without a category of ours. */
function categoryOf({ category }: CampaignContent): Category {
  const known = CATEGORY_KEYS.find((key) => key === category);
  if (!known) throw new Error('a campaign of no category');
  return known;
}
