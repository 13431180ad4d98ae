import type { ProcedureRecord } from '../catalogue.ts';

/** What search reads of a procedure; a whole `ProcedureRecord` fits. */
export type ProcedureEntry = Pick<
  ProcedureRecord,
  'code' | 'name' | 'plainName' | 'summary' | 'aliases' | 'domain' | 'lifeEvents' | 'targets' | 'submitMode' | 'channels'
> & {
  /** Official key words (từ khóa), where the source has any. */
  readonly keywords?: readonly string[];
};
