import type { KillScope, KillSwitch } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { Channel } from '@tayninh/shared/features/notifications/channels';
import { AppError } from '../../platform/app-error.ts';
import type { CampaignRow } from './campaigns.repository.ts';
import type { Officer } from './campaigns.service.ts';
import type { KillSwitchRepository, SwitchRow } from './kill-switches.repository.ts';

/** Stopping is easy and letting go is not (NT-7): whoever may stop does so alone, two approvers release. */
export function createKillSwitchService({
  repository,
  namesOf,
  findCampaign,
  alarm,
}: {
  repository: KillSwitchRepository;
  namesOf: (staffIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  findCampaign: (id: string) => Promise<CampaignRow | null>;
  alarm: (what: string, fields: { scope: string }) => void;
}) {
  async function views(rows: readonly SwitchRow[]): Promise<KillSwitch[]> {
    const ids = rows.flatMap(({ pulledBy, releaseAskedBy, releasedBy }) => [pulledBy, releaseAskedBy, releasedBy]);
    const names = await namesOf([...new Set(ids.filter((id) => id !== null))]);
    const act = (by: string, at: Date) => ({ by: { id: by, name: names.get(by) ?? '' }, at: new Date(at).toISOString() });
    return rows.map((row) => ({
      id: row.id,
      scope: row.scope,
      key: row.key,
      reason: row.reason,
      pulled: act(row.pulledBy, row.pulledAt),
      releaseAsked: row.releaseAskedBy && row.releaseAskedAt ? act(row.releaseAskedBy, row.releaseAskedAt) : null,
      released: row.releasedBy && row.releasedAt ? act(row.releasedBy, row.releasedAt) : null,
    }));
  }
  async function isWithinReach(scope: KillScope, key: string, { unitCodes }: Officer): Promise<boolean> {
    if (scope === 'unit') return unitCodes.includes(key);
    if (scope === 'campaign') return unitCodes.includes((await findCampaign(key))?.unitCode ?? '');
    return scope === 'global' ? key === '*' : Channel.safeParse(key).success;
  }
  return {
    list: async () => views(await repository.list()),
    /** Everything, a channel: anybody who may stop; a unit, a campaign: within one's reach. */
    async pull(officer: Officer, { scope, key, reason }: { scope: KillScope; key: string; reason: string }): Promise<KillSwitch> {
      if (!(await isWithinReach(scope, key, officer))) throw new AppError('kill-switch-not-found', 'out of reach or no such thing');
      const row = await repository.pull(scope, key, reason, officer.staffId);
      alarm('a stop was pulled', { scope });
      const [view] = await views([row]);
      if (!view) throw new Error('one row gives one view');
      return view;
    },
    async askRelease(officer: Officer, id: string) {
      const row = await repository.find(id);
      if (!row || !(await isWithinReach(row.scope, row.key, officer)))
        throw new AppError('kill-switch-not-found', 'missing or out of reach');
      if (!(await repository.askRelease(id, officer.staffId))) throw new AppError('campaign-elsewhere', 'released or asked already');
    },
    async release(officer: Officer, id: string) {
      const row = await repository.find(id);
      if (!row || !(await isWithinReach(row.scope, row.key, officer)))
        throw new AppError('kill-switch-not-found', 'missing or out of reach');
      if (row.releaseAskedBy === officer.staffId) throw new AppError('release-needs-another', 'the same person asked');
      if (!(await repository.release(id, officer.staffId))) throw new AppError('campaign-elsewhere', 'not asked yet, or released already');
      alarm('a stop was released', { scope: row.scope });
    },
  };
}
export type KillSwitchService = ReturnType<typeof createKillSwitchService>;
