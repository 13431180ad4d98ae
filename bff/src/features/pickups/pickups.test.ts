import type { Problem } from '@tayninh/shared/contract/problem';
import type { Pickup } from '@tayninh/shared/features/pickups/pickups.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({ ABSENCE_SETTLES_MS: '300' });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

interface Number {
  readonly reference: string;
  readonly day: string;
  readonly from: string;
  readonly number: string;
  readonly isGivenBack: boolean;
}

/** A dossier whose result waits, to be fetched in this way. */
async function aResult({ way = 'counter', procedure = '1.004873' } = {}) {
  const citizen = await server.as('thu-ha');
  const { id, receiptNo } = await citizen.submit((await citizen.fillDraft(procedure)).id, crypto.randomUUID());
  const code = await citizen.until(async () => (await citizen.dossier(id)).code ?? null);
  await citizen.call(`/v1/dossiers/${id}/delivery`, { method: 'PUT', body: JSON.stringify({ way }) });
  for (const action of ['accept', 'process', 'finish']) await citizen.deskAction(code, action);
  await citizen.until(async () => ((await citizen.dossier(id)).status === 9 ? true : null));
  const path = `/v1/dossiers/${id}/pickup`;
  const get = async () => (await (await citizen.call(path)).json()) as Pickup;
  return {
    citizen,
    id,
    path,
    get,
    /** The n-th hour of the last day that is offered: nobody is late for it. */
    hour: async (n: number) => {
      const { day, slots } = (await get()).days.at(-1) ?? { day: '', slots: [] };
      return { day, from: slots[n]?.from ?? '' };
    },
    take: (wish: object, as = citizen) => as.call(path, { method: 'PUT', body: JSON.stringify(wish) }),
    giveBack: (as = citizen) => as.call(path, { method: 'DELETE' }),
    reach: (state: 'asking' | 'taken' | 'staff' | null) =>
      citizen.until(async () => {
        const found = await get();
        return (found.number?.state ?? null) === state ? found : null;
      }),
    atCounter: async () => ((await citizen.provinceDossiers(receiptNo)) as unknown as { numbers: Number[] }[])[0]?.numbers ?? [],
    told: async () =>
      (await citizen.provinceDossiers(receiptNo))[0]?.requests
        .filter(({ kind }) => kind === 'delivery')
        .map(({ content }) => content.DKTra),
  };
}
const problemOf = async (answer: Response) => (await answer.json()) as Problem;

