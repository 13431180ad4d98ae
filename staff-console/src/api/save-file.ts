import type { Problem } from '@tayninh/shared/contract/problem';
import { NoAnswerError, ProblemError } from './errors.ts';

const TIMEOUT_MS = 30_000;

/**
 * Fetches a file of the console's host and gives it to the browser to keep, under a name of ours: what people write into names does not
 * reach the disk. @throws ProblemError | NoAnswerError
 */
export async function saveFile(path: string, name: string): Promise<void> {
  const response = await fetch((window.CONSOLE_ORIGIN ?? '') + path, {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new NoAnswerError('no answer', { cause });
  });
  if (!response.ok) {
    const problem: unknown = await response.json().catch(() => null);
    throw isProblemBody(problem) ? new ProblemError(problem) : new NoAnswerError(`status ${response.status}`);
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

const isProblemBody = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body && typeof body.title === 'string';
