import type { OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import { REFUSAL_SOURCE, refusalOf } from '@tayninh/shared/features/notifications/zalo-refusals';
import type { Database } from '../../platform/database.ts';

/** What one refusal says about one person. */
export interface PersonRefusal {
  readonly citizenId: string;
  readonly channel: OutsideChannel;
  readonly code: number;
  /** The message's category, for those who turned off one kind only. */
  readonly category?: string;
}

const BLOCKED = { 'zbs-uid': 'uid', 'oa-reply': 'uid', 'zbs-phone': 'phone', 'mini-app': 'mini-app' } as const;

/** What is known of how people can be reached. Every write is monotonic, so that events may come twice and in any order (WH-7). */
export const createReachRepository = ({ sql }: Pick<Database, 'sql'>) => ({
  async find(citizenId: string) {
    const rows = await sql<
      {
        followsOa: boolean | null;
        miniAppNotices: boolean;
        lastInteractionAt: Date | null;
        uidBlockedUntil: Date | null;
        phoneBlockedUntil: Date | null;
        miniAppBlockedUntil: Date | null;
        refusedCategories: string[];
      }[]
    >`
      select follows_oa as "followsOa", mini_app_notices as "miniAppNotices", last_interaction_at as "lastInteractionAt",
        uid_blocked_until as "uidBlockedUntil", phone_blocked_until as "phoneBlockedUntil", mini_app_blocked_until as "miniAppBlockedUntil",
        refused_categories as "refusedCategories"
      from reach where citizen_id = ${citizenId}`;
    return rows[0] ?? null;
  },

  /** Followed or unfollowed at `at`. The later one counts, and an unfollow counts before a follow of the same moment. */
  async noteFollow(citizenId: string, follows: boolean, at: Date) {
    await sql`
      insert into reach (citizen_id, follows_oa, follows_at) values (${citizenId}, ${follows}, ${at})
      on conflict (citizen_id) do update set
        follows_oa = excluded.follows_oa, follows_at = excluded.follows_at, updated_at = now(),
        uid_blocked_until = case when excluded.follows_oa then null else reach.uid_blocked_until end
      where reach.follows_at is null or reach.follows_at < excluded.follows_at
        or (reach.follows_at = excluded.follows_at and not excluded.follows_oa)`;
  },

  /** An act towards the Official Account: a message, a follow, a press in the chat. It also shows that the person can be written to. */
  async noteInteraction(citizenId: string, at: Date) {
    await sql`
      insert into reach (citizen_id, last_interaction_at) values (${citizenId}, ${at})
      on conflict (citizen_id) do update set
        last_interaction_at = greatest(reach.last_interaction_at, excluded.last_interaction_at), uid_blocked_until = null, updated_at = now()
      where reach.last_interaction_at is null or reach.last_interaction_at < excluded.last_interaction_at`;
  },

  /** Remembers what refusals say about people, in one statement; those that say nothing about a person are passed over. */
  async noteRefusals(refusals: readonly PersonRefusal[]) {
    const said = refusals.flatMap(({ citizenId, channel, code, category }) => {
      if (!(channel in BLOCKED)) return [];
      const way = channel as keyof typeof BLOCKED;
      const refusal = refusalOf(REFUSAL_SOURCE[way], code);
      if (refusal.class === 'suppress-type') return category ? [{ citizenId, way: 'category', days: 0, category }] : [];
      return refusal.blockedDays ? [{ citizenId, way: BLOCKED[way], days: refusal.blockedDays, category: '' }] : [];
    });
    if (said.length === 0) return;
    await sql`
      insert into reach (citizen_id, uid_blocked_until, phone_blocked_until, mini_app_blocked_until, refused_categories)
      select citizen_id,
        now() + max(days) filter (where way = 'uid') * interval '1 day',
        now() + max(days) filter (where way = 'phone') * interval '1 day',
        now() + max(days) filter (where way = 'mini-app') * interval '1 day',
        coalesce(array_agg(distinct category) filter (where way = 'category'), '{}')
      from unnest(${said.map((one) => one.citizenId)}::uuid[], ${said.map((one) => one.way)}::text[], ${said.map((one) => one.days)}::int[],
        ${said.map((one) => one.category)}::text[]) as said (citizen_id, way, days, category)
      group by citizen_id order by citizen_id
      on conflict (citizen_id) do update set
        uid_blocked_until = greatest(reach.uid_blocked_until, excluded.uid_blocked_until),
        phone_blocked_until = greatest(reach.phone_blocked_until, excluded.phone_blocked_until),
        mini_app_blocked_until = greatest(reach.mini_app_blocked_until, excluded.mini_app_blocked_until),
        refused_categories = (select coalesce(array_agg(distinct c), '{}') from unnest(reach.refused_categories || excluded.refused_categories) c),
        updated_at = now()`;
  },
});
export type ReachRepository = ReturnType<typeof createReachRepository>;
