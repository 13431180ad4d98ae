import { bigserial, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** Who did what to which record: ids and names of actions, never values (PD-13). */
export const auditEntry = pgTable(
  'audit_entry',
  {
    no: bigserial({ mode: 'number' }).primaryKey(),
    at: instant().notNull().defaultNow(),
    actor: text().notNull(),
    action: text().notNull(),
    resourceId: uuid(),
    requestId: text(),
  },
  (table) => [index('audit_entry_resource_idx').on(table.resourceId)],
);
