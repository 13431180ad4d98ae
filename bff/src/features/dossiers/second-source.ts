import { isReachable, NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';

/**
 * Whether a status seen by a second source may be believed while the first one is silent. A second source may lag behind, so it is
 * believed only where an old answer could do no harm: a step onward that nothing leads back from. A pause is announced by the first
 * source alone, with its papers or amount, and so is the end of one.
 */
export const mayMoveOnSight = (from: NationalStatus, to: NationalStatus) =>
  isReachable(from, to) && !isReachable(to, from) && NATIONAL_STATUS[to].phase !== 'paused' && to !== from;
