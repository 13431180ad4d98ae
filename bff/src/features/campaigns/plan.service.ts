import { type Audience, FEW_PEOPLE } from '@tayninh/shared/features/audiences/audience';
import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { DELIVERY_REASONS, type DeliveryReason } from '@tayninh/shared/features/campaigns/delivery-reasons';
import { openParts, PROVINCE_HOURS } from '@tayninh/shared/features/campaigns/open-hours';
import { type CampaignPlan, canarySize, maskName, PLAN_BLOCKERS, type PlanBlocker, riskOf } from '@tayninh/shared/features/campaigns/plan';
import { type SendDays, type SendGroup, sendDays, startMinute } from '@tayninh/shared/features/campaigns/send-days';
import { CATEGORY_KEYS, type Category } from '@tayninh/shared/features/notifications/categories';
import { CHANNEL, type Channel, TRANSACTIONAL_SHARE } from '@tayninh/shared/features/notifications/channels';
import { dateOf, dayOf, instantOf, readDay, weekdayOf } from '@tayninh/shared/features/promise-dates/vietnam-time';
import { render } from '@tayninh/shared/features/templates/render';
import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import type { CitizenScope } from '../../platform/access.ts';
import type { People, PlanRepository, RoutedGroup } from './plan.repository.ts';

/** Messages of one unit's campaigns on a local day (NT-5). */
const UNIT_A_DAY = 20_000;

const WHY: Partial<Record<Channel, string>> = {
  'oa-reply': 'đang có hội thoại mở, không mất tiền',
  'zbs-uid': 'có tài khoản Zalo đã biết, rẻ hơn gửi theo số',
  'zbs-phone': 'chỉ biết số điện thoại, hoặc tài khoản không nhận',
  'mini-app': 'không còn đường Zalo nào, mới mở ứng dụng trong 7 ngày',
};

export interface PlanNeeds {
  readonly repository: PlanRepository;
  /** The people of an audience within a unit, as a subquery; false when it chooses by what must not choose. */
  readonly peopleOf: (audience: Audience, unitCode: string) => Promise<People | false>;
  readonly nameOf: (scope: CitizenScope) => Promise<string | null>;
  readonly procedureName: (code: string) => Promise<string | null>;
}

