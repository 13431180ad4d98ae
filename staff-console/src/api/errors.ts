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

/** No answer: no network, or not in time; whether it did what was asked is not known. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';
}

export const isProblem = (error: unknown, ...codes: ProblemCode[]): error is ProblemError =>
  error instanceof ProblemError && (codes.length === 0 || codes.includes(error.problem.code));

export const isSignedOut = (error: unknown) => isProblem(error, 'sign-in-required', 'sign-in-over');
