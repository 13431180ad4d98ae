import { ACT_STATES } from '@tayninh/shared/features/dossiers/sending-states';
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, smallint, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';
import { dossier } from './dossiers.table.ts';

/** One request of the authority for what is missing (Mẫu 02 of circular 03/2025/TT-VPCP), as it came. */
export const supplement = pgTable(
  'supplement',
  {
    id: uuid().primaryKey(),
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    citizenId: uuid().notNull(),
    /** The province's step that asked: a request reported twice is one request. */
    eventKey: text().notNull(),
    /** Papers, fields and the authority's words. */
    askSealed: text().notNull(),
    /** False when only the words came, without a list; a later report of the same step may bring it. */
    hasList: boolean().notNull(),
    until: instant(),
    askedAt: instant().notNull(),
    /** What the citizen is preparing, so that nothing typed is lost. */
    draftSealed: text(),
  },
  (table) => [unique('supplement_event_key').on(table.dossierId, table.eventKey)],
);

/**
 * What a citizen does with a filed dossier: answer a supplement, withdraw, rate, choose how the result comes. It goes to the province as a dossier does,
 * exactly once (docs/adr/0004); the row is also the idempotency record. Our reference of it is its id. A `resend` of refused files is
 * done when it is written: what goes out then is the dossier.
 */
export const dossierAct = pgTable(
  'dossier_act',
  {
    id: uuid().primaryKey(),
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    citizenId: uuid().notNull(),
    kind: text({ enum: ['supplement', 'withdrawal', 'rating', 'delivery', 'resend'] }).notNull(),
    supplementId: uuid().references(() => supplement.id),
    idempotencyKey: text().notNull(),
    requestHash: bytes().notNull(),
    contentSealed: text().notNull(),
    files: jsonb().$type<{ componentId: string; fileId: string }[]>().notNull().default([]),
    stars: smallint(),
    /** `kept`: not sent, the province's system does not take it. */
    state: text({
      enum: ACT_STATES,
    })
      .notNull()
      .default('accepted'),
    fence: integer().notNull().default(0),
    leaseUntil: instant(),
    attemptNo: integer().notNull().default(0),
    /** Committed before the call of the last attempt (RL-5). */
    attemptStartedAt: instant(),
    nextAttemptAt: instant().notNull().defaultNow(),
    acceptedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    unique('dossier_act_idempotency_key').on(table.citizenId, table.idempotencyKey),
    index('dossier_act_dossier_idx').on(table.dossierId),
    index('dossier_act_due_idx').on(table.state, table.nextAttemptAt),
    // One answer, one withdrawal, one rating at a time; what came to nothing may be done again.
    uniqueIndex('dossier_act_supplement_once').on(table.supplementId).where(sql`state not in ('rejected', 'needs_citizen')`),
    uniqueIndex('dossier_act_once')
      .on(table.dossierId, table.kind)
      .where(sql`kind not in ('supplement', 'delivery', 'resend') and state not in ('rejected', 'needs_citizen')`),
  ],
);
