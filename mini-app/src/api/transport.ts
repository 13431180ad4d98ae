import type { Problem } from '@tayninh/shared/contract/problem';
import { OfflineError, ProblemError } from './errors.ts';

const TIMEOUT_MS = 10_000;

export function apiBase(): string {
  if (import.meta.env.MODE === 'production') return import.meta.env.VITE_API_BASE as string;
  return window.BFF_ORIGIN ?? (import.meta.env.VITE_API_BASE as string | undefined) ?? 'http://localhost:8080';
}

export interface Call {
  body?: unknown;
  headers?: Record<string, string | undefined>;
}

/** One request, one answer: the JSON of a 2xx, else ProblemError or OfflineError. */
export async function send(method: string, path: string, { body, headers }: Call): Promise<unknown> {
  const all: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) all[name] = value;
  if (body !== undefined) all['content-type'] = 'application/json';
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`${apiBase()}${path}`, {
      method,
      headers: all,
      body: body === undefined ? null : JSON.stringify(body),
      signal: controller.signal,
    });
    const text = await response.text();
    const answer: unknown = text ? JSON.parse(text) : undefined;
    if (response.ok) return answer;
    throw new ProblemError(answer as Problem);
  } catch (error) {
    throw error instanceof ProblemError ? error : new OfflineError();
  } finally {
    clearTimeout(timer);
  }
}
