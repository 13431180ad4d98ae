import type { StaffRole } from '@tayninh/shared/contract/access';
import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';
import { unit } from '../places/places.table.ts';

/** A person at the console, put here by an administrator before they can sign in (ID-23). Known by `issuer` and `subject`, never by e-mail. */
export const staffMember = pgTable(
  'staff_member',
  {
    id: uuid().primaryKey().defaultRandom(),
    issuer: text().notNull(),
    subject: text().notNull(),
    name: text().notNull(),
    isActive: boolean().notNull().default(true),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [unique('staff_member_subject').on(table.issuer, table.subject)],
);

/** One role for one unit and all below it, for a time that always ends. */
export const staffGrant = pgTable(
  'staff_grant',
  {
    id: uuid().primaryKey().defaultRandom(),
    staffId: uuid()
      .notNull()
      .references(() => staffMember.id),
    role: text().$type<StaffRole>().notNull(),
    unitCode: text()
      .notNull()
      .references(() => unit.code),
    validFrom: instant().notNull().defaultNow(),
    validUntil: instant().notNull(),
  },
  (table) => [
    unique('staff_grant_once').on(table.staffId, table.role, table.unitCode, table.validFrom),
    check('staff_grant_ends', sql`${table.validUntil} > ${table.validFrom}`),
  ],
);

/** A log-in that has left for the provider. What it keeps secret is in the browser's cookie alone: nonce, verifier and state come from it. */
export const staffSignIn = pgTable(
  'staff_sign_in',
  {
    secretHash: bytes().primaryKey(),
    /** The page of the console that was asked for. */
    goTo: text().notNull(),
    isFresh: boolean().notNull(),
    /** The session that it takes the place of. */
    replaces: uuid(),
    startedAt: instant().notNull().defaultNow(),
  },
  (table) => [index('staff_sign_in_started_idx').on(table.startedAt)],
);

/** A session of the console (ID-22). The cookie holds the token, this its hash. */
export const staffSession = pgTable(
  'staff_session',
  {
    id: uuid().primaryKey().defaultRandom(),
    tokenHash: bytes().notNull().unique(),
    staffId: uuid()
      .notNull()
      .references(() => staffMember.id),
    /** The roles it began with; when they are others, it ends. */
    grantsSeen: text().notNull(),
    authenticatedAt: instant().notNull(),
    createdAt: instant().notNull().defaultNow(),
    lastSeenAt: instant().notNull().defaultNow(),
    revokedAt: instant(),
    revokedFor: text().$type<'signed-out' | 'signed-in-again' | 'roles-changed'>(),
  },
  (table) => [index('staff_session_staff_idx').on(table.staffId), index('staff_session_created_idx').on(table.createdAt)],
);
