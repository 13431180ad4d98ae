import { IDENTITY_LINK_REFUSALS, IDENTITY_LINK_STATES } from '@tayninh/shared/features/identity/identity-links.contract';
import { sql } from 'drizzle-orm';
import { index, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';
import { citizen } from './identity.table.ts';

/**
 * A Zalo account linked with a civil identity (ID-10): at most one that is not revoked for each account, any number of accounts
 * for each person. What identifies the person is sealed with the account's own key.
 */
export const identityLink = pgTable(
  'identity_link',
  {
    id: uuid().primaryKey(),
    citizenId: uuid()
      .notNull()
      .references(() => citizen.id),
    /** Of the personal number: whether a log-in is of the same person is compared here, never by opening. */
    personalNumberIndex: bytes().notNull(),
    /** `{personalNumber, name, birthOn}` as the national log-in said them; the source of what is filled in as "VNeID". */
    factsSealed: text().notNull(),
    /** Of the VNeID account, 2 = met in person by the police. */
    level: smallint().notNull(),
    linkedAt: instant().notNull().defaultNow(),
    lastAuthAt: instant().notNull().defaultNow(),
    revokedAt: instant(),
  },
  (table) => [
    uniqueIndex('identity_link_alive').on(table.citizenId).where(sql`revoked_at is null`),
    /** The accounts of one person, so that a message reaches the person once. */
    index('identity_link_person_idx').on(table.personalNumberIndex).where(sql`revoked_at is null`),
  ],
);

/**
 * One way to the national log-in and back, for the session that began it.
 * `waiting → returning → needs-code → done`, or `returning → done` for who is linked already; `refused` from each of them.
 * A process that dies in `returning` leaves it there: its code is spent, the citizen begins anew, the sweep deletes the row.
 */
export const identityLinking = pgTable(
  'identity_linking',
  {
    id: uuid().primaryKey(),
    citizenId: uuid()
      .notNull()
      .references(() => citizen.id),
    sessionId: uuid().notNull(),
    state: text({ enum: IDENTITY_LINK_STATES }).notNull().default('waiting'),
    reason: text({ enum: IDENTITY_LINK_REFUSALS }),
    /** SHA-256 of the `state` parameter, which comes back once. */
    stateHash: bytes().notNull().unique(),
    /** `{nonce, codeVerifier}`. */
    secretsSealed: text().notNull(),
    /** `{code, identity}` while the code is asked for, and no longer. */
    provenSealed: text(),
    triesLeft: smallint().notNull().default(3),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
  },
  (table) => [index('identity_linking_citizen_idx').on(table.citizenId), index('identity_linking_expires_idx').on(table.expiresAt)],
);
