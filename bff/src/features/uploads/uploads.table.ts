import { FILE_TROUBLES } from '@tayninh/shared/features/uploads/upload-rules';
import { sql } from 'drizzle-orm';
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
    /** Of what came; once `clean`, of what is sent on. */
    sha256: bytes(),
    /**
     * `held` waits for the scanner, `scanned` for the look at its inside, `clean` may be read by others; `infected` and `unfit`
     * have lost their bytes and keep their name, so that the citizen sees which file it was. A file that was refused at once or
     * removed leaves its row for a day, so that its bytes count.
     */
    state: text({ enum: ['uploading', 'held', 'scanned', 'clean', 'infected', 'unfit', 'refused', 'removed'] })
      .notNull()
      .default('uploading'),
    /** At least the level at which it is handed out, 1 to 3; a dossier that it belongs to may ask for more (docs/adr/0020). */
    level: smallint().notNull().default(1),
    /** Where the clean copy is in the store, with a key of its own; null while the bytes are those that came. */
    cleanId: text(),
    /** Why it is `unfit`. */
    trouble: text({ enum: FILE_TROUBLES }),
    /** Counted up by each worker that takes the file: one that wakes late writes nothing. */
    checkFence: integer().notNull().default(0),
    checkLeaseUntil: instant(),
    nextCheckAt: instant().notNull().defaultNow(),
    /** How often its inside was looked at: a file that kills whoever looks is given up. */
    looks: integer().notNull().default(0),
    dossierId: uuid(),
    createdAt: instant().notNull().defaultNow(),
    completedAt: instant(),
    /** When it goes if no dossier took it and no open draft names it. */
    expiresAt: instant().notNull(),
  },
  (table) => [
    index('uploaded_file_citizen_idx').on(table.citizenId, table.createdAt),
    index('uploaded_file_unchecked_idx').on(table.nextCheckAt).where(sql`state in ('held', 'scanned')`),
  ],
);
