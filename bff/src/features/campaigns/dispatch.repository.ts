import type { DeliveryReason } from '@tayninh/shared/features/campaigns/delivery-reasons';
import { type DeliveryState, mergeReceipt, type Receipt, STRENGTH } from '@tayninh/shared/features/campaigns/delivery-states';
import { type Channel, TRANSACTIONAL_SHARE } from '@tayninh/shared/features/notifications/channels';
import type postgres from 'postgres';
import type { Database } from '../../platform/database.ts';
import { readTrackingId } from './tracking-id.ts';

/** One row that may go out, with all that rendering and sending need. */
export interface Due {
  readonly citizenId: string;
  readonly attempts: number;
  /** Why the inbox alone, decided when it was enqueued. */
  readonly reason: DeliveryReason | null;
  readonly oaUserIdSealed: string | null;
  readonly phoneSealed: string | null;
  readonly zaloIdSealed: string | null;
  readonly nameSealed: string | null;
  readonly wrappedKey: string | null;
  readonly communeName: string | null;
  readonly language: 'vi' | 'en';
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
  readonly sentToday: number;
  readonly broadcastToday: number;
  readonly followsOa: boolean | null;
  readonly isMuted: boolean;
}
/** What is to become of a row; `inbox` is written in the same transaction, once for each person and campaign. */
export interface Decision {
  readonly citizenId: string;
  readonly state: DeliveryState;
  readonly channel: Channel;
  readonly reason: DeliveryReason | null;
  readonly notBefore?: Date | undefined;
  readonly providerMessageId?: string | undefined;
  readonly providerCode?: string | undefined;
  readonly inbox?: { readonly title: string; readonly body: string } | undefined;
}
export interface Claim {
  readonly campaignId: string;
  readonly unitCode: string;
  readonly category: string;
  readonly channel: Channel;
  readonly isCanary: boolean;
  readonly limit: number;
  readonly isEmergency: boolean;
  readonly isTransactional: boolean;
  /** Local day of the quotas, `yyyy-mm-dd`. */
  readonly day: string;
  readonly now: Date;
}

/** One receipt as the channels tell it. */
export interface ReceiptOf {
  readonly providerMessageId: string;
  readonly trackingId: string | null;
  readonly state: Receipt;
}

/** Pushes to one person on a local day, all campaigns together (NT-5). */
export const PERSON_DAILY = { all: 3, broadcast: 1 } as const;
const UNIT_DAILY = 20_000;
/** A unit's own count; it stands beside those of the channels. */
const unitKey = (unitCode: string) => `unit:${unitCode}`;
const STRENGTHS = `'${JSON.stringify(STRENGTH)}'::jsonb`;

type Tx = postgres.TransactionSql;

