import { importBorders } from '@tayninh/migrations/places';
import type { MyLocation } from '@tayninh/shared/features/places/places.contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

let server: TestServer;
let citizen: Awaited<ReturnType<TestServer['as']>>;
beforeAll(async () => {
  server = await buildTestApp({ READ_TIMEOUT_MS: '1000' }, { isWorking: false });
  citizen = await server.as('ngoc-lan');
});
afterAll(() => server[Symbol.asyncDispose]());
const control = async <T>(path: string, method: string, body: object) =>
  (await (
    await fetch(server.sandbox.url + path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  ).json()) as T;
afterEach(() => control('/control/faults', 'PUT', { system: 'zalo', mode: 'none' }));

/** What the phone of Ngọc Lan sends; `rest` says what is odd about the tokens. */
const tokens = async (rest: object = {}, personaId = 'ngoc-lan') => {
  const { accessToken, locationToken } = await control<Record<'accessToken' | 'locationToken', string>>('/control/zalo/tokens', 'POST', {
    personaId,
    ...rest,
  });
  return { zaloAccessToken: accessToken, locationToken };
};
const ask = (body: object) => citizen.call('/v1/location', { method: 'POST', body: JSON.stringify(body) });
const at = async (latitude: string, longitude: string) => ask(await tokens({ position: { latitude, longitude } }));
const placed = async (latitude: string, longitude: string) => (await (await at(latitude, longitude)).json()) as MyLocation;
const code = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe('POST /v1/location', () => {
  it('200: tells where one is to some 100 m, once for each token, and is kept by no cache', async () => {
    const body = await tokens({ position: { latitude: '10.634567', longitude: '106.487654' } });
    const answer = await ask(body);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ latitude: 10.635, longitude: 106.488, isOutside: false });
    expect(await code(await ask(body))).toBe('location-proof-refused');
  });

  it('401: without a session, and with the token of another Zalo account, whose position stays unknown', async () => {
    const stranger = await tokens({}, 'thu-ha');
    expect(await code(await ask(stranger))).toBe('zalo-proof-refused');
    const own = await tokens();
    const anonymous = await fetch(`${server.url}/v1/location`, {
      method: 'POST',
      body: JSON.stringify(own),
      headers: { 'content-type': 'application/json' },
    });
    expect(anonymous.status).toBe(401);
    // nobody spent the tokens of either
    expect((await ask(own)).status).toBe(200);
  });

  it('refuses tokens that are too old, of another app, of another person, of another kind', async () => {
    expect(await code(await ask(await tokens({ expired: true })))).toBe('location-proof-refused');
    expect(await code(await ask(await tokens({ foreign: true })))).toBe('zalo-proof-refused');
    const own = await tokens();
    const mixed = { ...own, locationToken: (await tokens({}, 'thu-ha')).locationToken };
    expect(await code(await ask(mixed))).toBe('location-proof-refused');
    const phone = await control<{ phoneToken: string }>('/control/zalo/tokens', 'POST', { personaId: 'ngoc-lan' });
    expect(await code(await ask({ ...own, locationToken: phone.phoneToken }))).toBe('location-proof-refused');
  });

  it.each([
    ['a phone without a receiver', '0', '0'],
    ['no numbers', 'NaN', 'NaN'],
    ['no end', 'Infinity', '106.1'],
    ['axes the wrong way round', '106.487654', '10.634567'],
    ['nothing', '', ' '],
    ['decimal commas', '10,63', '106,48'],
  ])('422: %s is no position, and none is guessed', async (_, latitude, longitude) => {
    const answer = await at(latitude, longitude);
    expect([answer.status, await code(answer)]).toEqual([422, 'location-proof-refused']);
  });

  it('200: far from every commune is outside the province; near one, without borders, nothing is claimed', async () => {
    const [row] = await server.sql<{ lat: number; lng: number }[]>`select lat, lng from unit where code = '25531'`;
    expect(await placed(String((row?.lat ?? 0) + 0.13), String(row?.lng))).toMatchObject({ isOutside: false });
    expect(await placed('10.7769', '106.7009')).toMatchObject({ isOutside: true }); // Ho Chi Minh City
    expect(await placed('21.0285', '105.8542')).toMatchObject({ isOutside: true });
    expect(await placed('-33.8688', '151.2093')).toMatchObject({ isOutside: true });
  });

  it.each(['down', 'garbage', 'hang', 'abroad'])('503: Zalo is %s, said within seconds', async (mode) => {
    const body = await tokens();
    await control('/control/faults', 'PUT', { system: 'zalo', mode });
    const answer = await ask(body);
    expect([answer.status, await code(answer)]).toEqual([503, 'zalo-unavailable']);
  });

  it('stands in no line of the log and in no table', async () => {
    await at('10.987654', '106.456789');
    await at('99.987654', '106.456789');
    expect(server.lines.join('')).toContain('location-proof-refused');
    expect(server.lines.join('')).not.toMatch(/987654|456789|10\.988/);
    const columns = await server.sql<{ table: string }[]>`
      select table_name as table from information_schema.columns
      where table_schema = 'public' and (column_name in ('lat', 'lng') or column_name ~ 'latitude|longitude|position')`;
    expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(['unit', 'office']));
  });
});

describe('with borders', () => {
  /** A square of some 1 km, whose lower left corner is the commune's point. */
  const square = ({ code, lat, lng }: { code: string; lat: number; lng: number }) => ({
    type: 'Feature',
    properties: { code },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
          [0, 0],
        ].map(([x = 0, y = 0]) => [lng + x / 100, lat + y / 100]),
      ],
    },
  });

  it('200: the commune is told from the exact position, which only then is rounded; in none of all 96 is outside', async () => {
    await using own = await buildTestApp({}, { isWorking: false });
    const communes = await own.sql<
      { code: string; lat: number; lng: number }[]
    >`select code, lat, lng from unit where parent_code is not null`;
    await importBorders(own.databaseUrl, JSON.stringify({ type: 'FeatureCollection', features: communes.map(square) }));
    const { lat, lng } = communes.find(({ code }) => code === '27991') as { lat: number; lng: number };
    const someone = await own.as('ngoc-lan');
    const placed = async (latitude: number, longitude: number) => {
      const asked = { personaId: 'ngoc-lan', position: { latitude: String(latitude), longitude: String(longitude) } };
      const made = await fetch(`${own.sandbox.url}/control/zalo/tokens`, {
        method: 'POST',
        body: JSON.stringify(asked),
        headers: { 'content-type': 'application/json' },
      });
      const { accessToken, locationToken } = (await made.json()) as { accessToken: string; locationToken: string };
      const body = JSON.stringify({ zaloAccessToken: accessToken, locationToken });
      return (await (await someone.call('/v1/location', { method: 'POST', body })).json()) as MyLocation;
    };
    const { unit, isOutside, latitude } = await placed(lat + 0.00012, lng + 0.005);
    expect({ unit, isOutside }).toEqual({ unit: { code: '27991', name: 'Bến Lức', kind: 'xã' }, isOutside: false });
    expect(latitude).toBe(Number((lat + 0.00012).toFixed(3)));
    expect(await placed(lat - 0.01, lng - 0.01)).toMatchObject({ isOutside: true });
    expect((await placed(lat - 0.01, lng - 0.01)).unit).toBeUndefined();
  });
});
