import { z } from 'zod';
import { PUBLIC } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Day, Instant } from '../../contract/values.ts';

/**
 * Where a dossier is, as far as anybody may know who holds its number. `keeping`: with us, not at the province yet; `unknown`: it is
 * there, in words that have no national status.
 */
export const StateGroup = z.enum(['keeping', 'not-received', 'in-process', 'paused', 'handled', 'closed', 'unknown']);
export type StateGroup = z.infer<typeof StateGroup>;

const Tracked = z.strictObject({
  group: StateGroup,
  /** Who handles such procedures. */
  agency: z.enum(['ministry', 'province', 'commune', 'other']),
  /** Null where the system that was asked does not say. */
  lastStepOn: Day.nullable(),
  dueAt: Instant.nullable(),
  asOf: Instant,
  /** With a right second fact only. */
  detail: z
    .strictObject({
      procedureName: z.string(),
      /** National status 1-10. */
      status: z.int().min(1).max(10),
      submittedOn: Day,
      waitsForApplicant: z.boolean(),
    })
    .nullable(),
});
export type Tracked = z.infer<typeof Tracked>;

export const trackDossier = defineRoute({
  method: 'POST',
  url: '/v1/tracking',
  config: { access: PUBLIC },
  schema: {
    summary: 'Where a dossier is, without signing in; a wrong number and a wrong second fact are answered alike',
    body: z.strictObject(
      {
        /** Our receipt number or the province's code, also of a dossier handed in at a counter. */
        code: z.string('Mã hồ sơ là chữ.').min(6, 'Mã hồ sơ ngắn quá.').max(64, 'Mã hồ sơ dài quá.'),
        /** The last four digits of the phone or the personal number in the form. */
        secondFact: z
          .string('Số xác nhận là chữ.')
          .regex(/^\d{4}$/, 'Số xác nhận gồm 4 chữ số.')
          .optional(),
      },
      'Nội dung gồm code và có thể có secondFact.',
    ),
    response: { 200: Tracked, ...problems(400, 404, 429, 503) },
  },
});
