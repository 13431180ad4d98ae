import { describe, expect, it } from 'vitest';
import { createUpstream } from '../upstream.ts';
import { isSameMac, notifyMac, orderMac, overallMac, requestMac, resultMac } from './checkout-macs.ts';
import { createZaloCheckout } from './zalo-checkout.ts';

/** Computed apart from this code, key `PK`. */
const RESULT = { appId: '123', amount: 50_000, description: 'Le phi #1', orderId: 'o1', message: 'ok', resultCode: 1, transId: 't1' };
const checkout = createZaloCheckout({
  upstream: createUpstream({ system: 'none', baseUrl: 'http://127.0.0.1:9' }),
  appId: '123',
  privateKey: 'PK',
  timeoutMs: 1,
});
const notice = (data: Record<string, unknown>, codes = { mac: resultMac('PK', data), overallMac: overallMac('PK', data) }) =>
  Buffer.from(JSON.stringify({ data, ...codes }));

describe('the codes of Zalo’s Checkout', () => {
  it('agree with known ones', () => {
    const order = {
      amount: 50_000,
      desc: 'Le phi #1',
      extradata: '{"myOrderId":1}',
      item: [{ id: 1, amount: 50_000 }],
      method: '{"id":"ZALOPAY_SANDBOX","isCustom":false}',
    };
    expect(orderMac('PK', order)).toBe('d5cf98120146f200598912b95bb4aafdabe29ae65f0da6ec7d44716506a91d6e');
    expect(notifyMac('PK', { appId: '123', orderId: 'o1', method: 'COD' })).toBe(
      'ee23a51c5c11093454bb493dccddd476e21a0ce15b2e801e4f8aec1fc8952eff',
    );
    expect(resultMac('PK', RESULT)).toBe('1a8a27ce81543ea937a051c819af51c059396daca93dfb1ded98b756f1194d06');
    expect(overallMac('PK', RESULT)).toBe('0f02a9f065ccf59924b8a1918c9c1c46067b3c46eec70f74ed84ad8844d7ae74');
    expect(requestMac('PK', { appId: '123', orderId: 'o1' })).toBe('96551ca2f423f1e0f1209c3df11154c4f3c5f49c82f7dae8be949656ab731ae9');
  });

  it.each([undefined, null, '', 'zz', 'a'.repeat(63), 'a'.repeat(66), 1])('%j matches nothing', (given) => {
    expect(isSameMac(given, orderMac('PK', {}))).toBe(false);
  });

  it('a result counts with both codes right, and every changed field breaks one', () => {
    const data = { ...RESULT, extradata: encodeURIComponent('{"myOrderId":"TNP1"}'), method: 'ZALOPAY' };
    expect(checkout.readNotice(notice(data))).toMatchObject({
      kind: 'finding',
      finding: { reference: 'TNP1', outcome: 'paid', amountVnd: 50_000 },
    });
    const codes = { mac: resultMac('PK', data), overallMac: overallMac('PK', data) };
    for (const [name, value] of Object.entries(data))
      expect(checkout.readNotice(notice({ ...data, [name]: typeof value === 'number' ? value + 1 : `${value}x` }, codes))).toEqual({
        kind: 'forged',
      });
    // an order of somebody else behind a genuine short code
    const other = { ...data, extradata: encodeURIComponent('{"myOrderId":"TNP2"}') };
    expect(checkout.readNotice(notice(other, codes))).toEqual({ kind: 'forged' });
  });

  it('"will pay at the door" is genuine and tells of no money', () => {
    const data = { appId: '123', orderId: 'o1', method: 'COD' };
    expect(checkout.readNotice(Buffer.from(JSON.stringify({ data, mac: notifyMac('PK', data) })))).toEqual({ kind: 'nothing' });
  });
});
