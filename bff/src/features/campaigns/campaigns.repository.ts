import type { CampaignState } from '@tayninh/shared/features/campaigns/campaign-states';
import type { CountRow } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../platform/database.ts';
import { staffMember } from '../staff/staff.table.ts';
import { campaign, campaignCount, campaignEvent } from './campaigns.table.ts';

export type CampaignRow = typeof campaign.$inferSelect;
export interface TrailEntry {
  /** Null: the engine. */
  readonly actor: string | null;
  readonly action: string;
  readonly text: string;
  readonly details?: Record<string, unknown>;
}

/** What an edit, a return or a lapse leaves nothing of. */
const VOID = {
  submittedBy: null,
  submittedAt: null,
  approvedBy: null,
  approvedAt: null,
  approvedHash: null,
  secondApprovedBy: null,
  secondApprovedAt: null,
} as const;
export const UNPLANNED = { ...VOID, plan: null, plannedAt: null, audienceCount: null, pausedAt: null } as const;
export const UNAPPROVED = VOID;

export function createCampaignRepository({ drizzle: db }: Database) {
  const note = (tx: Transaction, campaignId: string, entry: TrailEntry) => tx.insert(campaignEvent).values({ campaignId, ...entry });

  return {
    async create(values: Pick<CampaignRow, 'id' | 'name' | 'unitCode' | 'content' | 'createdBy' | 'creationKey'>): Promise<CampaignRow> {
      return db.transaction(async (tx) => {
        const [made] = await tx
          .insert(campaign)
          .values({ ...values, editedBy: values.createdBy, editors: [values.createdBy] })
          .onConflictDoNothing()
          .returning();
        if (made) {
          await note(tx, made.id, { actor: values.createdBy, action: 'create', text: 'Tạo bản nháp' });
          return made;
        }
        const [known] = await tx
          .select()
          .from(campaign)
          .where(and(eq(campaign.createdBy, values.createdBy), eq(campaign.creationKey, values.creationKey ?? '')));
        if (!known) throw new Error('the campaign was neither written nor there');
        return known;
      });
    },
    find: async (id: string): Promise<CampaignRow | null> => (await db.select().from(campaign).where(eq(campaign.id, id)))[0] ?? null,
    async list({
      units,
      state,
      q,
      before,
      limit,
    }: {
      /** Null: all. */
      units: readonly string[] | null;
      state: CampaignState | undefined;
      q: string | undefined;
      before: { at: string; id: string } | null;
      limit: number;
    }) {
      return db
        .select()
        .from(campaign)
        .where(
          and(
            units ? inArray(campaign.unitCode, [...units]) : undefined,
            state ? eq(campaign.state, state) : undefined,
            q ? sql`position(lower(${q}) in lower(${campaign.name})) > 0` : undefined,
            before ? sql`(${campaign.updatedAt}, ${campaign.id}) < (${before.at}::timestamptz, ${before.id}::uuid)` : undefined,
          ),
        )
        .orderBy(desc(campaign.updatedAt), desc(campaign.id))
        .limit(limit);
    },
    /**
     * One step of a campaign: changes it when it still stands as `from` and `where` say, and adds to its trail, in one transaction.
     * `set` is refused by the database itself when it breaks the four-eyes rules.
     *
     * @returns null when it stands elsewhere by now.
     */
    async step(
      id: string,
      {
        from,
        where,
        set,
        entry,
        also,
      }: {
        from: readonly CampaignState[];
        where?: SQL | undefined;
        set: { [K in keyof typeof campaign.$inferInsert]?: (typeof campaign.$inferInsert)[K] | SQL };
        entry: TrailEntry | null;
        also?: (tx: Transaction) => Promise<unknown>;
      },
    ): Promise<CampaignRow | null> {
      return db.transaction(async (tx) => {
        const [row] = await tx
          .update(campaign)
          .set({ ...set, updatedAt: sql`now()` } as never)
          .where(and(eq(campaign.id, id), inArray(campaign.state, [...from]), where))
          .returning();
        if (!row) return null;
        if (entry) await note(tx, id, entry);
        await also?.(tx);
        await tx.execute(sql`select pg_notify('campaigns', '')`);
        return row;
      });
    },
    /** From this moment the wording that was handed in cannot change any more. */
    freezeTemplate: (tx: Transaction, templateVersionId: string) =>
      tx.execute(
        sql`update template_version set frozen_at = now(), frozen_hash = content_hash, frozen_zbs_template_id = zbs_template_id where id = ${templateVersionId}::uuid and frozen_at is null`,
      ),
    trail: (campaignId: string) =>
      db.select().from(campaignEvent).where(eq(campaignEvent.campaignId, campaignId)).orderBy(asc(campaignEvent.at), asc(campaignEvent.id)),
    async counts(campaignId: string): Promise<CountRow[]> {
      const rows = await db
        .select()
        .from(campaignCount)
        .where(and(eq(campaignCount.campaignId, campaignId), sql`${campaignCount.count} > 0`))
        .orderBy(asc(campaignCount.state), asc(campaignCount.channel), asc(campaignCount.reason));
      return rows.map(({ state, channel, reason, count }) => ({
        state,
        channel: channel as CountRow['channel'],
        reason: (reason || null) as CountRow['reason'],
        count,
      }));
    },
    /** Of each campaign, how many messages have an outcome. */
    async finishedCounts(ids: readonly string[]): Promise<Map<string, number>> {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select({ id: campaignCount.campaignId, n: sql<number>`sum(${campaignCount.count})::int` })
        .from(campaignCount)
        .where(and(inArray(campaignCount.campaignId, [...ids]), sql`${campaignCount.state} not in ('queued', 'dispatching')`))
        .groupBy(campaignCount.campaignId);
      return new Map(rows.map(({ id, n }) => [id, n]));
    },
    /** What the engine looks after, emergencies first, then by who has waited longest. */
    atWork: (): Promise<CampaignRow[]> =>
      db
        .select()
        .from(campaign)
        .where(inArray(campaign.state, ['submitted', 'approved', 'scheduled', 'canary', 'running']))
        .orderBy(sql`${campaign.content} ->> 'kind' = 'emergency' desc`, asc(campaign.startedAt), asc(campaign.id)),
    async abortedWithLeftovers(): Promise<string[]> {
      const rows = await db.execute<{ id: string }>(sql`
        select distinct c.id from campaign c join campaign_count n on n.campaign_id = c.id
        where c.state = 'aborted' and n.state = 'queued' and n.count > 0 limit 20`);
      return rows.map(({ id }) => id);
    },
    async wording(templateVersionId: string) {
      const [row] = await db.execute<{ content: unknown; zbsTemplateId: string | null; providerState: string }>(
        sql`select content, zbs_template_id as "zbsTemplateId", provider_state as "providerState" from template_version where id = ${templateVersionId}::uuid`,
      );
      return row ?? null;
    },
    async staffNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select({ id: staffMember.id, name: staffMember.name })
        .from(staffMember)
        .where(inArray(staffMember.id, [...ids]));
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    /** Canaries that have no outcome yet. */
    async canaryOpen(campaignId: string): Promise<number> {
      const [row] = await db.execute<{ n: number }>(
        sql`select count(*)::int as n from campaign_delivery where campaign_id = ${campaignId}::uuid and is_canary and state in ('queued', 'dispatching')`,
      );
      return row?.n ?? 0;
    },
    /** Whom it reached and who has left since it began (NT-6). */
    async unfollows(campaignId: string, since: Date): Promise<number> {
      const [row] = await db.execute<{ n: number }>(sql`
        select count(*)::int as n from reach r where r.follows_oa = false and r.follows_at > ${since.toISOString()}::timestamptz
          and exists (select 1 from campaign_delivery d where d.campaign_id = ${campaignId}::uuid and d.citizen_id = r.citizen_id and d.state in ('sent', 'delivered', 'seen') and d.channel <> 'inbox')`);
      return row?.n ?? 0;
    },
  };
}
export type CampaignRepository = ReturnType<typeof createCampaignRepository>;
