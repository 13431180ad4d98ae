import type { Payment } from '@tayninh/shared/features/payments/payments.contract';
import { describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

interface Listed {
  readonly fee: { amountVnd: number | null; purpose: string | null; payee: string | null; isPaid: boolean } | null;
  readonly methods: string[];
  readonly items: Payment[];
}
interface Order {
  readonly reference: string;
  readonly timesRefunded: number;
  readonly refundedVnd: number;
}
const QUICK = { PAYMENT_ASK_BASE_MS: '300', PAYMENT_ASK_MAX_MS: '600', PAYMENT_SETTLES_MS: '500', ABSENCE_SETTLES_MS: '1500' };
const NEVER_ASKS = { PAYMENT_ASK_BASE_MS: '3600000', PAYMENT_ASK_MAX_MS: '3600000' };

/** A dossier that waits for a fee, and what a citizen, a bank and the province can do with it. */
async function aFee(server: TestServer, asked: object = { amountVnd: 120_000, purpose: 'Lệ phí cấp đổi' }) {
  const citizen = await server.as('thu-ha');
  const draft = await citizen.fillDraft('1.004873');
  const { id, receiptNo } = await citizen.submit(draft.id, crypto.randomUUID());
  const code = await citizen.until(async () => {
    const { code: known, state } = await citizen.dossier(id);
    return state === 'confirmed' ? known : null;
  });
  for (const action of ['accept', 'process']) await citizen.deskAction(code, action);
  await citizen.deskAction(code, 'ask-fee', asked);
  await citizen.until(async () => ((await citizen.dossier(id)).status === 6 ? true : null));
  const control = async <T>(path: string, body?: unknown, method = 'POST') =>
    (await fetch(server.sandbox.url + path, {
      ...(body !== undefined && { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }).then((answer) => answer.json())) as T;
  const begin = (method: string, key: string = crypto.randomUUID(), as = citizen) =>
    as.call(`/v1/dossiers/${id}/payments`, { method: 'POST', body: JSON.stringify({ method }), headers: { 'idempotency-key': key } });
  const payment = async (paymentId: string) => (await (await citizen.call(`/v1/payments/${paymentId}`)).json()) as Payment;
  return {
    citizen,
    id,
    receiptNo,
    code,
    control,
    begin,
    payment,
    list: async () => (await (await citizen.call(`/v1/dossiers/${id}/payments`)).json()) as Listed,
    attempt: async (method = 'payment-platform', key?: string) => (await (await begin(method, key)).json()) as Payment,
    /** What the SDK on a phone does with the order of a checkout attempt. */
    async openCheckout({ checkout, id: paymentId }: Payment, isNamed = true) {
      const { orderId } = await control<{ orderId: string }>('/control/checkout/orders', checkout);
      if (isNamed) await citizen.call(`/v1/payments/${paymentId}/order`, { method: 'PUT', body: JSON.stringify({ orderId }) });
      return orderId;
    },
    happen: (system: 'payment' | 'checkout', order: string, how: string) =>
      control<Order>(`/control/${system}/orders/${order}/happenings`, { how }),
    order: (system: 'payment' | 'checkout', order: string) => control<Order>(`/control/${system}/orders/${order}`),
    fault: (system: string, mode: string) => control('/control/faults', { system, mode, rate: 1, seed: 1 }, 'PUT'),
    reach: (paymentId: string, state: string, seconds = 15) =>
      citizen.until(async () => {
        const found = await payment(paymentId);
        return found.state === state ? found : null;
      }, seconds),
    reported: async () =>
      (
        await control<{ items: { feePayments: { reference: string; amountVnd: number }[] }[] }>(
          `/control/province/dossiers?reference=${receiptNo}`,
        )
      ).items[0]?.feePayments ?? [],
    told: async (word: string) => (await citizen.inbox()).filter(({ title }) => title.includes(word)).length,
  };
}

describe('a fee the province asks for', () => {
  it('is shown with amount, purpose and who receives it, and begun once for one key', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    expect(await fee.list()).toMatchObject({
      fee: { amountVnd: 120_000, purpose: 'Lệ phí cấp đổi', payee: 'Kho bạc Nhà nước (bịa để thử)', isPaid: false },
      methods: ['payment-platform', 'zalo-checkout'],
      items: [],
    });
    const key = crypto.randomUUID();
    const first = await fee.begin('payment-platform', key);
    expect(first.status).toBe(201);
    const made = (await first.json()) as Payment;
    expect(made).toMatchObject({ state: 'awaiting', amountVnd: 120_000, payUrl: expect.stringContaining(made.reference) });
    const again = await fee.begin('payment-platform', key);
    expect([again.headers.get('idempotency-replayed'), await again.json()]).toEqual(['true', made]);
    expect((await fee.begin('zalo-checkout', key)).status).toBe(422);
    expect((await fee.list()).items).toHaveLength(1);
  });

  it('cannot be paid while the amount is not known; a look-up that names it later opens the way', async () => {
    await using server = await buildTestApp({ ...NEVER_ASKS, POLL_EVERY_MS: '500' });
    const fee = await aFee(server, {});
    expect((await fee.list()).fee).toMatchObject({ amountVnd: null });
    expect((await fee.begin('payment-platform')).status).toBe(409);
    await fee.citizen.deskAction(fee.code, 'ask-fee', { amountVnd: 5_000 });
    await fee.citizen.until(async () => ((await fee.list()).fee?.amountVnd === 5_000 ? true : null));
  });

  it('somebody else’s dossier and attempt look like missing ones', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    const made = await fee.attempt();
    const stranger = await server.as('van-binh');
    const answers = await Promise.all([
      stranger.call(`/v1/payments/${made.id}`),
      stranger.call(`/v1/dossiers/${fee.id}/payments`),
      fee.begin('payment-platform', crypto.randomUUID(), stranger),
      stranger.call(`/v1/payments/${made.id}/order`, { method: 'PUT', body: JSON.stringify({ orderId: 'x' }) }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});

describe('money that arrives', () => {
  it.each(['payment-platform', 'zalo-checkout'] as const)(
    '%s: a signed notice makes it paid; the province, the timeline and the inbox are told once, however often it is said',
    async (method) => {
      await using server = await buildTestApp(NEVER_ASKS);
      const fee = await aFee(server);
      const made = await fee.attempt(method);
      const system = method === 'payment-platform' ? 'payment' : 'checkout';
      const order = method === 'payment-platform' ? made.reference : await fee.openCheckout(made, false);
      await fee.fault(system, 'duplicate');
      await fee.happen(system, order, 'twice');
      expect(await fee.reach(made.id, 'paid')).toMatchObject({ paidAt: expect.any(String), concern: null });
      await fee.citizen.until(async () => ((await fee.citizen.dossier(fee.id)).status === 4 ? true : null));
      expect(await fee.reported()).toMatchObject([{ reference: made.reference, amountVnd: 120_000 }]);
      expect(await fee.told('Đã nhận tiền')).toBe(1);
      const dossier = await fee.citizen.dossier(fee.id);
      expect(dossier.timeline.filter(({ title }) => title === 'Đã nộp phí, lệ phí')).toHaveLength(1);
      expect(dossier.needsAction).toBeNull();
      expect((await fee.begin(method)).status).toBe(409);
    },
  );

  it('money that came without a notice is found by asking; silence and a lost reply of the province change nothing', async () => {
    await using server = await buildTestApp(QUICK);
    const fee = await aFee(server);
    await fee.fault('payment', 'down');
    const unopened = await fee.attempt();
    expect(unopened).toMatchObject({ state: 'created' });
    expect(unopened.payUrl).toBeUndefined();
    expect((await fee.begin('payment-platform')).status).toBe(409);
    await fee.fault('payment', 'none');
    const made = await fee.citizen.until(async () => {
      const answer = await fee.begin('payment-platform'); // the breaker closes again
      const body = (await answer.json()) as Payment;
      return answer.status === 201 && body.state === 'awaiting' ? body : null;
    });
    expect((await fee.payment(unopened.id)).state).toMatch(/cancelled|expired/);
    await fee.fault('province', 'lose-reply');
    await fee.happen('payment', made.reference, 'pay-silently');
    await fee.reach(made.id, 'paid');
    await fee.citizen.until(async () => ((await fee.reported()).length > 0 ? true : null));
    await server.sql`select pg_sleep(3)`;
    expect(await fee.reported()).toHaveLength(1);
    await fee.citizen.until(async () => ((await fee.payment(made.id)).receipt?.number ? true : null));
  });

  it('a notice may be faster than the answer to our own order', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    await fee.fault('payment', 'lose-reply');
    const made = await fee.attempt();
    expect(made.state).toBe('created');
    await fee.happen('payment', made.reference, 'pay');
    await fee.reach(made.id, 'paid');
  });

  it('a wrong code is refused, counted and changes nothing, whoever sends it', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    const platform = await fee.attempt();
    await fee.happen('payment', platform.reference, 'wrong-hash');
    const forged = {
      data: { appId: server.config.ZALO_MINI_APP_ID, resultCode: 1, extradata: '{}' },
      mac: 'f'.repeat(64),
      overallMac: 'zz',
    };
    const send = (path: string, body: unknown) =>
      fetch(server.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const zalo = await send('/hooks/zalo/checkout', forged);
    expect([zalo.status, await zalo.json()]).toEqual([401, { returnCode: 0, returnMessage: 'mac not equal' }]);
    for (const body of [{}, null, [], { MaXacThuc: '' }]) expect((await send('/hooks/payment-platform', body)).status).toBe(401);
    const counted = await server.count('payment_notices_total', { system: 'payment-platform', outcome: 'forged' });
    expect(counted).toBeGreaterThan(3);
    expect((await fee.payment(platform.id)).state).toBe('awaiting');
    expect(await server.sql`select 1 from payment_notice`).toHaveLength(0);
  });

  it('what the bank’s page says on the way back is believed by nobody', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    const made = await fee.attempt();
    const back = await fetch(`${server.url}/payments/return?responseCode=00&data=${made.reference}`);
    expect(back.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*style-src 'sha256-/);
    expect([back.status, await back.text()]).toEqual([200, expect.stringContaining('đừng nộp lại')]);
    expect((await fee.payment(made.id)).state).toBe('awaiting');
  });

  it('another amount is not paid: noted, shown to staff, and nobody can pay again meanwhile', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    const made = await fee.attempt();
    await fee.happen('payment', made.reference, 'other-amount');
    const found = await fee.citizen.until(async () => {
      const seen = await fee.payment(made.id);
      return seen.concern ? seen : null;
    });
    expect(found).toMatchObject({ state: 'awaiting', concern: 'other-amount', receivedVnd: 119_000 });
    expect(found.payUrl).toBeUndefined();
    expect((await fee.begin('zalo-checkout')).status).toBe(409);
    expect(await fee.reported()).toEqual([]);
    expect(await fee.told('chưa khớp')).toBe(1);
  });

  it('an attempt that ran out of time, paid late, goes back', async () => {
    await using server = await buildTestApp({ ...QUICK, PAYMENT_OPEN_MS: '300' });
    const fee = await aFee(server);
    const late = await fee.attempt('zalo-checkout');
    const order = await fee.openCheckout(late);
    await fee.reach(late.id, 'expired');
    await fee.happen('checkout', order, 'pay');
    expect(await fee.reach(late.id, 'refunded')).toMatchObject({ concern: 'late' });
    expect(await fee.order('checkout', order)).toMatchObject({ timesRefunded: 1, refundedVnd: 120_000 });
    expect(await fee.told('Đã hoàn lại')).toBe(1);
    expect((await fee.list()).fee?.isPaid).toBe(false);
  });

  it('of two attempts that both get paid the first counts, the second is sent back once', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    const first = await fee.attempt('zalo-checkout');
    const order = await fee.openCheckout(first);
    const second = await fee.attempt('payment-platform');
    expect([second.state, (await fee.payment(first.id)).state]).toEqual(['awaiting', 'cancelled']);
    await fee.happen('payment', second.reference, 'pay');
    await fee.reach(second.id, 'paid');
    await fee.fault('checkout', 'lose-reply');
    await fee.happen('checkout', order, 'pay');
    await fee.citizen.until(async () =>
      (await server.sql`select 1 from payment where id = ${first.id} and needs_staff`).length ? true : null,
    );
    expect(await fee.order('checkout', order)).toMatchObject({ timesRefunded: 1 });
    expect((await fee.payment(first.id)).state).toBe('refunding');
    expect(await fee.reported()).toMatchObject([{ reference: second.reference }]);
  });

  it('while the bank is at work nobody begins another attempt', async () => {
    await using server = await buildTestApp(NEVER_ASKS);
    const fee = await aFee(server);
    const made = await fee.attempt();
    await fee.happen('payment', made.reference, 'processing');
    const refused = await fee.begin('zalo-checkout');
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'payment-undecided']);
  });

  it('a second transaction on a paid order is shown to staff, and the province still hears of the first', async () => {
    await using server = await buildTestApp(QUICK);
    const fee = await aFee(server);
    const made = await fee.attempt();
    await fee.fault('province', 'down');
    await fee.happen('payment', made.reference, 'pay');
    await fee.reach(made.id, 'paid');
    await fee.happen('payment', made.reference, 'pay-again');
    await fee.citizen.until(async () => ((await fee.payment(made.id)).concern === 'twice' ? true : null));
    await fee.fault('province', 'none');
    await fee.citizen.until(async () => ((await fee.reported()).length > 0 ? true : null));
    expect(await fee.reported()).toMatchObject([{ reference: made.reference }]);
  });
});
