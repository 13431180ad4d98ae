import type { Problem } from '@tayninh/shared/contract/problem';
import type * as Audiences from '@tayninh/shared/features/audiences/audiences.contract';
import type * as Campaigns from '@tayninh/shared/features/campaigns/campaigns.contract';
import type * as Places from '@tayninh/shared/features/places/places.contract';
import type * as Procedures from '@tayninh/shared/features/procedures/procedures.contract';
import type * as Staff from '@tayninh/shared/features/staff/staff.contract';
import type * as Templates from '@tayninh/shared/features/templates/templates.contract';
import { NoAnswerError, ProblemError } from './errors.ts';

// Types only: each feature's contract is added here and the browser gets neither zod nor a contract with it.
type Members = typeof Audiences & typeof Campaigns & typeof Places & typeof Procedures & typeof Staff & typeof Templates;
type Routes = {
  [K in keyof Members as Members[K] extends { method: infer M extends string; url: infer U extends string }
    ? `${M} ${U}`
    : never]: Members[K];
};
type Schema = { readonly _zod: { readonly input: unknown; readonly output: unknown } };
type SchemaOf<K extends Route> = Routes[K] extends { schema: infer S } ? S : never;
type Part<K extends Route, Name extends string> = SchemaOf<K> extends { [N in Name]: infer S extends Schema } ? S['_zod']['input'] : never;
type Answers<K extends Route> = SchemaOf<K> extends { response: infer A } ? A : never;

/** `GET /v1/staff/me`: every endpoint of the console's contract, and nothing else. */
export type Route = keyof Routes;
/** What a 2xx of the endpoint carries. */
export type Answer<K extends Route> = {
  [Status in keyof Answers<K> & (200 | 201 | 202 | 204)]: Answers<K>[Status] extends Schema ? Answers<K>[Status]['_zod']['output'] : never;
}[keyof Answers<K> & (200 | 201 | 202 | 204)];

interface Parts<K extends Route> {
  readonly params?: Part<K, 'params'>;
  readonly query?: Part<K, 'querystring'>;
  readonly body?: Part<K, 'body'>;
  readonly headers?: Part<K, 'headers'>;
  /** Where the endpoint takes a file: the body as it is. Its name is not sent. */
  readonly file?: Blob;
}

const TIMEOUT_MS = 10_000;
/** 5 MB over an office's line, read and matched. */
const FILE_TIMEOUT_MS = 120_000;
/** Of the session of this page; `GET /v1/staff/me` gives it. */
let csrfToken: string | undefined;

/** Calls one endpoint of the contract, with the session's cookie and, for changes, its proof. @throws ProblemError | NoAnswerError */
export async function api<K extends Route>(route: K, parts: Parts<K> = {}): Promise<Answer<K>> {
  const [method = '', template = ''] = route.split(' ');
  if (method !== 'GET' && csrfToken === undefined) await api('GET /v1/staff/me');
  const answer = await send(
    method,
    pathOf(template, parts.params, parts.query),
    {
      accept: 'application/json',
      ...(parts.headers as Record<string, string> | undefined),
      ...(method !== 'GET' && csrfToken !== undefined && { 'x-csrf-token': csrfToken }),
      ...(parts.body !== undefined && { 'content-type': 'application/json' }),
      ...(parts.file && { 'content-type': 'application/octet-stream' }),
    },
    parts.file ?? (parts.body === undefined ? undefined : JSON.stringify(parts.body)),
  );
  if (route === 'GET /v1/staff/me') csrfToken = (answer as Answer<'GET /v1/staff/me'>).csrfToken;
  return answer as Answer<K>;
}

async function send(method: string, path: string, headers: Record<string, string>, body: string | Blob | undefined): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch((window.CONSOLE_ORIGIN ?? '') + path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(body instanceof Blob ? FILE_TIMEOUT_MS : TIMEOUT_MS),
      ...(body !== undefined && { body }),
    });
    text = await response.text();
  } catch (cause) {
    throw new NoAnswerError('no answer', { cause });
  }
  let answer: unknown;
  try {
    answer = text ? JSON.parse(text) : undefined;
  } catch (cause) {
    throw new NoAnswerError('not our server', { cause });
  }
  if (response.ok) return answer;
  if (isProblemBody(answer)) throw new ProblemError(answer);
  throw new NoAnswerError(`status ${response.status}`);
}

const isProblemBody = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body && typeof body.title === 'string';

function pathOf(template: string, params: unknown, query: unknown): string {
  const path = template.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String((params as Record<string, unknown>)[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  const words = search.toString();
  return words ? `${path}?${words}` : path;
}

declare global {
  interface Window {
    /** For tests: where the server is when it is not where the page is. */
    CONSOLE_ORIGIN?: string;
  }
}
