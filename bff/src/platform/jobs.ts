import { setTimeout as pause } from 'node:timers/promises';
import { type JobHelpers, Logger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker';
import pg from 'pg';
import type { Logger as Log } from 'pino';

/**
 * The job queue is a way to wake up, not the truth: every job names a row, looks at that row, and may run twice or never.
 * What must not be forgotten is found again by the sweeps (`startSweeps`), so a `kill -9` between any two lines costs time only:
 * a job that a dead worker holds stays locked for hours, and its row is simply offered again under the same key.
 */
export type JobHandler = (payload: Record<string, unknown>) => Promise<void>;

/** A job by the clock: once for all workers, however many run. */
export interface CronJob {
  readonly job: string;
  /** Crontab of five fields, in UTC. */
  readonly at: string;
  /** When no worker ran at that moment, the first one that starts within this time runs it. */
  readonly madeUpWithinMs: number;
}

export async function startJobs({
  databaseUrl,
  handlers,
  crons = [],
  concurrency,
  log,
}: {
  databaseUrl: string;
  handlers: Record<string, JobHandler>;
  crons?: readonly CronJob[];
  concurrency: number;
  log: Log;
}): Promise<{ stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: concurrency + 2, application_name: 'bff-jobs' });
  pool.on('error', () => {}); // a lost connection is replaced; the job's row is offered again
  pool.on('connect', (client) => client.on('error', () => {}));
  const taskList: TaskList = {};
  for (const [name, handler] of Object.entries(handlers)) {
    taskList[name] = async (payload: unknown, _helpers: JobHelpers) => {
      try {
        await handler(payload as Record<string, unknown>);
      } catch (err) {
        log.error({ err, job: name }, 'job failed');
        throw err;
      }
    };
  }
  const runner: Runner = await run({
    pgPool: pool,
    taskList,
    concurrency,
    noHandleSignals: true,
    parsedCronItems: parseCronItems(
      crons.map(({ job, at, madeUpWithinMs }) => ({ task: job, match: at, options: { backfillPeriod: madeUpWithinMs, maxAttempts: 3 } })),
    ),
    pollInterval: 1_000,
    logger: new Logger(() => () => {}),
    preset: { worker: { completeJobBatchDelay: 5, failJobBatchDelay: 5 } },
  });
  return {
    stop: async () => {
      await runner.stop();
      await pool.end();
    },
  };
}

/** Calls each sweep again and again, never two of one kind at once; a failing one is logged and tried at the next turn. */
export function startSweeps({ everyMs, sweeps, log }: { everyMs: number; sweeps: Record<string, () => Promise<void>>; log: Log }): {
  stop(): Promise<void>;
} {
  const ending = new AbortController();
  const loops = Object.entries(sweeps).map(async ([name, sweep]) => {
    while (!ending.signal.aborted) {
      await sweep().catch((err: unknown) => log.error({ err, job: name }, 'sweep failed'));
      await pause(everyMs, undefined, { signal: ending.signal }).catch(() => {}); // aborted: the loop ends
    }
  });
  return {
    stop: async () => {
      ending.abort();
      await Promise.all(loops);
    },
  };
}
