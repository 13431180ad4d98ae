import { hasOutgrown } from '@tayninh/shared/features/audiences/audience';
import { APPROVAL_LAPSES_MS, SECOND_APPROVAL_WITHIN_MS } from '@tayninh/shared/features/campaigns/campaign-states';
import { localDay } from '@tayninh/shared/features/campaigns/quiet-hours';
import { CHANNEL, type Channel } from '@tayninh/shared/features/notifications/channels';
import type { Logger } from 'pino';
import { type CampaignRepository, type CampaignRow, UNAPPROVED, UNPLANNED } from './campaigns.repository.ts';
import type { DispatchRepository } from './dispatch.repository.ts';
import type { Dispatch } from './dispatch.service.ts';
import type { AudienceOf, EnqueueRepository } from './enqueue.repository.ts';
import { failuresIn, haltReason, outcomesIn } from './halt-rules.ts';
import type { StopWatch } from './stop-watch.ts';

/** Batches whose calls are under way at once, in one process. */
const BATCHES_AT_ONCE = 4;
const IDLE_MS = 500;
/** How long a channel without quota is left alone. */
const SHORT_MS = 100;
const LOOK_AFTER_EVERY_MS = 1_000;

/**
 * Moves campaigns that no person has to move: starts what is due, enqueues, sends, judges the canary, halts, ends (NT-1, NT-6). Any
 * number of processes do it at once; each change is one UPDATE that says from where, so that only one of them counts.
 */
