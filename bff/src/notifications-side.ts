import type { FastifyInstance } from 'fastify';
import type { Http } from './http.ts';
import type { CronJob, JobHandler } from './platform/jobs.ts';

/** What runs beside requests and jobs for as long as a worker lives. */
export interface Background {
  start(): { stop(): Promise<void> };
}

/**
 * Everything about telling people something, composed like `app.ts` and by it: channels, templates, audiences, campaigns, automatic
 * notices. Each feature adds its services, routes, jobs and sweeps here.
 */
export function createNotificationsSide() {
  const jobs: Record<string, JobHandler> = {};
  const crons: CronJob[] = [];
  const sweeps: Record<string, () => Promise<void>> = {};
  const background: Background[] = [];
  return {
    jobs,
    crons,
    sweeps,
    background,
    /** On the api's host. */
    async routes(_app: FastifyInstance) {},
    /** On the console's host, behind the staff access policy: `staffScope(request)` says how far somebody reaches. */
    async staffRoutes(_app: Http) {},
  };
}