/** Works out what a campaign would do, without doing any of it (NT-3). Counts with the engine's own rule (routeSql). */
export function createPlanService({ repository, peopleOf, nameOf, procedureName }: PlanNeeds) {
  async function samplesOf(
    drawn: Awaited<ReturnType<PlanRepository['route']>>['samples'],
    { template, values }: { template: TemplateContent | null; values: CampaignContent['values'] },
  ): Promise<CampaignPlan['samples']> {
    const facts = new Map((await repository.factsOf(drawn.map(({ citizenId }) => citizenId))).map((fact) => [fact.citizenId, fact]));
    return Promise.all(
      drawn.map(async ({ citizenId, channel, unitCode, unitName, scope }) => {
        const name = await nameOf(scope);
        const fact = facts.get(citizenId);
        const known = {
          'recipient-name': name && maskName(name),
          'commune-name': unitName,
          'procedure-name': fact && (await procedureName(fact.procedureCode)),
          'masked-code': fact && `••••${fact.code.slice(-4)}`,
          'due-date': fact?.dueOn,
          event: null,
        };
        const filled = Object.fromEntries(
          (template?.variables ?? []).map((variable) => [
            variable.name,
            (variable.source === 'fixed' ? values[variable.name] : known[variable.source]) ?? null,
          ]),
        );
        const message = template && render(template, filled, 'vi');
        return {
          name: name ? maskName(name) : '(chưa có tên)',
          unitCode,
          channel,
          title: message?.ok ? message.title : null,
          body: message?.ok ? message.body : null,
          refusal: message && !message.ok ? message.refusals.map(({ text }) => text).join(' ') : null,
        };
      }),
    );
  }

  return {
    /** @param unitCode whose campaign it is: nobody outside of that unit is counted. */
    async plan(content: CampaignContent, unitCode: string): Promise<CampaignPlan> {
      const blockers = new Set<PlanBlocker>();
      const found = content.templateVersionId === null ? null : await repository.templateOf(content.templateVersionId);
      if (!found) blockers.add('no-template');
      const version = found?.version ?? null;
      const wantsZbs = content.channels.includes('zbs-uid') || content.channels.includes('zbs-phone');
      const hasZbs = version?.content.zbs !== undefined && version.providerState === 'enabled';
      if (version && wantsZbs && !hasZbs) blockers.add('zbs-not-approved');
      if (content.channels.length === 0) blockers.add('no-channel');
      if (content.audience === null) blockers.add('no-audience');
      const people = content.audience && (await peopleOf(content.audience, unitCode));
      if (content.audience && !people) blockers.add('sensitive');
      const fixedAreThere = (version?.content.variables ?? []).every(
        ({ name, source }) => source !== 'fixed' || (content.values[name] ?? '').trim() !== '',
      );
      if (!fixedAreThere) blockers.add('broken-template');

      const isUrgent = content.kind === 'emergency';
      const input = {
        category: categoryOf(content),
        kind: content.kind,
        channels: content.channels,
        hasZbs,
        hasMiniApp: version?.content.miniApp !== undefined,
      };
      const routed = people
        ? await repository.route(people, input, content.cap)
        : { at: new Date(), matched: 0, groups: [] as RoutedGroup[], samples: [] };
      const { at, groups } = routed;
      if (people && routed.matched === 0) blockers.add('nobody');

      const startsAt = content.scheduledAt && Date.parse(content.scheduledAt) > at.getTime() ? new Date(content.scheduledAt) : at;
      const until = content.expiresAt === null ? null : new Date(content.expiresAt);
      if (until && until <= startsAt) blockers.add('starts-after-expiry');
      const pushed = groups.filter(({ state }) => state === 'queued');
      const limits = await dailyLimits(repository);
      const send = sendDays(
        pushed.map((group) => sendGroup(group, isUrgent)),
        {
          fromMinute: startMinute(startsAt),
          untilMinute: until && startMinute(until) - 1,
          perMinute: (channel) => Math.min(1e6, CHANNEL[channel as Channel].ratePerSecond * 60 * (1 - TRANSACTIONAL_SHARE)),
          budgetOf: (key, day) => (key === 'unit' ? UNIT_A_DAY : limits(key as Channel, day)),
        },
      );

      const sum = (those: readonly RoutedGroup[]) => those.reduce((total, { people: count }) => total + count, 0);
      const notTold = groups.filter(({ state }) => state === 'suppressed');
      const overCap = routed.matched - sum(groups);
      const routes = routesOf(pushed, { byUser: version?.priceByUserVnd ?? null, byPhone: version?.priceByPhoneVnd ?? null });
      const days = daysOf(send, limits);
      const weekend = days.filter(({ day }) => ['sat', 'sun'].includes(weekdayOf(readDay(day))));
      const samples = await samplesOf(routed.samples, { template: version?.content ?? null, values: content.values });
      if (samples.length > 0 && samples.every(({ refusal }) => refusal !== null)) blockers.add('broken-template');
      const risk = riskOf(found ? await repository.history(found.templateId) : { campaigns: 0, reached: 0, complained: 0 });
      const [part] = openParts(null, null, { isUrgent });

      return {
        plannedAt: at.toISOString(),
        matched: routed.matched,
        notTold: [...byReason(notTold), ...(overCap > 0 ? byReason([{ reason: 'over-cap', people: overCap }]) : [])],
        told: sum(groups) - sum(notTold),
        inboxOnly: byReason(groups.filter(({ state }) => state === 'delivered')),
        routes,
        totalVnd: routes.reduce((total, { totalVnd }) => total + totalVnd, 0),
        days,
        firstAt: days[0]?.fromAt ?? null,
        lastAt: days.at(-1)?.untilAt ?? null,
        sentences: sentencesOf({ startsAt, days, send, isUrgent }),
        left: { noHour: send.left['no-hour'], expired: send.left.expired },
        hours: {
          fromMinute: part?.fromMinute ?? PROVINCE_HOURS.fromMinute,
          toMinute: part?.toMinute ?? PROVINCE_HOURS.toMinute,
          ownHoursPeople: sum(pushed.filter(({ quietFrom }) => quietFrom !== null)),
        },
        risk: { ...risk, weekendPeople: weekend.reduce((total, { total: count }) => total + count, 0) },
        canaryPeople: isUrgent ? 0 : canarySize(sum(pushed)),
        needsReason: routed.matched < FEW_PEOPLE,
        samples,
        blockers: [...blockers].map((code) => ({ code, text: PLAN_BLOCKERS[code] })),
      };
    },
  };
}
export type PlanService = ReturnType<typeof createPlanService>;

/** A draft may name anything; what is no category of ours is asked consent for. */
const categoryOf = ({ category, kind }: CampaignContent): Category =>
  kind === 'emergency' ? 'emergency' : (CATEGORY_KEYS.find((key) => key === category) ?? 'news');

function sendGroup({ channel, people, quietFrom, quietTo }: RoutedGroup, isUrgent: boolean): SendGroup {
  // widened to half hours, all but a few minutes of the day may be quiet
  const to = quietFrom !== null && quietFrom === quietTo ? (quietFrom + 1_410) % 1_440 : quietTo;
  const quiet = quietFrom === null || to === null ? null : { from: quietFrom, to };
  return {
    channel,
    count: people,
    parts: openParts(CHANNEL[channel].openHours, quiet, { isUrgent }),
    budgets: isUrgent ? [channel] : [channel, 'unit'],
  };
}

