import { and, eq } from 'drizzle-orm';
import type { StoredPaper } from '../../connectors/document-store/document-store.ts';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import type { Encryption } from '../../platform/encryption.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { storedPapers } from './stored-papers.table.ts';

const place = (citizenId: string) => ({ table: 'stored_papers', column: 'items', rowId: citizenId });

export const createStoredPaperRepository = ({ database: { drizzle: db }, encryption }: { database: Database; encryption: Encryption }) => ({
  /** What was last heard about this person; what an earlier link left counts for nothing. */
  async find({ citizenId }: CitizenScope, personalNumberIndex: Buffer) {
    const [row] = await db
      .select()
      .from(storedPapers)
      .where(and(eq(storedPapers.citizenId, citizenId), eq(storedPapers.personalNumberIndex, personalNumberIndex)));
    if (!row) return null;
    const items = JSON.parse(await encryption.open(citizenId, place(citizenId), row.itemsSealed)) as StoredPaper[];
    return { items, asOf: row.asOf };
  },
  async keep({ citizenId }: CitizenScope, personalNumberIndex: Buffer, items: readonly StoredPaper[]): Promise<Date> {
    const itemsSealed = await encryption.seal(citizenId, place(citizenId), JSON.stringify(items));
    const values = { personalNumberIndex, itemsSealed, asOf: new Date() };
    await db
      .insert(storedPapers)
      .values({ citizenId, ...values })
      .onConflictDoUpdate({ target: storedPapers.citizenId, set: values });
    return values.asOf;
  },
  forget: ({ citizenId }: CitizenScope) => db.delete(storedPapers).where(eq(storedPapers.citizenId, citizenId)),
  /** Before each question to the store: who, what kind, which paper of ours; never a value. */
  noteQuery: ({ citizenId }: CitizenScope, { what, requestId }: { what: 'list' | `file:${string}`; requestId: string }) =>
    db.insert(auditEntry).values({ actor: `citizen:${citizenId}`, action: `document-store.${what}`, requestId }),
});
export type StoredPaperRepository = ReturnType<typeof createStoredPaperRepository>;
