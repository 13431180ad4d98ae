import type { Problem, ProblemCode } from '@tayninh/shared/contract/problem';

/** The server answered and says what is wrong, in words for people. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

/** No way to the server: no network, or it refuses connections. */
export class OfflineError extends Error {
  override name = 'OfflineError';
}

/** The server did not answer in time; whether it did what was asked is not known. */
export class TimeoutError extends Error {
  override name = 'TimeoutError';
}

export const isProblem = (error: unknown, ...codes: ProblemCode[]): error is ProblemError =>
  error instanceof ProblemError && (codes.length === 0 || codes.includes(error.problem.code));

export const isUnreachable = (error: unknown): error is OfflineError | TimeoutError =>
  error instanceof OfflineError || error instanceof TimeoutError;
