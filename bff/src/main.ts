import Fastify from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { access } from './platform/access.ts';
import { registerHealth, registerMetrics } from './platform/health.ts';
import { startJobs, startSweeps } from './platform/jobs.ts';

/** How long open requests may take to end after SIGTERM. */
const DRAIN_MS = 20_000;

let config: ReturnType<typeof readConfig>;
try {
  config = readConfig(process.env);
} catch (error) {
  console.error(error instanceof Error ? error.message : 'Configuration refused');
  process.exit(1);
}

const { app, consoleApp, jobs, crons, sweeps, background, isReady, log, metrics } = await buildApp(config);
const registry = new Registry();
collectDefaultMetrics({ register: registry });
for (const metric of metrics) registry.registerMetric(metric);
const inner = Fastify({ logger: false });
await inner.register(access, {}); // for nobody who signs in
registerMetrics(inner, registry);
registerHealth(inner, isReady); // also for a process that only works

const stops: (() => Promise<unknown>)[] = [() => inner.close(), () => app.close()];
if (config.BFF_ROLES.includes('work')) {
  const running = await startJobs({ databaseUrl: config.DATABASE_URL, handlers: jobs, crons, concurrency: 6, log });
  const sweeping = startSweeps({ everyMs: config.SWEEP_EVERY_MS, sweeps, log });
  const beside = background.map((work) => work.start());
  stops.unshift(() => Promise.all([sweeping, running, ...beside].map((work) => work.stop())));
}
if (config.BFF_ROLES.includes('serve')) {
  await app.listen({ host: config.BFF_HOST, port: config.BFF_PORT });
  await consoleApp?.listen({ host: config.BFF_HOST, port: config.CONSOLE_PORT });
}
await inner.listen({ host: config.BFF_HOST, port: config.BFF_INNER_PORT });
log.info({ port: config.BFF_PORT, role: config.BFF_ROLES.join('+') }, 'ready');

let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref(); // whatever hangs is safe to kill (RL-18)
    void (async () => {
      for (const stop of stops) await stop().catch((err: unknown) => log.error({ err }, 'stop failed'));
      process.exit(0);
    })();
  });
}
