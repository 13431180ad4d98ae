import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';
import { dossier } from '../dossiers/dossiers.table.ts';
import { uploadedFile } from '../uploads/uploads.table.ts';

/** One paper that the authority issued for a dossier, and how far we are with its electronic copy. */
export const dossierResult = pgTable(
  'dossier_result',
  {
    id: uuid().primaryKey(),
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    citizenId: uuid().notNull(),
    /** From 1, within the dossier: part of its address. */
    no: integer().notNull(),
    /** The province's id of it: a paper reported twice is one paper. */
    provinceId: text().notNull(),
    /** Name, number, abstract, signer, agency and where the copy is, as reported. */
    factsSealed: text().notNull(),
    code: text(),
    signedOn: date({ mode: 'string' }),
    validUntil: date({ mode: 'string' }),
    isPermanent: boolean().notNull(),
    /**
     * `due`: the copy is to be fetched. A crash leaves a row there with a lease; when it ends the sweep offers it again, and a file
     * that was kept meanwhile without this row naming it goes with the uploads that nobody took.
     */
    state: text({ enum: ['paper', 'due', 'here', 'refused', 'needs_staff'] }).notNull(),
    fileId: text()
      .unique()
      .references(() => uploadedFile.id),
    sizeBytes: integer(),
    type: text(),
    sha256: bytes(),
    signature: text({ enum: ['valid', 'invalid', 'unknown-signer', 'unsigned', 'unchecked'] }),
    /** Who signed and when, of a valid one. */
    signatureSealed: text(),
    notedAt: instant().notNull().defaultNow(),
    fetchedAt: instant(),

    /** As of a dossier: who holds it, and when to look next. */
    fence: integer().notNull().default(0),
    leaseUntil: instant(),
    nextLookAt: instant().notNull().defaultNow(),
    lookNo: integer().notNull().default(0),
  },
  (table) => [
    unique('dossier_result_province_id').on(table.dossierId, table.provinceId),
    unique('dossier_result_no').on(table.dossierId, table.no),
    index('dossier_result_citizen_idx').on(table.citizenId, table.notedAt.desc()),
    index('dossier_result_due_idx').on(table.nextLookAt).where(sql`state = 'due'`),
    index('dossier_result_expiry_idx').on(table.validUntil).where(sql`valid_until is not null`),
  ],
);
