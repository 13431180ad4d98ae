import type { CronJob, JobHandler } from '../../platform/jobs.ts';
import type { CatalogueImport, ImportReport } from './catalogue-import.service.ts';

/** The national catalogue as an outside system gives it. */
export interface CatalogueSource {
  listCodes(): Promise<string[]>;
  procedure(code: string): Promise<unknown>;
}

/** Fetches everything, then imports it as a file would be: one procedure that cannot be had, and nothing comes in that night. */
export const procedureJobs = (
  source: CatalogueSource,
  catalogue: CatalogueImport,
  log: (report: ImportReport) => void,
): Record<string, JobHandler> => ({
  'catalogue-sync': async () => log(await catalogue.import(records(source))),
});

async function* records(source: CatalogueSource) {
  for (const code of await source.listCodes()) yield Buffer.from(`${JSON.stringify(await source.procedure(code))}\n`);
}

/** Counts what is filed from where; 01:30 in Asia/Ho_Chi_Minh. A night missed is counted by the next one. */
export const procedureUseCron: CronJob = { job: 'procedure-use', at: '30 18 * * *', madeUpWithinMs: 12 * 3_600_000 };

/** 02:00 in Asia/Ho_Chi_Minh is 19:00 UTC, which the queue counts in. A night missed is made up for within half a day. */
export const procedureCrons: CronJob[] = [{ job: 'catalogue-sync', at: '0 19 * * *', madeUpWithinMs: 12 * 3_600_000 }];

/** What was missed long ago is deleted, at 02:30 in Asia/Ho_Chi_Minh. */
export const searchMissJobs = (forgetOld: () => Promise<void>): Record<string, JobHandler> => ({ 'search-misses-prune': forgetOld });
export const searchMissCrons: CronJob[] = [{ job: 'search-misses-prune', at: '30 19 * * *', madeUpWithinMs: 12 * 3_600_000 }];