describe('a number for the counter', () => {
  it('is taken once for an hour of that office, shown as the counter calls it, and given back', async () => {
    const result = await aResult();
    const offered = await result.get();
    expect(offered).toMatchObject({
      isOffered: true,
      number: null,
      wasRefused: false,
      office: { address: expect.stringContaining('Phạm Tung') },
    });
    expect(offered.days).toHaveLength(5);
    const wish = await result.hour(1);
    expect((await result.take(wish)).status).toBe(200);
    const { number, office } = await result.reach('taken');
    expect([number, office?.name]).toEqual([
      { ...wish, to: expect.any(String), state: 'taken', number: expect.stringMatching(/^[AB]\d{3}$/) },
      expect.stringContaining('cơ sở 2'),
    ]);
    expect((await result.take(wish)).status).toBe(200);
    expect((await problemOf(await result.take({ ...wish, from: '10:00' }))).code).toBe('not-possible-now');
    expect(await result.atCounter()).toEqual([expect.objectContaining({ number: number?.number, isGivenBack: false })]);

    const remind = async () => {
      await server.jobs['remind-of-pickup']?.({});
      return (await result.citizen.inbox()).filter(({ title }) => title === 'Ngày mai bạn nhận kết quả');
    };
    expect(await remind()).toEqual([]);
    await server.sql`update pickup_number set day = (now() at time zone 'Asia/Ho_Chi_Minh')::date + 1 where dossier_id = ${result.id}`;
    expect(await remind()).toHaveLength(1);
    expect((await remind())[0]?.body).toContain(`số ${number?.number}, từ ${wish.from}`);

    expect((await result.giveBack()).status).toBe(200);
    await result.reach(null);
    expect(await result.atCounter()).toEqual([expect.objectContaining({ isGivenBack: true })]);
    expect((await problemOf(await result.giveBack())).code).toBe('not-possible-now');
    expect(await result.told()).toEqual(['1']);
  });

  it('whose answer was lost, or whose worker died, is the one that the counter wrote down', async () => {
    const [lost, died] = [await aResult(), await aResult()];
    const wish = await lost.hour(2);
    server.sandbox.faults.set({ system: 'province', mode: 'lose-reply', rate: 1, seed: 1 });
    await lost.take(wish);
    expect((await lost.reach('taken')).number?.number).toBe((await lost.atCounter())[0]?.number);
    expect(await lost.atCounter()).toHaveLength(1);

    server.sandbox.faults.set({ system: 'province', mode: 'garbage', rate: 1, seed: 1 });
    await server.sql`insert into pickup_number (id, dossier_id, citizen_id, office_id, day, from_clock, to_clock, state, attempt_no, attempt_started_at, lease_until)
      select ${crypto.randomUUID()}, id, citizen_id, '80-2', ${wish.day}, ${wish.from}, '10:00', 'sending', 1, now() - interval '10 seconds', now() from dossier where id = ${died.id}`;
    expect((await died.get()).number).toMatchObject({ state: 'asking', number: null });
    server.sandbox.faults.clear();
    await server.sql`update pickup_number set next_attempt_at = now() - interval '5 seconds' where dossier_id = ${died.id}`;
    await died.reach('taken');
    expect(await died.atCounter()).toHaveLength(1);
  });

  it('of an hour that fills up meanwhile is refused, said so, and another can be taken', async () => {
    const results = await Promise.all([aResult(), aResult(), aResult(), aResult()]);
    const [first] = results;
    const wish = await first.hour(0);
    await Promise.all(results.map((result) => result.take(wish)));
    const outcomes = await Promise.all(
      results.map((result) =>
        result.citizen.until(async () => {
          const found = await result.get();
          return found.number?.state === 'taken' || found.wasRefused ? { result, found } : null;
        }),
      ),
    );
    const refused = outcomes.filter(({ found }) => found.wasRefused);
    expect(refused).toHaveLength(1);
    const [late] = refused;
    expect(late?.found.days.at(-1)?.slots[0]).toMatchObject({ from: wish.from, isFull: true });
    expect((await problemOf((await late?.result.take(wish)) as Response)).code).toBe('slot-full');
    await late?.result.take((await late.result.hour(3)) ?? {});
    await late?.result.reach('taken');
  });

  it('is not offered without a ready result, for another way, or where the counter has none; only hours of that office are taken', async () => {
    const [electronic, without, offered] = await Promise.all([
      aResult({ way: 'electronic' }),
      aResult({ procedure: '1.001612' }),
      aResult(),
    ]);
    expect((await electronic.get()).isOffered).toBe(false);
    expect((await without.get()).isOffered).toBe(false);
    const { day } = await offered.hour(0);
    for (const wish of [
      { day, from: '12:00' },
      { day: '2026-01-01', from: '08:00' },
    ])
      expect((await problemOf(await offered.take(wish))).code).toBe('invalid-request');
    expect((await problemOf(await electronic.take({ day, from: '08:00' }))).code).toBe('not-possible-now');
    server.sandbox.faults.set({ system: 'province', mode: 'down', rate: 1, seed: 1 });
    expect((await problemOf(await offered.citizen.call(offered.path))).code).toBe('upstream-unavailable');
  });

  it('of somebody else looks like none at all', async () => {
    const result = await aResult();
    const stranger = await server.as('van-binh');
    const answers = await Promise.all([stranger.call(result.path), result.take(await result.hour(0), stranger), result.giveBack(stranger)]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await result.get()).number).toBeNull();
  });
});
