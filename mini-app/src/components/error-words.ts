import { OfflineError, ProblemError } from '../api/errors.ts';

const OFFLINE = 'Điện thoại đang mất mạng hoặc mạng quá chậm. Những gì bạn đã lưu vẫn còn, bạn thử lại khi có mạng.';
const UNKNOWN = 'Ứng dụng gặp trục trặc. Những gì bạn đã lưu vẫn còn, bạn thử lại sau ít phút.';

/** What a citizen reads when something failed. */
export function errorWords(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  return error instanceof OfflineError || (error instanceof Error && error.name === 'TimeoutError') ? OFFLINE : UNKNOWN;
}
