/**
 * Stands in for `zmp-sdk/apis` in the sandbox build of the mini app, never in the real one. What needs the person's consent is
 * asked of the phone page around it; opened on its own, without that page, everything is granted.
 */
declare global {
  interface Window {
    SANDBOX_ORIGIN?: string;
  }
}

export interface ZaloError {
  readonly code: number;
  readonly message: string;
  readonly api: string;
}

export type Scope = 'scope.userInfo' | 'scope.userLocation' | 'scope.userPhonenumber' | 'scope.userFriends';
export type AuthSetting = Partial<Record<Scope, boolean>>;

interface Persona {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly zaloId?: string;
  readonly oaUserId?: string;
}

interface Tokens {
  readonly accessToken: string;
  readonly phoneToken: string;
  readonly locationToken: string;
}

/** First `isSeen`, then, however long the person takes, `ok`. Or an event of Zalo's, of its own accord. */
interface FromPhone {
  readonly source: 'phone';
  readonly id?: string;
  readonly isSeen?: boolean;
  readonly ok?: boolean;
  readonly value?: unknown;
  readonly event?: string;
  readonly data?: unknown;
}

const PERSONA_KEY = 'sandbox-persona';
/** Zalo's own numbers. */
const UNKNOWN = -2000;
const INVALID = -1400;
const NO_CONSENT = -1401;
const TIMED_OUT = -1408;
const DENIED = -2002;
const SCOPE_DENIED = -201;
const CANCELLED = -2003;
const PICK_FAILED = -2004;
const ANSWER_WITHIN_MS = 8_000;

const failure = (api: string, code: number, message: string): ZaloError => ({ code, message, api });
const origin = () => window.SANDBOX_ORIGIN ?? window.location.origin;
// The phone page may be open as localhost or as 127.0.0.1, so messages to it name no origin; they carry no personal data.
const embedded = () => window.parent !== window;

// At load, before the app's first navigation drops the query. The sandbox's page has done so already, a development server has not.
const chosen = new URLSearchParams(window.location.search).get('persona');
if (chosen) sessionStorage.setItem(PERSONA_KEY, chosen);

async function call<Answer>(api: string, path: string, body?: unknown): Promise<Answer> {
  try {
    const response = await fetch(`${origin()}${path}`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw failure(api, UNKNOWN, `sandbox answered ${response.status}`);
    return (await response.json()) as Answer;
  } catch (error) {
    if (typeof (error as Partial<ZaloError>).api === 'string') throw error;
    const isLate = (error as Partial<Error>).name === 'TimeoutError';
    throw isLate ? failure(api, TIMED_OUT, 'timeout') : failure(api, UNKNOWN, 'sandbox not reachable');
  }
}

async function personas(api: string): Promise<readonly Persona[]> {
  return (await call<{ items: readonly Persona[] }>(api, '/control/personas')).items;
}

async function personaId(api: string): Promise<string> {
  const remembered = sessionStorage.getItem(PERSONA_KEY);
  if (remembered) return remembered;
  const first = (await personas(api)).find(({ kind }) => kind === 'citizen');
  if (!first) throw failure(api, UNKNOWN, 'no invented citizen');
  sessionStorage.setItem(PERSONA_KEY, first.id);
  return first.id;
}

const tokens = async (api: string) => call<Tokens>(api, '/control/zalo/tokens', { personaId: await personaId(api) });

/**
 * Asks the phone page. It must say within 8 s that it has seen the question, as Zalo would; then a sheet may stay open as long
 * as the person needs.
 */
function askPhone(api: string, args: unknown, refusal = DENIED): Promise<void> {
  if (!embedded()) return Promise.resolve();
  const id = crypto.randomUUID();
  return new Promise<void>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('message', listen);
    };
    const timer = setTimeout(() => {
      end();
      reject(failure(api, TIMED_OUT, 'timeout'));
    }, ANSWER_WITHIN_MS);
    const listen = ({ source, data }: MessageEvent<Partial<FromPhone> | null>) => {
      if (source !== window.parent || data?.source !== 'phone' || data.id !== id) return;
      if (data.isSeen) return clearTimeout(timer);
      end();
      if (data.ok) resolve();
      else reject(failure(api, refusal, 'user denied'));
    };
    window.addEventListener('message', listen);
    window.parent.postMessage({ source: 'mini-app', id, api, args }, '*');
  });
}

