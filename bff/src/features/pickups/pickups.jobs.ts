import type { JobHandler } from '../../platform/jobs.ts';
import type { PickupService } from './pickups.service.ts';

export const pickupJobs = (pickups: PickupService): Record<string, JobHandler> => ({
  'pickup-number': ({ pickupId }) => pickups.advance(String(pickupId)),
});
export const pickupSweeps = (pickups: PickupService) => ({ 'pickup-numbers': () => pickups.sweep() });
