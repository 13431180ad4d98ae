import { randomUUID } from 'node:crypto';
import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import { describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { audienceSql } from '../audiences/audience-sql.repository.ts';
import { createAudienceRepository } from '../audiences/audiences.repository.ts';
import { createPlanRepository } from './plan.repository.ts';
import { createPlanService } from './plan.service.ts';

const TEMPLATE: TemplateContent = {
  variables: [
    { name: 'ten', kind: 'name', maxLength: 60, label: 'tên người nhận', source: 'recipient-name' },
    { name: 'noi', kind: 'text', maxLength: 80, label: 'nơi tiêm', source: 'fixed' },
  ],
  texts: { vi: { title: 'Lịch tiêm chủng', body: 'Chào {{ten}}, tiêm tại {{noi}}.' } },
  zbs: { params: { ten: '{{ten}}' }, kinds: {} },
};

async function setUp(server: TestServer) {
  const database = openDatabase(server.databaseUrl, { name: 'plan', poolSize: 3, statementTimeoutMs: 3_000 });
  const audiences = createAudienceRepository(database);
  const [province] = await server.sql<{ code: string }[]>`select code from unit where parent_code is null`;
  const service = createPlanService({
    repository: createPlanRepository(database),
    peopleOf: async (audience, unitCode) => audienceSql(audience, await audiences.unitScope(unitCode)),
    nameOf: async () => 'Nguyễn Văn Tâm',
    procedureName: async () => 'Đăng ký khai sinh',
  });
  const templateId = randomUUID();
  const versionId = randomUUID();
  await server.sql`insert into template (id, key, name, category, unit_code) values (${templateId}, ${templateId}, 'Tiêm chủng', 'commune', ${province?.code ?? ''})`;
  await server.sql`
    insert into template_version (id, template_id, no, content, zbs_template_id, provider_state, price_by_user_vnd, price_by_phone_vnd)
    values (${versionId}, ${templateId}, 1, ${server.sql.json(TEMPLATE as never)}, '1', 'enabled', 160, 210)`;
  /** As many citizens as wanted, alike. */
  async function citizens(
    count: number,
    like: {
      uid?: boolean;
      phone?: boolean;
      muted?: string[];
      wants?: string[];
      quiet?: [number, number];
      follows?: boolean;
      talkedHoursAgo?: number;
    } = {},
  ) {
    const { uid = true, phone = false, muted = [], wants = [], quiet = [null, null], follows = null, talkedHoursAgo = null } = like;
    await server.sql`
      with made as (
        insert into citizen (id, zalo_id_index, zalo_id_sealed, oa_user_id_sealed, phone_sealed)
        select id, id::text::bytea, 'x', ${uid ? 'x' : null}, ${phone ? 'x' : null} from (select gen_random_uuid() as id from generate_series(1, ${count}::int)) new_ids
        returning id
      ), preferences as (
        insert into preference (citizen_id, muted, wants, quiet_from, quiet_to) select id, ${muted}, ${wants}, ${quiet[0]}::int, ${quiet[1]}::int from made
      ) insert into reach (citizen_id, follows_oa, last_interaction_at) select id, ${follows}::boolean, now() - ${talkedHoursAgo}::int * interval '1 hour' from made`;
  }
  const aCampaign = (content: Partial<CampaignContent> = {}): CampaignContent => ({
    templateVersionId: versionId,
    values: { noi: 'trạm y tế' },
    audience: { kind: 'segment', definition: {} },
    channels: ['inbox', 'zbs-uid', 'zbs-phone', 'oa-reply'],
    category: 'commune',
    kind: 'ordinary',
    scheduledAt: '2027-03-02T08:00:00+07:00', // a Tuesday
    expiresAt: null,
    cap: null,
    ...content,
  });
  const plan = (content: Partial<CampaignContent> = {}) => service.plan(aCampaign(content), province?.code ?? '');
  return { plan, citizens, templateId, versionId, province: province?.code ?? '', [Symbol.asyncDispose]: database.close };
}

describe('the plan of a campaign', () => {
  it('says who gets nothing and why, who goes which way and what it costs, and all of them sum to the audience', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    await at.citizens(30);
    await at.citizens(20, { uid: false, phone: true });
    await at.citizens(5, { talkedHoursAgo: 3 });
    await at.citizens(4, { muted: ['commune:zalo'] });
    await at.citizens(3, { uid: false });
    await at.citizens(2, { follows: false });
    const plan = await at.plan();
    expect(plan.routes.map(({ channel, people, feeVnd, totalVnd }) => [channel, people, feeVnd, totalVnd])).toEqual([
      ['zbs-uid', 30, 160, 4_800],
      ['zbs-phone', 20, 210, 4_200],
      ['oa-reply', 5, 0, 0],
    ]);
    expect(plan.totalVnd).toBe(9_000);
    expect(plan.inboxOnly.map(({ reason, count }) => [reason, count])).toEqual([
      ['muted-zalo', 4],
      ['no-address', 3],
      ['unfollowed', 2],
    ]);
    expect(plan).toMatchObject({ matched: 64, told: 64, notTold: [], needsReason: false, canaryPeople: 1, blockers: [] });
  });

  it('tells news only to who agreed, and keeps a cap', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    await at.citizens(8);
    await at.citizens(4, { wants: ['news'] });
    expect(await at.plan({ category: 'news' })).toMatchObject({ matched: 12, told: 4, notTold: [{ reason: 'no-consent', count: 8 }] });
    expect(await at.plan({ category: 'commune', cap: 5 })).toMatchObject({
      matched: 12,
      told: 5,
      notTold: [{ reason: 'over-cap', count: 7 }],
    });
    expect(await at.plan({ category: 'commune', cap: 5 })).toMatchObject({ needsReason: false });
  });

  it('spills over the daily quota and names the day of the last one, in people’s own hours', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    await at.citizens(9_000);
    await at.citizens(500, { quiet: [0, 12 * 60] });
    await server.sql`insert into channel_budget (key, day, used, "limit") values ('zbs-uid', '2027-03-02', 1000, 5000)`;
    const plan = await at.plan();
    expect(plan.days.map(({ day, total }) => [day, total])).toEqual([
      ['2027-03-02', 3_000],
      ['2027-03-03', 4_000],
      ['2027-03-04', 2_500],
    ]);
    expect(plan.sentences).toContain('Người cuối nhận ngày 04/03/2027.');
    expect(plan.hours.ownHoursPeople).toBe(500);
    expect(plan.left).toEqual({ noHour: 0, expired: 0 });
  });

  it('at 21:55 lets an ordinary one wait until morning and says so, and a storm warning go at once', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    await at.citizens(20, { quiet: [20 * 60, 8 * 60] });
    const scheduledAt = '2027-03-02T21:55:00+07:00';
    const ordinary = await at.plan({ scheduledAt });
    expect(ordinary.firstAt).toBe('2027-03-03T08:00:00+07:00');
    expect(ordinary.sentences[0]).toContain('Chờ tới 08:00 ngày 03/03/2027');
    const storm = await at.plan({ scheduledAt, kind: 'emergency' });
    expect(storm.firstAt).toBe('2027-03-02T21:55:00+07:00');
    expect(storm.sentences[0]).toContain('Khẩn cấp');
    expect(storm.canaryPeople).toBe(0);
  });

  it('shows masked samples as they would be read, and no more than twenty', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    await at.citizens(25);
    const { samples } = await at.plan();
    expect(samples).toHaveLength(20);
    expect(samples[0]).toMatchObject({
      name: 'N••••• V•• T••',
      channel: 'zbs-uid',
      title: 'Lịch tiêm chủng',
      body: 'Chào N••••• V•• T••, tiêm tại trạm y tế.',
      refusal: null,
    });
  });

  it('names what still has to be decided instead of failing', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    const codes = async (content: Partial<CampaignContent>) => (await at.plan(content)).blockers.map(({ code }) => code);
    expect(await codes({ templateVersionId: null, audience: null, channels: [] })).toEqual(['no-template', 'no-channel', 'no-audience']);
    expect(await codes({})).toEqual(['nobody']);
    await at.citizens(1);
    expect(await codes({ values: {} })).toEqual(['broken-template']);
    expect(await codes({ expiresAt: '2027-03-01T08:00:00+07:00' })).toEqual(['starts-after-expiry']);
    await server.sql`update template_version set provider_state = 'rejected'`;
    expect(await codes({})).toEqual(['zbs-not-approved']);
    expect(await at.plan()).toMatchObject({ needsReason: true, inboxOnly: [{ count: 1 }] });
  });

  it('foresees complaints from earlier campaigns of the same template', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    await using at = await setUp(server);
    expect((await at.plan()).risk).toMatchObject({ level: 'unknown', expectedShare: null });
    const id = randomUUID();
    const [author, approver] = [randomUUID(), randomUUID()];
    await server.sql`insert into campaign (id, name, unit_code, content, created_by, edited_by, editors) values (${id}, 'trước', ${at.province}, ${server.sql.json({ templateVersionId: at.versionId, kind: 'ordinary' })}, ${author}, ${author}, ${[author]})`;
    await server.sql`update campaign set state = 'done', approved_by = ${approver}, approved_at = now(), approved_hash = content_hash, finished_at = now() where id = ${id}`;
    await server.sql`insert into campaign_count (campaign_id, state, channel, reason, count) values (${id}, 'delivered', 'zbs-uid', '', 970), (${id}, 'failed', 'zbs-uid', 'blocked', 30)`;
    expect((await at.plan()).risk).toMatchObject({ level: 'high', expectedShare: 0.03, campaigns: 1 });
  });
});
