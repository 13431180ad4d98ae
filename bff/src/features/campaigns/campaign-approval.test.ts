import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AN, aCampaign, BINH, CHI, UNIT } from '../../../test/campaign-people.ts';
import { campaignStage } from '../../../test/campaign-stage.ts';
import { MODEL_TIMEOUT_MS, walkModel } from '../../../test/model-runs.ts';
import type { Officer } from './campaigns.service.ts';

type Stage = Awaited<ReturnType<typeof campaignStage>>;
const APPROVER_AND_AUTHOR: Officer = { ...AN, roles: ['officer', 'approver'] };

async function submitted(stage: Stage, kind: 'ordinary' | 'emergency' = 'ordinary') {
  const content = aCampaign({
    templateVersionId: await stage.template(),
    kind,
    category: kind === 'emergency' ? 'emergency' : 'reminders',
  });
  const { id } = await stage.campaigns.create(AN, { name: 'Nhắc nhận kết quả', unitCode: UNIT, content, creationKey: null });
  const { contentHash, audienceCount } = await stage.campaigns.plan(AN, id);
  const said = { contentHash, audienceCount: audienceCount ?? 0 };
  await stage.campaigns.submit(AN, id, said);
  return { id, said, content };
}

describe('four eyes', () => {
  it('nobody approves what they wrote, edited, or approved once already: not by API, not by SQL', async () => {
    await using stage = await campaignStage();
    await stage.people(3);
    const { id, said } = await submitted(stage, 'emergency');
    await expect(stage.campaigns.approve(APPROVER_AND_AUTHOR, id, said)).rejects.toMatchObject({ code: 'own-campaign' });
    const byHand = (by: string) =>
      stage.sql`update campaign set state = 'approved', approved_by = ${by}, approved_at = now(), approved_hash = content_hash where id = ${id}`;
    await expect(
      stage.sql`update campaign set approved_by = ${AN.staffId}, approved_at = now(), approved_hash = content_hash where id = ${id}`,
    ).rejects.toThrow('campaign_four_eyes');
    await expect(byHand(BINH.staffId)).rejects.toThrow('campaign_emergency_twice');

    await stage.campaigns.approve(BINH, id, said);
    await expect(stage.campaigns.approveSecond(BINH, id, said)).rejects.toMatchObject({ code: 'own-campaign' });
    const second = (by: string) =>
      stage.sql`update campaign set second_approved_by = ${by}, second_approved_at = approved_at where id = ${id}`;
    await expect(second(BINH.staffId)).rejects.toThrow('campaign_four_eyes_second');
    await expect(second(AN.staffId)).rejects.toThrow('campaign_four_eyes_second');
    await expect(
      stage.sql`update campaign set second_approved_by = ${CHI.staffId}, second_approved_at = approved_at + interval '11 minutes' where id = ${id}`,
    ).rejects.toThrow('campaign_second_in_time');
    expect(await stage.campaigns.approveSecond(CHI, id, said)).toMatchObject({ state: 'approved' });
  });

  it('who edited a draft of somebody else does not approve it either, however many edited after', async () => {
    await using stage = await campaignStage();
    await stage.people(1);
    const { id, said, content } = await submitted(stage);
    const edited = await stage.campaigns.edit(BINH, id, {
      name: 'Nhắc lần hai',
      content: { ...content, cap: 5 },
      contentHash: said.contentHash,
    });
    await stage.campaigns.edit(AN, id, { name: 'Nhắc lần ba', content: { ...content, cap: 6 }, contentHash: edited.contentHash });
    const { contentHash } = await stage.campaigns.plan(AN, id);
    await stage.campaigns.submit(AN, id, { contentHash });
    await expect(stage.campaigns.approve(BINH, id, { contentHash, audienceCount: 1 })).rejects.toMatchObject({ code: 'own-campaign' });
    await expect(stage.campaigns.approve(CHI, id, { contentHash, audienceCount: 1 })).resolves.toMatchObject({ state: 'approved' });
  });

  it('what was approved cannot be changed: an edit voids the approval, an edit by SQL is refused', async () => {
    await using stage = await campaignStage();
    await stage.people(1);
    const { id, said, content } = await submitted(stage);
    await stage.campaigns.approve(BINH, id, said);
    await expect(stage.sql`update campaign set content = jsonb_set(content, '{cap}', '9') where id = ${id}`).rejects.toThrow(
      'campaign_approved_as_is',
    );
    await expect(stage.sql`update campaign set content_hash = 'x' where id = ${id}`).rejects.toThrow('content_hash');
    await expect(
      stage.sql`update campaign set approved_by = null, approved_at = null, approved_hash = null where id = ${id}`,
    ).rejects.toThrow('campaign_approved_to_run');
    await expect(stage.sql`update template_version set content = '{}'`).rejects.toThrow('template_version_frozen');
    const after = await stage.campaigns.edit(AN, id, { name: 'Khác', content: { ...content, cap: 9 }, contentHash: said.contentHash });
    expect(after).toMatchObject({ state: 'draft', approved: null, submitted: null, plan: null });
    expect(after.contentHash).not.toBe(said.contentHash);
  });

  it('an approver who saw another content, or typed another number of people, approves nothing', async () => {
    await using stage = await campaignStage();
    await stage.people(2);
    const { id, said } = await submitted(stage);
    await expect(stage.campaigns.approve(BINH, id, { ...said, contentHash: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'campaign-changed',
    });
    await expect(stage.campaigns.approve(BINH, id, { ...said, audienceCount: 3 })).rejects.toMatchObject({
      code: 'audience-count-differs',
    });
    await expect(stage.campaigns.approve({ ...BINH, unitCodes: [] }, id, said)).rejects.toMatchObject({ code: 'campaign-not-found' });
  });

  it('two persons release a switch, also by SQL', async () => {
    await using stage = await campaignStage();
    const { id } = await stage.killSwitches.pull(AN, { scope: 'global', key: '*', reason: 'Diễn tập' });
    await stage.killSwitches.askRelease(BINH, id);
    await expect(stage.sql`update kill_switch set released_by = ${BINH.staffId}, released_at = now() where id = ${id}`).rejects.toThrow(
      'kill_switch_two_persons',
    );
    expect((await stage.killSwitches.pull(CHI, { scope: 'global', key: '*', reason: 'Nữa' })).id).toBe(id);
  });
});

/** What a campaign is, in the plainest words: compared with the machine after every command. */
interface Model {
  state: string;
  isPaused: boolean;
  first: string | null;
  hands: Set<string>;
}
const PEOPLE: Record<string, Officer> = {
  an: { ...AN, roles: ['officer', 'approver'] },
  binh: { ...BINH, roles: ['officer', 'approver'] },
};
const COMMANDS = [
  'edit',
  'plan',
  'submit',
  'return',
  'approve',
  'second',
  'schedule',
  'pause',
  'resume',
  'abort',
  'kill',
  'engine',
] as const;
type Command = (typeof COMMANDS)[number];
const BEFORE = ['draft', 'checked', 'submitted', 'approved', 'scheduled'];
const UNDER_WAY = ['scheduled', 'canary', 'running'];

/** @returns whether the command is allowed; changes the model when it is. */
function inModel(model: Model, command: Command, who: string, isEmergency: boolean): boolean {
  const is = (...states: string[]) => states.includes(model.state);
  const go = (state: string) => {
    model.state = state;
    return true;
  };
  const foreign = !model.hands.has(who) && model.first !== who;
  switch (command) {
    case 'edit':
      if (!is(...BEFORE)) return false;
      model.hands.add(who);
      Object.assign(model, { first: null, isPaused: false });
      return go('draft');
    case 'plan':
      return is('draft', 'checked') && go('checked');
    case 'submit':
      return is('checked') && go('submitted');
    case 'return':
      if (!is('submitted')) return false;
      model.first = null;
      return go('draft');
    case 'approve':
      if (!is('submitted') || model.first !== null || !foreign) return false;
      model.first = who;
      return isEmergency || go('approved');
    case 'second':
      return is('submitted') && isEmergency && model.first !== null && foreign && go('approved');
    case 'schedule':
      return is('approved') && go('scheduled');
    case 'pause':
      if (!is(...UNDER_WAY) || model.isPaused) return false;
      model.isPaused = true;
      return true;
    case 'resume':
      if (!is(...UNDER_WAY) || !model.isPaused) return false;
      model.isPaused = false;
      return true;
    case 'abort':
      if (!is(...BEFORE, 'canary', 'running')) return false;
      model.isPaused = false;
      return go('aborted');
    case 'kill':
      return is('approved', 'scheduled', 'canary', 'running') ? go('killed') : true;
    case 'engine':
      if (model.state === 'scheduled' && !model.isPaused) go('done');
      return true;
  }
}

it(
  'a campaign stands where a plain model of the rules says, after any commands of two people in any order',
  async () => {
    await using stage = await campaignStage({ canaryWaitMs: 0 });
    await stage.people(1);
    const templateVersionId = await stage.template();
    const commands = fc.array(fc.tuple(fc.constantFrom(...COMMANDS), fc.constantFrom('an', 'binh')), { minLength: 4, maxLength: 14 });
    // half of the runs begin like a good campaign does, or they would rarely come as far as approval
    const begins = fc.constantFrom(
      [],
      [
        ['plan', 'an'],
        ['submit', 'an'],
      ],
      [
        ['plan', 'an'],
        ['submit', 'an'],
        ['approve', 'binh'],
        ['schedule', 'an'],
      ],
    ) as fc.Arbitrary<[Command, string][]>;
    await walkModel<[[Command, string][], [Command, string][], boolean]>(
      'campaign approval',
      { runs: 40, ways: [begins, commands, fc.boolean()] },
      async (begin, rest, isEmergency) => {
        await stage.sql`truncate campaign_delivery, campaign_count, delivery, inbox_message, recipient_day, kill_switch, campaign`;
        const content = aCampaign({
          templateVersionId,
          kind: isEmergency ? 'emergency' : 'ordinary',
          category: isEmergency ? 'emergency' : 'reminders',
        });
        const an = PEOPLE.an as Officer;
        const { id } = await stage.campaigns.create(an, { name: 'Mô hình', unitCode: UNIT, content, creationKey: null });
        const model: Model = { state: 'draft', isPaused: false, first: null, hands: new Set(['an']) };
        let cap = 0;
        for (const [command, who] of [...begin, ...rest]) {
          const officer = PEOPLE[who] as Officer;
          const now = await stage.campaigns.read(an, id);
          const said = { contentHash: now.contentHash, audienceCount: now.audienceCount ?? 0 };
          const act: Record<Command, () => Promise<unknown>> = {
            edit: () =>
              stage.campaigns.edit(officer, id, { name: 'Mô hình', content: { ...content, cap: ++cap }, contentHash: now.contentHash }),
            plan: () => stage.campaigns.plan(officer, id),
            submit: () => stage.campaigns.submit(officer, id, said),
            return: () => stage.campaigns.return(officer, id, { reason: 'Xem lại' }),
            approve: () => stage.campaigns.approve(officer, id, said),
            second: () => stage.campaigns.approveSecond(officer, id, said),
            schedule: () => stage.campaigns.schedule(officer, id),
            pause: () => stage.campaigns.pause(officer, id),
            resume: () => stage.campaigns.resume(officer, id, {}),
            abort: () => stage.campaigns.abort(officer, id, { reason: 'Thôi gửi' }),
            kill: () => stage.killSwitches.pull(officer, { scope: 'campaign', key: id, reason: 'Diễn tập' }),
            engine: () => stage.engine.settle(),
          };
          const expected = inModel(model, command, who, isEmergency);
          const succeeded = await act[command]().then(
            () => true,
            () => false,
          );
          const { state, isPaused } = await stage.campaigns.read(an, id);
          expect({ command, who, succeeded, state, isPaused: isPaused && state !== 'killed' }).toEqual({
            command,
            who,
            succeeded: expected,
            state: model.state,
            isPaused: model.isPaused && model.state !== 'killed',
          });
        }
      },
    );
  },
  MODEL_TIMEOUT_MS * 2,
);
