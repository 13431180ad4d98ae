import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** An organisation as its representative wrote it down; not compared with any register. */
export const organisation = pgTable(
  'organisation',
  {
    id: uuid().primaryKey(),
    /** The representative, whose key seals the row. */
    citizenId: uuid().notNull(),
    nameSealed: text().notNull(),
    /** That of a household is a personal number. */
    taxCodeSealed: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [index('organisation_citizen_idx').on(table.citizenId)],
);

/**
 * One person who may act for another or for an organisation (docs/adr/0021). `expired` is no state: `until` says it, by the
 * database's clock.
 */
export const authorisation = pgTable(
  'authorisation',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: ['relative', 'organisation', 'paper'] }).notNull(),
    state: text({ enum: ['invited', 'active', 'ended'] }).notNull(),
    /** Who made it; the other side is null until the invitation is accepted, and for good with a paper. */
    inviterId: uuid().notNull(),
    helperId: uuid(),
    principalId: uuid(),
    organisationId: uuid().references(() => organisation.id),
    maySubmit: boolean().notNull(),
    /** Null: all. */
    procedures: text().array(),
    /** The person of a paper, sealed with the helper's key. */
    personNameSealed: text(),
    /** Keyed hash of the invitation's code; null when it ended. After acceptance it answers who accepted, and nobody else. */
    codeHash: bytes().unique(),
    acceptBy: instant(),
    /** The first moment at which it does not hold any more. */
    until: instant().notNull(),
    createdAt: instant().notNull().defaultNow(),
    acceptedAt: instant(),
    endedAt: instant(),
    endedBy: uuid(),
  },
  (table) => [
    index('authorisation_helper_idx').on(table.helperId),
    index('authorisation_principal_idx').on(table.principalId),
    index('authorisation_inviter_idx').on(table.inviterId),
    index('authorisation_accept_by_idx').on(table.acceptBy).where(sql`state = 'invited'`),
  ],
);

/**
 * Whether the one who made dossier `d` may still see it: by its paper, or while any authorisation between the same two holds, so
 * that a renewed one gives back what an expired one took.
 */
export const HOLDS_FOR_DOSSIER = `exists (
  select 1 from authorisation a where a.helper_id = d.citizen_id and (
    (a.id = d.authorisation_id and a.kind = 'paper')
    or (a.principal_id = d.for_citizen_id and a.organisation_id is not distinct from d.organisation_id and a.state = 'active' and a.until > now())))`;
