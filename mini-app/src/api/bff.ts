import type * as Authorisations from '@tayninh/shared/features/authorisations/authorisations.contract';
import type * as Deliveries from '@tayninh/shared/features/deliveries/deliveries.contract';
import type * as Acts from '@tayninh/shared/features/dossiers/acts.contract';
import type * as Dossiers from '@tayninh/shared/features/dossiers/dossiers.contract';
import type * as Handoffs from '@tayninh/shared/features/dossiers/handoffs.contract';
import type * as Receipts from '@tayninh/shared/features/dossiers/receipt.contract';
import type * as Identity from '@tayninh/shared/features/identity/identity.contract';
import type * as IdentityLinks from '@tayninh/shared/features/identity/identity-links.contract';
import type * as Notifications from '@tayninh/shared/features/notifications/notifications.contract';
import type * as RealMessages from '@tayninh/shared/features/notifications/real-messages.contract';
import type * as Payments from '@tayninh/shared/features/payments/payments.contract';
import type * as Pickups from '@tayninh/shared/features/pickups/pickups.contract';
import type * as Places from '@tayninh/shared/features/places/places.contract';
import type * as Catalogue from '@tayninh/shared/features/procedures/catalogue-copy.contract';
import type * as Checklists from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type * as Procedures from '@tayninh/shared/features/procedures/procedures.contract';
import type * as Results from '@tayninh/shared/features/results/results.contract';
import type * as Status from '@tayninh/shared/features/status/status.contract';
import type * as StoredPapers from '@tayninh/shared/features/stored-papers/stored-papers.contract';
import type * as Tracking from '@tayninh/shared/features/tracking/tracking.contract';
import { isProblem } from './errors.ts';
import { currentToken, renew } from './session.ts';
import { send } from './transport.ts';

// Types only: the phone gets neither zod nor a contract with them.
type Members = typeof Dossiers &
  typeof Authorisations &
  typeof Handoffs &
  typeof Identity &
  typeof IdentityLinks &
  typeof Notifications &
  typeof RealMessages &
  typeof Payments &
  typeof Places &
  typeof Procedures &
  typeof Catalogue &
  typeof Checklists &
  typeof Acts &
  typeof Results &
  typeof Deliveries &
  typeof Receipts &
  typeof Status &
  typeof Pickups &
  typeof StoredPapers &
  typeof Tracking;
type Routes = {
  [K in keyof Members as Members[K] extends { method: infer M extends string; url: infer U extends string }
    ? `${M} ${U}`
    : never]: Members[K];
};
type Schema = { readonly _zod: { readonly input: unknown; readonly output: unknown } };
type SchemaOf<K extends Route> = Routes[K] extends { schema: infer S } ? S : never;
type Part<K extends Route, Name extends string> = SchemaOf<K> extends { [N in Name]: infer S extends Schema } ? S['_zod']['input'] : never;
type Answers<K extends Route> = SchemaOf<K> extends { response: infer A } ? A : never;

/** `GET /v1/dossiers/:id`: every endpoint of the contract, and nothing else. */
export type Route = keyof Routes;
/** What a 2xx of the endpoint carries; nothing with a 304. */
export type Answer<K extends Route> = {
  [Status in keyof Answers<K> & (200 | 201 | 202 | 204 | 304)]: Answers<K>[Status] extends Schema
    ? Answers<K>[Status]['_zod']['output']
    : never;
}[keyof Answers<K> & (200 | 201 | 202 | 204 | 304)];

export interface Parts<K extends Route> {
  readonly params?: Part<K, 'params'>;
  readonly query?: Part<K, 'querystring'>;
  readonly body?: Part<K, 'body'>;
  readonly headers?: Part<K, 'headers'>;
}

/** The catalogue, communes, offices, tracking and the status page are public: looking something up needs no session. */
const isPublic = (route: string) =>
  /^(GET|POST) \/v1\/(catalogue|procedures|searches|units|offices|tracking|status|real-messages)/.test(route);

/**
 * Calls one endpoint of the contract. Signs in when needed; an ended session is renewed once.
 * @throws ProblemError | OfflineError | TimeoutError, or ZaloError when Zalo gives no proof to sign in with
 */
export async function api<K extends Route>(route: K, parts: Parts<K> = {}): Promise<Answer<K>> {
  const [method = '', template = ''] = route.split(' ');
  const path = pathOf(template, parts.params, parts.query);
  const attempt = (token?: string) =>
    send(method, path, {
      body: parts.body,
      headers: { ...(parts.headers as Record<string, string> | undefined), ...(token ? { authorization: `Bearer ${token}` } : {}) },
    }) as Promise<Answer<K>>;
  if (isPublic(route)) return attempt();
  const token = await currentToken();
  return attempt(token).catch(async (error: unknown) => {
    if (!isProblem(error, 'session-expired', 'session-required', 'session-revoked')) throw error;
    return attempt(await renew(token));
  });
}

function pathOf(template: string, params: unknown, query: unknown): string {
  const path = template.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String((params as Record<string, unknown>)[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  const words = search.toString();
  return words ? `${path}?${words}` : path;
}
