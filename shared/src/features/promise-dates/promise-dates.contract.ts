import { z } from 'zod';
import { PUBLIC } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Instant, Language } from '../../contract/values.ts';
import { TimeLimit as ProcedureTimeLimit } from '../procedures/catalogue.ts';

/** Counted by the working hours of the province's reception centre when a request names no office. */
export const DEFAULT_OFFICE = 'province-centre';

const instant = z.iso.datetime({ offset: true, error: 'Thời điểm viết theo dạng 2026-08-21T09:00:00+07:00.' });

const TimeLimit = z
  .strictObject(
    {
      value: z.int('Thời hạn là một số nguyên.').min(0, 'Thời hạn không thể âm.').max(3650, 'Thời hạn dài quá mười năm.'),
      unit: z.enum(
        ProcedureTimeLimit.shape.unit.options,
        'Đơn vị thời hạn là working_days, calendar_days, working_hours, months hoặc same_day.',
      ),
      /** What comes after this hour counts as received at the next opening: `15:00`. */
      cutOff: z
        .string('Giờ chốt viết theo dạng 15:00.')
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Giờ chốt viết theo dạng 15:00.')
        .optional(),
    },
    'Thời hạn (limit) gồm value, unit và có thể có cutOff.',
  )
  .refine(({ value, unit }) => unit === 'same_day' || value > 0, { path: ['value'], error: 'Thời hạn phải từ 1 trở lên.' });
export type TimeLimit = z.infer<typeof TimeLimit>;

const PauseSpan = z.strictObject({ from: instant, until: instant }, 'Mỗi lần tạm dừng gồm from và until.');
export type PauseSpan = z.infer<typeof PauseSpan>;

export const computePromiseDate = defineRoute({
  method: 'POST',
  url: '/v1/promise-dates',
  config: { access: PUBLIC },
  schema: {
    summary: 'When a result is promised, and how that day was counted',
    body: z.strictObject(
      {
        receivedAt: instant,
        limit: TimeLimit,
        /** Id of the hours the office keeps; the province's centre when absent. */
        officeProfile: z.string('Mã nơi tiếp nhận là chữ.').max(40, 'Mã nơi tiếp nhận dài quá 40 chữ.').optional(),
        pauses: z.array(PauseSpan, 'Các lần tạm dừng là một danh sách.').max(20, 'Nhiều nhất 20 lần tạm dừng.').default([]),
        /** Of `steps`; Vietnamese when absent. */
        language: z.enum(Language.options, 'Ngôn ngữ là vi hoặc en.').optional(),
      },
      'Nội dung gồm receivedAt, limit và có thể có officeProfile, pauses, language.',
    ),
    response: {
      200: z.strictObject({
        /** In +07:00, as printed on the appointment slip. */
        dueAt: Instant,
        steps: z.array(z.string()),
        /** The calendar of a year in between is expected, not announced. */
        provisional: z.boolean(),
      }),
      ...problems(400, 422, 429),
    },
  },
});
export type PromiseDateRequest = z.infer<typeof computePromiseDate.schema.body>;
