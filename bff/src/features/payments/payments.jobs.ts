import type { JobHandler } from '../../platform/jobs.ts';
import type { PaymentService } from './payments.service.ts';

export const paymentJobs = (payments: PaymentService): Record<string, JobHandler> => ({
  'advance-payment': ({ paymentId }) => payments.advance(String(paymentId)),
  'apply-payment-notice': ({ noticeId }) => payments.applyNotice(String(noticeId)),
});

export const paymentSweeps = (payments: PaymentService) => ({ 'payments-due': () => payments.sweep() });
