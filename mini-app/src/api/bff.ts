import type * as Dossiers from '@tayninh/shared/features/dossiers/dossiers.contract';
import type * as Identity from '@tayninh/shared/features/identity/identity.contract';
import type * as Notifications from '@tayninh/shared/features/notifications/notifications.contract';
import type * as Procedures from '@tayninh/shared/features/procedures/procedures.contract';
import { ProblemError } from './errors.ts';
import { currentToken, renew } from './session.ts';
import { send } from './transport.ts';

type Members = typeof Dossiers & typeof Identity & typeof Notifications & typeof Procedures;
type Routes = {
  [K in keyof Members as Members[K] extends { method: infer M extends string; url: infer U extends string }
    ? `${M} ${U}`
    : never]: Members[K];
};
type Input<S> = S extends { _zod: { input: infer I } } ? I : never;
type Output<S> = S extends { _zod: { output: infer O } } ? O : never;
type SchemaOf<R> = R extends { schema: infer S } ? S : never;
type Part<R, Name extends string> = SchemaOf<R> extends { [K in Name]: infer S } ? Input<S> : undefined;
type AnswersOf<R> = SchemaOf<R> extends { response: infer A } ? A : never;
type Good<A> = { [K in keyof A]: K extends 200 | 201 | 202 | 204 ? Output<A[K]> : never }[keyof A];

export type Route = keyof Routes;
export type Answer<K extends Route> = Good<AnswersOf<Routes[K]>>;
interface Parts<K extends Route> {
  params: Part<Routes[K], 'params'>;
  query: Part<Routes[K], 'querystring'>;
  body: Part<Routes[K], 'body'>;
  headers: Part<Routes[K], 'headers'>;
}
export type Request<K extends Route> = Partial<Parts<K>>;

const isPublic = (route: string) => route.startsWith('GET /v1/procedures');

/** Calls one endpoint of the contract; signs in when needed and renews an expired session once. */
export async function api<K extends Route>(route: K, request: Request<K> = {}): Promise<Answer<K>> {
  const [method = '', template = ''] = (route as string).split(' ');
  const path = pathOf(
    template,
    request.params as Record<string, unknown> | undefined,
    request.query as Record<string, unknown> | undefined,
  );
  const headers = (request.headers ?? {}) as Record<string, string | undefined>;
  const attempt = (token?: string) =>
    send(method, path, { body: request.body, headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers });
  if (isPublic(route)) return (await attempt()) as Answer<K>;
  const token = await currentToken();
  try {
    return (await attempt(token)) as Answer<K>;
  } catch (error) {
    if (!isSessionGone(error)) throw error;
    return (await attempt(await renew(token))) as Answer<K>;
  }
}

function pathOf(template: string, params: Record<string, unknown> | undefined, query: Record<string, unknown> | undefined): string {
  const path = template.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params?.[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size ? `${path}?${search}` : path;
}

const isSessionGone = (error: unknown) =>
  error instanceof ProblemError && ['session-expired', 'session-required', 'session-revoked'].includes(error.problem.code);
