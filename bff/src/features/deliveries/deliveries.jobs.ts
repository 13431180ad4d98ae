import type { JobHandler } from '../../platform/jobs.ts';
import type { DeliveryService } from './deliveries.service.ts';

export const deliveryJobs = (deliveries: DeliveryService): Record<string, JobHandler> => ({
  'order-post': ({ dossierId }) => deliveries.advance(String(dossierId)),
});
export const deliverySweeps = (deliveries: DeliveryService) => ({ 'post-due': () => deliveries.sweep() });
