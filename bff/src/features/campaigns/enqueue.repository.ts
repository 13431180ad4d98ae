import type { Audience } from '@tayninh/shared/features/audiences/audience';
import { canarySize } from '@tayninh/shared/features/campaigns/plan';
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { type RouteInput, routeSql } from './route.repository.ts';

/** Rows of one transaction: a second of work at most, so that a crash repeats little and nobody waits for its locks. */
const CHUNK = 20_000;
/** The people of an audience within the reach of a unit, as a subquery `select citizen_id`. */
export type AudienceOf = (audience: Audience, unitCode: string) => Promise<SQL>;

export function createEnqueueRepository({ drizzle: db }: Database) {
  return {
    /**
     * Writes the next piece of a campaign's deliveries, in the order of citizens' ids, together with the cursor and the counts: a crash
     * repeats nothing and leaves nothing out (RL-24). Also who gets nothing has a row, so that states always sum to the audience.
     *
     * @returns false when there was nothing left: then the canary is chosen and the campaign is enqueued.
     */
    async chunk(
      campaignId: string,
      { people, route, cap, now }: { people: SQL; route: RouteInput; cap: number | null; now: Date },
      size = CHUNK,
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        await tx.execute(sql`set local statement_timeout = 30000`);
        const [campaign] = await tx.execute<{ cursor: string | null; enqueued: boolean }>(
          sql`select enqueue_cursor as cursor, enqueued_at is not null as enqueued from campaign
            where id = ${campaignId}::uuid and state in ('canary', 'running') for update`,
        );
        if (!campaign || campaign.enqueued) return false;
        const after = campaign.cursor ? sql`where citizen_id > ${campaign.cursor}::uuid` : sql``;
        const piece = sql`select citizen_id from (${people}) everybody ${after} order by citizen_id limit ${size}`;
        const capped = sql`${cap ?? null}::bigint < so_far.n + row_number() over (partition by w.state = 'suppressed' order by w.citizen_id)`;
        const [put] = await tx.execute<{ n: number; last: string | null }>(sql`
          with so_far as (select coalesce(sum(count), 0) as n from campaign_count where campaign_id = ${campaignId}::uuid and state <> 'suppressed'),
          put as (
            insert into campaign_delivery (campaign_id, citizen_id, state, channel, reason, not_before)
            select ${campaignId}::uuid, citizen_id, case when over or state = 'suppressed' then 'suppressed' else 'queued' end, channel, case when over then 'over-cap' else reason end, ${now.toISOString()}::timestamptz
            from (select w.*, coalesce(w.state <> 'suppressed' and ${capped}, false) as over from (${routeSql(piece, route)}) w cross join so_far) r
            returning citizen_id, state, channel, reason),
          counted as (
            insert into campaign_count (campaign_id, state, channel, reason, count)
            select ${campaignId}::uuid, state, channel, coalesce(reason, ''), count(*) from put group by 2, 3, 4 order by 2, 3, 4
            on conflict (campaign_id, state, channel, reason) do update set count = campaign_count.count + excluded.count)
          select count(*)::int as n, max(citizen_id::text collate "C") as last from put`);
        if (put?.last) await tx.execute(sql`update campaign set enqueue_cursor = ${put.last}::uuid where id = ${campaignId}::uuid`);
        if ((put?.n ?? 0) === size) return true;
        const pushed = sql`state = 'queued' and channel <> 'inbox'`;
        const [sums] = await tx.execute<{ total: number; pushes: number }>(sql`
          select coalesce(sum(count), 0)::int as total, coalesce(sum(count) filter (where ${pushed}), 0)::int as pushes
          from campaign_count where campaign_id = ${campaignId}::uuid`);
        const canary = route.kind === 'emergency' ? 0 : canarySize(sums?.pushes ?? 0);
        if (canary > 0)
          // ids of citizens are random, so a run of them is a sample; it begins elsewhere for each campaign
          await tx.execute(sql`
            update campaign_delivery d set is_canary = true from (
              (select citizen_id from campaign_delivery where campaign_id = ${campaignId}::uuid and citizen_id >= ${campaignId}::uuid and ${pushed} order by citizen_id limit ${canary})
              union all
              (select citizen_id from campaign_delivery where campaign_id = ${campaignId}::uuid and citizen_id < ${campaignId}::uuid and ${pushed} order by citizen_id limit ${canary})
              limit ${canary}) chosen
            where d.campaign_id = ${campaignId}::uuid and d.citizen_id = chosen.citizen_id`);
        await tx.execute(sql`
          update campaign set enqueued_at = now(), audience_count = ${sums?.total ?? 0}, canary_count = ${canary},
            state = case when ${canary} = 0 then 'running' else state end, updated_at = now()
          where id = ${campaignId}::uuid`);
        await tx.execute(sql`select pg_notify('campaigns', '')`);
        return false;
      });
    },

    /** How many are meant right now; for the growth rule (NT-3). */
    async count(people: SQL): Promise<number> {
      return db.transaction(async (tx) => {
        await tx.execute(sql`set local statement_timeout = 30000`);
        const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (${people}) everybody`);
        return row?.n ?? 0;
      });
    },
  };
}
export type EnqueueRepository = ReturnType<typeof createEnqueueRepository>;
