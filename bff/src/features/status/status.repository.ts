import { and, asc, gt, lt, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { maintenanceNotice, systemState } from './status.table.ts';

/** What one process saw of one system since it last wrote. */
export interface Seen {
  readonly answered: number;
  /** Of those answered, after more than half of their deadline. */
  readonly slow: number;
  readonly failed: number;
  /** Failures after the last answer. */
  readonly failedLast: number;
  readonly isBroken: boolean;
}

/** So many failures in a row are no accident of one call. */
const DOWN_AFTER = 3;

export const createStatusRepository = ({ drizzle: db, sql: raw }: Database) => ({
  /**
   * Adds what was seen to the one row of the system, whoever else writes it: an answer ends a row of failures, three failures in a row
   * or an open breaker mean `down`, trouble with half of several calls means `slow`. One failed call alone says nothing.
   */
  async add(system: string, { answered, slow, failed, failedLast, isBroken }: Seen): Promise<void> {
    const isTroubled = answered + failed >= 2 && (slow + failed) * 2 >= answered + failed;
    await raw`
      insert into system_state as known (system, state, since, fail_streak, failing_since, seen_at)
      values (${system}, ${isBroken || failedLast >= DOWN_AFTER ? 'down' : isTroubled ? 'slow' : 'ok'}, now(), ${failedLast},
        ${failedLast > 0 ? raw`now()` : null}, now())
      on conflict (system) do update set (state, since, fail_streak, failing_since, seen_at) = (
        select judged.state, case judged.state when known.state then known.since when 'down' then coalesce(judged.failing_since, now()) else now() end,
          judged.streak, judged.failing_since, now()
        from (
          select counted.*, case
            when ${isBroken} or streak >= ${DOWN_AFTER} then 'down' when ${isTroubled} then 'slow' when ${answered} > 0 then 'ok' else known.state
          end as state, case when streak = 0 then null when ${answered} = 0 then coalesce(known.failing_since, now()) else now() end as failing_since
          from (select case when ${answered} > 0 then ${failedLast} else known.fail_streak + ${failed} end as streak) counted
        ) judged)`;
  },

  /** All systems that were ever called, and notices that are not over and begin within a week. */
  async read() {
    const [systems, notices] = await Promise.all([
      db
        .select({
          system: systemState.system,
          state: systemState.state,
          since: systemState.since,
          ageMs: sql<number>`extract(epoch from now() - ${systemState.seenAt})::float8 * 1000`,
        })
        .from(systemState),
      db
        .select()
        .from(maintenanceNotice)
        .where(and(gt(maintenanceNotice.endsAt, sql`now()`), lt(maintenanceNotice.startsAt, sql`now() + interval '7 days'`)))
        .orderBy(asc(maintenanceNotice.startsAt))
        .limit(10),
    ]);
    return { systems, notices };
  },
});
export type StatusRepository = ReturnType<typeof createStatusRepository>;
