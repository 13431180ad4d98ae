import { expect, it } from 'vitest';
import { buildTestSandbox } from './testing/build-test-sandbox.ts';

it.each(['/', '/desk', '/pay/payment/TNP'])(
  '%s gets every stylesheet and script it names, and names each part of itself once',
  async (page) => {
    await using sandbox = await buildTestSandbox();
    const html = await (await fetch(sandbox.url + page)).text();
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const named = [...html.matchAll(/(?:href|src)="(\/pages\/[^"]+)"/g)].map(([, path]) => path);
    expect(named).toContain('/pages/tokens.css');
    const answers = await Promise.all(named.map(async (path) => [path, (await fetch(sandbox.url + path)).status]));
    expect(answers).toEqual(named.map((path) => [path, 200]));
  },
);
