import type { MessageChannel } from '../../connectors/message-channel.ts';
import { readMiniAppNews, readOaNews, type ZaloNews } from '../../connectors/zalo/zalo-webhooks.ts';
import type { ReachRepository } from './reach.repository.ts';
import type { EventEnd, KeptEvent, WebhookEventRepository } from './webhook-events.repository.ts';

/** What became of messages that we sent, as their receiver's Zalo tells. */
export interface Receipt {
  /** Zalo's id of the message, as the send answered. */
  readonly providerMessageId: string;
  /** Ours, where the channel carries it. */
  readonly trackingId: string | null;
  readonly state: 'delivered' | 'seen';
  readonly at: Date;
}
/** Applies receipts, each as often as it comes and in any order. @returns the provider ids that it knows. */
export type ReceiptSink = (receipts: readonly Receipt[]) => Promise<ReadonlySet<string>>;

/** A receipt may be here before our own send is recorded: it waits this long for it (WH-7). */
const UNKNOWN_MESSAGE_WAITS_MS = 10 * 60_000;
const BATCH = 500;

type Applied = Omit<EventEnd, 'id'> & { readonly answer?: { readonly oaUserId: string; readonly text: string } };
type Told = { readonly event: KeptEvent; readonly news: ZaloNews };

/**
 * Works on the events that Zalo sent. Each effect is monotonic or idempotent, so that events may come twice and in any order and
 * end alike (WH-7); whoever dies in the middle has them worked on again.
 */
export function createZaloEventService({
  repository,
  reach,
  citizensByZaloIds,
  receiptSinks,
  keyword = async () => null,
  reply,
  consentRevoked = async () => {},
  templateStatus = async () => {},
  templateQuality = async () => {},
  dailyQuota = async () => {},
  alarm,
}: {
  repository: WebhookEventRepository;
  reach: ReachRepository;
  citizensByZaloIds: (ids: { oaUserIds: readonly string[]; zaloIds: readonly string[] }) => Promise<ReadonlyMap<string, string>>;
  /** Those who sent messages: of dossiers, of campaigns. */
  receiptSinks: readonly ReceiptSink[];
  /** Does what a chat message asks for when it is a keyword, e.g. one that turns messages off (NT-10). @returns the answer, or null */
  keyword?: (citizenId: string, text: string) => Promise<string | null>;
  reply: MessageChannel;
  /** WH-9. The event itself is kept as proof, also when nobody of ours is meant. */
  consentRevoked?: (citizenId: string, at: Date) => Promise<void>;
  templateStatus?: (change: { zbsTemplateId: string; status: string; reason: string | null; at: Date }) => Promise<void>;
  templateQuality?: (change: { zbsTemplateId: string; quality: string; at: Date }) => Promise<void>;
  dailyQuota?: (limit: number) => Promise<void>;
  alarm: (what: string, fields: { event: string }) => void;
}) {
  async function settleReceipts(told: readonly Told[]): Promise<EventEnd[]> {
    const ofEvent = ({ event, news }: Told): Receipt[] =>
      news.kind === 'receipt'
        ? news.messageIds.map((providerMessageId) => ({
            providerMessageId,
            trackingId: news.trackingId,
            state: news.state,
            at: event.occurredAt,
          }))
        : [];
    const receipts = told.flatMap(ofEvent);
    if (receipts.length === 0) return [];
    const known = await Promise.all(receiptSinks.map((sink) => sink(receipts)));
    return told.map((one) => {
      const isKnown = ofEvent(one).some(({ providerMessageId }) => known.some((ids) => ids.has(providerMessageId)));
      if (isKnown) return { id: one.event.id, state: 'done', reason: null };
      const isGivenUp = Date.now() - one.event.receivedAt.getTime() > UNKNOWN_MESSAGE_WAITS_MS;
      return { id: one.event.id, state: isGivenUp ? 'recorded' : 'waiting', reason: 'unknown message' };
    });
  }

  async function apply({ event, news }: Told, citizens: ReadonlyMap<string, string>): Promise<Applied> {
    const at = event.occurredAt;
    const citizenId = 'oaUserId' in news ? (citizens.get(news.oaUserId) ?? citizens.get(news.zaloId ?? '')) : undefined;
    switch (news.kind) {
      case 'follow':
        if (!citizenId) return STRANGER;
        await reach.noteFollow(citizenId, news.follows, at);
        if (news.follows) await reach.noteInteraction(citizenId, at);
        return DONE;
      case 'said':
      case 'acted':
        if (citizenId) {
          await reach.noteInteraction(citizenId, at);
          if (news.kind === 'said' && news.text !== null && !(await repository.hasLaterKeyword(event))) {
            const text = await keyword(citizenId, news.text);
            if (text !== null) return { ...KEYWORD, answer: { oaUserId: news.oaUserId, text } };
          }
        }
        return KEPT; // conversations read them
      case 'template-status':
        await templateStatus({ zbsTemplateId: news.zbsTemplateId, status: news.status, reason: news.reason, at });
        return DONE;
      case 'template-quality':
        await templateQuality({ zbsTemplateId: news.zbsTemplateId, quality: news.quality, at });
        return DONE;
      case 'daily-quota':
        await dailyQuota(news.limit);
        return DONE;
      case 'consent-revoked': {
        const revoked = citizens.get(news.zaloId);
        if (!revoked) return { state: 'kept', reason: 'nobody of ours' };
        await consentRevoked(revoked, at);
        return { state: 'kept', reason: 'consent revoked' };
      }
      default:
        return { state: 'kept', reason: 'not worked on' };
    }
  }

  async function workOnSome(): Promise<number> {
    const told = (await repository.claim(BATCH)).map((event): Told => {
      return { event, news: event.source === 'oa' ? readOaNews(event.raw) : readMiniAppNews(event.raw) };
    });
    if (told.length === 0) return 0;
    const receipts = told.filter(({ news }) => news.kind === 'receipt');
    const others = told.filter(({ news }) => news.kind !== 'receipt');
    await repository.finish(await settleReceipts(receipts));
    const news = others.map((one) => one.news);
    const citizens = await citizensByZaloIds({
      oaUserIds: news.flatMap((one) => ('oaUserId' in one ? [one.oaUserId] : [])),
      zaloIds: news.flatMap((one) => ('zaloId' in one && one.zaloId ? [one.zaloId] : [])),
    });
    for (const one of others) {
      const { answer, ...end } = await apply(one, citizens).catch((): Applied => {
        alarm('an event of Zalo could not be worked on', { event: one.event.eventName });
        return { state: 'waiting', reason: 'failed, tried again' };
      });
      await repository.finish([{ id: one.event.id, ...end }]);
      // After the event is settled, so that a crash costs the answer and never doubles it.
      if (answer)
        await reply.send({
          recipient: { oaUserId: answer.oaUserId, zaloId: null, phone: null },
          message: { text: answer.text },
          trackingId: one.event.id,
        });
    }
    return told.length;
  }

  return {
    /** Works until nothing waits any more. */
    async work(): Promise<void> {
      while ((await workOnSome()) === BATCH);
    },
  };
}
export type ZaloEventService = ReturnType<typeof createZaloEventService>;

const DONE = { state: 'done', reason: null } as const;
const KEPT = { state: 'kept', reason: null } as const;
const KEYWORD = { state: 'kept', reason: 'keyword' } as const;
const STRANGER = { state: 'done', reason: 'nobody of ours' } as const;
