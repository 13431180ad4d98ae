import { index, integer, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** One Zalo account that signed in. Not a civil identity (docs/sources/zalo.md). Personal columns are sealed with the subject's own key. */
export const citizen = pgTable(
  'citizen',
  {
    id: uuid().primaryKey(),
    /** App-scoped Zalo id, as blind index (unique) and sealed. */
    zaloIdIndex: bytes().notNull().unique(),
    zaloIdSealed: text().notNull(),
    /** The id by which our Official Account may write to the person. */
    oaUserIdIndex: bytes().unique(),
    oaUserIdSealed: text(),
    nameSealed: text(),
    phoneIndex: bytes(),
    phoneSealed: text(),
    /** 1 = Zalo, 2 = Zalo and phone. Level 3 is not of the account but of a session, for a while. */
    level: smallint().notNull().default(1),
    createdAt: instant().notNull().defaultNow(),
    lastSeenAt: instant().notNull().defaultNow(),
  },
  (table) => [index('citizen_phone_idx').on(table.phoneIndex)],
);

/** The data key of one subject, wrapped by a key-encryption key. Destroying the row makes all that was sealed unreadable (PD-11). */
export const subjectKey = pgTable('subject_key', {
  subjectId: uuid().primaryKey(),
  wrappedKey: text().notNull(),
  createdAt: instant().notNull().defaultNow(),
});

/** One device's session: a family of refresh tokens of which exactly one is alive (ID-5). */
export const authSession = pgTable(
  'auth_session',
  {
    id: uuid().primaryKey(),
    citizenId: uuid()
      .notNull()
      .references(() => citizen.id),
    deviceHash: bytes(),
    refreshHash: bytes().notNull(),
    previousHash: bytes(),
    previousRotationHash: bytes(),
    /** The successor, sealed, for the minute in which a lost reply may ask again. */
    successorSealed: text(),
    rotatedAt: instant(),
    /** The last national log-in from this device: L3 holds for a while after it, here and nowhere else (ID-7). */
    identityProvenAt: instant(),
    generation: integer().notNull().default(1),
    createdAt: instant().notNull().defaultNow(),
    refreshExpiresAt: instant().notNull(),
    absoluteExpiresAt: instant().notNull(),
    revokedAt: instant(),
    revokedFor: text(),
  },
  (table) => [index('auth_session_citizen_idx').on(table.citizenId)],
);
