import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aDossier, aPayment, type FakeBff, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, openOutside } from '../testing/open-app.tsx';

const LIST = `GET /v1/dossiers/${ID}/payments`;
const PAY = `POST /v1/dossiers/${ID}/payments`;
const FEE = { amountVnd: 120_000, purpose: 'Lệ phí cấp đổi', payee: 'Kho bạc Nhà nước', dueAt: null, isPaid: false };
const METHODS = ['payment-platform', 'zalo-checkout'];

beforeEach(newPhone);
const outside = openOutside();

const shows = (bff: FakeBff, items: object[] = [], fee: object | null = FEE) =>
  bff.on(LIST, () => ({ json: { fee, methods: METHODS, items } }));

describe('the page to pay a fee', () => {
  it('is reached from the dossier, says how much, what for and who receives it, and leads to the bank’s page', async () => {
    await using bff = await startFakeBff();
    bff.on(`GET /v1/dossiers/${ID}`, () => ({
      json: aDossier({
        state: 'confirmed',
        status: 6,
        needsAction: { kind: 'payment', text: 'Cơ quan cần bạn nộp phí, lệ phí.', until: null, supplementId: null },
      }),
    }));
    shows(bff);
    openApp(`/dossiers/${ID}`, bff);
    fireEvent.click(await screen.findByRole('link', { name: 'Nộp lệ phí' }));
    expect(await screen.findByText('120.000 đồng')).toBeTruthy();
    expect(screen.getByText('Lệ phí cấp đổi')).toBeTruthy();
    expect(screen.getByText('Kho bạc Nhà nước')).toBeTruthy();
    bff.on(PAY, () => {
      shows(bff, [aPayment()]);
      return { status: 201, json: aPayment() };
    });
    fireEvent.click(screen.getByRole('button', { name: 'Nộp 120.000 đồng' }));
    expect(await screen.findByRole('heading', { name: 'Đang chờ xác nhận, đừng nộp lại' })).toBeTruthy();
    expect(outside.addresses()).toEqual(['https://bank.invalid/pay']);
  });

  it('changes to paid by itself, with what one needs of a receipt, and not before the server says so', async () => {
    await using bff = await startFakeBff();
    shows(bff, [aPayment()]);
    openApp(`/dossiers/${ID}/payment`, bff);
    await screen.findByRole('heading', { name: 'Đang chờ xác nhận, đừng nộp lại' });
    expect(document.body.textContent).not.toMatch(/Đã nộp xong/);
    const paid = aPayment({ state: 'paid', paidAt: new Date().toISOString(), receipt: { number: 'BL-0042', url: null } });
    shows(bff, [paid], { ...FEE, isPaid: true });
    expect(await screen.findByRole('heading', { name: 'Đã nộp xong' }, { timeout: 8_000 })).toBeTruthy();
    for (const fact of ['BL-0042', 'TNP7K3M94QX2ABC', '120.000 đồng']) expect(screen.getByText(fact)).toBeTruthy();
  });

  it('repeats a press whose answer was lost with the same key; after a clear answer the next press is a new attempt', async () => {
    await using bff = await startFakeBff();
    shows(bff);
    bff.on(PAY, () => 'no answer');
    openApp(`/dossiers/${ID}/payment`, bff);
    const press = async () => fireEvent.click(await screen.findByRole('button', { name: 'Nộp 120.000 đồng' }));
    await press();
    await screen.findByRole('alert');
    bff.on(PAY, () => problem('payment-undecided'));
    await press();
    expect(await screen.findByText(/Bạn đừng nộp lại, chúng tôi đang hỏi/)).toBeTruthy();
    await press();
    await waitFor(() => expect(bff.times(PAY)).toBe(3));
    const [lost, again, fresh] = bff.calls.filter(({ route }) => route === PAY).map(({ headers }) => headers['idempotency-key']);
    expect(again).toBe(lost);
    expect(fresh).not.toBe(lost);
  });

  it('tells our server the id Zalo gave its order, and believes nothing else of the sheet', async () => {
    await using bff = await startFakeBff();
    const checkout = { amount: 120_000, desc: 'Lệ phí', item: [{ id: 'TNP', amount: 120_000 }], extradata: '{}', mac: 'a' };
    const { payUrl: _payUrl, ...payment } = aPayment({ method: 'zalo-checkout', checkout });
    shows(bff);
    bff.on('POST /control/checkout/orders', () => ({ json: { orderId: 'zalo-1' } }));
    bff.on(PAY, () => {
      shows(bff, [payment]);
      return { status: 201, json: payment };
    });
    bff.on(`PUT /v1/payments/${payment.id}/order`, () => ({ status: 204 }));
    openApp(`/dossiers/${ID}/payment`, bff);
    fireEvent.click(await screen.findByRole('radio', { name: /Thanh toán trong Zalo/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Nộp 120.000 đồng' }));
    await screen.findByRole('heading', { name: 'Đang chờ xác nhận, đừng nộp lại' });
    await waitFor(() => expect(bff.calls.find(({ route }) => route.startsWith('PUT /v1/payments'))?.body).toEqual({ orderId: 'zalo-1' }));
    expect(bff.calls.find(({ route }) => route === PAY)?.body).toEqual({ method: 'zalo-checkout' });
    expect(bff.calls.find(({ route }) => route === 'POST /control/checkout/orders')?.body).toEqual(checkout);
  });

  it.each([
    ['failed', aPayment({ state: 'failed' }), FEE, 'Lần nộp trước không thành công', true],
    ['expired', aPayment({ state: 'expired' }), FEE, 'Lần nộp trước đã hết giờ', true],
    ['not opened', aPayment({ state: 'created' }), FEE, 'Chưa mở được trang nộp tiền', true],
    ['another amount', aPayment({ concern: 'other-amount', receivedVnd: 119_000 }), FEE, 'Số tiền nhận được chưa khớp', false],
    ['sent back', aPayment({ state: 'refunding', concern: 'late' }), FEE, 'Tiền nộp thừa đang được hoàn lại', true],
    ['no amount', null, { ...FEE, amountVnd: null }, 'Cơ quan chưa báo số tiền', false],
    ['nothing', null, null, 'Không có khoản nào cần nộp', false],
  ] as const)('%s: says what happened, and offers to pay only where that is safe', async (_name, payment, fee, words, canPay) => {
    await using bff = await startFakeBff();
    shows(bff, payment ? [payment] : [], fee);
    openApp(`/dossiers/${ID}/payment`, bff);
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Nộp [\d.]+ đồng/ }) !== null).toBe(canPay);
  });

  it.each(['refunding', 'refunded'] as const)('%s late: the fee is still to be paid, and the page says so', async (state) => {
    await using bff = await startFakeBff();
    shows(bff, [aPayment({ state, concern: 'late' })]);
    openApp(`/dossiers/${ID}/payment`, bff);
    expect(await screen.findByText(/Khoản này vẫn chưa nộp, bạn còn phải nộp\./)).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/Bạn không phải làm gì|Đã nộp xong/);
  });

  it('sent back for a fee that somebody else paid: says paid, and offers no second payment', async () => {
    await using bff = await startFakeBff();
    shows(bff, [aPayment({ state: 'refunded', concern: 'twice' })], { ...FEE, isPaid: true });
    openApp(`/dossiers/${ID}/payment`, bff);
    expect(await screen.findByRole('heading', { name: 'Đã nộp xong' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Nộp [\d.]+ đồng/ })).toBeNull();
  });
});
