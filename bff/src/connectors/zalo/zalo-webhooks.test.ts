import { expect, it } from 'vitest';
import { readMiniAppSignature, readOaSignature } from './zalo-webhooks.ts';

it('believes the published example of the Official Account, bytes as they came, and nothing near it', () => {
  const raw = Buffer.from('{"app_id":"1001","event_name":"user_send_text","timestamp":"1700000000000"}');
  const signature = 'mac=e395d5e5dd3e9156091b11d15c752dabacb2346f907933152ba32101efc30ecb';
  const read = (more: object = {}) =>
    readOaSignature({ appId: '1001', secrets: ['OASECRET'], raw, signature, timestamp: undefined, ...more });
  expect(read()).toEqual({ isSigned: true, at: new Date(1_700_000_000_000) });
  expect(read({ timestamp: '1700000000001' })).toMatchObject({ isSigned: true }); // the body's own time is tried too
  expect(read({ secrets: ['NEW', 'OASECRET'] })).toMatchObject({ isSigned: true });
  expect(read({ appId: '1002' })).toEqual({ isSigned: false });
  expect(read({ raw: Buffer.from(raw.toString().replace('","', '", "')) })).toEqual({ isSigned: false });
});

it('believes the published example of the mini app, members in any order', () => {
  const signature = 'b5aeeb63ceffb0d721d6f823d7c6dc7d60cae22164c6bc1df979efd7093bb9dc';
  const body = { event: 'user.revoke.consent', appId: '2646373759294038927', userId: '4047671499938107249', timestamp: 1_670_553_442_564 };
  const raw = Buffer.from(JSON.stringify(body));
  expect(readMiniAppSignature({ apiKeys: ['APIKEY'], raw, signature })).toEqual({ isSigned: true, at: new Date(1_670_553_442_564) });
  expect(readMiniAppSignature({ apiKeys: ['APIKEY2'], raw, signature })).toEqual({ isSigned: false });
});
