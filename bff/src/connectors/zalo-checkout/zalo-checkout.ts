import { z } from 'zod';
import type { Finding, PaymentProvider, RefundAnswer } from '../payment-provider.ts';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';
import { isSameMac, notifyMac, orderMac, overallMac, requestMac, resultMac } from './checkout-macs.ts';

const SYSTEM = 'zalo-checkout';
/** `resultCode` of the callback and `returnCode` of the query; anything else is not a verdict. */
const OUTCOME: Record<number, Finding['outcome']> = { 1: 'paid', 0: 'processing', [-1]: 'failed' };
/** Zalo cuts longer ones. */
const DESCRIPTION_LENGTH = 100;

const Text = z.union([z.string().max(200), z.number()]).transform(String);
const Result = z.looseObject({
  orderId: Text,
  transId: Text.nullish(),
  amount: z.coerce.number().int().min(0),
  resultCode: z.coerce.number().int(),
  transTime: z.coerce.number().int().nullish(),
  extradata: z.string().max(4_000),
});
const Notice = z.object({ data: z.record(z.string(), z.unknown()), mac: z.string(), overallMac: z.string().optional() });
const Status = z.object({
  data: z.object({
    transId: Text.nullish(),
    returnCode: z.coerce.number().int(),
    isProcessing: z.boolean().nullish(),
    amount: z.coerce.number().int().min(0).nullish(),
    transTime: z.coerce.number().int().nullish(),
    extradata: z.string().max(4_000).nullish(),
  }),
});
const Refund = z.object({ returnCode: z.coerce.number().int(), refundId: Text.nullish() });
const Extradata = z.object({ myOrderId: z.string().max(64) });

/**
 * Zalo's Checkout SDK (docs/sources/payments.md): the order is signed here and opened by the SDK on the phone; the result
 * comes as a callback signed with the private key, or is asked for by Zalo's own order id. `extradata.myOrderId` carries our
 * reference and is covered by `overallMac` only, so both codes must hold.
 */
export function createZaloCheckout({
  upstream,
  appId,
  privateKey,
  timeoutMs,
}: {
  upstream: Upstream;
  appId: string;
  privateKey: string;
  timeoutMs: number;
}): PaymentProvider {
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await upstream.call({
      method,
      path,
      timeoutMs,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (answer.status >= 400) throw new UpstreamError(SYSTEM, `status ${answer.status}`, { wasSent: true });
    return parseJson(SYSTEM, answer.text);
  };

  return {
    method: 'zalo-checkout',
    can: { queryByReference: false, refund: true, receipt: false },

    async createOrder({ reference, amountVnd, purpose }) {
      const order = {
        amount: amountVnd,
        desc: purpose.slice(0, DESCRIPTION_LENGTH),
        item: [{ id: reference, amount: amountVnd }],
        extradata: JSON.stringify({ myOrderId: reference }),
      };
      return { checkout: { ...order, mac: orderMac(privateKey, order) } };
    },

    readNotice(raw) {
      const parsed = Notice.safeParse(jsonOrNull(raw.toString('utf8')));
      if (!parsed.success || parsed.data.data.appId !== appId) return { kind: 'forged' };
      const { data, mac, overallMac: overall } = parsed.data;
      // "Chosen to pay at the door or by transfer": methods that we do not offer; it tells of no money.
      if (overall === undefined && data.resultCode === undefined)
        return isSameMac(mac, notifyMac(privateKey, data)) ? { kind: 'nothing' } : { kind: 'forged' };
      const isGenuine = isSameMac(mac, resultMac(privateKey, data)) && isSameMac(overall, overallMac(privateKey, data));
      if (!isGenuine) return { kind: 'forged' };
      const result = Result.safeParse(data);
      const reference = result.success ? referenceIn(result.data.extradata) : null;
      const outcome = result.success ? OUTCOME[result.data.resultCode] : undefined;
      if (!result.success || !reference || !outcome) return { kind: 'nothing' };
      const { orderId, transId, amount, transTime } = result.data;
      return {
        kind: 'finding',
        finding: { reference, outcome, amountVnd: amount, transactionId: transId ?? null, orderId, occurredAt: timeOf(transTime) },
      };
    },
    answerNotice: (isTaken) => ({ returnCode: isTaken ? 1 : 0, returnMessage: isTaken ? 'OK' : 'mac not equal' }),

    async query({ reference, orderId }) {
      if (!orderId) return null;
      const query = new URLSearchParams({ orderId, appId, mac: requestMac(privateKey, { appId, orderId }) });
      const parsed = Status.safeParse(await ask('GET', `/api/transaction/get-status?${query}`));
      if (!parsed.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
      const { transId, returnCode, isProcessing, amount, transTime, extradata } = parsed.data.data;
      const outcome = returnCode === 0 && isProcessing === false ? 'unpaid' : OUTCOME[returnCode];
      // The order id came from a phone: it counts only when Zalo itself says that the order is ours.
      if (!outcome || !extradata || referenceIn(extradata) !== reference) return null;
      return {
        reference,
        outcome,
        amountVnd: amount ?? 0,
        transactionId: transId ?? null,
        orderId,
        occurredAt: timeOf(transTime),
      };
    },

    async refund({ transactionId, amountVnd }) {
      const request = { appId, transId: transactionId, amount: amountVnd, description: 'Hoan tien nop thua' };
      return readRefund(await ask('POST', '/api/refund/create', { ...request, mac: requestMac(privateKey, request) }));
    },
    async refundStatus(refundId) {
      const query = new URLSearchParams({ refundId, appId, mac: requestMac(privateKey, { appId, refundId }) });
      return readRefund(await ask('GET', `/api/refund?${query}`)).outcome;
    },
    receipt: async () => null,
  };
}

/** 1 is done, more is on its way, less has failed; with or without an envelope around it. */
function readRefund(value: unknown): RefundAnswer {
  const parsed = Refund.safeParse((value as { data?: unknown } | null)?.data ?? value);
  if (!parsed.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
  const { returnCode, refundId } = parsed.data;
  return { outcome: returnCode === 1 ? 'done' : returnCode > 1 ? 'pending' : 'refused', refundId: refundId ?? null };
}

const timeOf = (milliseconds: number | null | undefined) => (milliseconds ? new Date(milliseconds) : null);

/** URI-encoded JSON in callbacks, plain JSON in what we sent. */
function referenceIn(extradata: string): string | null {
  const text = /^%7b/i.test(extradata) ? decodedOrNull(extradata) : extradata;
  const parsed = Extradata.safeParse(text && jsonOrNull(text));
  return parsed.success ? parsed.data.myOrderId : null;
}
function decodedOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
