import { randomUUID } from 'node:crypto';
import { COUNT_HOLDS_MS } from '@tayninh/shared/features/audiences/audience';
import {
  APPROVAL_LAPSES_MS,
  CAMPAIGN_ACTIONS,
  type CampaignAction,
  type CampaignStanding,
  type CampaignState,
  isPossible,
} from '@tayninh/shared/features/campaigns/campaign-states';
import type {
  Campaign,
  CampaignContent,
  CampaignProgress,
  CampaignReport,
  CampaignSummary,
} from '@tayninh/shared/features/campaigns/campaigns.contract';
import { DELIVERY_REASONS, type DeliveryReason } from '@tayninh/shared/features/campaigns/delivery-reasons';
import type { CampaignPlan } from '@tayninh/shared/features/campaigns/plan';
import { AppError } from '../../platform/app-error.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { type CampaignRepository, type CampaignRow, type TrailEntry, UNAPPROVED, UNPLANNED } from './campaigns.repository.ts';
import { failuresIn, outcomesIn } from './halt-rules.ts';

/** Who is at work: the units that the route's roles reach (AZ-6). */
export interface Officer {
  readonly staffId: string;
  readonly unitCodes: readonly string[];
  readonly ownUnitCodes: readonly string[];
  readonly roles: readonly string[];
}
const WRITE_ROLES = ['officer', 'approver', 'editor'];

/**
 * Campaigns as people handle them: write, plan, hand in, approve, schedule, pause, end. Policy stands here and a second time in the
 * database (campaigns.table.ts); a campaign of another unit answers like a missing one (AZ-4).
 */
