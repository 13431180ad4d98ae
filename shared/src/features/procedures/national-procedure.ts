import { z } from 'zod';
import { ProcedureCode, ProcedureFlag, ProcedureStructure, TargetGroup } from './catalogue.ts';

/**
 * One procedure as the national portal publishes it, taken apart and normalised, whichever way it came (a crawled page, the
 * service `LayThuTuc`). Texts are the portal's own; what could not be read safely is `null` and flagged, never guessed.
 */
export const NationalProcedure = z.strictObject({
  code: ProcedureCode,
  name: z.string().min(1),
  /** Loại thủ tục, in the source's words. */
  type: z.string().nullable(),
  domain: z.string(),
  levels: z.array(z.enum(['ministry', 'province', 'commune', 'other'])),
  targets: z.array(TargetGroup),
  keywords: z.array(z.string()),
  ...ProcedureStructure.required().shape,
  flags: z.array(ProcedureFlag),
});
export type NationalProcedure = z.infer<typeof NationalProcedure>;
