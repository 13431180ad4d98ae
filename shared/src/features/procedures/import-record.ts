import type { z } from 'zod';
import { CrawledProcedure, readCrawled } from './import-crawled.ts';
import { readService, ServiceProcedure } from './import-service.ts';
import { NationalProcedure } from './national-procedure.ts';

/**
 * One raw record of either shape, normalised. Equal facts give equal objects with equal key order.
 * @throws Error in one line that names the fields; the record's code first when it has one.
 */
export function readNationalRecord(raw: unknown): NationalProcedure {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Error('not a record');
  if ('ma_thu_tuc' in raw) {
    const code = String(raw.ma_thu_tuc);
    return parse(NationalProcedure, readCrawled(parse(CrawledProcedure, raw, code)), code);
  }
  if ('MATTHC' in raw) {
    const code = String(raw.MATTHC);
    return parse(NationalProcedure, readService(parse(ServiceProcedure, raw, code)), code);
  }
  throw new Error('a record without a code (neither ma_thu_tuc nor MATTHC)');
}

function parse<T extends z.ZodType>(schema: T, raw: unknown, code: string): z.output<T> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`record ${code.slice(0, 40)}: ${reasons.slice(0, 3).join('; ')}`);
}