function tellPhone(api: string, args: unknown = {}): void {
  if (embedded()) window.parent.postMessage({ source: 'mini-app', id: crypto.randomUUID(), api, args }, '*');
}

const storagePrefix = () => `zalo:${sessionStorage.getItem(PERSONA_KEY) ?? 'first'}:`;
const consentKey = () => `zalo-consent:${sessionStorage.getItem(PERSONA_KEY) ?? 'first'}`;

function consents(): AuthSetting {
  try {
    return JSON.parse(sessionStorage.getItem(consentKey()) ?? '{}') as AuthSetting;
  } catch {
    return {};
  }
}
const rememberConsent = (answer: AuthSetting) => sessionStorage.setItem(consentKey(), JSON.stringify({ ...consents(), ...answer }));

export async function getAccessToken(): Promise<string> {
  return (await tokens('getAccessToken')).accessToken;
}

export async function getPhoneNumber(): Promise<{ token?: string; number?: string }> {
  await personaId('getPhoneNumber');
  if (!consents()['scope.userPhonenumber']) {
    await askPhone('getPhoneNumber', {});
    rememberConsent({ 'scope.userPhonenumber': true });
  }
  return { token: (await tokens('getPhoneNumber')).phoneToken };
}

export async function getLocation(): Promise<{ token?: string }> {
  await personaId('getLocation');
  if (!consents()['scope.userLocation']) {
    await askPhone('getLocation', {});
    rememberConsent({ 'scope.userLocation': true });
  }
  return { token: (await tokens('getLocation')).locationToken };
}

export async function authorize({ scopes = [] }: { scopes?: Scope[] } = {}): Promise<AuthSetting> {
  await personaId('authorize');
  const granted: AuthSetting = Object.fromEntries(scopes.map((scope) => [scope, true]));
  const missing = scopes.filter((scope) => !consents()[scope]);
  if (missing.length > 0) {
    try {
      await askPhone('authorize', { scopes: missing }, SCOPE_DENIED);
    } catch (error) {
      rememberConsent(Object.fromEntries(missing.map((scope) => [scope, false])));
      throw error;
    }
    rememberConsent(granted);
  }
  return granted;
}

export async function getSetting(): Promise<{ authSetting: AuthSetting }> {
  await personaId('getSetting');
  return { authSetting: consents() };
}

export async function getUserInfo({
  autoRequestPermission = false,
}: {
  avatarType?: 'small' | 'normal' | 'large';
  autoRequestPermission?: boolean;
} = {}): Promise<{ userInfo: { id: string; name: string; avatar: string; idByOA?: string; followedOA?: boolean; isSensitive?: boolean } }> {
  const id = await personaId('getUserInfo');
  if (autoRequestPermission) await authorize({ scopes: ['scope.userInfo'] });
  if (embedded() && !consents()['scope.userInfo']) throw failure('getUserInfo', NO_CONSENT, 'user has not agreed to share name and avatar');
  const persona = (await personas('getUserInfo')).find((candidate) => candidate.id === id);
  if (!persona) throw failure('getUserInfo', NO_CONSENT, 'no such person');
  return {
    userInfo: {
      id: persona.zaloId ?? '',
      name: persona.name,
      avatar: '',
      ...(persona.oaUserId ? { idByOA: persona.oaUserId } : {}),
      followedOA: persona.oaUserId !== undefined,
      isSensitive: false,
    },
  };
}

export function getSystemInfo() {
  return {
    version: '1.0.0',
    apiVersion: '2.51.6',
    zaloVersion: '25111864',
    platform: 'android',
    language: 'vi',
    zaloLanguage: 'vi',
    zaloTheme: window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  } as const;
}

const ownKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(storagePrefix()));

export const nativeStorage = {
  // Reads of a key never written give an empty text, as on a phone.
  getItem: (key: string): string => localStorage.getItem(storagePrefix() + key) ?? '',
  setItem: (key: string, value: string): void => localStorage.setItem(storagePrefix() + key, value),
  removeItem: (key: string): void => localStorage.removeItem(storagePrefix() + key),
  clear: (): void => {
    for (const key of ownKeys()) localStorage.removeItem(key);
  },
  getStorageInfo: () => ({
    currentSize: ownKeys().reduce((sum, key) => sum + key.length + (localStorage.getItem(key)?.length ?? 0), 0),
    limitSize: 5 * 1024 * 1024,
  }),
};

