import { CHANNEL, type OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import type { Database } from '../../platform/database.ts';

/** The platform's own word on how much may go out in a day; taking from it is part of claiming messages. */
export const createSendLimits = ({ sql }: Pick<Database, 'sql'>) => ({
  /** The platform told our daily limit: with an answer, or because it changed. It holds for the local day that it is now. */
  async setLimit(channel: OutsideChannel, limit: number) {
    if (CHANNEL[channel].assumedDailyLimit === null) return;
    await sql`
      insert into channel_budget (key, day, used, "limit") values (${channel}, (now() at time zone 'Asia/Ho_Chi_Minh')::date, 0, ${limit})
      on conflict (key, day) do update set "limit" = excluded."limit", updated_at = now() where channel_budget."limit" <> excluded."limit"`;
  },
});
export type SendLimits = ReturnType<typeof createSendLimits>;
