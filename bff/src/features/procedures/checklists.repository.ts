import { desc } from 'drizzle-orm';
import type { Database } from '../../platform/database.ts';
import { checklistTable } from './procedures.table.ts';

export const createChecklistRepository = ({ drizzle: db }: Database) => ({
  /** The newest version of every table. */
  listInForce: () =>
    db
      .selectDistinctOn([checklistTable.code], { versionNo: checklistTable.versionNo, content: checklistTable.content })
      .from(checklistTable)
      .orderBy(checklistTable.code, desc(checklistTable.versionNo)),
});
export type ChecklistRepository = ReturnType<typeof createChecklistRepository>;
