import { promiseDate } from '@tayninh/shared/features/promise-dates/promise-date';
import { PromiseDateError, type PromiseDateRefusal } from '@tayninh/shared/features/promise-dates/promise-date-error';
import { DEFAULT_OFFICE, type PromiseDateRequest } from '@tayninh/shared/features/promise-dates/promise-dates.contract';
import { AppError } from '../../platform/app-error.ts';
import type { PromiseDateRepository } from './promise-dates.repository.ts';

export function createPromiseDateService({ repository }: { repository: PromiseDateRepository }) {
  /** @throws AppError `calendar-missing`, or `invalid-request` for an unknown office and for pauses that make no sense. */
  async function compute({ officeProfile = DEFAULT_OFFICE, ...request }: PromiseDateRequest) {
    const { calendar, offices } = await repository.workingTime();
    const office = offices.get(officeProfile);
    if (!office) throw refused('/officeProfile', 'Chưa có giờ làm việc của nơi tiếp nhận này.');
    try {
      return promiseDate({ ...request, office, calendar });
    } catch (error) {
      if (error instanceof PromiseDateError) throw problemOf(error.refusal, error);
      throw error;
    }
  }

  return {
    compute,
    /** For answers that are worth having without a date: null while the calendar of a year is missing. */
    computeIfKnown: (request: PromiseDateRequest) =>
      compute(request).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'calendar-missing') return null;
        throw error;
      }),
  };
}
export type PromiseDateService = ReturnType<typeof createPromiseDateService>;

const PAUSE_TEXTS = {
  'pause-without-length': 'Lúc kết thúc tạm dừng phải sau lúc bắt đầu.',
  'pause-before-receipt': 'Không thể tạm dừng trước khi nhận hồ sơ.',
  'pauses-overlap': 'Các lần tạm dừng không được chồng lên nhau.',
};

function problemOf(refusal: PromiseDateRefusal, cause: unknown): AppError {
  if (refusal.reason === 'calendar-missing')
    return new AppError('calendar-missing', `no calendar of ${refusal.year}`, {
      cause,
      parts: [{ pointer: '', detail: `Chưa có lịch nghỉ của năm ${refusal.year} nên chưa tính được ngày hẹn trả.` }],
    });
  return refused(`/pauses/${refusal.index}`, PAUSE_TEXTS[refusal.reason]);
}

const refused = (pointer: string, detail: string) =>
  new AppError('invalid-request', 'promise date refused', { parts: [{ pointer, detail }] });
