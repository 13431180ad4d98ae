import type { StaffMe } from '@tayninh/shared/features/staff/staff.contract';

/** What is done at the provider's page. `lie`: what in its answer is wrong. */
export interface StaffChoice {
  readonly act?: 'allow' | 'refuse';
  readonly secondFactor?: 'otp' | 'none';
  readonly lie?: 'nonce' | 'audience' | 'issuer' | 'signature';
}

/** A browser at the console, over HTTP only: keeps cookies as the standard says, and nothing else. */
export function createStaffBrowser({ url, origin }: { url: string; origin: string }) {
  const cookies = new Map<string, string>();
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }
  const locationOf = (answer: Response) => answer.headers.get('location') ?? '';

  return {
    cookies,
    request,
    /** Leaves for the provider. @returns its address */
    begin: async (query = '') => locationOf(await request(`/v1/staff/sign-in${query}`)),
    /** Chooses a person at the provider's page. @returns the address that the browser is sent back to */
    async decide(authorizeUrl: string, personaId: string, choice: StaffChoice = {}): Promise<URL> {
      const asked = /name="asked" value="([\w-]+)"/.exec(await (await fetch(authorizeUrl)).text())?.[1] ?? '';
      const decided = await fetch(new URL('/idp/staff/decision', authorizeUrl), {
        method: 'POST',
        body: new URLSearchParams({ asked, personaId, ...choice }),
        redirect: 'manual',
      });
      return new URL(locationOf(decided));
    },
    /** @returns where the console sends the browser, e.g. `/` or `/sign-in?refused=…` */
    comeBack: async (back: URL) => locationOf(await request(back.pathname + back.search)),
    /** The whole way. */
    async signIn(personaId: string, choice: StaffChoice = {}, query = ''): Promise<string> {
      return this.comeBack(await this.decide(await this.begin(query), personaId, choice));
    },
    me: async () => (await (await request('/v1/staff/me')).json()) as StaffMe,
    /** As our own page calls: with the session, its token and where it comes from. `raw`: a file instead of JSON. */
    async call(
      path: string,
      { method = 'GET', body, raw, headers = {} }: { method?: string; body?: unknown; raw?: string; headers?: Record<string, string> } = {},
    ) {
      const proof = method === 'GET' ? {} : { origin, 'sec-fetch-site': 'same-origin', 'x-csrf-token': (await this.me()).csrfToken ?? '' };
      return request(path, {
        method,
        headers: { ...proof, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(raw !== undefined && { body: raw }),
      });
    },
  };
}
export type StaffBrowser = ReturnType<typeof createStaffBrowser>;
