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
}

interface PhoneAnswer {
  readonly source: 'phone';
  readonly id: string;
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly code?: number; readonly message?: string };
}

const PERSONA_KEY = 'sandbox-persona';
const DENIED = -2002;
const UNKNOWN = -2000;
const NO_CONSENT = -1401;

const failure = (api: string, code: number, message: string): ZaloError => ({ code, message, api });
const origin = () => window.SANDBOX_ORIGIN ?? window.location.origin;
// The phone page may be open as localhost or as 127.0.0.1, so messages to it name no origin; they carry no personal data.
const embedded = () => window.parent !== window;

// At load, before the app's first navigation drops the query.
const chosen = new URLSearchParams(window.location.search).get('persona');
if (chosen) sessionStorage.setItem(PERSONA_KEY, chosen);

async function call<Answer>(api: string, path: string, body?: unknown): Promise<Answer> {
  try {
    const response = await fetch(
      `${origin()}${path}`,
      body === undefined ? undefined : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    if (!response.ok) throw failure(api, UNKNOWN, `sandbox answered ${response.status}`);
    return (await response.json()) as Answer;
  } catch (error) {
    if (typeof (error as Partial<ZaloError>).api === 'string') throw error;
    throw failure(api, UNKNOWN, 'sandbox not reachable');
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

/** Asks the phone page; a dialog may stay open as long as the person needs, so there is no timeout. */
function askPhone<Value>(api: string, args: unknown, granted: Value): Promise<Value> {
  if (!embedded()) return Promise.resolve(granted);
  const id = crypto.randomUUID();
  return new Promise<Value>((resolve, reject) => {
    const listen = (event: MessageEvent<Partial<PhoneAnswer> | null>) => {
      if (event.source !== window.parent || event.data?.source !== 'phone' || event.data.id !== id) return;
      window.removeEventListener('message', listen);
      if (event.data.ok) resolve((event.data.value ?? granted) as Value);
      else reject(failure(api, event.data.error?.code ?? DENIED, event.data.error?.message ?? 'user denied'));
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
    await askPhone('getPhoneNumber', {}, true);
    rememberConsent({ 'scope.userPhonenumber': true });
  }
  return { token: (await tokens('getPhoneNumber')).phoneToken };
}

export async function authorize({ scopes = [] }: { scopes?: Scope[] } = {}): Promise<AuthSetting> {
  await personaId('authorize');
  const granted: AuthSetting = Object.fromEntries(scopes.map((scope) => [scope, true]));
  const missing = scopes.filter((scope) => !consents()[scope]);
  if (missing.length > 0) {
    try {
      await askPhone('authorize', { scopes: missing }, true);
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
  await askPhone('openChat', args, true);
}

export async function requestSendNotification(): Promise<void> {
  await askPhone('requestSendNotification', {}, true);
}

export async function openPhone(args: { phoneNumber: string }): Promise<void> {
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

export async function closeApp(): Promise<void> {
  tellPhone('closeApp');
}

export async function getNetworkType(): Promise<{ networkType: string }> {
  return { networkType: navigator.onLine ? 'wifi' : 'none' };
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
  if (!href) throw failure('saveImageToGallery', -1400, 'invalid arguments');
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
