import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { procedureCrons } from './procedures.jobs.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

const syncNow = () => server.sql`select graphile_worker.add_job('catalogue-sync', max_attempts => 1)`;
const runs = () => server.sql`select state, counts from catalogue_import_run order by started_at`;
const failures = () => server.lines.filter((line) => line.includes('job failed')).length;

describe('the nightly sync with the national portal', () => {
  it('a portal that is down or answers nonsense changes nothing', async () => {
    for (const mode of ['down', 'garbage'] as const) {
      const before = failures();
      server.sandbox.faults.set({ system: 'national', mode, rate: 1, seed: 1 });
      await syncNow();
      await vi.waitFor(() => expect(failures()).toBe(before + 1), { timeout: 15_000 });
    }
    server.sandbox.faults.clear();
    expect(await runs()).toEqual([]);
  });

  it('brings every procedure in once, though the session ends on the way, and again changes nothing', async () => {
    await vi.waitFor(
      async () => {
        await syncNow(); // refused as long as the breaker is open from the failures before
        expect((await runs())[0]).toMatchObject({ state: 'finished', counts: { new: 5, versions: 5, nameDiffers: 0 } });
      },
      { timeout: 25_000, interval: 1_000 },
    );
    await syncNow();
    await vi.waitFor(
      async () =>
        expect((await runs()).slice(1)).toContainEqual(
          expect.objectContaining({ state: 'finished', counts: expect.objectContaining({ unchanged: 5, versions: 0 }) }),
        ),
      { timeout: 15_000 },
    );
  });

  it('keeps our own text and adds the portal’s facts, with what is odd in them', async () => {
    const [birth] = await server.sql`select content from procedure_version where code = '1.001193' order by version_no desc`;
    expect(birth?.content).toMatchObject({ plainName: 'Làm giấy khai sinh', submitMode: 'api', decision: { decidedOn: '2026-01-05' } });
    const [national] = await server.sql`select content -> 'flags' as flags from national_record where code = '1.004873'`;
    expect(national?.flags).toEqual(['CASE_EMPTY', 'FEE_SUSPECT']);
  });

  it('runs at 02:00 in Vietnam', () => {
    const [cron] = procedureCrons;
    const [minute, hour] = (cron?.at ?? '').split(' ').map(Number);
    const at = new Date(Date.UTC(2026, 0, 1, hour, minute));
    expect(at.toLocaleTimeString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', timeStyle: 'short' })).toBe('02:00');
  });
});
