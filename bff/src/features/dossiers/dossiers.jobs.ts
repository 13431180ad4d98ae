import type { CronJob, JobHandler } from '../../platform/jobs.ts';
import type { ActSending } from './act-sending.service.ts';
import type { ActRepository } from './acts.repository.ts';
import type { DossierRepository } from './dossiers.repository.ts';
import type { DraftRepository } from './drafts.repository.ts';
import type { DurationService } from './durations.service.ts';
import type { FilingService } from './filing.service.ts';
import type { HandoffService } from './handoffs.service.ts';

export const dossierJobs = (filing: FilingService, sending: ActSending, durations: DurationService): Record<string, JobHandler> => ({
  'file-dossier': ({ dossierId }) => filing.advance(String(dossierId)),
  'send-act': ({ actId }) => sending.advance(String(actId)),
  'procedure-durations': durations.recount,
  'apply-report': ({ eventId }) => filing.applyReport(String(eventId)),
});

/** Counts how long procedures take; 01:45 in Asia/Ho_Chi_Minh. A night missed is counted by the next one. */
export const dossierCrons: CronJob[] = [{ job: 'procedure-durations', at: '45 18 * * *', madeUpWithinMs: 12 * 3_600_000 }];

export const dossierSweeps = (
  filing: FilingService,
  {
    dossiers,
    acts,
    drafts,
    handoffs,
  }: { dossiers: DossierRepository; acts: ActRepository; drafts: DraftRepository; handoffs: Pick<HandoffService, 'expire'> },
  pollEveryMs: number,
) => ({
  'dossiers-stranded': () => dossiers.requeueStranded(),
  'handoffs-over': () => handoffs.expire(),
  'acts-stranded': () => acts.requeueStranded(),
  'drafts-expired': () => drafts.deleteExpired(),
  'dossiers-poll': () => filing.poll(pollEveryMs),
});
