import { z } from 'zod';
import { Day, Instant } from '../../contract/values.ts';

/** Who works on a dossier: department and title as the province reports them, never a person's name (docs/sources/one-gate.md). */
export const Holder = z.strictObject({
  department: z.string().nullable(),
  title: z.string().nullable(),
  since: Instant,
  /** Until when this step is to be done. */
  dueAt: Instant.nullable(),
});
export type Holder = z.infer<typeof Holder>;

/** Where a dossier that is still with us stands on its way to the province. */
export const Queue = z.strictObject({
  /** Dossiers that came before this one and wait too; at most 5,000 are counted. */
  ahead: z.int().min(0),
  /** From how many went out within the last quarter of an hour; null when that says too little or the province does not answer. */
  expectedAt: Instant.nullable(),
  /** Since when the province does not answer; null when it does, or when that is not known. */
  downSince: Instant.nullable(),
});
export type Queue = z.infer<typeof Queue>;

/** How long this procedure took here, in minutes of office hours (480 = one working day), from receipt to result, without pauses. */
export const UsualDuration = z.strictObject({
  scope: z.enum(['unit', 'province']),
  finishedCount: z.int().min(10),
  medianMinutes: z.int().min(0),
  p90Minutes: z.int().min(0),
  fromDay: Day,
  untilDay: Day,
});
export type UsualDuration = z.infer<typeof UsualDuration>;

/** What a citizen asks most: who has it, when is it my turn, how long does it take. Each null when it is not known or past. */
export const Standing = z.strictObject({
  holder: Holder.nullable(),
  queue: Queue.nullable(),
  usual: UsualDuration.nullable(),
});
export type Standing = z.infer<typeof Standing>;
