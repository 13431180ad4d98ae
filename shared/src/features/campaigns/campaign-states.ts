/** NT-1. `paused` is no state of its own: a campaign is paused in `scheduled`, `canary` or `running` and goes on from there. */
export const CAMPAIGN_STATES = [
  'draft',
  'checked',
  'submitted',
  'approved',
  'scheduled',
  'canary',
  'running',
  'done',
  'aborted',
  'killed',
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** What people do. */
export const CAMPAIGN_ACTIONS = [
  'edit',
  'plan',
  'submit',
  'return',
  'approve',
  'approve-second',
  'schedule',
  'pause',
  'resume',
  'abort',
] as const;
export type CampaignAction = (typeof CAMPAIGN_ACTIONS)[number];

const BEFORE_RUN = ['draft', 'checked', 'submitted', 'approved', 'scheduled'] as const satisfies readonly CampaignState[];
const UNDER_WAY = ['scheduled', 'canary', 'running'] as const satisfies readonly CampaignState[];

/** In which states an action is possible at all; who may do it is decided by policy, and by the database for approvals. */
const POSSIBLE_IN: Readonly<Record<CampaignAction, readonly CampaignState[]>> = {
  edit: BEFORE_RUN,
  plan: ['draft', 'checked'],
  submit: ['checked'],
  return: ['submitted'],
  approve: ['submitted'],
  'approve-second': ['submitted'],
  schedule: ['approved'],
  pause: UNDER_WAY,
  resume: UNDER_WAY,
  abort: ['draft', 'checked', 'submitted', 'approved', 'scheduled', 'canary', 'running'],
};

/** Until then an approval counts (NT-2). */
export const APPROVAL_LAPSES_MS = 72 * 3_600_000;
/** An emergency's second name comes within this time of the first (NT-9). */
export const SECOND_APPROVAL_WITHIN_MS = 10 * 60_000;
export interface CampaignStanding {
  readonly state: CampaignState;
  readonly kind: 'ordinary' | 'emergency';
  readonly isPaused: boolean;
  /** One of the two words of an emergency is given. */
  readonly hasFirstApproval: boolean;
}

/** Whether the campaign as it stands allows the action. */
export function isPossible(action: CampaignAction, { state, kind, isPaused, hasFirstApproval }: CampaignStanding): boolean {
  if (!POSSIBLE_IN[action].includes(state)) return false;
  if (action === 'approve') return !hasFirstApproval;
  if (action === 'approve-second') return kind === 'emergency' && hasFirstApproval;
  if (action === 'pause') return !isPaused;
  if (action === 'resume') return isPaused;
  return true;
}
