import { randomUUID } from 'node:crypto';
import type { KillScope } from '@tayninh/shared/features/campaigns/campaigns.contract';
import type { Database } from '../../platform/database.ts';

export interface SwitchRow {
  readonly id: string;
  readonly scope: KillScope;
  readonly key: string;
  readonly reason: string;
  readonly pulledBy: string;
  readonly pulledAt: Date;
  readonly releaseAskedBy: string | null;
  readonly releaseAskedAt: Date | null;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
}

export function createKillSwitchRepository({ sql }: Database) {
  const columns = sql`id, scope, key, reason, pulled_by as "pulledBy", pulled_at as "pulledAt", release_asked_by as "releaseAskedBy",
    release_asked_at as "releaseAskedAt", released_by as "releasedBy", released_at as "releasedAt"`;
  return {
    list: () => sql<SwitchRow[]>`select ${columns} from kill_switch order by released_at desc nulls first, pulled_at desc limit 50`,
    find: async (id: string) => (await sql<SwitchRow[]>`select ${columns} from kill_switch where id = ${id}`)[0] ?? null,
    /** Holds from the commit on; who listens knows within milliseconds (NT-7). One that holds already stays as it is. */
    pull: (scope: KillScope, key: string, reason: string, by: string): Promise<SwitchRow> =>
      sql.begin(async (tx) => {
        await tx`insert into kill_switch (id, scope, key, reason, pulled_by) values (${randomUUID()}, ${scope}, ${key}, ${reason}, ${by}) on conflict (scope, key) where released_at is null do nothing`;
        const [row] = await tx<
          SwitchRow[]
        >`select ${columns} from kill_switch where scope = ${scope} and key = ${key} and released_at is null`;
        if (!row) throw new Error('the switch that was just pulled does not hold');
        if (scope === 'campaign') {
          const stopped = await tx`
            update campaign set killed_from = state, state = 'killed', updated_at = now()
            where id::text = ${key} and state in ('approved', 'scheduled', 'canary', 'running') returning id`;
          if (stopped[0])
            await tx`insert into campaign_event (campaign_id, actor, action, text) values (${key}::uuid, ${by}, 'kill', ${`Bấm nút dừng: ${reason}`})`;
        }
        await tx`select pg_notify('campaigns', '')`;
        return row;
      }) as Promise<SwitchRow>,
    /** @returns false when it holds no more or somebody asked already. */
    askRelease: async (id: string, by: string) =>
      (
        await sql`update kill_switch set release_asked_by = ${by}, release_asked_at = now() where id = ${id} and released_at is null and release_asked_by is null returning id`
      ).length === 1,
    /** The second person's word. A campaign that was killed goes back to where it was, paused: going on is a decision of its own. */
    release: (id: string, by: string): Promise<boolean> =>
      sql.begin(async (tx) => {
        const [row] = await tx<{ scope: KillScope; key: string }[]>`
          update kill_switch set released_by = ${by}, released_at = now()
          where id = ${id} and released_at is null and release_asked_by is not null and release_asked_by <> ${by} returning scope, key`;
        if (!row) return false;
        if (row.scope === 'campaign') {
          await tx`update campaign set state = killed_from, killed_from = null, paused_at = now(), updated_at = now() where id::text = ${row.key} and state = 'killed'`;
          await tx`insert into campaign_event (campaign_id, actor, action, text) select id, ${by}, 'release', 'Mở nút dừng, chiến dịch ở trạng thái tạm dừng' from campaign where id::text = ${row.key}`;
        }
        await tx`select pg_notify('campaigns', '')`;
        return true;
      }) as Promise<boolean>,

    /** What may not be sent right now: switches that hold, and campaigns under way that a person paused. */
    async stops() {
      const [switches, going] = await Promise.all([
        sql<{ scope: KillScope; key: string }[]>`select scope, key from kill_switch where released_at is null`,
        sql<{ id: string }[]>`select id from campaign where state in ('canary', 'running') and paused_at is null`,
      ]);
      return { switches, going: going.map(({ id }) => id) };
    },
    /** Calls `onChange` after every change of what may go. The connection is looked after by the client; see `watch` for what is missed. */
    listen: (onChange: () => void) => sql.listen('campaigns', onChange, onChange),
  };
}
export type KillSwitchRepository = ReturnType<typeof createKillSwitchRepository>;
