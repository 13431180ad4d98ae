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

interface Drawn {
  readonly citizenId: string;
  readonly channel: Channel;
  readonly unitCode: string | null;
  readonly kind: string | null;
  readonly name: string | null;
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
        // worked out once: groups and samples are of the same rows
        const [row] = await tx.execute<{ now: string; groups: RoutedGroup[]; samples: Drawn[] }>(sql`
          with routed as materialized (${routeSql(capped, input)}),
          grouped as (
            select state, channel, reason, (quiet_from / 30) * 30 as "quietFrom", ((quiet_to + 29) / 30) * 30 % 1440 as "quietTo", count(*)::int as people
            from routed group by 1, 2, 3, 4, 5
          ),
          drawn as (
            select chosen.citizen_id as "citizenId", chosen.channel, p.home_unit_code as "unitCode", u.kind, u.name
            from (select citizen_id, channel from routed where state <> 'suppressed' order by random() limit 20) chosen
            left join preference p on p.citizen_id = chosen.citizen_id left join unit u on u.code = p.home_unit_code
          )
          select now() as now, (select coalesce(json_agg(g), '[]') from grouped g) as groups, (select coalesce(json_agg(d), '[]') from drawn d) as samples`);
        const groups = row?.groups ?? [];
        const [everybody] =
          cap === null ? [] : await tx.execute<{ matched: number }>(sql`select count(*)::int as matched from (${people}) everybody`);
        return {
          at: new Date(row?.now ?? Date.now()),
          matched: everybody?.matched ?? groups.reduce((sum, group) => sum + group.people, 0),
          groups,
          samples: (row?.samples ?? []).map(({ kind, name, ...each }) => ({
            ...each,
            unitName: name === null ? null : fullName({ kind: kind ?? '', name }),
            scope: scopeOfOwner(each.citizenId),
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
