import { z } from 'zod';
import { PUBLIC } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';

/** What a citizen's work depends on beside us. */
export const OutsideSystem = z.enum(['province', 'notices', 'payments', 'scan']);
export type OutsideSystem = z.infer<typeof OutsideSystem>;

/**
 * `unknown`: nobody asked it lately, so there is nothing to say. The province being asked about a dossier that has not moved is no
 * trouble: only calls that failed or crept make a system `slow` or `down`.
 */
export const SystemState = z.enum(['ok', 'slow', 'down', 'unknown']);
export type SystemState = z.infer<typeof SystemState>;

const SystemStatus = z.strictObject({
  /** When this was read from what calls found out; at most some seconds ago. */
  asOf: Instant,
  systems: z.array(
    z.strictObject({
      system: OutsideSystem,
      state: SystemState,
      /** Since when it is so; for `down` since the first call that failed. Null for `unknown`. */
      since: Instant.nullable(),
    }),
  ),
  /** Work on a system that an operator announced: what is running, and what begins within a week. */
  maintenance: z.array(
    z.strictObject({
      /** `app`: ours. */
      system: z.enum([...OutsideSystem.options, 'app']),
      startsAt: Instant,
      endsAt: Instant,
      text: z.string(),
      /** Absent where the operator wrote Vietnamese only. */
      textEn: z.string().nullable(),
    }),
  ),
});
export type SystemStatus = z.infer<typeof SystemStatus>;

export const getStatus = defineRoute({
  method: 'GET',
  url: '/v1/status',
  config: { access: PUBLIC },
  schema: {
    summary: 'How the systems that a dossier passes through answer right now, and announced maintenance',
    response: { 200: SystemStatus, ...problems(429) },
  },
});