export function createEngine({
  campaigns,
  enqueue,
  dispatch,
  deliveries,
  stops,
  audienceOf,
  clock,
  canaryWaitMs,
  leaseMs,
  log,
}: {
  campaigns: CampaignRepository;
  enqueue: EnqueueRepository;
  dispatch: Dispatch;
  deliveries: DispatchRepository;
  stops: StopWatch;
  audienceOf: AudienceOf;
  clock: () => Date;
  canaryWaitMs: number;
  leaseMs: number;
  log: Pick<Logger, 'error' | 'warn'>;
}) {
  const peopleOf = async ({ content, unitCode }: CampaignRow) => {
    if (!content.audience) throw new Error('an approved campaign without an audience');
    return audienceOf(content.audience, unitCode);
  };
  const lapse = (row: CampaignRow, text: string) =>
    campaigns.step(row.id, {
      from: [row.state],
      set: { ...UNPLANNED, state: 'draft' },
      entry: { actor: null, action: 'lapse', text },
    });

  async function start(row: CampaignRow, now: Date) {
    const { expiresAt, kind } = row.content;
    if (expiresAt && new Date(expiresAt) <= now) {
      await campaigns.step(row.id, {
        from: ['scheduled'],
        set: { state: 'aborted', finishedAt: now },
        entry: { actor: null, action: 'expire', text: 'Hết hiệu lực trước khi chạy, không gửi tin nào' },
      });
      return;
    }
    const count = await enqueue.count(await peopleOf(row));
    if (hasOutgrown(row.audienceCount ?? 0, count)) {
      await lapse(row, `Số người nhận tăng từ ${row.audienceCount ?? 0} lên ${count}, quá 10 %: phải kiểm và duyệt lại`);
      return;
    }
    await campaigns.step(row.id, {
      from: ['scheduled'],
      set: { state: kind === 'emergency' ? 'running' : 'canary', startedAt: now },
      entry: { actor: null, action: 'start', text: kind === 'emergency' ? 'Bắt đầu gửi cho mọi người' : 'Bắt đầu, gửi thử 1 % trước' },
    });
  }

  async function beforeRun(row: CampaignRow, now: Date) {
    const age = row.approvedAt ? now.getTime() - row.approvedAt.getTime() : 0;
    if (age > APPROVAL_LAPSES_MS) {
      await lapse(row, 'Quá 72 giờ từ khi duyệt mà chưa chạy: phải duyệt lại');
      return;
    }
    if (row.state === 'submitted' && row.approvedAt && age > SECOND_APPROVAL_WITHIN_MS) {
      await campaigns.step(row.id, {
        from: ['submitted'],
        set: { ...UNAPPROVED, submittedBy: row.submittedBy, submittedAt: row.submittedAt },
        entry: { actor: null, action: 'lapse', text: 'Người thứ hai không duyệt trong 10 phút: chữ duyệt đầu không còn hiệu lực' },
      });
      return;
    }
    const { scheduledAt } = row.content;
    if (row.state === 'scheduled' && !row.pausedAt && (!scheduledAt || new Date(scheduledAt) <= now)) await start(row, now);
  }

  async function underWay(row: CampaignRow, now: Date) {
    if (row.pausedAt) return;
    if (!row.enqueuedAt) {
      const people = await peopleOf(row);
      const route = await dispatch.routeOf(row);
      const more = () => enqueue.chunk(row.id, { people, route, cap: row.content.cap, now });
      while ((await more()) && !isStopping);
      return;
    }
    if (row.content.expiresAt && new Date(row.content.expiresAt) <= now) await deliveries.dropQueued(row.id, 'expired');
    const counts = await campaigns.counts(row.id);
    const left = row.startedAt ? await campaigns.unfollows(row.id, row.startedAt) : 0;
    const isCanaryOver = row.state === 'canary' && (await campaigns.canaryOpen(row.id)) === 0;
    const seen = { outcomes: row.seenOutcomes, failures: row.seenFailures };
    const reason = haltReason(counts, { seen, left, isOver: isCanaryOver });
    if (reason && row.content.kind !== 'emergency') {
      await campaigns.step(row.id, {
        from: ['canary', 'running'],
        set: { pausedAt: now, haltedReason: reason },
        entry: { actor: null, action: 'halt', text: `Tự dừng: ${reason}` },
      });
      return;
    }
    if (isCanaryOver && !row.canarySentAt) {
      await campaigns.step(row.id, { from: ['canary'], set: { canarySentAt: now }, entry: null });
      return;
    }
    if (isCanaryOver && row.canarySentAt && now.getTime() - row.canarySentAt.getTime() >= canaryWaitMs) {
      await campaigns.step(row.id, {
        from: ['canary'],
        set: { state: 'running' },
        entry: {
          actor: null,
          action: 'canary-passed',
          text: `Thử đạt: ${row.canaryCount ?? 0} người, ${failuresIn(counts)} lỗi trên ${outcomesIn(counts)} tin`,
        },
      });
      return;
    }
    const open = counts.filter(({ state }) => state === 'queued' || state === 'dispatching').reduce((total, { count }) => total + count, 0);
    if (open === 0 && (row.state === 'running' || isCanaryOver))
      await campaigns.step(row.id, {
        from: ['running', 'canary'],
        set: { state: 'done', finishedAt: now },
        entry: { actor: null, action: 'finish', text: 'Đã gửi xong' },
      });
  }

  let isStopping = false;
  const prepared = new Set<string>();
  async function prepare(row: CampaignRow, now: Date) {
    const day = localDay(now);
    const key = `${day}/${row.unitCode}`;
    if (prepared.has(key)) return;
    const channels = row.content.channels
      .filter((channel) => channel !== 'inbox')
      .map((channel) => ({ key: channel, ratePerSecond: CHANNEL[channel].ratePerSecond, dailyLimit: CHANNEL[channel].assumedDailyLimit }));
    await deliveries.prepareQuotas(channels, row.unitCode, day);
    prepared.add(key);
  }

  /** One look at every campaign: all that time alone changes. */
  async function lookAfter() {
    const now = clock();
    for (const row of await campaigns.atWork()) {
      if (isStopping) return;
      try {
        if (row.state === 'canary' || row.state === 'running') await underWay(row, now);
        else await beforeRun(row, now);
      } catch (err) {
        log.error({ err, campaignId: row.id }, 'campaign could not be moved');
      }
    }
    for (const id of await campaigns.abortedWithLeftovers()) await deliveries.dropQueued(id, 'aborted');
  }

  const shortUntil = new Map<string, number>();
  /** Claims one batch somewhere. @returns its calls, or null when there is nothing to do now. */
  async function claimNext(rows: readonly CampaignRow[]): Promise<{ sent: Promise<void> } | null> {
    for (const row of rows) {
      if (row.pausedAt || !row.enqueuedAt || (row.state !== 'canary' && row.state !== 'running')) continue;
      await prepare(row, clock());
      const channels: Channel[] = [...new Set<Channel>([...row.content.channels, 'inbox'])];
      for (const channel of channels)
        for (const isCanary of row.state === 'canary' ? [true] : [false, true]) {
          const key = `${row.id}/${channel}/${isCanary}`;
          if ((shortUntil.get(key) ?? 0) > performance.now()) continue;
          const step = await dispatch.step(row, channel, isCanary);
          if (step?.isShort) shortUntil.set(key, performance.now() + (step.taken === 0 ? SHORT_MS * 10 : SHORT_MS));
          else if (!step) shortUntil.set(key, performance.now() + SHORT_MS);
          if (step && step.taken > 0) return step;
        }
    }
    return null;
  }

  async function sendLoop() {
    const underWayBatches = new Set<Promise<void>>();
    let rows: CampaignRow[] = [];
    let rowsAt = 0;
    while (!isStopping) {
      try {
        if (performance.now() - rowsAt > SHORT_MS) {
          rows = await campaigns.atWork();
          rowsAt = performance.now();
        }
        const step = underWayBatches.size < BATCHES_AT_ONCE ? await claimNext(rows) : null;
        if (step) {
          const sent: Promise<void> = step.sent
            .catch((err: unknown) => log.error({ err }, 'a batch was not written down: its rows become uncertain'))
            .finally(() => underWayBatches.delete(sent));
          underWayBatches.add(sent);
        } else if (underWayBatches.size > 0) await Promise.race([...underWayBatches, stops.changed(SHORT_MS)]);
        else await stops.changed(rows.some(({ state }) => state === 'running' || state === 'canary') ? SHORT_MS : IDLE_MS);
      } catch (err) {
        log.error({ err }, 'sending of campaigns failed');
        await stops.changed(IDLE_MS);
      }
    }
    await Promise.all(underWayBatches);
  }

  async function lookLoop() {
    while (!isStopping) {
      await lookAfter().catch((err: unknown) => log.error({ err }, 'campaigns could not be looked after'));
      await stops.changed(LOOK_AFTER_EVERY_MS);
    }
  }

  return {
    lookAfter,
    sweep: () => deliveries.sweep(leaseMs),
    /** Everything that can be done now, one after the other; for tests and for who has only one turn. */
    async settle() {
      let before = '';
      for (let turn = 0; turn < 10_000; turn++) {
        await stops.look();
        await lookAfter();
        await stops.look();
        shortUntil.clear();
        const rows = await campaigns.atWork();
        const step = await claimNext(rows);
        const now = JSON.stringify(rows);
        if (!step && now === before) return;
        before = now;
        await step?.sent;
      }
    },
    start() {
      isStopping = false;
      const watching = stops.start();
      const loops = [sendLoop(), lookLoop()];
      return {
        stop: async () => {
          isStopping = true;
          const ended = watching.stop();
          await Promise.all([...loops, ended]);
        },
      };
    },
  };
}
export type Engine = ReturnType<typeof createEngine>;
