import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { UNFINISHED } from '../../platform/exactly-once.ts';
import { procedureDuration } from './dossiers.table.ts';

/** A longer queue is told as this long. */
const COUNTED_MAX = 5_000;
export const THROUGHPUT_MINUTES = 15;
/** Under this name stands the whole province. */
export const WHOLE_PROVINCE = '';

export const createStandingRepository = ({ drizzle: db, sql: raw }: Database) => ({
  /** How many wait before this dossier, and how many reached the province within the last quarter of an hour: two index walks. */
  async queue({ id, acceptedAt }: { id: string; acceptedAt: Date }): Promise<{ ahead: number; sentLately: number }> {
    const [row] = await raw<{ ahead: number; sentLately: number }[]>`
      select
        (select count(*)::int from (
          select 1 from dossier where state in ${raw(UNFINISHED)} and accepted_at <= ${acceptedAt} and id <> ${id} limit ${COUNTED_MAX}) waiting) as ahead,
        (select count(*)::int from dossier where confirmed_at > now() - ${THROUGHPUT_MINUTES} * interval '1 minute') as "sentLately"`;
    return row ?? { ahead: 0, sentLately: 0 };
  },

  /** Of the commune when it has finished enough, else of the province; null when neither has. */
  async duration(procedureCode: string, unitCode: string | null) {
    const rows = await db
      .select()
      .from(procedureDuration)
      .where(
        and(eq(procedureDuration.procedureCode, procedureCode), inArray(procedureDuration.unitCode, [unitCode ?? '', WHOLE_PROVINCE])),
      );
    return rows.find((row) => row.unitCode !== WHOLE_PROVINCE) ?? rows[0] ?? null;
  },
});
export type StandingRepository = ReturnType<typeof createStandingRepository>;
