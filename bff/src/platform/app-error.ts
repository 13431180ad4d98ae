import type { ProblemCode, ProblemPart } from '@tayninh/shared/contract/problem';

/**
 * The one error class of the bff. `code` picks status and the words for people from the registry; `message` and `cause`
 * go to the log by class and code only, so they must hold no personal data either way.
 */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ProblemCode;
  readonly parts: ProblemPart[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, message: string, options: { cause?: unknown; parts?: ProblemPart[]; retryAfterSeconds?: number } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.parts = options.parts;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
