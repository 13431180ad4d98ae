import i18next from 'i18next';
import { OfflineError, ProblemError, TimeoutError } from '../api/errors.ts';

/** What a citizen reads when something failed: what happened, that nothing is lost, what next. */
export function errorWords(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  if (error instanceof OfflineError) return i18next.t('error.offline');
  if (error instanceof TimeoutError) return i18next.t('error.timeout');
  return error instanceof Error && error.name === 'ZaloError' ? i18next.t('error.zalo') : i18next.t('error.other');
}
