import type { Problem } from '@tayninh/shared/contract/problem';
import { OfflineError, ProblemError, TimeoutError } from './errors.ts';

export const TIMEOUT_MS = 10_000;

/** Origin of the bff, without a slash at the end. */
export function apiBase(): string {
  const built = import.meta.env.VITE_API_BASE;
  if (import.meta.env.MODE === 'production') return built ?? '';
  return window.BFF_ORIGIN ?? built ?? 'http://localhost:8080';
}

export interface Call {
  readonly body?: unknown;
  readonly headers?: Record<string, string | undefined>;
}

/** One request, one answer: the JSON of a 2xx, nothing of a 304. @throws ProblemError | OfflineError | TimeoutError */
export async function send(method: string, path: string, { body, headers = {} }: Call = {}): Promise<unknown> {
  const all: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) all[name] = value;
  if (body !== undefined) all['content-type'] = 'application/json';
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(apiBase() + path, {
      method,
      headers: all,
      body: body === undefined ? null : JSON.stringify(body),
      signal: controller.signal,
    });
    const text = await response.text();
    const answer: unknown = text ? JSON.parse(text) : undefined;
    if (response.ok || response.status === 304) return answer;
    throw new ProblemError(answer as Problem);
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    // also a page of a captive network in place of JSON: nothing of ours answered
    throw controller.signal.aborted ? new TimeoutError('no answer', { cause }) : new OfflineError('not reachable', { cause });
  } finally {
    clearTimeout(timer);
  }
}
