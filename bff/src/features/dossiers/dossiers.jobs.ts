import type { JobHandler } from '../../platform/jobs.ts';
import type { DossierRepository } from './dossiers.repository.ts';
import type { FilingService } from './filing.service.ts';

export const dossierJobs = (filing: FilingService): Record<string, JobHandler> => ({
  'file-dossier': ({ dossierId }) => filing.advance(String(dossierId)),
  'apply-report': ({ eventId }) => filing.applyReport(String(eventId)),
});

export const dossierSweeps = (filing: FilingService, repository: DossierRepository, pollEveryMs: number) => ({
  'dossiers-stranded': () => repository.requeueStranded(),
  'dossiers-poll': () => filing.poll(pollEveryMs),
});