export function createCampaignService({
  repository,
  namesOf,
  plan,
  waitsFor,
  clock,
}: {
  repository: CampaignRepository;
  namesOf: (staffIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Counts, routes and prices; says what stands in the way. */
  plan: (content: CampaignContent, unitCode: string) => Promise<CampaignPlan>;
  /** In words, why a campaign under way sends nothing at the moment; null: it sends. */
  waitsFor: (row: CampaignRow) => Promise<string | null>;
  clock: () => Date;
}) {
  async function find(officer: Officer, id: string): Promise<CampaignRow> {
    const row = await repository.find(id);
    if (!row || !officer.unitCodes.includes(row.unitCode)) throw new AppError('campaign-not-found', 'missing or of another unit');
    return row;
  }
  const standing = (row: CampaignRow): CampaignStanding => ({
    state: row.state,
    kind: row.content.kind,
    isPaused: row.pausedAt !== null,
    hasFirstApproval: row.approvedBy !== null,
  });
  const isOwn = (row: CampaignRow, { staffId }: Officer) => row.createdBy === staffId || row.editors.includes(staffId);
  function mayDo(action: CampaignAction, row: CampaignRow, officer: Officer): boolean {
    if (!isPossible(action, standing(row))) return false;
    if (action === 'approve' || action === 'approve-second')
      return officer.roles.includes('approver') && !isOwn(row, officer) && row.approvedBy !== officer.staffId;
    if (action === 'return') return officer.roles.includes('approver');
    return officer.roles.some((role) => WRITE_ROLES.includes(role));
  }
  function demand(action: CampaignAction, row: CampaignRow, officer: Officer) {
    if ((action === 'approve' || action === 'approve-second') && isPossible(action, standing(row)) && !mayDo(action, row, officer))
      throw new AppError('own-campaign', 'approval by somebody whose hand is in it');
    if (!mayDo(action, row, officer)) throw new AppError('campaign-elsewhere', `${action} in ${row.state}`);
  }
  /** What somebody saw must be what stands there. */
  function sameContent(row: CampaignRow, contentHash: string) {
    if (row.contentHash !== contentHash) throw new AppError('campaign-changed', 'another content than was seen');
  }
  async function step(
    officer: Officer,
    row: CampaignRow,
    action: CampaignAction,
    change: Omit<Parameters<CampaignRepository['step']>[1], 'from' | 'entry'> & { text: string; from?: readonly CampaignState[] },
  ): Promise<Campaign> {
    demand(action, row, officer);
    const entry: TrailEntry = { actor: officer.staffId, action, text: change.text };
    const done = await repository.step(row.id, { ...change, from: change.from ?? [row.state], entry });
    if (!done) throw new AppError('campaign-elsewhere', `${action}: it moved in between`);
    return view(officer, done);
  }

  async function summaries(rows: readonly CampaignRow[]): Promise<CampaignSummary[]> {
    const [names, finished] = await Promise.all([
      namesOf([...new Set(rows.map(({ createdBy }) => createdBy))]),
      repository.finishedCounts(rows.map(({ id }) => id)),
    ]);
    return Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        name: row.name,
        unitCode: row.unitCode,
        state: row.state,
        isPaused: row.pausedAt !== null,
        note: await noteOf(row),
        kind: row.content.kind,
        category: row.content.category,
        audienceCount: row.audienceCount,
        finishedCount: finished.get(row.id) ?? 0,
        estimatedVnd: row.plan?.totalVnd ?? null,
        scheduledAt: row.content.scheduledAt,
        createdBy: { id: row.createdBy, name: names.get(row.createdBy) ?? '' },
        updatedAt: row.updatedAt.toISOString(),
      })),
    );
  }
  async function noteOf(row: CampaignRow): Promise<string | null> {
    if (row.pausedAt) return row.haltedReason ? `Tự dừng: ${row.haltedReason}` : 'Đang tạm dừng';
    return row.state === 'canary' || row.state === 'running' ? waitsFor(row) : null;
  }

  async function view(officer: Officer, row: CampaignRow): Promise<Campaign> {
    const trail = await repository.trail(row.id);
    const people = [row.createdBy, row.submittedBy, row.approvedBy, row.secondApprovedBy, ...trail.map(({ actor }) => actor)];
    const names = await namesOf([...new Set(people.filter((id) => id !== null))]);
    const person = (id: string) => ({ id, name: names.get(id) ?? '' });
    const act = (by: string | null, at: Date | null) => (by && at ? { by: person(by), at: at.toISOString() } : null);
    const [summary] = await summaries([row]);
    if (!summary) throw new Error('one row gives one summary');
    return {
      ...summary,
      content: row.content,
      contentHash: row.contentHash,
      plan: row.plan,
      plannedAt: row.plannedAt?.toISOString() ?? null,
      submitted: act(row.submittedBy, row.submittedAt),
      approved: act(row.approvedBy, row.approvedAt),
      approvedSecond: act(row.secondApprovedBy, row.secondApprovedAt),
      approvalLapsesAt: row.approvedAt ? new Date(row.approvedAt.getTime() + APPROVAL_LAPSES_MS).toISOString() : null,
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
      trail: trail.map(({ at, actor, action, text }) => ({ at: at.toISOString(), by: actor ? person(actor) : null, action, text })),
      actions: CAMPAIGN_ACTIONS.filter((action) => mayDo(action, row, officer)),
    };
  }

  const approval = (officer: Officer, row: CampaignRow, said: { contentHash: string; audienceCount: number }) => {
    sameContent(row, said.contentHash);
    if (said.audienceCount !== row.audienceCount) throw new AppError('audience-count-differs', 'typed count differs');
    return { officer, at: clock() };
  };
  const withNote = (text: string, note?: string) => (note ? `${text}: ${note}` : text);

  return {
    async list(
      officer: Officer,
      query: { limit: number; cursor?: string | undefined; state?: CampaignState | undefined; q?: string | undefined },
    ): Promise<{ items: CampaignSummary[]; nextCursor: string | null }> {
      const rows = await repository.list({
        units: officer.unitCodes,
        state: query.state,
        q: query.q,
        before: readCursor(query.cursor),
        limit: query.limit + 1,
      });
      const page = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? page.at(-1) : undefined;
      return { items: await summaries(page), nextCursor: last ? writeCursor(last.updatedAt, last.id) : null };
    },
    async create(
      officer: Officer,
      { name, unitCode, content, creationKey }: { name: string; unitCode: string; content: CampaignContent; creationKey: string | null },
    ): Promise<Campaign> {
      if (!officer.unitCodes.includes(unitCode)) throw new AppError('campaign-not-found', 'a unit out of reach');
      return view(
        officer,
        await repository.create({
          id: randomUUID(),
          name,
          unitCode,
          content,
          createdBy: officer.staffId,
          creationKey: creationKey ?? randomUUID(),
        }),
      );
    },
    read: async (officer: Officer, id: string): Promise<Campaign> => view(officer, await find(officer, id)),
    async edit(
      officer: Officer,
      id: string,
      { name, content, contentHash }: { name: string; content: CampaignContent; contentHash: string },
    ): Promise<Campaign> {
      const row = await find(officer, id);
      sameContent(row, contentHash);
      return step(officer, row, 'edit', {
        set: {
          ...UNPLANNED,
          name,
          content,
          state: 'draft',
          editedBy: officer.staffId,
          editors: row.editors.includes(officer.staffId) ? row.editors : [...row.editors, officer.staffId],
        },
        text: row.state === 'draft' ? 'Sửa bản nháp' : 'Sửa nội dung: kế hoạch và chữ duyệt trước không còn hiệu lực',
      });
    },
    async plan(officer: Officer, id: string): Promise<Campaign> {
      const row = await find(officer, id);
      demand('plan', row, officer);
      const made = await plan(row.content, row.unitCode);
      return step(officer, row, 'plan', {
        set: { state: made.blockers.length > 0 ? 'draft' : 'checked', plan: made, audienceCount: made.matched, plannedAt: clock() },
        text:
          made.blockers.length > 0
            ? `Lập kế hoạch, còn vướng: ${made.blockers.map(({ text }) => text).join(' ')}`
            : `Lập kế hoạch: ${made.matched} người nhận`,
      });
    },
    async submit(officer: Officer, id: string, said: { contentHash: string; note?: string | undefined }): Promise<Campaign> {
      const row = await find(officer, id);
      demand('submit', row, officer);
      sameContent(row, said.contentHash);
      if (!row.plannedAt || clock().getTime() - row.plannedAt.getTime() > COUNT_HOLDS_MS)
        throw new AppError('plan-too-old', 'counted more than an hour ago');
      const { templateVersionId } = row.content;
      return step(officer, row, 'submit', {
        set: { state: 'submitted', submittedBy: officer.staffId, submittedAt: clock() },
        also: async (tx) => templateVersionId && repository.freezeTemplate(tx, templateVersionId),
        text: withNote('Trình duyệt', said.note),
      });
    },
    async return(officer: Officer, id: string, { reason }: { reason: string }): Promise<Campaign> {
      return step(officer, await find(officer, id), 'return', { set: { ...UNAPPROVED, state: 'draft' }, text: `Trả lại: ${reason}` });
    },
    async approve(
      officer: Officer,
      id: string,
      said: { contentHash: string; audienceCount: number; note?: string | undefined },
    ): Promise<Campaign> {
      const row = await find(officer, id);
      demand('approve', row, officer);
      const { at } = approval(officer, row, said);
      const isEmergency = row.content.kind === 'emergency';
      return step(officer, row, 'approve', {
        set: {
          state: isEmergency ? 'submitted' : 'approved',
          approvedBy: officer.staffId,
          approvedAt: at,
          approvedHash: said.contentHash,
        },
        text: withNote(isEmergency ? 'Duyệt lần một, chờ người thứ hai trong 10 phút' : 'Duyệt', said.note),
      });
    },
    async approveSecond(
      officer: Officer,
      id: string,
      said: { contentHash: string; audienceCount: number; note?: string | undefined },
    ): Promise<Campaign> {
      const row = await find(officer, id);
      demand('approve-second', row, officer);
      const { at } = approval(officer, row, said);
      return step(officer, row, 'approve-second', {
        set: { state: 'approved', secondApprovedBy: officer.staffId, secondApprovedAt: at },
        text: withNote('Duyệt lần hai', said.note),
      });
    },
    async schedule(officer: Officer, id: string): Promise<Campaign> {
      const row = await find(officer, id);
      demand('schedule', row, officer);
      const { scheduledAt } = row.content;
      if (scheduledAt && row.approvedAt && new Date(scheduledAt).getTime() > row.approvedAt.getTime() + APPROVAL_LAPSES_MS)
        throw new AppError('approval-too-early', 'the approval lapses before it begins');
      return step(officer, row, 'schedule', { set: { state: 'scheduled' }, text: 'Lên lịch' });
    },
    async pause(officer: Officer, id: string): Promise<Campaign> {
      return step(officer, await find(officer, id), 'pause', { set: { pausedAt: clock(), haltedReason: null }, text: 'Tạm dừng' });
    },
    /** Who lets it go on has seen what went wrong: the halt rules count anew from here. */
    async resume(officer: Officer, id: string, { note }: { note?: string | undefined }): Promise<Campaign> {
      const row = await find(officer, id);
      const counts = await repository.counts(id);
      return step(officer, row, 'resume', {
        set: { pausedAt: null, haltedReason: null, seenOutcomes: outcomesIn(counts), seenFailures: failuresIn(counts) },
        text: withNote('Chạy tiếp', note),
      });
    },
    async abort(officer: Officer, id: string, { reason }: { reason: string }): Promise<Campaign> {
      return step(officer, await find(officer, id), 'abort', {
        set: { state: 'aborted', finishedAt: clock(), pausedAt: null },
        text: `Dừng hẳn: ${reason}`,
      });
    },
    async report(officer: Officer, id: string): Promise<CampaignReport> {
      const row = await find(officer, id);
      const [[campaign], counts] = await Promise.all([summaries([row]), repository.counts(id)]);
      if (!campaign) throw new Error('one row gives one summary');
      const reasons = new Map<string, CampaignReport['reasons'][number]>();
      for (const { state, reason, count } of counts) {
        if (!reason) continue;
        const key = `${state}/${reason}`;
        const before = reasons.get(key)?.count ?? 0;
        reasons.set(key, { state, reason, ...DELIVERY_REASONS[reason as DeliveryReason], count: before + count });
      }
      return {
        campaign,
        counts,
        reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
        startedAt: row.startedAt?.toISOString() ?? null,
        finishedAt: row.finishedAt?.toISOString() ?? null,
      };
    },
    /** @param perMinute as counted by who watches. */
    async progress(officer: Officer, id: string): Promise<Omit<CampaignProgress, 'perMinute'>> {
      const row = await find(officer, id);
      const counts = await repository.counts(id);
      const outcomes = outcomesIn(counts);
      return {
        state: row.state,
        isPaused: row.pausedAt !== null,
        note: await noteOf(row),
        audienceCount: row.audienceCount,
        counts,
        failedShare: outcomes > 0 ? failuresIn(counts) / outcomes : 0,
        at: clock().toISOString(),
      };
    },
  };
}
export type CampaignService = ReturnType<typeof createCampaignService>;