export async function openChat(args: { type: 'user' | 'oa'; id: string; message?: string }): Promise<void> {
  await askPhone('openChat', args);
}

/** Without a camera the tester types what the code says; closing the question is changing one's mind. */
export async function scanQRCode(): Promise<{ content: string }> {
  const content = window.prompt('Sân tập: mã QR này ghi gì?');
  if (content === null) throw failure('scanQRCode', DENIED, 'user cancelled');
  return { content };
}

export async function requestSendNotification(): Promise<void> {
  await askPhone('requestSendNotification', {});
}

export async function openPhone(args: { phoneNumber: string }): Promise<void> {
  if (!args.phoneNumber) throw failure('openPhone', INVALID, 'invalid arguments');
  tellPhone('openPhone', args);
}

export async function openWebview({
  url,
}: {
  url: string;
  config?: { style?: 'bottomSheet' | 'normal'; leftButton?: 'back' | 'none' };
}): Promise<void> {
  window.open(url, '_blank', 'noopener');
}

/** Zalo's reader takes PDF files only. */
export async function openDocument({ url }: { url: string; title?: string; share?: boolean; download?: boolean }): Promise<void> {
  window.open(url, '_blank', 'noopener');
}

export async function downloadFile({ url }: { url?: string; fileBase64Data?: string }): Promise<void> {
  if (!url) throw failure('downloadFile', INVALID, 'invalid arguments');
  Object.assign(document.createElement('a'), { href: url, download: '' }).click();
}

/** Zalo's sheet of ways to pay, here a page of the sandbox. The order must be signed; its id comes back at once, money later or never. */
async function createOrder(order: {
  amount: number;
  desc: string;
  item: { id: string; amount: number }[];
  extradata?: string;
  mac: string;
}): Promise<{ orderId: string }> {
  const { orderId } = await call<{ orderId: string }>('createOrder', '/control/checkout/orders', order);
  window.open(`${origin()}/pay/checkout/${encodeURIComponent(orderId)}`, '_blank', 'noopener');
  return { orderId };
}
export const Payment = { createOrder };

export async function closeApp(): Promise<void> {
  tellPhone('closeApp');
}

type NetworkType = 'none' | 'wifi' | 'cellular' | 'unknown';
const networkType = (): NetworkType => (navigator.onLine ? 'wifi' : 'none');

export async function getNetworkType(): Promise<{ networkType: NetworkType }> {
  return { networkType: networkType() };
}

export function onNetworkStatusChange(listener: (data: { isConnected: boolean; networkType: NetworkType }) => void): void {
  for (const change of ['online', 'offline'])
    window.addEventListener(change, () => listener({ isConnected: navigator.onLine, networkType: networkType() }));
}

export const EventName = {
  AppPaused: 'h5.event.paused',
  AppResumed: 'h5.event.resumed',
  NetworkChanged: 'h5.event.connection.changed',
  OnDataCallback: 'h5.event.webview.result',
  WebviewClosed: 'h5.event.webview.close',
  OpenApp: 'h5.event.open.mp',
  AppClose: 'h5.event.action.close',
} as const;

// biome-ignore lint/suspicious/noExplicitAny: as in the real one, each event has its own data and the listener names it
type Listener = (data: any) => void;
const listeners = new Map<string, Set<Listener>>();
const emit = (event: string, data?: unknown) => {
  for (const listener of [...(listeners.get(event) ?? [])]) listener(data);
};

export const events = {
  on(event: string, listener: Listener): void {
    listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
  },
  once(event: string, listener: Listener): void {
    const first: Listener = (data) => {
      events.off(event, first);
      listener(data);
    };
    events.on(event, first);
  },
  off(event: string, listener?: Listener): void {
    if (listener) listeners.get(event)?.delete(listener);
    else listeners.delete(event);
  },
};

window.addEventListener('message', ({ source, data }: MessageEvent<Partial<FromPhone> | null>) => {
  if (embedded() && source === window.parent && data?.source === 'phone' && data.event) emit(data.event, data.data);
});
document.addEventListener('visibilitychange', () => emit(document.hidden ? EventName.AppPaused : EventName.AppResumed));
onNetworkStatusChange((data) => emit(EventName.NetworkChanged, data));

