import type { CounterDossier } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { and, eq, inArray } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import type { Encryption } from '../../platform/encryption.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { counterDossiers, statusMapping } from './dossiers.table.ts';

const place = (citizenId: string) => ({ table: 'counter_dossiers', column: 'items', rowId: citizenId });

export function createCounterDossierRepository({ database: { drizzle: db }, encryption }: { database: Database; encryption: Encryption }) {
  return {
    /** National status of the province's words, by folded text; words that are not in it have none. */
    async statusesOf(texts: readonly string[]): Promise<(text: string) => number | null> {
      const rows = await db
        .select()
        .from(statusMapping)
        .where(and(eq(statusMapping.system, 'one-gate'), inArray(statusMapping.textFolded, [...new Set(texts.map(foldKey)), ''])));
      const known = new Map(rows.map(({ textFolded, status }) => [textFolded, status]));
      return (text) => known.get(foldKey(text)) ?? null;
    },

    /** What was last heard about this person; what an earlier link left counts for nothing. */
    async find({ citizenId }: CitizenScope, personalNumberIndex: Buffer) {
      const row = (
        await db
          .select()
          .from(counterDossiers)
          .where(and(eq(counterDossiers.citizenId, citizenId), eq(counterDossiers.personalNumberIndex, personalNumberIndex)))
      )[0];
      if (!row) return null;
      const items = JSON.parse(await encryption.open(citizenId, place(citizenId), row.itemsSealed)) as CounterDossier[];
      return { items, asOf: row.asOf };
    },

    async keep({ citizenId }: CitizenScope, personalNumberIndex: Buffer, items: readonly CounterDossier[]) {
      const itemsSealed = await encryption.seal(citizenId, place(citizenId), JSON.stringify(items));
      const values = { personalNumberIndex, itemsSealed, asOf: new Date() };
      await db
        .insert(counterDossiers)
        .values({ citizenId, ...values })
        .onConflictDoUpdate({ target: counterDossiers.citizenId, set: values });
      return values.asOf;
    },

    forget: ({ citizenId }: CitizenScope) => db.delete(counterDossiers).where(eq(counterDossiers.citizenId, citizenId)),

    noteQuery: ({ citizenId }: CitizenScope, requestId: string) =>
      db.insert(auditEntry).values({ actor: `citizen:${citizenId}`, action: 'one-gate.own-dossiers', requestId }),
  };
}
export type CounterDossierRepository = ReturnType<typeof createCounterDossierRepository>;
