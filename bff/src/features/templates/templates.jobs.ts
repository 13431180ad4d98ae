import type { CronJob, JobHandler } from '../../platform/jobs.ts';
import type { TemplateService } from './templates.service.ts';

export const templateJobs = (templates: Pick<TemplateService, 'sync'>): Record<string, JobHandler> => ({
  'templates-sync': () => templates.sync(),
});

/** 05:30 in Tây Ninh, before the first messages of the day. */
export const templateCrons: readonly CronJob[] = [{ job: 'templates-sync', at: '30 22 * * *', madeUpWithinMs: 12 * 3_600_000 }];
