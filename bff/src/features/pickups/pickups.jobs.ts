import type { CronJob, JobHandler } from '../../platform/jobs.ts';
import type { PickupService } from './pickups.service.ts';

export const pickupJobs = (pickups: PickupService): Record<string, JobHandler> => ({
  'pickup-number': ({ pickupId }) => pickups.advance(String(pickupId)),
  'remind-of-pickup': () => pickups.remind(),
});
export const pickupSweeps = (pickups: PickupService) => ({ 'pickup-numbers': () => pickups.sweep() });

/** At five in the afternoon in Vietnam; what was missed is made up for while people are awake. */
export const pickupCron: CronJob = { job: 'remind-of-pickup', at: '0 10 * * *', madeUpWithinMs: 4 * 3_600_000 };
