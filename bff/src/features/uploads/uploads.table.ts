import { index, integer, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** One attached file. The bytes are in the sealed file store; this row says whose they are and what became of them. */
export const uploadedFile = pgTable(
  'uploaded_file',
  {
    /** 128 random bits; also the name in the store. */
    id: text().primaryKey(),
    citizenId: uuid().notNull(),
    /** `province`: a result that was fetched; `result`: a copy of one, made to be filed again; `store`: from the national store. */
    source: text({ enum: ['citizen', 'province', 'result', 'store'] })
      .notNull()
      .default('citizen'),
    /** The client's file name, sealed; never used as a path (UP-3). Empty, like the key, once the file is refused or removed. */
    nameSealed: text().notNull(),
    declaredType: text().notNull(),
    /** By magic bytes, once complete. */
    type: text(),
    /** As declared, and what counts for the day; of a file removed on its way, what had come. */
    sizeBytes: integer().notNull(),
    /** The file's own key, sealed with the subject's key. */
    keySealed: text().notNull(),
    sha256: bytes(),
    /** `held` waits for the scanner; a file that was refused or removed leaves its row for a day, so that its bytes count. */
    state: text({ enum: ['uploading', 'held', 'clean', 'infected', 'refused', 'removed'] })
      .notNull()
      .default('uploading'),
    /** At least the level at which it is handed out, 1 to 3; a dossier that it belongs to may ask for more (docs/adr/0020). */
    level: smallint().notNull().default(1),
    dossierId: uuid(),
    createdAt: instant().notNull().defaultNow(),
    completedAt: instant(),
    /** When it goes if no dossier took it and no open draft names it. */
    expiresAt: instant().notNull(),
  },
  (table) => [index('uploaded_file_citizen_idx').on(table.citizenId, table.createdAt)],
);
