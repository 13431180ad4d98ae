import type { CheckoutOrder } from '@tayninh/shared/features/payments/payments.contract';

/**
 * The only door to Zalo. Every call has a time limit; what Zalo refuses or forgets becomes a `ZaloError` the caller can show.
 * The SDK is loaded apart from the first screen: importing it already talks to Zalo.
 */
const sdk = () => import('zmp-sdk/apis');

/** `code` is Zalo's own (docs/sources/zalo.md), -1408 when nothing came in time. Rejections of the SDK are plain objects, never Errors. */
export class ZaloError extends Error {
  override name = 'ZaloError';
  readonly code: number;
  constructor(api: string, code: number, cause?: unknown) {
    super(`${api}: ${code}`, { cause });
    this.code = code;
  }
}
const TIMED_OUT = -1408;
const UNKNOWN = -2000;
const DENIED = new Set([-2002, -201, -202, -1401]);

export const isDenied = (error: unknown) => error instanceof ZaloError && DENIED.has(error.code);

async function ask<T>(api: string, limitMs: number, call: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ZaloError(api, TIMED_OUT)), limitMs);
  });
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    if (error instanceof ZaloError) throw error;
    const code = (error as { code?: unknown } | null)?.code;
    throw new ZaloError(api, typeof code === 'number' ? code : UNKNOWN, error);
  } finally {
    clearTimeout(timer);
  }
}

const QUICK_MS = 8_000;
/** A sheet stays open as long as the person needs to read it. */
const SHEET_MS = 120_000;

/** Needs no consent since SDK 2.35; proves a Zalo account to our server, nothing more. */
export const zaloAccessToken = () => ask('getAccessToken', QUICK_MS, async () => (await (await sdk()).getAccessToken()) as string);

/** Opens Zalo's sheet. The token is good once, for two minutes, and only our server can exchange it. */
export const zaloPhoneToken = () =>
  ask('getPhoneNumber', SHEET_MS, async () => {
    const { token } = (await (await sdk()).getPhoneNumber()) as { token?: string };
    if (!token) throw new ZaloError('getPhoneNumber', UNKNOWN);
    return token;
  });

/** Opens Zalo's sheet. Zalo tells the position to our server only, for this token: good once, for two minutes. */
export const zaloLocationToken = () =>
  ask('getLocation', SHEET_MS, async () => {
    const { token } = (await (await sdk()).getLocation()) as { token?: string };
    if (!token) throw new ZaloError('getLocation', UNKNOWN);
    return token;
  });

export interface HostFacts {
  readonly theme: 'light' | 'dark';
}
export const hostFacts = (): Promise<HostFacts> =>
  ask('getSystemInfo', QUICK_MS, async () => ({ theme: (await sdk()).getSystemInfo().zaloTheme === 'dark' ? 'dark' : 'light' }));

/** Asks once whether Zalo may send notices of this app; a refusal is fine and remembered by Zalo. */
export const askToNotify = () => ask('requestSendNotification', SHEET_MS, async () => (await sdk()).requestSendNotification());

export const callPhone = (phoneNumber: string) => ask('openPhone', QUICK_MS, async () => (await sdk()).openPhone({ phoneNumber }));

/** The Official Account's chat, with words ready to send. */
export const openOfficialChat = (message?: string) =>
  ask('openChat', SHEET_MS, async () =>
    (await sdk()).openChat({ type: 'oa', id: import.meta.env.VITE_OA_ID ?? '', ...(message ? { message } : {}) }),
  );

export const openOutside = (url: string) => ask('openWebview', QUICK_MS, async () => (await sdk()).openWebview({ url }));

/** Zalo's own reader for PDF files; older Zalo apps have none. The file is fetched by Zalo, so its address must say everything. */
export const openDocument = (url: string, title: string) =>
  ask('openDocument', SHEET_MS, async () => (await sdk()).openDocument({ url, title, share: false, download: true, edit: false }));

/** To the phone's own files. */
export const saveFile = (url: string) => ask('downloadFile', SHEET_MS, async () => (await sdk()).downloadFile({ url }));

/**
 * Opens Zalo's sheet to pay an order that our server signed. What the sheet reports is not looked at: only the order's id is
 * of use, to ask by. @returns null when Zalo gave none
 */
export const openCheckout = (order: CheckoutOrder) =>
  ask('createOrder', SHEET_MS, async () => {
    const { orderId } = await (await sdk()).Payment.createOrder(order);
    return orderId || null;
  });

/** @param imageBase64Data a `data:image/png;base64,…` URL */
export const saveToGallery = (imageBase64Data: string) =>
  ask('saveImageToGallery', SHEET_MS, async () => (await sdk()).saveImageToGallery({ imageBase64Data }));

/** Opens Zalo's sheet of friends with a text; the person chooses who gets it, or nobody. */
export const shareText = (text: string) =>
  ask('openShareSheet', SHEET_MS, async () => (await sdk()).openShareSheet({ type: 'text', data: { text } }));

/** The same sheet with a link, which Zalo shows with its picture; also to the person's own timeline. */
export const shareLink = (link: string) =>
  ask('openShareSheet', SHEET_MS, async () => (await sdk()).openShareSheet({ type: 'link', data: { link, chatOnly: false } }));

/** Opens Zalo's camera for codes. @returns what the code says, not yet checked */
export const scanQrCode = () => ask('scanQRCode', SHEET_MS, async () => String((await (await sdk()).scanQRCode()).content ?? ''));

/** Zalo opened a link of ours while the app was running: `path` is where it wants to go, not yet checked. */
export async function onReopened(listener: (path: string) => void): Promise<void> {
  const { events, EventName } = await sdk();
  // the sandbox has no such event
  events?.on(EventName.OpenApp, (data: { path?: string }) => {
    if (data.path) listener(data.path);
  });
}

/** Small texts kept by Zalo on this phone. A store that fails reads as empty: it is a cache, never the truth. */
export async function readStored(key: string): Promise<string | null> {
  try {
    return (await ask('nativeStorage', 2_000, async () => (await sdk()).nativeStorage.getItem(key))) || null;
  } catch {
    return null;
  }
}

export async function writeStored(key: string, value: string): Promise<void> {
  await ask('nativeStorage', 2_000, async () => (await sdk()).nativeStorage.setItem(key, value)).catch(() => {});
}

export async function removeStored(key: string): Promise<void> {
  await ask('nativeStorage', 2_000, async () => (await sdk()).nativeStorage.removeItem(key)).catch(() => {});
}
