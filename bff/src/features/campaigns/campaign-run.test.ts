import { describe, expect, it } from 'vitest';
import { AN, aCampaign, BINH, CHI, MORNING, UNIT } from '../../../test/campaign-people.ts';
import { campaignStage } from '../../../test/campaign-stage.ts';

const TEN_MINUTES = 600_000;
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
const local = (time: string) => new Date(`2026-11-24T${time}+07:00`);

describe('a campaign under way', () => {
  it('sends 1 % first, waits ten minutes, sends the rest once each, and its states sum to the audience', async () => {
    await using stage = await campaignStage();
    await stage.people(300);
    await stage.sql`update channel_budget set "limit" = 100000`;
    const id = await stage.scheduled();
    await stage.engine.settle();
    expect(stage.zalo.counts().taken).toBe(3);
    expect(await stage.campaigns.read(AN, id)).toMatchObject({ state: 'canary', audienceCount: 300 });

    stage.passes(TEN_MINUTES - 1);
    await stage.engine.settle();
    expect(stage.zalo.counts().taken).toBe(3);
    stage.passes(2);
    await drain(stage);
    expect(stage.zalo.counts()).toMatchObject({ taken: 300, people: 300, doubled: 0 });
    expect(await stage.campaigns.read(AN, id)).toMatchObject({ state: 'done' });
    expect(await stage.counts(id)).toEqual({ sent: 300 });
    const [inbox] = await stage.sql`select count(*)::int as n, count(distinct citizen_id)::int as people from inbox_message`;
    expect(inbox).toEqual({ n: 300, people: 300 });
  });

  it('stops by itself when the canary meets too many refusals, says why, and goes on only when a person says so', async () => {
    await using stage = await campaignStage();
    await stage.people(300);
    stage.zalo.faults.refuseOneIn = 3;
    const id = await stage.scheduled();
    await stage.engine.settle();
    stage.passes(TEN_MINUTES);
    await stage.engine.settle();
    const halted = await stage.campaigns.read(AN, id);
    expect(halted).toMatchObject({ state: 'canary', isPaused: true });
    expect(halted.note).toMatch(/^Tự dừng: Lỗi 33,3 % trên 3 tin, quá mức 2 %/);
    expect(stage.zalo.counts().calls).toBe(3);

    stage.zalo.faults.refuseOneIn = 0;
    await stage.campaigns.resume(BINH, id, { note: 'Đã xem' });
    await drain(stage);
    expect(await stage.counts(id)).toEqual({ sent: 299, failed: 1 });
  });

  it('whoever unfollowed, has no account or no address gets the inbox; without consent nothing; each is counted with a reason', async () => {
    await using stage = await campaignStage();
    const [left = '', wants = ''] = await stage.people(2);
    await stage.sql`update citizen set phone_sealed = null, phone_index = null where id = ${left}`;
    await stage.sql`insert into reach (citizen_id, follows_oa, follows_at) values (${left}, false, ${local('08:00:00')})`;
    const [nobody = ''] = await stage.people(1, { oaUserId: null, phone: null });
    await stage.people(1);
    for (const id of [left, wants, nobody]) await stage.sql`insert into preference (citizen_id, wants) values (${id}, '{news}')`;
    const id = await stage.scheduled({ category: 'news' });
    await drain(stage);
    const { counts, reasons } = await stage.campaigns.report(AN, id);
    expect(counts.map(({ state, reason, count }) => ({ state, reason, count }))).toEqual(
      expect.arrayContaining([
        { state: 'sent', reason: null, count: 1 },
        { state: 'delivered', reason: 'unfollowed', count: 1 },
        { state: 'delivered', reason: 'no-address', count: 1 },
        { state: 'suppressed', reason: 'no-consent', count: 1 },
      ]),
    );
    expect(reasons.find(({ reason }) => reason === 'no-consent')).toMatchObject({ text: 'Chưa đồng ý nhận loại tin này' });
    expect((await stage.sql`select citizen_id from inbox_message`).length).toBe(3);
  });

  it('someone who unfollows in mid-run gets no push any more, and the message in the inbox', async () => {
    await using stage = await campaignStage();
    const [leaver = ''] = await stage.people(1, { phone: null });
    const id = await stage.scheduled();
    stage.at(local('21:30:00'));
    await stage.engine.settle(); // enqueued, but it is quiet
    await stage.sql`insert into reach (citizen_id, follows_oa, follows_at) values (${leaver}, false, ${stage.now()})`;
    stage.at('2026-11-25T08:00:00+07:00');
    await drain(stage);
    expect(stage.zalo.counts().calls).toBe(0);
    expect(await stage.counts(id)).toEqual({ delivered: 1 });
  });

  it('an ordinary campaign at 21:55 waits until 07:00 and says so; a storm warning at 21:55 goes at once', async () => {
    await using stage = await campaignStage();
    await stage.people(40);
    stage.at(local('21:55:00'));
    const ordinary = await stage.scheduled();
    await stage.engine.settle();
    expect(stage.zalo.counts().calls).toBe(0);
    expect((await stage.campaigns.read(AN, ordinary)).note).toMatch(/Đang giờ yên tĩnh, gửi tiếp lúc 07:00/);

    const storm = await stage.scheduled({ kind: 'emergency', category: 'emergency' });
    await stage.engine.settle();
    expect(stage.zalo.counts().taken).toBe(40);
    expect(await stage.campaigns.read(AN, storm)).toMatchObject({ state: 'done' });

    stage.at('2026-11-25T06:59:59.999+07:00');
    await stage.engine.settle();
    expect(stage.zalo.counts().taken).toBe(40);
    stage.at('2026-11-25T07:00:00+07:00');
    await drain(stage);
    expect(stage.zalo.counts().taken).toBe(80);
  });

  it('the last second before quiet hours still sends, the next does not', async () => {
    await using stage = await campaignStage();
    await stage.people(1);
    stage.at(local('20:59:59.999'));
    await stage.scheduled();
    await stage.engine.settle();
    expect(stage.zalo.counts().taken).toBe(1);
    await using late = await campaignStage();
    await late.people(1);
    late.at(local('21:00:00'));
    await late.scheduled();
    await late.engine.settle();
    expect(late.zalo.counts().taken).toBe(0);
  });

  it('a person’s own quiet hours are kept, also when everybody else may be woken', async () => {
    await using stage = await campaignStage();
    const [sleeper = ''] = await stage.people(1);
    await stage.sql`insert into preference (citizen_id, quiet_from, quiet_to) values (${sleeper}, ${9 * 60}, ${13 * 60})`;
    await stage.scheduled();
    await stage.engine.settle();
    expect(stage.zalo.counts().taken).toBe(0);
    stage.at(local('13:00:00'));
    await stage.engine.settle();
    expect(stage.zalo.counts().taken).toBe(1);
  });

  it('nobody gets a second broadcast on one day, nor the same words twice; both are told apart', async () => {
    await using stage = await campaignStage();
    await stage.people(5);
    const templateVersionId = await stage.template();
    await stage.scheduled({ templateVersionId });
    await drain(stage);
    const again = await stage.scheduled({ templateVersionId });
    await drain(stage);
    expect(await reasonsOf(stage, again)).toEqual({ duplicate: 5 });
    const other = await stage.scheduled();
    await drain(stage);
    expect(await reasonsOf(stage, other)).toEqual({ 'person-cap': 5 });
    expect(stage.zalo.counts().taken).toBe(5);
    expect((await stage.sql`select 1 from inbox_message`).length).toBe(10);
  });

  it('a quota of 0 sends nothing and loses nothing: the rest goes the next morning', async () => {
    await using stage = await campaignStage();
    await stage.people(20);
    await stage.sql`insert into channel_budget (key, day, "limit") values ('zbs-uid', '2026-11-24', 0)`;
    const id = await stage.scheduled();
    await drain(stage);
    expect(stage.zalo.counts().calls).toBe(0);
    expect(await stage.counts(id)).toEqual({ queued: 20 });
    stage.at('2026-11-25T09:00:00+07:00');
    await drain(stage);
    expect(await stage.counts(id)).toEqual({ sent: 20 });
  });

  it('a fifth of the day is left to what single people wait for', async () => {
    await using stage = await campaignStage();
    await stage.people(20);
    await stage.sql`insert into channel_budget (key, day, "limit") values ('zbs-uid', '2026-11-24', 10)`;
    const id = await stage.scheduled();
    await drain(stage);
    expect(await stage.counts(id)).toEqual({ sent: 8, queued: 12 });
  });

  it('a token refused in mid-run stops the campaign with its reason and loses nobody', async () => {
    await using stage = await campaignStage();
    await stage.people(50);
    Object.assign(stage.zalo.faults, { refuseAfter: 10, refuseCode: -211 });
    const id = await stage.scheduled({ kind: 'emergency', category: 'emergency' });
    await stage.engine.settle();
    expect(await stage.campaigns.read(AN, id)).toMatchObject({ isPaused: true, note: expect.stringContaining('-211') });
    Object.assign(stage.zalo.faults, { refuseAfter: Number.POSITIVE_INFINITY });
    await stage.campaigns.resume(BINH, id, {});
    await drain(stage);
    expect(stage.zalo.counts()).toMatchObject({ people: 50, doubled: 0 });
    expect(await stage.counts(id)).toEqual({ sent: 50 });
  });

  it('who does not follow is written to by phone, and still gets one message in the inbox', async () => {
    await using stage = await campaignStage();
    await stage.people(4);
    Object.assign(stage.zalo.faults, { refuseOneIn: 2, refuseCode: -213 });
    const id = await stage.scheduled({ kind: 'emergency', category: 'emergency' });
    await stage.engine.settle();
    stage.zalo.faults.refuseOneIn = 0;
    await drain(stage);
    const { counts } = await stage.campaigns.report(AN, id);
    expect(counts.reduce((total, { count }) => total + count, 0)).toBe(4);
    expect(counts.some(({ channel, state }) => channel === 'zbs-phone' && (state === 'sent' || state === 'failed'))).toBe(true);
    expect((await stage.sql`select 1 from inbox_message`).length).toBe(4);
  });

  it('a lost reply is uncertain and never sent again; a receipt settles it, whatever order receipts come in', async () => {
    await using stage = await campaignStage();
    await stage.people(10);
    stage.zalo.faults.loseReplyOneIn = 5;
    const id = await stage.scheduled({ kind: 'emergency', category: 'emergency' });
    await drain(stage);
    expect(await stage.counts(id)).toEqual({ sent: 8, uncertain: 2 });
    expect(stage.zalo.counts()).toMatchObject({ taken: 10, doubled: 0 });
    const [row] = await stage.sql<{ m: string }[]>`select provider_message_id as m from campaign_delivery where state = 'sent' limit 1`;
    const receipt = (state: 'seen' | 'delivered' | 'failed') => [{ providerMessageId: row?.m ?? '', trackingId: null, state }];
    for (const state of ['seen', 'delivered', 'failed', 'seen'] as const)
      expect((await stage.applyReceipts(receipt(state))).has(row?.m ?? '')).toBe(true);
    expect(await stage.counts(id)).toEqual({ sent: 7, seen: 1, uncertain: 2 });
    expect(await stage.applyReceipts([{ providerMessageId: 'nobody knows', trackingId: null, state: 'seen' }])).toEqual(new Set());
  });

  it('a campaign that ends before its turn drops what waits, and does not send it late', async () => {
    await using stage = await campaignStage();
    await stage.people(10);
    stage.at(local('20:58:00'));
    const id = await stage.scheduled({ expiresAt: local('23:00:00').toISOString(), scheduledAt: local('21:30:00').toISOString() });
    stage.at(local('21:30:00'));
    await stage.engine.settle();
    stage.at('2026-11-25T08:00:00+07:00');
    await stage.engine.settle();
    await stage.engine.settle();
    expect(stage.zalo.counts().calls).toBe(0);
    expect(await reasonsOf(stage, id)).toEqual({ expired: 10 });
  });

  it('a segment that grew by more than a tenth after approval is not sent to: it goes back to its author', async () => {
    await using stage = await campaignStage();
    await stage.people(20);
    const id = await stage.scheduled();
    await stage.people(3);
    await stage.engine.settle();
    expect(await stage.campaigns.read(AN, id)).toMatchObject({ state: 'draft', approved: null });
    expect(stage.zalo.counts().calls).toBe(0);
  });

  it('an approval counts 72 hours; an emergency’s first name ten minutes', async () => {
    await using stage = await campaignStage();
    await stage.people(1);
    const id = await stage.scheduled({ scheduledAt: new Date(MORNING.getTime() + 71 * 3_600_000).toISOString() });
    stage.passes(72 * 3_600_000 + 1);
    await stage.engine.settle();
    expect(await stage.campaigns.read(AN, id)).toMatchObject({ state: 'draft', approved: null });

    const storm = await halfApproved(stage);
    stage.passes(TEN_MINUTES + 1);
    await stage.engine.settle();
    const lapsed = await stage.campaigns.read(AN, storm.id);
    expect(lapsed).toMatchObject({ state: 'submitted', approved: null });
    await expect(stage.campaigns.approveSecond(CHI, storm.id, storm.said)).rejects.toMatchObject({ code: 'campaign-elsewhere' });
  });
});

