import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The message authentication codes of Zalo's Checkout SDK: hex HMAC-SHA256 with the private key of the mini app's payment
 * settings over a string of its own for each purpose (miniapp.zaloplatforms.com/documents/checkout-sdk, read November 2026).
 */
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text, 'utf8').digest('hex');

/** Values as the client sends them: texts as they are, everything else as JSON. */
const valueText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const named = (data: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  keys.map((key) => `${key}=${valueText(data[key])}`).join('&');
const allOf = (data: Readonly<Record<string, unknown>>) => named(data, Object.keys(data).sort());

/** Over the fields that are sent, keys ascending. */
export const orderMac = (key: string, order: Readonly<Record<string, unknown>>) => hmac(key, allOf(order));
export const notifyMac = (key: string, data: Readonly<Record<string, unknown>>) => hmac(key, named(data, ['appId', 'orderId', 'method']));
export const resultMac = (key: string, data: Readonly<Record<string, unknown>>) =>
  hmac(key, named(data, ['appId', 'amount', 'description', 'orderId', 'message', 'resultCode', 'transId']));
/** Covers every field, `extradata` and `method` too, which `resultMac` leaves out. */
export const overallMac = (key: string, data: Readonly<Record<string, unknown>>) => hmac(key, allOf(data));
/** For what our server asks: the named fields, then the key once more. */
export const requestMac = (key: string, data: Readonly<Record<string, unknown>>) =>
  hmac(key, `${named(data, Object.keys(data))}&privateKey=${key}`);

/** Constant time; anything that is not 64 hex digits is no match. */
export function isSameMac(given: unknown, expected: string): boolean {
  if (typeof given !== 'string' || !/^[0-9a-f]{64}$/i.test(given)) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(expected, 'hex'));
}
