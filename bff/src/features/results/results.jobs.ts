import type { CronJob, JobHandler } from '../../platform/jobs.ts';
import type { ResultService } from './results.service.ts';

export const resultJobs = (results: ResultService): Record<string, JobHandler> => ({
  'fetch-result': ({ resultId }) => results.advance(String(resultId)),
  'remind-of-expiry': () => results.remindOfExpiry(),
});
export const resultSweeps = (results: ResultService) => ({ 'results-due': () => results.requeueStranded() });

/** At eight in the morning in Vietnam, when nobody is woken. */
export const expiryCron: CronJob = { job: 'remind-of-expiry', at: '0 1 * * *', madeUpWithinMs: 10 * 3_600_000 };