describe('stopping', () => {
  it('killed at half, no new message goes out after a second; two others let it go on, paused, and nobody hears twice', async () => {
    await using stage = await campaignStage();
    await stage.people(800);
    await stage.sql`insert into send_bucket (key, tokens, rate_per_second, burst) values ('zbs-uid', 10000, 10000, 10000)`;
    stage.zalo.faults.delayMs = 100; // slow enough that half of it is seen going by, however busy the machine is
    const id = await stage.scheduled({ kind: 'emergency', category: 'emergency' });
    const working = stage.engine.start();
    await until(() => stage.zalo.counts().taken >= 400);
    const pulledAt = Date.now();
    const pulled = await stage.killSwitches.pull(AN, { scope: 'campaign', key: id, reason: 'Sai nội dung' });
    await until(async () => ((await stage.counts(id)).dispatching ?? 0) === 0);
    const taken = stage.zalo.counts().taken;
    expect(stage.zalo.counts().lastTakenAtMs - pulledAt).toBeLessThan(1_000);
    expect(taken).toBeLessThan(800);
    expect(sum(await stage.counts(id))).toBe(800);
    expect(await stage.campaigns.read(AN, id)).toMatchObject({ state: 'killed' });

    await expect(stage.killSwitches.release(BINH, pulled.id)).rejects.toMatchObject({ code: 'campaign-elsewhere' });
    await stage.killSwitches.askRelease(BINH, pulled.id);
    await expect(stage.killSwitches.release(BINH, pulled.id)).rejects.toMatchObject({ code: 'release-needs-another' });
    await stage.killSwitches.release(CHI, pulled.id);
    expect(await stage.campaigns.read(AN, id)).toMatchObject({ state: 'running', isPaused: true });
    await stage.campaigns.resume(BINH, id, {});
    await until(async () => (await stage.campaigns.read(AN, id)).state === 'done');
    await working.stop();
    expect(stage.zalo.counts()).toMatchObject({ people: 800, doubled: 0 });
  });

  it.each([
    { scope: 'global', key: '*' },
    { scope: 'channel', key: 'zbs-uid' },
    { scope: 'unit', key: UNIT },
  ] as const)('a switch for $scope holds what it names', async ({ scope, key }) => {
    await using stage = await campaignStage();
    await stage.people(5);
    const id = await stage.scheduled();
    await stage.killSwitches.pull(AN, { scope, key, reason: 'Diễn tập' });
    await drain(stage);
    expect(stage.zalo.counts().calls).toBe(0);
    expect(sum(await stage.counts(id))).toBe(5);
  });

  it('paused it sends nothing, aborted it never does; what did not go out is counted as such', async () => {
    await using stage = await campaignStage();
    await stage.people(5);
    const id = await stage.scheduled();
    await stage.engine.lookAfter();
    await stage.campaigns.pause(AN, id);
    await drain(stage);
    expect(stage.zalo.counts().calls).toBe(0);
    await stage.campaigns.resume(AN, id, {});
    await stage.engine.lookAfter();
    await stage.campaigns.abort(AN, id, { reason: 'Không cần nữa' });
    await drain(stage);
    expect(stage.zalo.counts().calls).toBe(0);
    expect(await reasonsOf(stage, id)).toEqual({ aborted: 5 });
  });
});

