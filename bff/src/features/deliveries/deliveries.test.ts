import type { Delivery } from '@tayninh/shared/features/deliveries/deliveries.contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());

const RECEIVER = { name: 'Huỳnh Thị Thu Hà', phone: '0901 234 567', address: '12 Nguyễn Trãi, Phường Tân Ninh, tỉnh Tây Ninh' };
const BY_POST = { way: 'post', receiver: RECEIVER };

/** A dossier in the hands of the authority. */
async function aDossier() {
  const citizen = await server.as('thu-ha');
  const { id, receiptNo } = await citizen.submit((await citizen.fillDraft('1.004873')).id, crypto.randomUUID());
  const code = await citizen.until(async () => {
    const { code: known, state } = await citizen.dossier(id);
    return state === 'confirmed' ? known : null;
  });
  for (const action of ['accept', 'process']) await citizen.deskAction(code, action);
  const get = async () => (await (await citizen.call(`/v1/dossiers/${id}/delivery`)).json()) as Delivery;
  const control = async <T>(path: string, body?: unknown) =>
    (await fetch(server.sandbox.url + path, {
      ...(body !== undefined && { method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }).then((answer) => answer.json())) as T;
  return {
    citizen,
    id,
    get,
    choose: (body: object, as = citizen) => as.call(`/v1/dossiers/${id}/delivery`, { method: 'PUT', body: JSON.stringify(body) }),
    finish: () => citizen.deskAction(code, 'finish'),
    reach: (state: Delivery['state']) =>
      citizen.until(async () => {
        const found = await get();
        return found.state === state ? found : null;
      }),
    fault: (mode: string, system = 'post') => control('/control/faults', { system, mode, rate: 1, seed: 1 }),
    /** What the authority heard of it, in order. */
    told: async () =>
      (await citizen.provinceDossiers(receiptNo))[0]?.requests
        .filter(({ kind }) => kind === 'delivery')
        .map(({ content }) => content.DKTra),
    parcels: async () =>
      (await control<{ items: { receiver: object }[] }>(`/control/post/orders?number=${(await get()).orderNumber}`)).items,
  };
}

describe('how a result comes', () => {
  it('is chosen and changed until the result is ready; then the post is ordered once, and the choice stands', async () => {
    const dossier = await aDossier();
    expect(await dossier.get()).toMatchObject({ way: 'electronic', ways: ['electronic', 'counter', 'post'], canChange: true });
    await dossier.choose({ way: 'counter' });
    const chosen = (await (
      await dossier.choose({ ...BY_POST, receiver: { ...RECEIVER, address: '12 Nguyễn Trãi, phường Tân Ninh' } })
    ).json()) as Delivery;
    expect(chosen).toMatchObject({ way: 'post', state: 'waiting', receiver: { phone: '0901234567', address: RECEIVER.address } });
    expect(await dossier.parcels()).toEqual([]);
    await dossier.finish();
    await dossier.reach('ordered');
    expect(await dossier.parcels()).toEqual([{ number: chosen.orderNumber, receiver: { name: RECEIVER.name, address: RECEIVER.address } }]);
    expect((await dossier.choose({ way: 'counter' })).status).toBe(409);
    const [row] = await server.sql`select receiver_sealed from result_delivery where dossier_id = ${dossier.id}`;
    expect(String(row?.receiver_sealed) + server.lines.join('')).not.toMatch(/Nguyễn Trãi|0901234567/);
  });

  it('an order whose answer was lost, or whose worker died, is looked at by a person and never ordered again', async () => {
    const [lost, died] = [await aDossier(), await aDossier()];
    await Promise.all([lost.choose(BY_POST), died.choose(BY_POST)]);
    await lost.fault('lose-reply');
    await lost.finish();
    await lost.reach('staff');
    await lost.fault('none');
    await server.jobs['order-post']?.({ dossierId: lost.id });
    expect([(await lost.parcels()).length, (await lost.get()).state]).toEqual([1, 'staff']);

    // dies after it wrote down that it orders: nobody knows whether it did
    await server.sql`update result_delivery set state = 'sending', lease_until = now() + interval '1 second' where dossier_id = ${died.id}`;
    await died.reach('staff');
    expect(await died.parcels()).toEqual([]);
  });

  it('is told to the authority once for each choice, in their order, also when an answer is lost', async () => {
    const dossier = await aDossier();
    await dossier.fault('lose-reply', 'province');
    await dossier.choose({ way: 'counter' });
    await dossier.citizen.until(async () => ((await dossier.told())?.length ? true : null));
    await dossier.fault('none', 'province');
    await dossier.choose({ way: 'electronic' }); // never goes out: the next one comes while the first is in doubt
    await dossier.choose(BY_POST);
    await dossier.choose({ ...BY_POST, receiver: { ...RECEIVER, name: 'Nguyễn Văn Bịa' } }); // the same way: nothing to tell
    const states = () =>
      server.sql`select state from dossier_act where dossier_id = ${dossier.id} and kind = 'delivery' order by accepted_at`;
    await dossier.citizen.until(async () => {
      await server.letTimePass(3_000);
      return (await states()).every(({ state }) => state === 'confirmed') ? true : null;
    });
    expect(await dossier.told()).toEqual(['1', '2']);
  });

  it('needs an address in the province and a mobile number; somebody else’s dossier looks like none', async () => {
    const dossier = await aDossier();
    const refused = await dossier.choose({ way: 'post', receiver: { name: 'Hà', phone: '12', address: '5 phố Huế, Hà Nội' } });
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/receiver/phone' }, { pointer: '/receiver/address' }] });
    const stranger = await server.as('van-binh');
    const answers = await Promise.all([dossier.choose(BY_POST, stranger), stranger.call(`/v1/dossiers/${dossier.id}/delivery`)]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect((await dossier.get()).way).toBe('electronic');
  });
});