export function createDispatchRepository({ sql: raw }: Database) {
  /** Writes decisions on rows that this transaction holds or has held, with the counts that follow from them. */
  async function write(tx: Tx | postgres.Sql, campaignId: string, decisions: readonly Decision[]) {
    if (decisions.length === 0) return;
    const pick = <K extends keyof Decision>(key: K) => decisions.map((decision) => decision[key] ?? null);
    await tx`
      with said as (
        select * from unnest(${pick('citizenId') as string[]}::uuid[], ${pick('state') as string[]}::text[], ${pick('channel') as string[]}::text[], ${pick('reason') as string[]}::text[],
          ${decisions.map(({ notBefore }) => notBefore?.toISOString() ?? null) as string[]}::timestamptz[], ${pick('providerMessageId') as string[]}::text[], ${pick('providerCode') as string[]}::text[])
          as said (citizen_id, state, channel, reason, not_before, message_id, code)),
      before as (
        select d.citizen_id, d.state, d.channel, d.reason from campaign_delivery d join said using (citizen_id)
        where d.campaign_id = ${campaignId} order by d.citizen_id for update of d),
      moved as (
        update campaign_delivery d set
          state = s.state, channel = s.channel, reason = s.reason, not_before = coalesce(s.not_before, d.not_before),
          provider_message_id = coalesce(s.message_id, d.provider_message_id), provider_code = coalesce(s.code, d.provider_code),
          attempts = d.attempts + (s.state = 'dispatching')::int, updated_at = now()
        from said s join before b using (citizen_id)
        where d.campaign_id = ${campaignId} and d.citizen_id = s.citizen_id
          and (b.state = 'queued' or (b.state = 'dispatching' and s.state = 'queued')
            or (${raw.unsafe(STRENGTHS)} -> s.state)::int > (${raw.unsafe(STRENGTHS)} -> b.state)::int and b.state <> 'suppressed')
        returning d.citizen_id, d.state, d.channel, d.reason),
      noted as (
        -- a receipt was faster: its state stays, the message's id is kept all the same
        update campaign_delivery d set provider_message_id = s.message_id from said s
        where d.campaign_id = ${campaignId} and d.citizen_id = s.citizen_id and s.message_id is not null and not exists (select 1 from moved m where m.citizen_id = s.citizen_id)),
      change as (
        select b.state, b.channel, coalesce(b.reason, '') as reason, -1 as n from before b join moved using (citizen_id)
        union all select state, channel, coalesce(reason, ''), 1 from moved)
      insert into campaign_count (campaign_id, state, channel, reason, count)
      select ${campaignId}::uuid, state, channel, reason, sum(n) from change group by state, channel, reason having sum(n) <> 0 order by state, channel, reason
      on conflict (campaign_id, state, channel, reason) do update set count = campaign_count.count + excluded.count`;
  }

  async function writeInbox(tx: Tx, campaignId: string, category: string, decisions: readonly Decision[]) {
    const notices = decisions.flatMap(({ citizenId, inbox }) => (inbox ? [{ citizenId, ...inbox }] : []));
    if (notices.length === 0) return;
    await tx`
      insert into inbox_message (citizen_id, event_key, kind, title, body, category, campaign_id)
      select citizen_id, ${`campaign:${campaignId}`}, 'announcement', title, body, ${category}, ${campaignId}::uuid
      from unnest(${notices.map(({ citizenId }) => citizenId)}::uuid[], ${notices.map(({ title }) => title)}::text[], ${notices.map(({ body }) => body)}::text[]) as n (citizen_id, title, body)
      on conflict (citizen_id, event_key) do nothing`;
  }

  /** Of `wanted` sends, how many the rate, the channel's day and the unit's day still allow; taken at once, never given back. */
  async function take(tx: Tx, { channel, unitCode, day, isEmergency }: Claim, wanted: number): Promise<number> {
    const spare = isEmergency ? 0 : TRANSACTIONAL_SHARE;
    const [row] = await tx<{ granted: number }[]>`
      with bucket as (
        select key, burst, least(burst, tokens + extract(epoch from clock_timestamp() - refilled_at) * rate_per_second) as filled
        from send_bucket where key = ${channel} for update),
      budget as (
        select key, case key when ${channel} then floor("limit" * (1 - ${spare}::float8)) else "limit" end - used as left_over
        from channel_budget where key in (${channel}, ${unitKey(unitCode)}) and day = ${day}::date order by key for update),
      grants as (
        select greatest(0, least(${wanted}::int, (select floor(filled - burst * ${spare}::float8) from bucket), (select min(left_over) from budget)))::int as n),
      drawn as (
        update send_bucket b set tokens = bucket.filled - grants.n, refilled_at = clock_timestamp()
        from bucket, grants where b.key = bucket.key and grants.n > 0),
      spent as (
        update channel_budget b set used = used + grants.n, updated_at = now()
        from budget, grants where b.key = budget.key and b.day = ${day}::date and grants.n > 0)
      select n as granted from grants`;
    return row?.granted ?? 0;
  }

  /** @returns who may still get one today; for them it is counted already. */
  async function takePersons(tx: Tx, { day, isTransactional }: Claim, citizenIds: readonly string[]): Promise<Set<string>> {
    const broadcast = isTransactional ? 0 : 1;
    const rows = await tx<{ citizenId: string }[]>`
      insert into recipient_day as r (citizen_id, day, sent, broadcast)
      select citizen_id, ${day}, 1, ${broadcast} from unnest(${[...citizenIds].sort()}::uuid[]) as p (citizen_id)
      on conflict (day, citizen_id) do update set sent = r.sent + 1, broadcast = r.broadcast + ${broadcast}
        where r.sent < ${PERSON_DAILY.all} and r.broadcast + ${broadcast} <= ${PERSON_DAILY.broadcast}
      returning citizen_id as "citizenId"`;
    return new Set(rows.map(({ citizenId }) => citizenId));
  }

  return {
    /**
     * Takes a batch: commits the intent, the inbox and every quota before any call goes out (RL-24). `decide` says what becomes of
     * each row and renders; it must not call anybody. Rows that it wants to send wait when a quota gives fewer.
     *
     * Where the campaign, its unit, its channel or everything was stopped in between, the batch is empty.
     */
    async claim(claim: Claim, decide: (due: Due[]) => Decision[]): Promise<{ taken: number; sending: Decision[]; isShort: boolean }> {
      const { campaignId, channel, unitCode, now } = claim;
      return raw.begin(async (tx) => {
        const due = await tx<Due[]>`
          with row as (
            select d.citizen_id, d.attempts, d.reason from campaign_delivery d
            where d.campaign_id = ${campaignId} and d.channel = ${channel} and d.is_canary = ${claim.isCanary} and d.state = 'queued' and d.not_before <= ${now.toISOString()}::timestamptz
              and exists (select 1 from campaign where id = ${campaignId} and state in ('canary', 'running') and paused_at is null)
              and not exists (select 1 from kill_switch k where k.released_at is null
                and (k.scope = 'global' or (k.scope, k.key) in (('channel', ${channel}), ('unit', ${unitCode}), ('campaign', ${campaignId}::text))))
            order by d.not_before limit ${claim.limit} for update of d skip locked)
          select row.citizen_id as "citizenId", row.attempts, row.reason, c.oa_user_id_sealed as "oaUserIdSealed", c.phone_sealed as "phoneSealed", c.zalo_id_sealed as "zaloIdSealed", c.name_sealed as "nameSealed",
            k.wrapped_key as "wrappedKey", pl.name as "communeName", coalesce(p.language, 'vi') as language, p.quiet_from as "quietFrom", p.quiet_to as "quietTo",
            coalesce(rd.sent, 0)::int as "sentToday", coalesce(rd.broadcast, 0)::int as "broadcastToday", r.follows_oa as "followsOa",
            coalesce(p.muted @> array[${`${claim.category}:${channel === 'mini-app' ? 'mini-app' : 'zalo'}`}], false) as "isMuted"
          from row join citizen c on c.id = row.citizen_id left join subject_key k on k.subject_id = row.citizen_id
          left join preference p on p.citizen_id = row.citizen_id left join reach r on r.citizen_id = row.citizen_id
          left join unit pl on pl.code = p.home_unit_code
          left join recipient_day rd on rd.day = ${claim.day} and rd.citizen_id = row.citizen_id`;
        if (due.length === 0) return { taken: 0, sending: [], isShort: false };
        const decided = decide([...due]);
        const repeated = await heardAlready(tx, campaignId, decided);
        const decisions = decided.map(
          (decision): Decision =>
            repeated.has(decision.citizenId)
              ? { citizenId: decision.citizenId, state: 'suppressed', channel: decision.channel, reason: 'duplicate' }
              : decision,
        );
        const wanting = decisions.filter(({ state }) => state === 'dispatching');
        const granted = wanting.length > 0 && channel !== 'inbox' ? await take(tx, claim, wanting.length) : wanting.length;
        const lucky = wanting.slice(0, granted);
        const tried = new Set(due.filter(({ attempts }) => attempts > 0).map(({ citizenId }) => citizenId)); // counted at the first try
        const counts = channel === 'inbox' ? [] : lucky.filter(({ citizenId }) => !tried.has(citizenId)).map(({ citizenId }) => citizenId);
        const allowed = counts.length > 0 ? await takePersons(tx, claim, counts) : new Set<string>();
        for (const citizenId of tried) allowed.add(citizenId);
        const sending = lucky.filter(({ citizenId }) => allowed.has(citizenId));
        const final = [
          ...decisions.filter(({ state }) => state !== 'dispatching'),
          ...sending,
          ...lucky
            .filter(({ citizenId }) => !allowed.has(citizenId))
            .map((one): Decision => ({ ...one, state: 'suppressed', reason: 'person-cap' })),
        ];
        await writeInbox(tx, campaignId, claim.category, final);
        await write(tx, campaignId, final);
        return { taken: final.length, sending, isShort: granted < wanting.length };
      }) as Promise<{ taken: number; sending: Decision[]; isShort: boolean }>;
    },

    /** Zalo itself says that the day is over, or that we are too fast: all workers hear it at once. */
    exhaust: async (channel: Channel, day: string) => {
      await raw`update channel_budget set used = greatest(used, "limit") where key = ${channel} and day = ${day}::date`;
    },
    slowDown: async (channel: Channel) => {
      await raw`update send_bucket set tokens = -burst, refilled_at = clock_timestamp() where key = ${channel}`;
    },

    /** What the calls of a batch said. A receipt that was faster stays. */
    finish: (campaignId: string, decisions: readonly Decision[]) => write(raw, campaignId, decisions),

    /** What a dead worker left in the middle of a call is never sent again; doubt of a day is for good (RL-24). Leases by the database's clock. */
    async sweep(leaseMs: number) {
      for (const { from, to, ageMs } of [
        { from: 'dispatching', to: 'uncertain', ageMs: leaseMs },
        { from: 'uncertain', to: 'unknown', ageMs: 24 * 3_600_000 },
      ]) {
        const rows = await raw<{ campaignId: string; citizenId: string; channel: Channel; reason: DeliveryReason | null }[]>`
          select campaign_id as "campaignId", citizen_id as "citizenId", channel, reason from campaign_delivery
          where state = ${from} and updated_at < now() - ${ageMs} * interval '1 millisecond' limit 5000`;
        for (const campaignId of new Set(rows.map((row) => row.campaignId)))
          await write(
            raw,
            campaignId,
            rows
              .filter((row) => row.campaignId === campaignId)
              .map((row): Decision => ({ ...row, state: to as DeliveryState, reason: to === 'uncertain' ? 'worker-died' : row.reason })),
          );
      }
    },

    /** Everything that still waits becomes `suppressed`, in pieces. */
    async dropQueued(campaignId: string, reason: DeliveryReason) {
      for (;;) {
        const rows = await raw<{ citizenId: string; channel: Channel }[]>`
          select citizen_id as "citizenId", channel from campaign_delivery where campaign_id = ${campaignId} and state = 'queued' limit 5000`;
        if (rows.length === 0) return;
        await write(
          raw,
          campaignId,
          rows.map((row): Decision => ({ ...row, state: 'suppressed', reason })),
        );
      }
    },

    /**
     * Receipts (WH-7): in any order, twice, late, contradictory. A delivery is found by our tracking id, or by Zalo's message id.
     * @returns the message ids that are known; another may be faster than our own record, so it is worth asking again.
     */
    async applyReceipts(receipts: readonly ReceiptOf[]): Promise<ReadonlySet<string>> {
      const tracked = receipts.map(({ trackingId }) => (trackingId ? readTrackingId(trackingId) : null));
      const rows = await raw<Found[]>`
        select said.no::int, d.campaign_id as "campaignId", d.citizen_id as "citizenId", d.state, d.channel, d.reason
        from unnest(${receipts.map(({ providerMessageId }) => providerMessageId)}::text[], ${tracked.map((one) => one?.campaignId ?? null) as string[]}::uuid[], ${tracked.map((one) => one?.citizenId ?? null) as string[]}::uuid[])
          with ordinality as said (message_id, campaign_id, citizen_id, no)
        cross join lateral (
          select * from campaign_delivery where campaign_id = said.campaign_id and citizen_id = said.citizen_id
          union all select * from campaign_delivery where provider_message_id = said.message_id limit 1) d`;
      const known = new Set<string>();
      const strongest = new Map<string, Decision & { campaignId: string }>();
      for (const { no, ...row } of rows) {
        const receipt = receipts[no - 1];
        if (!receipt) continue;
        known.add(receipt.providerMessageId);
        const key = row.campaignId + row.citizenId;
        const before = strongest.get(key)?.state ?? row.state;
        const state = mergeReceipt(before, receipt.state);
        if (state !== before) strongest.set(key, { ...row, state, reason: state === 'failed' ? (row.reason ?? 'refused') : null });
      }
      for (const campaignId of new Set([...strongest.values()].map((row) => row.campaignId)))
        await write(
          raw,
          campaignId,
          [...strongest.values()].filter((row) => row.campaignId === campaignId),
        );
      return known;
    },

    /** Rows that quotas are taken from; made once a day, the platform's own numbers come later and stay. */
    async prepareQuotas(
      channels: readonly { key: string; ratePerSecond: number; dailyLimit: number | null }[],
      unitCode: string,
      day: string,
    ) {
      for (const { key, ratePerSecond, dailyLimit } of channels) {
        await raw`insert into send_bucket (key, tokens, rate_per_second, burst) values (${key}, ${ratePerSecond}, ${ratePerSecond}, ${ratePerSecond}) on conflict do nothing`;
        if (dailyLimit !== null)
          await raw`insert into channel_budget (key, day, "limit") values (${key}, ${day}, ${dailyLimit}) on conflict do nothing`;
      }
      await raw`insert into channel_budget (key, day, "limit") values (${unitKey(unitCode)}, ${day}, ${UNIT_DAILY}) on conflict do nothing`;
    },
  };
}
export type DispatchRepository = ReturnType<typeof createDispatchRepository>;

interface Found {
  no: number;
  campaignId: string;
  citizenId: string;
  state: DeliveryState;
  channel: Channel;
  reason: DeliveryReason | null;
}

/** NT-12: who read exactly these words within a day. */
async function heardAlready(tx: Tx, campaignId: string, decisions: readonly Decision[]): Promise<Set<string>> {
  const notices = decisions.flatMap(({ citizenId, inbox }) => (inbox ? [{ citizenId, ...inbox }] : []));
  if (notices.length === 0) return new Set();
  const rows = await tx<{ citizenId: string }[]>`
    select n.citizen_id as "citizenId" from unnest(${notices.map(({ citizenId }) => citizenId)}::uuid[], ${notices.map(({ title }) => title)}::text[], ${notices.map(({ body }) => body)}::text[]) as n (citizen_id, title, body)
    where exists (select 1 from inbox_message m where m.citizen_id = n.citizen_id and m.created_at > now() - interval '1 day' and m.title = n.title and m.body = n.body
      and m.event_key <> ${`campaign:${campaignId}`})`;
  return new Set(rows.map(({ citizenId }) => citizenId));
}