describe('a worker that dies', () => {
  it('in the middle of a batch leaves it uncertain: no message is doubled, the inbox has one each, nobody is lost', async () => {
    await using stage = await campaignStage();
    await stage.people(50);
    const id = await stage.scheduled({ kind: 'emergency', category: 'emergency' });
    let calls = 0;
    const dying = stage.anotherWorker({
      send: async () => {
        if (++calls > 20) throw new Error('killed');
        return new Promise(() => {});
      },
      callsAtOnce: 20,
    });
    await dying.stops.look();
    await dying.engine.lookAfter();
    await dying.engine.lookAfter();
    await dying.stops.look();
    void dying.engine.settle(); // claims a batch and hangs in its calls: as far as a killed process came
    await until(async () => ((await stage.counts(id)).dispatching ?? 0) === 50);

    await stage.sql`update campaign_delivery set updated_at = now() - interval '2 minutes'`;
    await stage.engine.sweep();
    await drain(stage);
    expect(await stage.counts(id)).toEqual({ uncertain: 50 });
    expect(stage.zalo.counts().calls).toBe(0);
    expect((await stage.sql`select 1 from inbox_message`).length).toBe(50);
    await stage.sql`update campaign_delivery set updated_at = now() - interval '25 hours'`;
    await stage.engine.sweep();
    expect(await stage.counts(id)).toEqual({ unknown: 50 });
  });

  it('while it enqueues leaves a cursor: the next one goes on, nobody is written twice or left out', async () => {
    await using stage = await campaignStage();
    await stage.people(120);
    const id = await stage.scheduled();
    await stage.engine.lookAfter();
    await stage.sql`update campaign set enqueued_at = null, enqueue_cursor = (select citizen_id from campaign_delivery order by citizen_id offset 59 limit 1)`;
    await stage.sql`delete from campaign_delivery where citizen_id > (select enqueue_cursor from campaign)`;
    await stage.sql`update campaign_count set count = (select count(*) from campaign_delivery)`;
    await drain(stage);
    expect(sum(await stage.counts(id))).toBe(120);
  });
});

