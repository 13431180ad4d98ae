import { randomBytes, randomUUID } from 'node:crypto';
import {
  isAllowedMove,
  isFinal,
  isNationalStatus,
  isReachable,
  type NationalStatus,
} from '@tayninh/shared/features/dossiers/national-status';
import { receiptNumber } from '@tayninh/shared/features/dossiers/receipt-number';
import type { FilingRoute } from '@tayninh/shared/features/procedures/catalogue';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { and, asc, desc, eq, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { FiledDossier } from '../../connectors/filing-connector.ts';
import type { IssuedPaper } from '../../connectors/one-gate/issued-papers.ts';
import type { Reception, StepHolder, SupplementAsk } from '../../connectors/one-gate/one-gate-says.ts';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import { type Encryption, type SubjectKey, SYSTEM_SUBJECT } from '../../platform/encryption.ts';
import { type SendState, type Settlement, UNFINISHED } from '../../platform/exactly-once.ts';
import { HOLDS_FOR_DOSSIER } from '../authorisations/authorisations.table.ts';
import { dossierAct, supplement } from './acts.table.ts';
import { dossier, dossierEvent, inboxEvent, sendAttempt, statusMapping } from './dossiers.table.ts';
import { mayMoveOnSight } from './second-source.ts';

export type DossierRow = typeof dossier.$inferSelect;

/** What happened to a dossier, for whoever tells the citizen; called inside the transaction of the happening. */
export interface Announcement {
  readonly citizenId: string;
  readonly dossierId: string;
  readonly eventKey: string;
  readonly procedureCode: string;
  readonly receiptNo: string;
  readonly what:
    | { kind: 'sent' }
    | { kind: 'refused' }
    | { kind: 'needs-citizen' }
    | { kind: 'needs-staff' }
    | { kind: 'new-date'; dueAt: Date; wasDueAt: Date }
    | { kind: 'supplement-arrived' | 'supplement-refused' | 'withdrawn' | 'withdrawal-arrived' | 'withdrawal-refused' }
    | { kind: 'status'; status: NationalStatus; dueAt: Date | null; isUnknownText: boolean };
}
export type Announce = (tx: Transaction, announcement: Announcement) => Promise<void>;

/** What a report of the province says of money: kept by who handles payments, inside the transaction of the step. */
export interface FeePart {
  readonly amountVnd: number | null;
  readonly purpose: string | null;
  readonly payee: string | null;
  readonly dueAt: Date | null;
}
export type NoteFee = (tx: Transaction, at: { dossierId: string; citizenId: string; step: number }, fee: FeePart) => Promise<void>;
const FEE_ASKED: NationalStatus = 6;
/** What the authority issued, in the same way kept by who handles results. */
export type NoteResults = (tx: Transaction, at: { dossierId: string; citizenId: string }, papers: readonly IssuedPaper[]) => Promise<void>;

/** What the system of its route says of a dossier. */
export type ProvinceStep = Omit<FiledDossier, 'fee'> & { readonly fee: FeePart };
/** What a second source says: a status without the papers, amounts and counts behind it. */
export interface SeenDossier {
  readonly system: 'igate';
  readonly statusText: string;
  readonly dueAt: Date | null;
}
/** Of one step, as we keep it. */
export interface StepFacts {
  readonly holder: StepHolder | null;
  readonly reception: Reception | null;
}
/** A request for what is missing as we keep it; `note` holds the authority's words beside the list. */
export type KeptAsk = Pick<SupplementAsk, 'papers' | 'fields'> & { readonly note: string | null };

export const askPlace = (rowId: string) => ({ table: 'supplement', column: 'ask', rowId });
const notePlace = (dossierId: string, eventKey: string) => ({ table: 'dossier_event', column: 'text', rowId: `${dossierId}|${eventKey}` });
const factsPlace = (dossierId: string, eventKey: string) => ({
  table: 'dossier_event',
  column: 'facts',
  rowId: `${dossierId}|${eventKey}`,
});
const subStatusPlace = (rowId: string) => ({ table: 'dossier', column: 'sub_status', rowId });
const reportPlace = (rowId: string) => ({ table: 'inbox_event', column: 'body', rowId });

export function createDossierRepository({
  database,
  encryption,
  announce,
  noteFee,
  noteResults,
}: {
  database: Database;
  encryption: Encryption;
  announce: Announce;
  noteFee: NoteFee;
  noteResults: NoteResults;
}) {
  const { drizzle: db, sql: raw } = database;

  return {
    /**
     * Files a complete draft in one statement: draft closed, dossier, consent, audit, files linked, job queued; all or nothing.
     * The unique key of (citizen, idempotency key) is the judge of a repeated key: asking for it beforehand would cost a plan that
     * was made while the table was still small.
     * Who may file is judged here and now: an authorisation that ends at this moment ends before or after, not in between.
     * @returns null when there is no open complete draft that this person may file: then `explain` says why.
     * @throws a unique violation (23505) when the key is known.
     */
    async submit(
      { actorId }: CitizenScope,
      {
        draftId,
        idempotencyKey,
        requestHash,
        sessionId,
        requestId,
        consentText,
        clearedRevision,
      }: {
        draftId: string;
        idempotencyKey: string;
        requestHash: Buffer;
        sessionId: string;
        requestId: string;
        consentText: string;
        /** The revision that was found fit for a procedure that asks for more than a Zalo account. */
        clearedRevision: number | null;
      },
    ) {
      const id = randomUUID();
      const rows = await raw<{ id: string; receiptNo: string }[]>`
        with closed as (
          update draft set state = 'submitted'
          where id = ${draftId} and state = 'open' and is_complete and expires_at > now()
            and case when authorisation_id is null then citizen_id = ${actorId} else exists (
              select 1 from authorisation a where a.id = draft.authorisation_id and a.state = 'active' and a.until > now()
                and (a.procedures is null or draft.procedure_code = any(a.procedures))
                and ((draft.citizen_id = ${actorId} and a.may_submit)
                  or (draft.sent_for_review_at is not null and a.kind = 'organisation' and a.principal_id = ${actorId}))) end
            and (submit_level = 1 or revision = ${clearedRevision}::int)
            and not exists (
              select 1 from jsonb_array_elements(draft.files) entry where not exists (
                select 1 from uploaded_file f where f.id = entry ->> 'fileId' and f.citizen_id = draft.citizen_id and f.state in ('held', 'scanned', 'clean')))
          returning *
        ), filed as (
          insert into dossier (id, citizen_id, receipt_no, draft_id, from_dossier_id, procedure_code, procedure_version_no, case_id, unit_code, form_version, answers_id, files, authorisation_id, organisation_id, for_citizen_id, filed_by, idempotency_key, request_hash)
          select ${id}::uuid, citizen_id, ${receiptNumber(randomBytes(8))}, id, from_dossier_id, procedure_code, procedure_version_no, case_id, unit_code, form_version, answers_id, files,
            authorisation_id, organisation_id, (select principal_id from authorisation a where a.id = closed.authorisation_id), ${actorId}::uuid, ${idempotencyKey}, ${requestHash}
          from closed returning id, receipt_no, files
        ), linked as (
          update uploaded_file set dossier_id = ${id}::uuid
          where (citizen_id, id) in (select closed.citizen_id, entry ->> 'fileId' from closed, jsonb_array_elements(closed.files) entry)
        ), agreed as (
          insert into consent_entry (citizen_id, purpose, text_version, act, channel, session_id, subject_ref)
          select ${actorId}::uuid, 'file-dossier', ${consentText}, 'given', 'mini-app', ${sessionId}::uuid, ${id}::uuid from closed
        ), audited as (
          insert into audit_entry (actor, action, resource_id, request_id)
          select 'citizen:' || ${actorId}::text, 'dossier.submit', ${id}::uuid, ${requestId} from closed
        ), queued as (
          select graphile_worker.add_job('file-dossier', json_build_object('dossierId', id::text), job_key := 'file:' || id::text, max_attempts := 3) from filed
        )
        select filed.id, filed.receipt_no as "receiptNo", (select count(*) from queued) as queued from filed`;
      return rows[0] ?? null;
    },

    /** Why a submit wrote nothing: the dossier of this key, and the draft as it stands. */
    async explain({ citizenId, actorId }: CitizenScope, draftId: string, idempotencyKey: string) {
      const [known, drafts] = await Promise.all([
        raw<
          { id: string; receiptNo: string; state: SendState; requestHash: Buffer }[]
        >`select id, receipt_no as "receiptNo", state, request_hash as "requestHash" from dossier where citizen_id in (${citizenId}, ${actorId}) and coalesce(filed_by, citizen_id) = ${actorId} and idempotency_key = ${idempotencyKey}`,
        raw<
          {
            state: string;
            isComplete: boolean;
            isHeld: boolean;
            submitLevel: number;
            revision: number;
            answersId: string;
            behalf: { kind: 'relative' | 'organisation' | 'paper'; principalId: string | null; authorisationId: string } | null;
          }[]
        >`select f.state, is_complete as "isComplete", submit_level as "submitLevel", revision, answers_id as "answersId",
            authorisation_id is null or coalesce(a.state = 'active' and a.until > now() and (a.procedures is null or f.procedure_code = any(a.procedures)), false) as "isHeld",
            case when a.id is not null then json_build_object('kind', a.kind, 'principalId', a.principal_id, 'authorisationId', a.id) end as behalf
          from draft f left join authorisation a on a.id = f.authorisation_id
          where f.id = ${draftId} and f.citizen_id = ${citizenId} and f.expires_at > now()`,
      ]);
      return { known: known[0] ?? null, draft: drafts[0] ?? null };
    },

    async list({ citizenId }: CitizenScope, { limit, before }: { limit: number; before: { at: string; id: string } | null }) {
      const older = before ? sql`and (d.accepted_at, d.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
      // Two walks along an index each, of one page at most: what one filed oneself, and what others filed for one.
      const page = (whose: SQL) =>
        sql`(select d.id from dossier d where ${whose} ${older} order by d.accepted_at desc, d.id desc limit ${limit})`;
      const own = page(sql`d.citizen_id = ${citizenId} and (d.authorisation_id is null or ${sql.raw(HOLDS_FOR_DOSSIER)})`);
      const rows = await db
        .select()
        .from(dossier)
        .where(sql`${dossier.id} in (${own} union all ${page(sql`d.for_citizen_id = ${citizenId}`)})`)
        .orderBy(desc(dossier.acceptedAt), desc(dossier.id))
        .limit(limit);
      return Promise.all(rows.map(opened));
    },

    async find({ citizenId }: CitizenScope, id: string) {
      const row = (
        await db
          .select()
          .from(dossier)
          .where(and(eq(dossier.id, id), eq(dossier.citizenId, citizenId)))
      )[0];
      if (!row) return null;
      const events = await db
        .select()
        .from(dossierEvent)
        .where(eq(dossierEvent.dossierId, id))
        .orderBy(asc(dossierEvent.occurredAt), asc(dossierEvent.recordedAt))
        .limit(200);
      const key = await encryption.keyFor(citizenId);
      return {
        ...(await opened(row)),
        events: events.map((event) => ({
          ...event,
          text: event.textSealed === null ? null : encryption.openWith(key, notePlace(id, event.eventKey), event.textSealed),
          facts:
            event.factsSealed === null
              ? NO_FACTS
              : (JSON.parse(encryption.openWith(key, factsPlace(id, event.eventKey), event.factsSealed)) as StepFacts),
        })),
      };
    },

    /** The own dossier that this one corrects, and the ones that correct it. */
    async linked({ citizenId }: CitizenScope, { id, fromDossierId }: Pick<DossierRow, 'id' | 'fromDossierId'>) {
      const rows = await db
        .select({ id: dossier.id, receiptNo: dossier.receiptNo })
        .from(dossier)
        .where(
          and(
            eq(dossier.citizenId, citizenId),
            or(eq(dossier.fromDossierId, id), fromDossierId ? eq(dossier.id, fromDossierId) : undefined),
          ),
        )
        .orderBy(asc(dossier.acceptedAt))
        .limit(20);
      return {
        correctionOf: rows.find((row) => row.id === fromDossierId) ?? null,
        corrections: rows.filter((row) => row.id !== fromDossierId),
      };
    },

    /** Takes the dossier for `leaseMs` when it is due and nobody holds it. @returns null when there is nothing to do now. */
    async claim(id: string, leaseMs: number): Promise<DossierRow | null> {
      const rows = await db
        .update(dossier)
        .set({ fence: sql`${dossier.fence} + 1`, leaseUntil: sql`now() + ${leaseMs} * interval '1 millisecond'` })
        .where(
          and(
            eq(dossier.id, id),
            inArray(dossier.state, UNFINISHED),
            lte(dossier.nextAttemptAt, sql`now()`),
            or(sql`${dossier.leaseUntil} is null`, lte(dossier.leaseUntil, sql`now()`)),
          ),
        )
        .returning();
      return rows[0] ?? null;
    },

    /** One step of the submission machine, refused when another worker took over (fence). */
    async step({ id, fence, state }: Pick<DossierRow, 'id' | 'fence'> & { state: SendState }, to: SendState): Promise<boolean> {
      const rows = await db
        .update(dossier)
        .set({ state: to })
        .where(and(eq(dossier.id, id), eq(dossier.fence, fence), eq(dossier.state, state)))
        .returning({ id: dossier.id });
      return rows.length > 0;
    },

    /** Writes the attempt before the call goes out (RL-5). @returns false when another worker took over. */
    async beginSending({ id, fence, state }: Pick<DossierRow, 'id' | 'fence'> & { state: 'ready' | 'uncertain' }): Promise<number | false> {
      return db.transaction(async (tx) => {
        const rows = await tx
          .update(dossier)
          .set({ state: 'sending', attemptNo: sql`${dossier.attemptNo} + 1` })
          .where(and(eq(dossier.id, id), eq(dossier.fence, fence), eq(dossier.state, state)))
          .returning({ attemptNo: dossier.attemptNo });
        if (!rows[0]) return false;
        await tx.insert(sendAttempt).values({ dossierId: id, attemptNo: rows[0].attemptNo });
        return rows[0].attemptNo;
      });
    },

    lastAttempt: async (dossierId: string) =>
      (
        await db
          .select({ attemptNo: sendAttempt.attemptNo, ageMs: sql<number>`extract(epoch from now() - ${sendAttempt.startedAt}) * 1000` })
          .from(sendAttempt)
          .where(eq(sendAttempt.dossierId, dossierId))
          .orderBy(desc(sendAttempt.attemptNo))
          .limit(1)
      )[0] ?? null,

    /**
     * Puts the dossier back with what came out, and the next time to look at it; tells the citizen where the state calls for it.
     * A withdrawal that waited to learn where the dossier is comes true here once that is surely nowhere: then it is never sent.
     */
    async settle(row: Pick<DossierRow, 'id' | 'fence' | 'attemptNo'>, { from, to, retryInMs, outcome }: Settlement): Promise<boolean> {
      return db.transaction(async (tx) => {
        const next = retryInMs === undefined ? sql`${dossier.nextAttemptAt}` : sql`now() + ${retryInMs} * interval '1 millisecond'`;
        const rows = await tx
          .update(dossier)
          .set({ state: to, leaseUntil: null, nextAttemptAt: next, ...(to === 'confirmed' && { confirmedAt: sql`now()` }) })
          .where(and(eq(dossier.id, row.id), eq(dossier.fence, row.fence), eq(dossier.state, from)))
          .returning();
        const after = rows[0];
        if (!after) return false;
        if (outcome)
          await tx
            .update(sendAttempt)
            .set({ outcome, endedAt: sql`now()` })
            .where(and(eq(sendAttempt.dossierId, row.id), eq(sendAttempt.attemptNo, row.attemptNo)));
        const isNowhere = to === 'ready' || to === 'rejected';
        if (isNowhere && (await endWaitingWithdrawal(tx, row.id)) && to !== 'rejected') {
          await withdrawUnsent(tx, after, announce);
          return true;
        }
        if (isUnfinished(to)) await enqueueFiling(tx, row.id, after.nextAttemptAt);
        const end = ENDS[to];
        if (end) {
          // the citizen may mend it and be asked again: each time is told
          const eventKey = to === 'needs_citizen' ? `filing:${row.fence}:${to}` : `filing:${to}`;
          await tx
            .insert(dossierEvent)
            .values({ dossierId: row.id, eventKey, kind: end.event, occurredAt: new Date() })
            .onConflictDoNothing();
          await announce(tx, { ...factsOf(after), eventKey, what: { kind: end.tell } });
        }
        return true;
      });
    },

    /**
     * Applies what the province says of a dossier, by report or by look-up, each of its steps once (key `step:<n>`). It also
     * confirms the filing: whoever reports our reference has the dossier. A step older than the newest known one goes into the
     * timeline but moves nothing; words without a mapping are kept and flagged, the status stays. Where the system does not count
     * its steps, a change of status or date is the next one.
     */
    async applyProvinceStep(
      by: { id: string } | { receiptNo: string } | { code: string },
      report: ProvinceStep,
    ): Promise<'applied' | 'known' | 'late' | 'unknown-dossier'> {
      const mapped = report.status ?? (await statusOf(report.system, report.statusText));
      const owner = (await db.select({ citizenId: dossier.citizenId }).from(dossier).where(which(by)))[0];
      if (!owner) return 'unknown-dossier';
      const key = await encryption.keyFor(owner.citizenId);

      return db.transaction(async (tx) => {
        const row = (await tx.select().from(dossier).where(which(by)).for('update'))[0];
        if (!row) return 'unknown-dossier';
        const from = row.status as NationalStatus;
        const isKnownText = mapped !== null;
        const canMove = isKnownText && mapped !== from && (isAllowedMove(from, mapped) || isReachable(from, mapped));
        const isNews = canMove || (report.dueAt !== null && report.dueAt.getTime() !== row.dueAt?.getTime());
        const step = report.step ?? row.provinceStep + (isNews || row.provinceStep === 0 ? 1 : 0);
        const eventKey = `step:${step}`;
        const isLate = step <= row.provinceStep;
        // Reports may overtake each other: the status is that of the newest step whose words are known, not of the newest to arrive.
        const isNewestKnown = isKnownText && step > (await newestKnownStep(tx, row.id));
        const moves = isNewestKnown && canMove;
        const status = moves ? mapped : from;
        const isFirst = row.state !== 'confirmed';
        const occurredAt = report.occurredAt ?? new Date();
        // The apology for being late gives a later date and changes nothing else (Mẫu 04).
        const newDate =
          mapped === 4 && from === 4 && !isLate && row.dueAt && report.dueAt && report.dueAt > row.dueAt
            ? { dueAt: report.dueAt, wasDueAt: row.dueAt }
            : null;
        const noToWithdrawal = report.withdrawal?.isAgreed === false ? report.withdrawal : null;
        const words = noToWithdrawal ? [noToWithdrawal.reason ?? report.note] : [report.statusText, report.note];

        const textSealed = encryption.sealWith(key, notePlace(row.id, eventKey), words.filter(Boolean).join('\n'));
        const { holder, reception } = report;
        const factsSealed =
          holder || reception
            ? encryption.sealWith(key, factsPlace(row.id, eventKey), JSON.stringify({ holder, reception } satisfies StepFacts))
            : null;
        if (isKnownText)
          await takePlaceOfSeen(tx, row.id, { eventKey, status: mapped, dueAt: report.dueAt, textSealed, factsSealed, occurredAt });
        const inserted = await tx
          .insert(dossierEvent)
          .values({
            dossierId: row.id,
            eventKey,
            kind: isFirst && status === 1 ? 'sent' : noToWithdrawal ? 'withdrawal-refused' : newDate ? 'new-date' : 'status',
            status: mapped,
            dueAt: report.dueAt,
            textSealed,
            factsSealed,
            isUnknownText: !isKnownText,
            occurredAt,
          })
          .onConflictDoNothing()
          .returning({ id: dossierEvent.id });

        const confirmation = isFirst
          ? { state: 'confirmed' as const, confirmedAt: sql`now()`, leaseUntil: null, provinceCode: report.code }
          : { provinceCode: row.provinceCode ?? report.code };
        const newest = isLate
          ? { status }
          : {
              status,
              provinceStep: step,
              subStatusSealed: encryption.sealWith(key, subStatusPlace(row.id), report.statusText),
              ...(report.dueAt && { dueAt: report.dueAt }),
            };
        await tx
          .update(dossier)
          .set({ asOf: sql`now()`, polledAt: sql`now()`, ...confirmation, ...newest })
          .where(eq(dossier.id, row.id));
        if (isFirst && row.attemptNo > 0)
          await tx
            .update(sendAttempt)
            .set({ outcome: 'accepted', endedAt: sql`now()` })
            .where(and(eq(sendAttempt.dossierId, row.id), eq(sendAttempt.attemptNo, row.attemptNo)));

        if (mapped === FEE_ASKED) await noteFee(tx, { dossierId: row.id, citizenId: row.citizenId, step }, report.fee);
        await noteResults(tx, { dossierId: row.id, citizenId: row.citizenId }, report.results);
        if (report.ask || (mapped === 5 && from !== 5)) await keepAsk(tx, row, { ...report, eventKey, occurredAt }, key);
        if (noToWithdrawal) await refuseWithdrawal(tx, row.id, noToWithdrawal.requestId);

        if (!inserted[0]) return 'known';
        if (isLate && !moves) return 'late';
        await announce(tx, {
          ...factsOf(row),
          eventKey,
          what:
            isFirst && status === 1
              ? { kind: 'sent' }
              : noToWithdrawal
                ? { kind: 'withdrawal-refused' }
                : newDate
                  ? { kind: 'new-date', ...newDate }
                  : { kind: 'status', status, dueAt: report.dueAt ?? row.dueAt, isUnknownText: !isKnownText },
        });
        return 'applied';
      });
    },

    /**
     * Applies what a second source saw while the first one was silent (docs/adr/0016). It may move a dossier onward, never back and
     * never into a pause, whose papers or amount it does not know; the first source's own step takes the place of it later.
     * @returns `behind`: it knows less than we do, or says what only the first source may.
     */
    async applySeen(id: string, seen: SeenDossier): Promise<'moved' | 'same' | 'flagged' | 'behind' | 'unknown-dossier'> {
      const status = await statusOf(seen.system, seen.statusText);
      const owner = (await db.select({ citizenId: dossier.citizenId }).from(dossier).where(eq(dossier.id, id)))[0];
      if (!owner) return 'unknown-dossier';
      const key = await encryption.keyFor(owner.citizenId);
      return db.transaction(async (tx) => {
        const row = (await tx.select().from(dossier).where(eq(dossier.id, id)).for('update'))[0];
        if (!row) return 'unknown-dossier';
        const from = row.status as NationalStatus;
        const words = row.subStatusSealed === null ? null : encryption.openWith(key, subStatusPlace(id), row.subStatusSealed);
        const isSame = status === from || (status === null && words === seen.statusText);
        if (!isSame && status !== null && !mayMoveOnSight(from, status)) return 'behind';
        const dueAt = seen.dueAt ?? row.dueAt;
        await tx.update(dossier).set({ asOf: sql`now()` }).where(eq(dossier.id, id));
        if (isSame) return 'same';
        const eventKey = status === null ? `seen:words:${randomUUID()}` : `seen:${status}`;
        await tx
          .update(dossier)
          .set({ status: status ?? from, dueAt, subStatusSealed: encryption.sealWith(key, subStatusPlace(id), seen.statusText) })
          .where(eq(dossier.id, id));
        await tx.insert(dossierEvent).values({
          dossierId: id,
          eventKey,
          kind: 'status',
          status,
          dueAt: seen.dueAt,
          textSealed: encryption.sealWith(key, notePlace(id, eventKey), seen.statusText),
          isUnknownText: status === null,
          occurredAt: new Date(),
        });
        await announce(tx, {
          ...factsOf(row),
          eventKey,
          what: { kind: 'status', status: status ?? from, dueAt, isUnknownText: status === null },
        });
        return status === null ? 'flagged' : 'moved';
      });
    },

    /** The national status of a system's words, by the table that staff edit; null for words that it does not have. */
    statusOf,

    /** Offers again what a dead worker left lying: due, unfinished, held by nobody. */
    async requeueStranded() {
      await raw`
        select graphile_worker.add_job('file-dossier', json_build_object('dossierId', id::text), job_key := 'file:' || id::text, max_attempts := 3)
        from (select id from dossier where state in ${raw(UNFINISHED)} and next_attempt_at < now() - interval '3 seconds' and (lease_until is null or lease_until < now()) order by next_attempt_at limit 200) stranded`;
      await raw`
        select graphile_worker.add_job('apply-report', json_build_object('eventId', id::text), job_key := 'report:' || id::text, max_attempts := 3)
        from (select id from inbox_event where source = 'one-gate' and processed_at is null and received_at < now() - interval '3 seconds' order by received_at limit 200) stranded`;
    },

    /** Takes up to `limit` open dossiers whose status is older than `everyMs`; each is handed to one poller only. */
    async takeDueForPoll(everyMs: number, limit: number) {
      return raw<{ id: string; code: string; procedureCode: string; procedureVersionNo: number }[]>`
        update dossier set polled_at = now() where id in (
          select id from dossier where state = 'confirmed' and province_code is not null and status not in (3, 7, 8, 10)
            and coalesce(polled_at, confirmed_at) < now() - ${everyMs} * interval '1 millisecond'
          order by polled_at nulls first limit ${limit} for update skip locked)
        returning id, province_code as code, procedure_code as "procedureCode", procedure_version_no as "procedureVersionNo"`;
    },

    /** Keeps a signed report, once, and wakes the worker. Committed before we say 200 (WH-6). */
    async keepReport(eventKey: string, body: string) {
      const id = randomUUID();
      const bodySealed = await encryption.seal(SYSTEM_SUBJECT, reportPlace(id), body);
      await raw`
        with kept as (
          insert into inbox_event (id, source, event_key, body_sealed) values (${id}, 'one-gate', ${eventKey}, ${bodySealed}) on conflict do nothing returning id
        ), queued as (
          select graphile_worker.add_job('apply-report', json_build_object('eventId', id::text), job_key := 'report:' || id::text, max_attempts := 3) from kept
        ) select count(*) from queued`;
    },
    async findReport(id: string): Promise<string | null> {
      const row = (
        await db
          .select()
          .from(inboxEvent)
          .where(and(eq(inboxEvent.id, id), sql`${inboxEvent.processedAt} is null`))
      )[0];
      return row ? encryption.open(SYSTEM_SUBJECT, reportPlace(id), row.bodySealed) : null;
    },
    markReport: async (id: string, outcome: string) => {
      await db.update(inboxEvent).set({ processedAt: sql`now()`, outcome }).where(eq(inboxEvent.id, id));
    },
  };

  async function statusOf(system: FilingRoute | 'igate', words: string): Promise<NationalStatus | null> {
    const [row] = await db
      .select({ status: statusMapping.status })
      .from(statusMapping)
      .where(and(eq(statusMapping.system, system), eq(statusMapping.textFolded, foldKey(words))));
    return row && isNationalStatus(row.status) ? row.status : null;
  }

  /** A list that comes after the bare words of the same step completes them. */
  async function keepAsk(
    tx: Transaction,
    row: DossierRow,
    { ask, note, eventKey, occurredAt }: ProvinceStep & { eventKey: string; occurredAt: Date },
    key: SubjectKey,
  ) {
    const known = (
      await tx
        .select({ id: supplement.id, hasList: supplement.hasList })
        .from(supplement)
        .where(and(eq(supplement.dossierId, row.id), eq(supplement.eventKey, eventKey)))
    )[0];
    if (known?.hasList || (known && !ask)) return;
    const id = known?.id ?? randomUUID();
    const kept: KeptAsk = { papers: ask?.papers ?? [], fields: ask?.fields ?? [], note };
    const content = {
      askSealed: encryption.sealWith(key, askPlace(id), JSON.stringify(kept)),
      hasList: ask !== null,
      until: ask?.until ?? null,
    };
    if (known) await tx.update(supplement).set(content).where(eq(supplement.id, id));
    else await tx.insert(supplement).values({ id, dossierId: row.id, citizenId: row.citizenId, eventKey, askedAt: occurredAt, ...content });
  }

  async function opened(row: DossierRow) {
    const subStatus =
      row.subStatusSealed === null ? null : await encryption.open(row.citizenId, subStatusPlace(row.id), row.subStatusSealed);
    return { ...row, subStatus, isClosed: isFinal(row.status as NationalStatus) };
  }
}
export type DossierRepository = ReturnType<typeof createDossierRepository>;

/** Offers the dossier to the worker, at `runAt` or now; a job of it that waits is replaced. */
export const enqueueFiling = (tx: Transaction, dossierId: string, runAt: Date | null) =>
  tx.execute(
    sql`select graphile_worker.add_job('file-dossier', json_build_object('dossierId', ${dossierId}::text), job_key := 'file:' || ${dossierId}::text, run_at := coalesce(${runAt?.toISOString() ?? null}::timestamptz, now()), max_attempts := 3)`,
  );

/** Closes a dossier that never went out. Its row is locked by the caller, so no worker is about to send it. */
export async function withdrawUnsent(tx: Transaction, row: DossierRow, announce: Announce) {
  await tx
    .update(dossier)
    .set({ state: 'withdrawn', status: 7, fence: sql`${dossier.fence} + 1`, leaseUntil: null, asOf: sql`now()` })
    .where(eq(dossier.id, row.id));
  await tx.insert(dossierEvent).values({ dossierId: row.id, eventKey: 'withdrawn', kind: 'withdrawn', occurredAt: new Date() });
  await announce(tx, { ...factsOf(row), eventKey: 'withdrawn', what: { kind: 'withdrawn' } });
}

/** @returns whether one waited. */
async function endWaitingWithdrawal(tx: Transaction, dossierId: string): Promise<boolean> {
  const ended = await tx
    .update(dossierAct)
    .set({ state: 'confirmed' })
    .where(and(eq(dossierAct.dossierId, dossierId), eq(dossierAct.kind, 'withdrawal'), eq(dossierAct.state, 'accepted')))
    .returning({ id: dossierAct.id });
  return ended.length > 0;
}

async function refuseWithdrawal(tx: Transaction, dossierId: string, requestId: string) {
  await tx
    .update(dossierAct)
    .set({ state: 'rejected', leaseUntil: null })
    .where(
      and(
        sql`${dossierAct.id}::text = ${requestId}`,
        eq(dossierAct.dossierId, dossierId),
        eq(dossierAct.kind, 'withdrawal'),
        inArray(dossierAct.state, ['sending', 'uncertain', 'confirmed', 'needs_staff']),
      ),
    );
}

/** Where filing ends without a word of the province about the dossier, and how that is told. */
const ENDS = {
  confirmed: { event: 'sent', tell: 'sent' },
  rejected: { event: 'note', tell: 'refused' },
  needs_citizen: { event: 'note', tell: 'needs-citizen' },
  needs_staff: { event: 'needs-staff', tell: 'needs-staff' },
} as const satisfies Partial<Record<SendState, unknown>> as Partial<
  Record<SendState, { event: 'sent' | 'note' | 'needs-staff'; tell: 'sent' | 'refused' | 'needs-citizen' | 'needs-staff' }>
>;

/** What a second source saw is told already: the first source's step only tells it better. */
const takePlaceOfSeen = (
  tx: Transaction,
  dossierId: string,
  {
    status,
    ...step
  }: { eventKey: string; status: NationalStatus; dueAt: Date | null; textSealed: string; factsSealed: string | null; occurredAt: Date },
) =>
  tx
    .update(dossierEvent)
    .set(step)
    .where(and(eq(dossierEvent.dossierId, dossierId), eq(dossierEvent.eventKey, `seen:${status}`)));

const NO_FACTS: StepFacts = { holder: null, reception: null };
const isUnfinished = (state: SendState) => UNFINISHED.some((unfinished) => unfinished === state);

/** The newest province step whose words had a national status; 0 before the first. */
async function newestKnownStep(tx: Transaction, dossierId: string): Promise<number> {
  const rows = await tx
    .select({ step: sql<number>`coalesce(max(substring(${dossierEvent.eventKey} from '^step:([0-9]+)$')::int), 0)` })
    .from(dossierEvent)
    .where(and(eq(dossierEvent.dossierId, dossierId), sql`${dossierEvent.status} is not null`));
  return Number(rows[0]?.step ?? 0);
}

const which = (by: { id: string } | { receiptNo: string } | { code: string }) =>
  'id' in by ? eq(dossier.id, by.id) : 'receiptNo' in by ? eq(dossier.receiptNo, by.receiptNo) : eq(dossier.provinceCode, by.code);
export const factsOf = ({ citizenId, id, procedureCode, receiptNo }: DossierRow) => ({
  citizenId,
  dossierId: id,
  procedureCode,
  receiptNo,
});