/** What campaigns may take of a channel on a day: the platform's number without the part kept for what single people wait for. */
async function dailyLimits(repository: PlanRepository) {
  const rows = await repository.budgets();
  const told = (channel: Channel) => rows.find(({ key }) => key === channel || key.startsWith(`${channel}:`));
  return (channel: Channel, day: string): number => {
    const row = told(channel);
    const limit = row?.limit ?? CHANNEL[channel].assumedDailyLimit;
    if (limit === null) return Number.POSITIVE_INFINITY;
    return Math.max(0, Math.floor(limit * (1 - TRANSACTIONAL_SHARE)) - (row?.day === day ? row.used : 0));
  };
}

function routesOf(pushed: readonly RoutedGroup[], told: { byUser: number | null; byPhone: number | null }): CampaignPlan['routes'] {
  const counts = new Map<Channel, number>();
  for (const { channel, people } of pushed) counts.set(channel, (counts.get(channel) ?? 0) + people);
  return [...counts]
    .map(([channel, people]) => {
      const confirmed = channel === 'zbs-uid' ? told.byUser : channel === 'zbs-phone' ? told.byPhone : 0;
      const feeVnd = confirmed ?? CHANNEL[channel].assumedFeeVnd;
      return {
        channel,
        name: CHANNEL[channel].name,
        why: WHY[channel] ?? '',
        people,
        feeVnd,
        totalVnd: feeVnd * people,
        isFeeConfirmed: confirmed !== null,
      };
    })
    .sort((a, b) => b.people - a.people);
}

function byReason(groups: readonly { reason: DeliveryReason | null; people: number }[]): CampaignPlan['notTold'] {
  const counts = new Map<DeliveryReason, number>();
  for (const { reason, people } of groups) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + people);
  return [...counts].map(([reason, count]) => ({ reason, text: DELIVERY_REASONS[reason].text, count })).sort((a, b) => b.count - a.count);
}

function daysOf({ slices }: SendDays, limits: (channel: Channel, day: string) => number): CampaignPlan['days'] {
  const days = new Map<string, (typeof slices)[number][]>();
  for (const slice of slices) days.set(slice.day, [...(days.get(slice.day) ?? []), slice]);
  return [...days].map(([day, those]) => {
    const channels = [...new Set(those.map(({ channel }) => channel as Channel))];
    const total = (counted: readonly { count: number }[]) => counted.reduce((sum, { count }) => sum + count, 0);
    return {
      day,
      total: total(those),
      fromAt: instantOf(Math.min(...those.map(({ fromMinute }) => fromMinute))),
      untilAt: instantOf(Math.max(...those.map(({ toMinute }) => toMinute)) - 1),
      byChannel: channels.map((channel) => {
        const limit = limits(channel, day);
        const assumed = CHANNEL[channel].assumedDailyLimit;
        return {
          channel,
          count: total(those.filter((slice) => slice.channel === channel)),
          limit: Number.isFinite(limit) ? limit : null,
          keptForTransactional: assumed === null ? 0 : Math.ceil(assumed * TRANSACTIONAL_SHARE),
        };
      }),
    };
  });
}

const LOCAL = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
function localTime(at: string | Date): { day: string; clock: string } {
  const part = Object.fromEntries(LOCAL.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return { day: `${part.day}/${part.month}/${part.year}`, clock: `${part.hour}:${part.minute}` };
}

/** What the plan means in a few sentences, the first of them why nothing goes at once. */
function sentencesOf({
  startsAt,
  days,
  send,
  isUrgent,
}: {
  startsAt: Date;
  days: CampaignPlan['days'];
  send: SendDays;
  isUrgent: boolean;
}): string[] {
  const [first] = days;
  const last = days.at(-1);
  const thousands = new Intl.NumberFormat('vi-VN');
  const said: string[] = [];
  if (first && last) {
    const from = localTime(first.fromAt);
    const waits = Date.parse(first.fromAt) - startsAt.getTime() > 60_000;
    if (waits) said.push(`Chờ tới ${from.clock} ngày ${from.day} mới gửi: giờ yên tĩnh 21:00–7:00 hoặc hết hạn mức trong ngày.`);
    said.push(
      isUrgent
        ? `Khẩn cấp: gửi ngay từ ${from.clock} ngày ${from.day}, không chờ giờ yên tĩnh.`
        : `Người đầu tiên nhận ${from.clock} ngày ${from.day}.`,
    );
    said.push(`Người cuối nhận ngày ${localTime(last.untilAt).day}.`);
    const startDay = dateOf(dayOf(startMinute(startsAt)));
    if (days.length > 1) said.push(`Gửi trong ${days.length} ngày, bắt đầu tính từ ${startDay.split('-').reverse().join('/')}.`);
  }
  if (send.left.expired > 0)
    said.push(`${thousands.format(send.left.expired)} người không kịp nhận trước hạn, chỉ thấy tin trong hộp thư.`);
  if (send.left['no-hour'] > 0)
    said.push(`${thousands.format(send.left['no-hour'])} người tắt tin gần cả ngày, chỉ thấy tin trong hộp thư.`);
  return said;
}