async function halfApproved(stage: Awaited<ReturnType<typeof campaignStage>>) {
  const content = aCampaign({ templateVersionId: await stage.template(), kind: 'emergency', category: 'emergency' });
  const { id } = await stage.campaigns.create(AN, { name: 'Cảnh báo dông lốc', unitCode: UNIT, content, creationKey: null });
  const { contentHash, audienceCount } = await stage.campaigns.plan(AN, id);
  const said = { contentHash, audienceCount: audienceCount ?? 0 };
  await stage.campaigns.submit(AN, id, said);
  await stage.campaigns.approve(BINH, id, said);
  return { id, said };
}

const reasonsOf = async (stage: Awaited<ReturnType<typeof campaignStage>>, id: string) =>
  Object.fromEntries((await stage.campaigns.report(AN, id)).reasons.map(({ reason, count }) => [reason, count]));

/** As far as it goes, with the canary's ten minutes in between and buckets filled. */
async function drain(stage: Awaited<ReturnType<typeof campaignStage>>) {
  for (let turn = 0; turn < 4; turn++) {
    await stage.sql`update send_bucket set tokens = 1000000, burst = 1000000`;
    await stage.engine.settle();
    stage.passes(TEN_MINUTES + 1);
    await stage.engine.settle();
  }
}

async function until(isSo: () => boolean | Promise<boolean>) {
  const deadline = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
