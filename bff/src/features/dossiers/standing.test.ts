import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createPromiseDateRepository } from '../promise-dates/promise-dates.repository.ts';
import { createDurationRepository } from './durations.repository.ts';
import { createDurationService } from './durations.service.ts';
import { createStandingRepository } from './standing.repository.ts';
import { createStandingService } from './standing.service.ts';

const BIRTH = '1.001193';
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({ RETRY_BASE_MS: '50', RETRY_MAX_MS: '300', ABSENCE_SETTLES_MS: '500' });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

async function file(personaId = 'thu-ha') {
  const citizen = await server.as(personaId);
  const { id, receiptNo } = await citizen.submit((await citizen.fillDraft(BIRTH)).id, crypto.randomUUID());
  const dossier = () => citizen.dossier(id);
  const until = (ready: (now: Awaited<ReturnType<typeof dossier>>) => boolean) =>
    citizen.until(async () => {
      const now = await dossier();
      return ready(now) ? now : null;
    });
  const act = async (action: string, rest: object = {}) => {
    const [kept] = await citizen.provinceDossiers(receiptNo);
    await citizen.deskAction(kept?.code ?? '', action, rest);
  };
  const untilRow = (isThere: () => Promise<boolean>) => citizen.until(async () => ((await isThere()) ? true : null));
  return { id, until, untilRow, act };
}

describe('the queue to the province', () => {
  it('says how many wait before, and since when the province does not answer; nothing once the dossier is there', async () => {
    server.sandbox.faults.set({ system: 'province', mode: 'down', rate: 1, seed: 1 });
    const first = await file();
    const second = await file('van-binh');
    await first.untilRow(
      async () => (await server.sql`select 1 from system_state where system = 'one-gate' and state = 'down'`).length > 0,
    );
    const { queue } = await second.until(() => true);
    expect(queue).toEqual({ ahead: 1, expectedAt: null, downSince: expect.any(String) });
    expect((await first.until(() => true)).queue?.ahead).toBe(0);
    server.sandbox.faults.clear();
    for (const one of [first, second]) expect((await one.until((now) => now.state === 'confirmed')).queue).toBeNull();
  });

  it('expects a time only from what went out within the last quarter of an hour', async () => {
    const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 2, statementTimeoutMs: 30_000 });
    const at = Date.parse('2026-11-24T02:00:00Z');
    const standing = createStandingService({
      repository: createStandingRepository(database),
      province: async () => ({ state: 'ok', since: null }),
      now: () => at,
    });
    const add = (count: number, state: string, confirmedAgo: string | null) => server.sql`
      insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, idempotency_key, request_hash, state, confirmed_at, accepted_at, next_attempt_at)
      select gen_random_uuid(), gen_random_uuid(), 'Q-' || gen_random_uuid(), gen_random_uuid(), '1.013225', 1, 'x', 'x', gen_random_uuid(), '[]', gen_random_uuid()::text, '', ${state},
        now() - ${confirmedAgo}::interval, '2026-11-20T00:00:00Z', '2030-01-01' from generate_series(1, ${count})`;
    const me = { id: crypto.randomUUID(), state: 'ready', status: 1, procedureCode: '1.013225', unitCode: null, events: [] } as const;
    const queue = async () => (await standing.of({ ...me, acceptedAt: new Date('2026-11-21T00:00:00Z') })).queue;
    await server.sql`update dossier set confirmed_at = now() - interval '1 hour' where confirmed_at is not null`;
    await add(4, 'ready', null);
    await add(50, 'confirmed', '20 minutes');
    expect(await queue()).toEqual({ ahead: 4, expectedAt: null, downSince: null });
    await add(30, 'confirmed', '5 minutes');
    // half a minute for each of five
    expect(await queue()).toEqual({ ahead: 4, expectedAt: new Date(at + 150_000).toISOString(), downSince: null });
    await database.close();
  });
});

