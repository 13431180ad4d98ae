import type { DeliveryReason } from '@tayninh/shared/features/campaigns/delivery-reasons';
import type { Channel } from '@tayninh/shared/features/notifications/channels';
import { fullName } from '@tayninh/shared/features/places/unit-names';
import { eq, type SQL, sql } from 'drizzle-orm';
import { scopeOfOwner } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import { template, templateVersion } from '../templates/templates.table.ts';
import { type RouteInput, routeSql } from './route.repository.ts';

/** A count over a million people may take this long; other statements of a request may not. */
const COUNT_MAX_MS = 25_000;

/** A subquery `select citizen_id …`, each person once. */
export type People = SQL;

/** People of one way with the same quiet hours. Own hours are widened to half hours, so that the groups stay few. */
export interface RoutedGroup {
  readonly state: 'queued' | 'delivered' | 'suppressed';
  readonly channel: Channel;
  readonly reason: DeliveryReason | null;
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
  readonly people: number;
}

export const createPlanRepository = ({ drizzle: db }: Database) => ({
  /** @returns null when there is no such version any more. */
  async templateOf(versionId: string) {
    const rows = await db
      .select({ version: templateVersion, category: template.category, templateId: template.id })
      .from(templateVersion)
      .innerJoin(template, eq(template.id, templateVersion.templateId))
      .where(eq(templateVersion.id, versionId));
    return rows[0] ?? null;
  },

  /** Everybody of the audience by the way they would go, and twenty of them drawn at random, in one look at the same moment. */
  async route(people: People, input: RouteInput, cap: number | null) {
    const capped = cap === null ? people : sql`select citizen_id from (${people}) all_people order by citizen_id limit ${cap}`;
    return db.transaction(
      async (tx) => {
        await tx.execute(sql.raw(`set local statement_timeout = ${COUNT_MAX_MS}`));
        const [clock] = await tx.execute<{ now: string; matched: number }>(
          sql`select now() as now, (select count(*)::int from (${people}) everybody) as matched`,
        );
        const groups = await tx.execute<{ [K in keyof RoutedGroup]: RoutedGroup[K] }>(sql`
          select state, channel, reason, (quiet_from / 30) * 30 as "quietFrom", ((quiet_to + 29) / 30) * 30 % 1440 as "quietTo", count(*)::int as people
          from (${routeSql(capped, input)}) routed group by 1, 2, 3, 4, 5`);
        const samples = await tx.execute<{
          citizenId: string;
          channel: Channel;
          unitCode: string | null;
          kind: string;
          name: string | null;
        }>(sql`
          select routed.citizen_id as "citizenId", routed.channel, p.home_unit_code as "unitCode", u.kind, u.name
          from (${routeSql(capped, input)}) routed left join preference p on p.citizen_id = routed.citizen_id left join unit u on u.code = p.home_unit_code
          where routed.state <> 'suppressed' order by random() limit 20`);
        return {
          at: new Date(clock?.now ?? Date.now()),
          matched: clock?.matched ?? 0,
          groups: [...groups],
          samples: samples.map(({ kind, name, ...row }) => ({
            ...row,
            unitName: name === null ? null : fullName({ kind, name }),
            scope: scopeOfOwner(row.citizenId),
          })),
        };
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
  },

  /** The last facts of each sampled person that a template may ask for. */
  async factsOf(citizenIds: readonly string[]) {
    if (citizenIds.length === 0) return [];
    return db.execute<{ citizenId: string; procedureCode: string; code: string; dueOn: string | null }>(sql`
      select distinct on (citizen_id) citizen_id as "citizenId", procedure_code as "procedureCode", coalesce(province_code, receipt_no) as code,
        to_char(due_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as "dueOn"
      from dossier where citizen_id = any(${sql.param(`{${citizenIds.join(',')}}`)}::uuid[]) order by citizen_id, accepted_at desc`);
  },

  /** What campaigns of the same template ended in, the last four. */
  async history(templateId: string): Promise<{ campaigns: number; reached: number; complained: number }> {
    const [row] = await db.execute<{ campaigns: number; reached: number; complained: number }>(sql`
      select count(distinct done.id)::int as campaigns,
        coalesce(sum(n.count) filter (where n.channel <> 'inbox' and n.state in ('sent', 'delivered', 'seen', 'failed')), 0)::int as reached,
        coalesce(sum(n.count) filter (where n.reason in ('blocked', 'unfollowed') and n.state = 'failed'), 0)::int as complained
      from (
        select c.id from campaign c join template_version v on v.id = (c.content ->> 'templateVersionId')::uuid
        where v.template_id = ${templateId} and c.state in ('done', 'aborted') order by c.finished_at desc nulls last limit 4
      ) done join campaign_count n on n.campaign_id = done.id`);
    return row ?? { campaigns: 0, reached: 0, complained: 0 };
  },

  /** What is left today and later of the platform's daily numbers, as it last told them. */
  budgets: () =>
    db.execute<{ key: string; day: string; used: number; limit: number }>(sql`
      select distinct on (key) key, to_char(day, 'YYYY-MM-DD') as day, used, "limit" from channel_budget order by key, day desc`),
});
export type PlanRepository = ReturnType<typeof createPlanRepository>;
