import { describe, expect, it } from 'vitest';
import { aFiling, buildTestSandbox, type TestSandbox } from './testing/build-test-sandbox.ts';

const file = (world: TestSandbox, withinMs = 10_000) =>
  world.province<{ success: boolean }>('NopHoSo', aFiling(), { signal: AbortSignal.timeout(withinMs) });
const filed = async (world: TestSandbox) => (await world.dossiers('TNS-7K3M-94QX')).length;

describe('faults of the province', () => {
  it('down: no answer, nothing recorded', async () => {
    await using world = await buildTestSandbox();
    await world.fault('province', 'down');
    await expect(file(world)).rejects.toThrow();
    expect(await filed(world)).toBe(0);
  });

  it('hang: never answers, nothing recorded', async () => {
    await using world = await buildTestSandbox();
    await world.fault('province', 'hang');
    await expect(file(world, 500)).rejects.toThrow(/timeout/i);
    expect(await filed(world)).toBe(0);
  });

  it('slow: answers after three seconds, and does what was asked', async () => {
    await using world = await buildTestSandbox();
    await world.fault('province', 'slow');
    const started = performance.now();
    expect((await file(world)).success).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(2_900);
    expect(await filed(world)).toBe(1);
  });

  it('drip: begins an answer and does not come to its end', async () => {
    await using world = await buildTestSandbox();
    await world.fault('province', 'drip');
    await expect(file(world, 1_500)).rejects.toThrow();
    expect(await filed(world)).toBe(0);
  });

  it('garbage: HTTP 200 and a page', async () => {
    await using world = await buildTestSandbox();
    await world.fault('province', 'garbage');
    const authorization = `Bearer ${world.credentials.oneGate.token}`;
    const answer = await fetch(`${world.url}/api/MotCuaDienTu/NopHoSo`, world.json(aFiling(), { authorization }));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/^<html>/);
    expect(await filed(world)).toBe(0);
  });

  it('lose-reply: the dossier is there although nobody was told; look-ups still answer', async () => {
    await using world = await buildTestSandbox();
    await world.fault('province', 'lose-reply');
    await expect(file(world)).rejects.toThrow();
    expect(await filed(world)).toBe(1);
    expect(await world.province('TraCuuHoSo', { MaHoSoKhac: 'TNS-7K3M-94QX' })).toMatchObject({ data: [{ thuTu: 1 }] });
  });

  it('duplicate: one step is reported twice under one id', async () => {
    await using world = await buildTestSandbox();
    await file(world);
    await world.fault('province', 'duplicate');
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    await world.act(code, { action: 'accept' });
    const [one, two] = [await world.receiver.next(), await world.receiver.next()];
    expect(one.body.maSuKien).toBe(two.body.maSuKien);
  });

  it('reorder: the later step is reported before the earlier one', async () => {
    await using world = await buildTestSandbox();
    await file(world);
    await world.fault('province', 'reorder');
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    await world.act(code, { action: 'accept' });
    await world.act(code, { action: 'process' });
    const [one, two] = [await world.receiver.next(), await world.receiver.next()];
    expect([one.body.thuTu, two.body.thuTu]).toEqual([3, 2]);
  });

  it('hits the same calls again for the same seed', async () => {
    await using world = await buildTestSandbox();
    const run = async () => {
      await world.fault('province', 'down', 0.5);
      const results: boolean[] = [];
      for (let index = 0; index < 12; index++)
        results.push(
          await world.province('TraCuuHoSo', { MaHoSoKhac: 'x' }).then(
            () => true,
            () => false,
          ),
        );
      return results;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('leaves the other system alone, and ends with none', async () => {
    await using world = await buildTestSandbox();
    await world.fault('zalo', 'down');
    expect((await file(world)).success).toBe(true);
    await expect(world.ask('/v2.0/me')).rejects.toThrow();
    await world.fault('zalo', 'none');
    expect(await world.ask('/v2.0/me')).toMatchObject({ error: 452 });
  });
});

describe('reports to the bff', () => {
  it('are sent again until taken', async () => {
    await using world = await buildTestSandbox();
    await file(world);
    world.receiver.answerWith(503);
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    await world.act(code, { action: 'accept' });
    const refused = await world.receiver.next();
    world.receiver.answerWith(204);
    const again = await world.receiver.next();
    expect(again.raw).toBe(refused.raw);
    await world.act(code, { action: 'process' });
    expect((await world.receiver.next()).body.thuTu).toBe(3); // what was taken is not sent a third time
  });
});
