import type { SystemStatus } from '@tayninh/shared/features/status/status.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createOutcomes } from './outcomes.ts';
import { createStatusRepository, type Seen } from './status.repository.ts';
import { createStatusService } from './status.service.ts';

let server: TestServer;
let database: ReturnType<typeof openDatabase>;
let repository: ReturnType<typeof createStatusRepository>;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
  database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 2, statementTimeoutMs: 3_000 });
  repository = createStatusRepository(database);
});
afterAll(async () => {
  await database.close();
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await server.sql`truncate system_state, maintenance_notice`;
});

const seen = (part: Partial<Seen>): Seen => ({ answered: 0, slow: 0, failed: 0, failedLast: 0, isBroken: false, ...part });
const fails = (count: number) => seen({ failed: count, failedLast: count });
const ask = () => createStatusService({ repository }).current();
const of = (status: SystemStatus, system: string) => status.systems.find((one) => one.system === system);

describe('GET /v1/status', () => {
  it('200 for anybody: four systems in plain words, cached for five seconds at most, nothing claimed of what was never called', async () => {
    const answer = await fetch(`${server.url}/v1/status`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=5');
    const { systems } = (await answer.json()) as SystemStatus;
    expect(systems).toEqual(['province', 'notices', 'payments', 'scan'].map((system) => ({ system, state: 'unknown', since: null })));
  });

  it('says down after three calls in a row without an answer, counted over all processes, and since the first of them', async () => {
    await repository.add('one-gate', seen({ answered: 5 }));
    await repository.add('one-gate', fails(1));
    expect(of(await ask(), 'province')?.state).toBe('ok');
    await server.sql`update system_state set failing_since = now() - interval '7 minutes'`;
    await repository.add('one-gate', fails(2));
    const { state, since } = of(await ask(), 'province') ?? {};
    expect(state).toBe('down');
    expect(Date.now() - Date.parse(since ?? '')).toBeGreaterThan(6 * 60_000);
  });

  it('is well again with the first answer, and does not say since when it was ill', async () => {
    await repository.add('one-gate', fails(4));
    await server.sql`update system_state set since = now() - interval '3 hours', failing_since = now() - interval '3 hours'`;
    await repository.add('one-gate', seen({ answered: 1 }));
    const { state, since } = of(await ask(), 'province') ?? {};
    expect(state).toBe('ok');
    expect(Date.now() - Date.parse(since ?? '')).toBeLessThan(60_000);
  });

  it('says slow when half of the calls creep or fail, and the worst of several ways to one thing', async () => {
    await repository.add('zalo-openapi', seen({ answered: 4, slow: 2 }));
    await repository.add('zalo-business', seen({ answered: 9 }));
    expect(of(await ask(), 'notices')?.state).toBe('slow');
  });

  it('forgets what was seen half an hour ago: silence is not health', async () => {
    await repository.add('clamd', seen({ answered: 1 }));
    await server.sql`update system_state set seen_at = now() - interval '31 minutes'`;
    expect(of(await ask(), 'scan')).toEqual({ system: 'scan', state: 'unknown', since: null });
  });

  it('reads once for all who ask within five seconds, and again afterwards', async () => {
    let reads = 0;
    let at = 1_000_000;
    const counted = {
      read: () => {
        reads += 1;
        return repository.read();
      },
    };
    const status = createStatusService({ repository: counted, now: () => at });
    await Promise.all([status.current(), status.current(), status.province()]);
    expect(reads).toBe(1);
    at += 5_001;
    await status.current();
    expect(reads).toBe(2);
  });

  it('tells what an operator announced until it is over', async () => {
    await server.sql`
      insert into maintenance_notice (system, starts_at, ends_at, text) values
        ('province', now() + interval '1 day', now() + interval '1 day 2 hours', 'Tỉnh nâng cấp hệ thống.'),
        ('app', now() - interval '2 hours', now() - interval '1 hour', 'Đã xong.'),
        ('payments', now() + interval '20 days', now() + interval '21 days', 'Còn xa.')`;
    expect((await ask()).maintenance.map(({ system, text, textEn }) => [system, text, textEn])).toEqual([
      ['province', 'Tỉnh nâng cấp hệ thống.', null],
    ]);
  });
});

describe('the notes of calls', () => {
  it('go into the row in one write, whatever happened in between', async () => {
    const outcomes = createOutcomes(repository);
    for (const outcome of ['answered', 'failed', 'failed', 'failed'] as const) outcomes.observe('one-gate', outcome);
    await outcomes.write();
    expect(of(await ask(), 'province')?.state).toBe('down');
    outcomes.observe('one-gate', 'slow');
    outcomes.observe('one-gate', 'answered');
    outcomes.observe('one-gate', 'answered');
    await outcomes.write();
    expect(of(await ask(), 'province')?.state).toBe('ok');
    outcomes.observe('one-gate', 'failed');
    outcomes.observe('one-gate', 'broken');
    await outcomes.write();
    expect(of(await ask(), 'province')?.state).toBe('down');
  });
});