describe('who holds a dossier', () => {
  it('names department and title since the step began, in the timeline too, and never a person', async () => {
    const dossier = await file();
    await dossier.until((now) => now.state === 'confirmed');
    await dossier.act('accept');
    expect((await dossier.until((now) => now.status === 2)).holder).toMatchObject({ title: 'Cán bộ Một cửa' });
    await dossier.act('process', { holder: { officer: 'Lê Văn Kín', title: 'Chuyên viên', department: 'Phòng Tư pháp (bịa)' } });
    const now = await dossier.until(({ status }) => status === 4);
    expect(now.holder).toMatchObject({ department: 'Phòng Tư pháp (bịa)', title: 'Chuyên viên', dueAt: now.dueAt });
    expect(now.timeline.at(-1)?.holder).toMatchObject({ department: 'Phòng Tư pháp (bịa)' });
    expect(JSON.stringify(now)).not.toContain('Lê Văn Kín');
    const [stored] = await server.sql`select facts_sealed as sealed from dossier_event where dossier_id = ${dossier.id} and status = 4`;
    expect(stored?.sealed).not.toMatch(/Kín|Phòng/);
    await dossier.act('ask-supplement');
    expect((await dossier.until(({ status }) => status === 5)).holder).toBeNull();
  });
});

describe('how long a procedure takes here', () => {
  const COMMUNE = '25459';
  /** Received on Monday 5 October 2026 at 8:00 and finished after so many working hours, all in one week. */
  const finish = (hours: number, unit: string | null) => server.sql`
    with filed as (
      insert into dossier (id, citizen_id, receipt_no, draft_id, procedure_code, procedure_version_no, case_id, unit_code, form_version, answers_id, files, idempotency_key, request_hash, state, status, accepted_at)
      values (gen_random_uuid(), gen_random_uuid(), 'D-' || gen_random_uuid(), gen_random_uuid(), '1.004873', 1, 'x', ${unit}, 'x', gen_random_uuid(), '[]', gen_random_uuid()::text, '', 'confirmed', 10, '2026-10-04T00:00:00Z')
      returning id
    ) insert into dossier_event (dossier_id, event_key, kind, status, occurred_at)
      select id, key, 'status', status, at from filed, (values
        ('step:2', 2, '2026-10-05T08:00:00+07:00'::timestamptz),
        ('step:3', 5, '2026-10-05T09:00:00+07:00'::timestamptz),
        ('step:4', 4, '2026-10-06T09:00:00+07:00'::timestamptz),
        ('step:5', 9, '2026-10-06T09:00:00+07:00'::timestamptz + ${hours} * interval '1 hour')) steps (key, status, at)`;
  const count = async (at = '2026-11-24T00:00:00Z') => {
    const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 2, statementTimeoutMs: 30_000 });
    const workingTime = createPromiseDateRepository(database).workingTime;
    await createDurationService({ repository: createDurationRepository(database), workingTime, now: () => Date.parse(at) }).recount();
    await database.close();
    return server.sql`select unit_code as unit, finished_count as n, median_minutes as median, p90_minutes as p90, from_day::text as from_day
      from procedure_duration where procedure_code = '1.004873' order by unit_code`;
  };

  it('shows nothing of nine dossiers, then median and 90th percentile of ten in office hours, the pause left out, for a year', async () => {
    for (let n = 0; n < 8; n += 1) await finish(1, COMMUNE);
    await finish(2, COMMUNE);
    expect(await count()).toEqual([]);
    await finish(2, null);
    // an hour before the pause of one day, then one or two more
    expect(await count()).toEqual([{ unit: '', n: 10, median: 120, p90: 180, from_day: '2026-10-06' }]);
    await finish(1, COMMUNE);
    expect((await count()).map(({ unit, n }) => [unit, n])).toEqual([
      ['', 11],
      [COMMUNE, 10],
    ]);
    expect(await count('2027-11-24T00:00:00Z')).toEqual([]);
  });

  it('is told with the dossier, from which dossiers and since when', async () => {
    await server.sql`
      insert into procedure_duration values (${BIRTH}, '', 124, 960, 2400, '2025-11-25', '2026-11-23')
      on conflict do nothing`;
    const dossier = await file('ba-sau');
    expect((await dossier.until(() => true)).usual).toEqual({
      scope: 'province',
      finishedCount: 124,
      medianMinutes: 960,
      p90Minutes: 2400,
      fromDay: '2025-11-25',
      untilDay: '2026-11-23',
    });
  });
});
