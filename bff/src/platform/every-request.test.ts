import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { buildTestApp } from '../../test/build-test-app.ts';

it('429: a citizen who calls too often is told when to come back; others are served meanwhile', async () => {
  await using server = await buildTestApp({ REQUESTS_PER_MINUTE_CITIZEN: '5' });
  const [eager, calm] = [await server.as('thu-ha'), await server.as('van-binh')];
  const statuses = [];
  for (let count = 0; count < 6; count++) statuses.push((await eager.call('/v1/me')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);

  const refused = await eager.call('/v1/me');
  expect(await refused.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await calm.call('/v1/me')).status).toBe(200);
});

it('the answer kept ready and the one of the long way carry the same headers', async () => {
  await using server = await buildTestApp();
  const origin = server.config.CORS_ORIGINS[0] ?? '';
  const headersOf = async (path: string) => {
    const { status, headers } = await fetch(server.url + path, { headers: { origin } });
    expect(status).toBe(200);
    const perRequest = /^(x-request-id|date|connection|keep-alive|etag|content-length|ratelimit-.*)$/;
    return Object.fromEntries([...headers].filter(([name]) => !perRequest.test(name)));
  };
  const ready = await headersOf('/v1/procedures/1.001193');
  expect(ready).toMatchObject({ 'x-content-type-options': 'nosniff', 'access-control-allow-origin': origin, vary: 'Origin' });
  expect(ready).toEqual(expect.objectContaining({ 'strict-transport-security': 'max-age=31536000; includeSubDomains' }));
  const { 'access-control-expose-headers': _ready, ...kept } = ready;
  const { 'access-control-expose-headers': _long, ...long } = await headersOf('/v1/procedures/1.001193?');
  expect(long).toEqual(kept);

  const foreign = await fetch(`${server.url}/v1/procedures/1.001193`, { headers: { origin: 'https://h5.zdn.vn.evil' } });
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

it('stops at once: a connection that never carried a request is not waited for, and one that is busy ends with its answer', async () => {
  const server = await buildTestApp();
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const gone = once(socket, 'close');
  const busy = fetch(`${server.url}/v1/procedures?q=khai+sinh`);
  await server[Symbol.asyncDispose](); // hangs until the test times out when a connection is waited for
  await gone;
  expect((await busy).ok).toBe(true);
});
