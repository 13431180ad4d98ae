import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** One attached file. The bytes are in the sealed file store; this row says whose they are and what became of them. */
export const uploadedFile = pgTable(
  'uploaded_file',
  {
    /** 128 random bits; also the name in the store. */
    id: text().primaryKey(),
    citizenId: uuid().notNull(),
    /** The client's file name, sealed; never used as a path (UP-3). */
    nameSealed: text().notNull(),
    declaredType: text().notNull(),
    /** By magic bytes, once complete. */
    type: text(),
    sizeBytes: integer().notNull(),
    /** The file's own key, sealed with the subject's key. */
    keySealed: text().notNull(),
    sha256: bytes(),
    state: text({ enum: ['uploading', 'held', 'clean', 'infected', 'refused'] })
      .notNull()
      .default('uploading'),
    dossierId: uuid(),
    createdAt: instant().notNull().defaultNow(),
    completedAt: instant(),
    expiresAt: instant().notNull(),
  },
  (table) => [
    index('uploaded_file_citizen_idx').on(table.citizenId, table.createdAt),
    index('uploaded_file_dossier_idx').on(table.dossierId),
  ],
);
