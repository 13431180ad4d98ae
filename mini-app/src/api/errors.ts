import type { Problem } from '@tayninh/shared/contract/problem';

/** The server answered and said what is wrong. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

/** No answer: no network, or too slow. */
export class OfflineError extends Error {
  constructor() {
    super('Điện thoại đang mất mạng hoặc mạng quá chậm. Những gì bạn đã lưu vẫn còn, bạn thử lại khi có mạng.');
  }
}