/** The browser's own picker. @returns null when the person closes it. */
function pickFiles({ accept, isMany, isCamera }: { accept: string; isMany: boolean; isCamera: boolean }): Promise<File[] | null> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept, multiple: isMany });
  if (isCamera) input.setAttribute('capture', 'environment');
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** Never settles when the person closes the picker: so does the real one. */
export async function chooseImage({
  count = 1,
  sourceType = ['album', 'camera'],
}: {
  count?: number;
  sourceType?: ('album' | 'camera')[];
  cameraType?: 'back' | 'front';
}): Promise<{ filePaths: string[]; tempFiles: { path: string; size: number }[] }> {
  const files = await pickFiles({ accept: 'image/*', isMany: count > 1, isCamera: !sourceType.includes('album') });
  if (!files) return new Promise(() => {});
  const tempFiles = files.slice(0, count).map((file) => ({ path: URL.createObjectURL(file), size: file.size }));
  return { filePaths: tempFiles.map(({ path }) => path), tempFiles };
}

const ACCEPTED = { photo: 'image/*', video: 'video/*', file: '', camera: 'image/*,video/*' };

/** Without `serverUploadUrl` local paths, otherwise what that server answered, as text. */
export async function openMediaPicker({
  type,
  serverUploadUrl,
  maxItemSize = 1_048_576,
  maxSelectItem = 1,
}: {
  type: 'photo' | 'video' | 'file' | 'zcamera' | 'zcamera_photo' | 'zcamera_video' | 'zcamera_scan';
  serverUploadUrl?: string;
  /** Bytes. */
  maxItemSize?: number;
  maxSelectItem?: number;
  editView?: { enable?: boolean; aspectRatio?: string };
  silentRequest?: boolean;
  compressLevel?: number;
}): Promise<{ data: string[] | string }> {
  const kind = type === 'zcamera_photo' || type === 'zcamera_scan' ? 'photo' : type === 'zcamera_video' ? 'video' : type;
  const accept = ACCEPTED[kind === 'zcamera' ? 'camera' : kind];
  const files = await pickFiles({ accept, isMany: maxSelectItem > 1, isCamera: type.startsWith('zcamera') });
  if (!files) throw failure('openMediaPicker', CANCELLED, 'user cancelled');
  const chosen = files.slice(0, maxSelectItem);
  if (chosen.some(({ size }) => size > maxItemSize)) throw failure('openMediaPicker', PICK_FAILED, 'file too large');
  if (!serverUploadUrl) return { data: chosen.map((file) => URL.createObjectURL(file)) };
  const form = new FormData();
  for (const file of chosen) form.append('file', file);
  try {
    return { data: await (await fetch(serverUploadUrl, { method: 'POST', body: form })).text() };
  } catch {
    throw failure('openMediaPicker', PICK_FAILED, 'upload failed');
  }
}

export function getRouteParams(): Record<string, string> {
  const { persona: _, ...rest } = Object.fromEntries(new URLSearchParams(window.location.search));
  return rest;
}

export async function configAppView(args: {
  headerColor?: string;
  headerTextColor?: 'black' | 'white';
  statusBarType?: 'normal' | 'hidden' | 'transparent';
  hideAndroidBottomNavigationBar?: boolean;
  hideIOSSafeAreaBottom?: boolean;
  actionBar?: { hide?: boolean; title?: string; leftButton?: 'back' | 'none'; textAlign?: 'left' | 'center' };
}): Promise<void> {
  tellPhone('configAppView', args);
}

export async function saveImageToGallery({ imageUrl, imageBase64Data }: { imageUrl?: string; imageBase64Data?: string }): Promise<void> {
  const href = imageUrl ?? imageBase64Data;
  if (!href) throw failure('saveImageToGallery', INVALID, 'invalid arguments');
  const link = Object.assign(document.createElement('a'), { href, download: 'tay-ninh-smart.png' });
  link.click();
}

export async function openShareSheet(args: {
  type: 'text' | 'image' | 'link' | 'oa' | 'gif' | 'video' | 'zmp' | 'zmp_deep_link';
  data: unknown;
}): Promise<{ status: number; shareType: number; numberOfUser: number }> {
  tellPhone('openShareSheet', args);
  return { status: 2, shareType: 0, numberOfUser: 0 };
}
