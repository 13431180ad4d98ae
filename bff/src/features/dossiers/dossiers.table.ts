import { SUBMISSION_STATES } from '@tayninh/shared/features/dossiers/sending-states';
import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../../platform/columns.ts';

/** The answers of one form, sealed. A draft owns them first; filing hands the same row to the dossier, so nothing is sealed twice. */
export const formAnswers = pgTable('form_answers', {
  id: uuid().primaryKey(),
  citizenId: uuid().notNull(),
  contentSealed: text().notNull(),
  /** What was said of the case before the form began, with the version of the questions; null when nothing was asked. */
  checklistSealed: text(),
});

/** A draft that is filled in for a counter: no level is enough to file it in the app. */
export const COUNTER_ONLY = 9;

/** A form in the making. Not a dossier; deleted when it expires. */
export const draft = pgTable(
  'draft',
  {
    id: uuid().primaryKey(),
    citizenId: uuid().notNull(),
    procedureCode: text().notNull(),
    procedureVersionNo: integer().notNull(),
    caseId: text().notNull(),
    /** The commune it is filed from, as the citizen chose it in the app; null when none was chosen. */
    unitCode: text(),
    formVersion: text().notNull(),
    answersId: uuid()
      .notNull()
      .references(() => formAnswers.id),
    files: jsonb().$type<{ componentId: string; fileId: string }[]>().notNull().default([]),
    /** Judged when saved, so that filing needs no second look at the content. */
    isComplete: boolean().notNull().default(false),
    /** The level that filing asks for, of the procedure's version: 1 to 3, or `COUNTER_ONLY`. */
    submitLevel: smallint().notNull().default(1),
    revision: integer().notNull().default(1),
    /** `handed-over`: a counter may finish it, nobody changes it meanwhile (handoffs.table.ts). */
    state: text({ enum: ['open', 'handed-over', 'submitted'] })
      .notNull()
      .default('open'),
    /** For whom, when not for oneself: under an authorisation, or for an own organisation. */
    authorisationId: uuid(),
    organisationId: uuid(),
    /** When the helper sent it to the representative. */
    sentForReviewAt: instant(),
    /** The own dossier whose content it began with. */
    fromDossierId: uuid(),
    idempotencyKey: text(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
  },
  (table) => [
    index('draft_citizen_idx').on(table.citizenId, table.updatedAt),
    index('draft_expiry_idx').on(table.expiresAt).where(sql`state = 'open'`),
    index('draft_authorisation_idx').on(table.authorisationId).where(sql`sent_for_review_at is not null`),
    unique('draft_idempotency_key').on(table.citizenId, table.idempotencyKey),
  ],
);

/**
 * One filed dossier. `state` is how far filing got (RL-4), `status` what the authority does with it (1-10).
 * The row is also the idempotency record of its filing: the same key gives the same dossier, for good.
 */
export const dossier = pgTable(
  'dossier',
  {
    id: uuid().primaryKey(),
    citizenId: uuid().notNull(),
    receiptNo: text().notNull().unique(),
    draftId: uuid().notNull().unique(),
    /** A correction is a new dossier that names the old one. */
    fromDossierId: uuid(),
    procedureCode: text().notNull(),
    procedureVersionNo: integer().notNull(),
    caseId: text().notNull(),
    /** Of the draft. In the clear, for it is counted: it names a commune, not a home (docs/sources/places.md). */
    unitCode: text(),
    formVersion: text().notNull(),
    answersId: uuid().notNull(),
    files: jsonb().$type<{ componentId: string; fileId: string }[]>().notNull(),
    /** Of the draft. */
    authorisationId: uuid(),
    organisationId: uuid(),
    /** The other citizen who sees it and acts: for whom it was filed by another account. */
    forCitizenId: uuid(),
    /** Who filed it: not always the one who prepared it. */
    filedBy: uuid(),
    channel: text({ enum: ['app', 'counter'] })
      .notNull()
      .default('app'),
    idempotencyKey: text().notNull(),
    requestHash: bytes().notNull(),
    state: text({
      enum: SUBMISSION_STATES,
    })
      .notNull()
      .default('accepted'),
    /** Rises with each claim; a write with an older fence is refused. */
    fence: integer().notNull().default(0),
    leaseUntil: instant(),
    attemptNo: integer().notNull().default(0),
    nextAttemptAt: instant().notNull().defaultNow(),
    /** The province's code (mã hồ sơ). */
    provinceCode: text().unique(),
    status: smallint().notNull().default(1),
    subStatusSealed: text(),
    dueAt: instant(),
    /** Sequence of the last province step applied; an older report changes nothing. */
    provinceStep: integer().notNull().default(0),
    acceptedAt: instant().notNull().defaultNow(),
    /** When refused files were last sent again: the time that we waited for the citizen is none of sending. */
    resentAt: instant(),
    confirmedAt: instant(),
    /** When the province last told us something. */
    asOf: instant().notNull().defaultNow(),
    polledAt: instant(),
  },
  (table) => [
    unique('dossier_idempotency_key').on(table.citizenId, table.idempotencyKey),
    index('dossier_citizen_idx').on(table.citizenId, table.acceptedAt.desc(), table.id.desc()),
    index('dossier_for_citizen_idx')
      .on(table.forCitizenId, table.acceptedAt.desc(), table.id.desc())
      .where(sql`for_citizen_id is not null`),
    index('dossier_due_idx').on(table.state, table.nextAttemptAt),
    /** The queue to the province, and how fast it moves (standing.repository.ts). */
    index('dossier_waiting_idx').on(table.acceptedAt).where(sql`state in ('accepted', 'scanning', 'ready', 'sending', 'uncertain')`),
    index('dossier_confirmed_idx').on(table.confirmedAt).where(sql`confirmed_at is not null`),
    index('dossier_from_idx').on(table.fromDossierId).where(sql`from_dossier_id is not null`),
  ],
);

/** Written before each call to the province (RL-5): what was sent is known even if we die during the call. */
export const sendAttempt = pgTable(
  'send_attempt',
  {
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    attemptNo: integer().notNull(),
    startedAt: instant().notNull().defaultNow(),
    endedAt: instant(),
    outcome: text({ enum: ['accepted', 'refused', 'uncertain', 'not-sent'] }),
  },
  (table) => [unique('send_attempt_no').on(table.dossierId, table.attemptNo)],
);

/** The timeline. `eventKey` makes each step happen once, however often the province reports it. */
export const dossierEvent = pgTable(
  'dossier_event',
  {
    id: uuid().primaryKey().defaultRandom(),
    dossierId: uuid()
      .notNull()
      .references(() => dossier.id),
    eventKey: text().notNull(),
    kind: text({
      enum: [
        'kept',
        'sent',
        'status',
        'needs-staff',
        'note',
        'new-date',
        'supplement-kept',
        'supplement-arrived',
        'supplement-refused',
        'withdrawal-kept',
        'withdrawal-arrived',
        'withdrawal-refused',
        'withdrawn',
      ],
    }).notNull(),
    status: smallint(),
    /** The promised date that this step gave. */
    dueAt: instant(),
    textSealed: text(),
    /** Who worked on it and what the reception desk wrote down (`StepFacts`), sealed: it names officers. */
    factsSealed: text(),
    /** True when the province's words have no national status yet: kept, shown, never guessed. */
    isUnknownText: boolean().notNull().default(false),
    occurredAt: instant().notNull(),
    recordedAt: instant().notNull().defaultNow(),
  },
  (table) => [unique('dossier_event_key').on(table.dossierId, table.eventKey)],
);

/**
 * How long the procedures take here, in minutes of office hours from receipt to result, without pauses. Counted anew each night;
 * below ten finished dossiers there is no row, for few could point at a person.
 */
export const procedureDuration = pgTable(
  'procedure_duration',
  {
    procedureCode: text().notNull(),
    /** '' for the whole province. */
    unitCode: text().notNull(),
    finishedCount: integer().notNull(),
    medianMinutes: integer().notNull(),
    p90Minutes: integer().notNull(),
    /** Days of the first and the last result counted. */
    fromDay: date().notNull(),
    untilDay: date().notNull(),
  },
  (table) => [primaryKey({ columns: [table.procedureCode, table.unitCode] })],
);

/** Signed reports from outside, as they came (sealed), each once. */
export const inboxEvent = pgTable(
  'inbox_event',
  {
    id: uuid().primaryKey().defaultRandom(),
    source: text().notNull(),
    eventKey: text().notNull(),
    bodySealed: text().notNull(),
    receivedAt: instant().notNull().defaultNow(),
    processedAt: instant(),
    outcome: text(),
  },
  (table) => [unique('inbox_event_key').on(table.source, table.eventKey)],
);

/** The province's words → national status. Data that staff edit; words that are not here are flagged. */
export const statusMapping = pgTable(
  'status_mapping',
  {
    system: text().notNull(),
    textFolded: text().notNull(),
    status: smallint().notNull(),
  },
  (table) => [unique('status_mapping_key').on(table.system, table.textFolded)],
);

/** What was last heard of a citizen's dossiers from the counter: shown, with its time, while the province does not answer. */
export const counterDossiers = pgTable('counter_dossiers', {
  citizenId: uuid().primaryKey(),
  /** Whose they are: after linking another person the row counts for nothing. */
  personalNumberIndex: bytes().notNull(),
  itemsSealed: text().notNull(),
  asOf: instant().notNull(),
});
