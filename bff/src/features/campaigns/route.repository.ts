import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { CATEGORIES, type Category } from '@tayninh/shared/features/notifications/categories';
import { type Channel, FREE_REPLY_MS, MINI_APP_OPENED_WITHIN_MS } from '@tayninh/shared/features/notifications/channels';
import { type SQL, sql } from 'drizzle-orm';

/** What of a campaign decides the ways of its people. */
export interface RouteInput {
  readonly category: Category;
  readonly kind: CampaignContent['kind'];
  readonly channels: readonly Channel[];
  /** Zalo approved the template behind it, so that it may go by user id or by phone. */
  readonly hasZbs: boolean;
  /** The template says something for a notification of the mini app. */
  readonly hasMiniApp: boolean;
}

/**
 * The one rule by which a person's way is decided: the plan counts with it, the engine enqueues with it. Of the ways that the campaign
 * allows and that reach the person, the cheapest that carries many: an open chat (free) → user id → phone; the mini app's own
 * notification comes last, for it carries a thousand a day. Everybody who may be told at all has the inbox.
 *
 * @param people a subquery `select citizen_id …` (audienceSql).
 * @returns a subquery `select citizen_id, state, channel, reason, quiet_from, quiet_to`: `queued` with a channel; `delivered` by `inbox`
 *   alone, with the reason why nothing is pushed; `suppressed` when the person may not even find it in the inbox.
 */
export function routeSql(people: SQL, { category, kind, channels, hasZbs, hasMiniApp }: RouteInput): SQL {
  const { needsConsent, canMute } = CATEGORIES[category];
  const allows = (channel: Channel, condition: SQL) => (channels.includes(channel) ? condition : sql`false`);
  const isMuted = (push: 'zalo' | 'mini-app') => (canMute ? sql`coalesce(${`${category}:${push}`} = any(p.muted), false)` : sql`false`);
  const ms = (time: number) => sql.raw(`interval '${time} milliseconds'`);

  const mayZalo = sql`not ${isMuted('zalo')} and not coalesce(${category} = any(r.refused_categories), false)`;
  const chat = allows('oa-reply', sql`c.oa_user_id_sealed is not null and r.last_interaction_at > now() - ${ms(FREE_REPLY_MS)}`);
  const byUser = allows(
    'zbs-uid',
    sql`${hasZbs} and c.oa_user_id_sealed is not null and coalesce(r.follows_oa, true) and coalesce(r.uid_blocked_until < now(), true)`,
  );
  const byPhone = allows('zbs-phone', sql`${hasZbs} and c.phone_sealed is not null and coalesce(r.phone_blocked_until < now(), true)`);
  const byMiniApp = allows(
    'mini-app',
    sql`${hasMiniApp} and coalesce(r.mini_app_notices, false) and c.last_seen_at > now() - ${ms(MINI_APP_OPENED_WITHIN_MS)}
      and coalesce(r.mini_app_blocked_until < now(), true) and not ${isMuted('mini-app')}`,
  );
  const isUntold = needsConsent ? sql`not coalesce(${category} = any(p.wants), false)` : sql`false`;
  // an emergency asks for nobody's hours
  const hours = (column: 'quiet_from' | 'quiet_to') => (kind === 'emergency' ? sql`null::int` : sql.raw(`p.${column}`));

  return sql`select w.citizen_id,
      case when w.untold then 'suppressed' when w.way is null then 'delivered' else 'queued' end as state,
      case when w.untold then 'inbox' else coalesce(w.way, 'inbox') end as channel,
      case when w.untold then 'no-consent' when w.way is not null then null when w.muted then 'muted-zalo'
        when w.unfollowed then 'unfollowed' when w.has_address then 'unreachable' else 'no-address' end as reason,
      w.quiet_from, w.quiet_to
    from (
      select people.citizen_id, ${isUntold} as untold, ${isMuted('zalo')} as muted, r.follows_oa is false as unfollowed,
        (c.oa_user_id_sealed is not null or c.phone_sealed is not null) as has_address,
        case when ${mayZalo} and ${chat} then 'oa-reply' when ${mayZalo} and ${byUser} then 'zbs-uid'
          when ${mayZalo} and ${byPhone} then 'zbs-phone' when ${byMiniApp} then 'mini-app' end as way,
        ${hours('quiet_from')} as quiet_from, ${hours('quiet_to')} as quiet_to
      from (${people}) people
      join citizen c on c.id = people.citizen_id
      left join preference p on p.citizen_id = people.citizen_id
      left join reach r on r.citizen_id = people.citizen_id
    ) w`;
}
