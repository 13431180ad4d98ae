import { randomBytes, randomUUID } from 'node:crypto';
import { HANDOFF_HOURS } from '@tayninh/shared/features/dossiers/handoffs.contract';
import { receiptNumber } from '@tayninh/shared/features/dossiers/receipt-number';
import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { BlindIndex } from '../../platform/encryption.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { authorisation } from '../authorisations/authorisations.table.ts';
import { dossier, draft, sendAttempt } from './dossiers.table.ts';
import { handoff } from './handoffs.table.ts';

export type HandoffRow = typeof handoff.$inferSelect;
const LIVE: HandoffRow['state'][] = ['waiting', 'opened'];
/** What the counter does is asked for by our reference after this: the clerk needs a moment to write it down. */
const ASK_AFTER_SECONDS = 30;

/** @param index keyed: without the key six digits cannot be guessed from their hash. */
export function createHandoffRepository({ database: { drizzle: db, sql: raw }, index }: { database: Database; index: BlindIndex }) {
  const audit = (tx: Transaction, actor: string, action: string, resourceId: string, requestId: string) =>
    tx.insert(auditEntry).values({ actor, action, resourceId, requestId });
  const isOwn = ({ citizenId }: CitizenScope, draftId: string) => and(eq(draft.id, draftId), eq(draft.citizenId, citizenId));
  const isLive = (draftId: string) => and(eq(handoff.draftId, draftId), inArray(handoff.state, LIVE));
  /** The draft is locked first everywhere, so that citizen, counter and clock queue up. */
  const locked = async (tx: Transaction, draftId: string) => (await tx.select().from(draft).where(eq(draft.id, draftId)).for('update'))[0];

  return {
    /** Locks the draft behind a new code; an earlier one dies. @returns why not: filed, gone, or the code is in use. */
    async begin(
      scope: CitizenScope,
      draftId: string,
      code: string,
      requestId: string,
    ): Promise<HandoffRow | 'submitted' | 'gone' | 'taken'> {
      return db.transaction(async (tx) => {
        const row = (
          await tx
            .select()
            .from(draft)
            .where(and(isOwn(scope, draftId), gt(draft.expiresAt, sql`now()`)))
            .for('update')
        )[0];
        // mended meanwhile: nothing is handed over unseen
        if (!row || (scope.actorId !== scope.citizenId && row.sentForReviewAt === null)) return 'gone';
        if (row.state === 'submitted') return 'submitted';
        await tx.update(handoff).set({ state: 'taken-back', codeHash: null }).where(isLive(draftId));
        const made = await tx
          .insert(handoff)
          .values({
            id: randomUUID(),
            draftId,
            codeHash: index(code),
            receiptNo: receiptNumber(randomBytes(8)),
            expiresAt: sql`now() + ${HANDOFF_HOURS} * interval '1 hour'`,
          })
          .onConflictDoNothing()
          .returning();
        if (!made[0]) return 'taken';
        await tx
          .update(draft)
          // it lives at least as long as its code, and stays before the eyes of who represents the organisation
          .set({ state: 'handed-over', expiresAt: sql`greatest(${draft.expiresAt}, now() + interval '3 days')` })
          .where(eq(draft.id, draftId));
        await audit(tx, `citizen:${scope.actorId}`, 'draft.hand-over', draftId, requestId);
        return made[0];
      });
    },

    /** The live hand-over of a draft, or the dossier that came of one. Null: no such draft. */
    async find(scope: CitizenScope, draftId: string): Promise<{ live: HandoffRow | null; dossierId: string | null } | null> {
      const rows = await db
        .select({ handoff, dossierId: dossier.id })
        .from(draft)
        .leftJoin(handoff, isLive(draftId))
        .leftJoin(dossier, eq(dossier.draftId, draft.id))
        .where(isOwn(scope, draftId))
        .orderBy(desc(handoff.createdAt))
        .limit(1);
      return rows[0] ? { live: rows[0].handoff, dossierId: rows[0].dossierId } : null;
    },

    /** @returns false when there is nothing to take back: no such draft, or the counter was faster. */
    async takeBack(scope: CitizenScope, draftId: string, requestId: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const open = await tx
          .update(draft)
          .set({ state: 'open' })
          .where(and(isOwn(scope, draftId), eq(draft.state, 'handed-over')))
          .returning({ id: draft.id });
        if (!open[0]) return false;
        await tx.update(handoff).set({ state: 'taken-back', codeHash: null }).where(isLive(draftId));
        await audit(tx, `citizen:${scope.actorId}`, 'draft.take-back', draftId, requestId);
        return true;
      });
    },

    /** A clerk types the code; again, for a lost answer, is harmless while it is live. */
    async open(code: string, office: string, requestId: string) {
      return db.transaction(async (tx) => {
        const row = (
          await tx
            .update(handoff)
            .set({ state: 'opened', office })
            .where(and(eq(handoff.codeHash, index(code)), inArray(handoff.state, LIVE), gt(handoff.expiresAt, sql`now()`)))
            .returning()
        )[0];
        if (!row) return null;
        await audit(tx, `counter:${office}`, 'draft.open-at-counter', row.draftId, requestId);
        return withDraft(tx, row);
      });
    },
    /** What a counter has opened, by our reference. */
    async findOpened(receiptNo: string, office: string) {
      const row = (
        await db
          .select()
          .from(handoff)
          .where(and(eq(handoff.receiptNo, receiptNo), eq(handoff.office, office), eq(handoff.state, 'opened')))
      )[0];
      return row ? withDraft(db, row) : null;
    },

    /**
     * The clerk finishes: the code is used and the dossier born in one transaction. The province has, or will have, the dossier
     * under our reference, so it begins as `uncertain` and the filing job asks for it; a counter that dies before it wrote the
     * dossier down may call this again and gets the same answer (docs/adr/0021).
     */
    async receive(receiptNo: string, office: string, requestId: string): Promise<{ dossierId: string } | null> {
      const found = (await db.select({ draftId: handoff.draftId }).from(handoff).where(eq(handoff.receiptNo, receiptNo)))[0];
      if (!found) return null;
      return db.transaction(async (tx) => {
        const from = await locked(tx, found.draftId);
        const known = (await tx.select({ id: dossier.id }).from(dossier).where(eq(dossier.receiptNo, receiptNo)))[0];
        if (known) return { dossierId: known.id };
        const used = await tx
          .update(handoff)
          .set({ state: 'consumed', codeHash: null })
          .where(and(eq(handoff.receiptNo, receiptNo), eq(handoff.office, office), eq(handoff.state, 'opened')))
          .returning({ id: handoff.id });
        if (from?.state !== 'handed-over' || !used[0]) return null;
        const id = randomUUID();
        await tx.update(draft).set({ state: 'submitted' }).where(eq(draft.id, from.id));
        await tx.insert(dossier).values({
          id,
          citizenId: from.citizenId,
          receiptNo,
          draftId: from.id,
          fromDossierId: from.fromDossierId,
          procedureCode: from.procedureCode,
          procedureVersionNo: from.procedureVersionNo,
          caseId: from.caseId,
          unitCode: from.unitCode,
          formVersion: from.formVersion,
          answersId: from.answersId,
          files: from.files,
          authorisationId: from.authorisationId,
          organisationId: from.organisationId,
          forCitizenId: from.authorisationId
            ? sql`(select ${authorisation.principalId} from ${authorisation} where ${authorisation.id} = ${from.authorisationId})`
            : null,
          // only the representative hands over what its helper may not file
          filedBy: from.authorisationId
            ? sql`(select case when ${authorisation.maySubmit} then ${from.citizenId}::uuid else ${authorisation.principalId} end
                from ${authorisation} where ${authorisation.id} = ${from.authorisationId})`
            : from.citizenId,
          channel: 'counter',
          idempotencyKey: `handoff:${used[0].id}`,
          requestHash: Buffer.alloc(32),
          state: 'uncertain',
          attemptNo: 1,
          nextAttemptAt: sql`now() + ${ASK_AFTER_SECONDS} * interval '1 second'`,
        });
        await tx.insert(sendAttempt).values({ dossierId: id, attemptNo: 1 });
        await tx.execute(
          sql`update uploaded_file set dossier_id = ${id} where citizen_id = ${from.citizenId} and id in (select entry ->> 'fileId' from draft, jsonb_array_elements(draft.files) entry where draft.id = ${from.id})`,
        );
        await tx.execute(
          sql`select graphile_worker.add_job('file-dossier', json_build_object('dossierId', ${id}::text), job_key := 'file:' || ${id}::text, run_at := now() + ${ASK_AFTER_SECONDS} * interval '1 second', max_attempts := 3)`,
        );
        await audit(tx, `counter:${office}`, 'dossier.receive-at-counter', id, requestId);
        return { dossierId: id };
      });
    },

    /** Gives back to the citizen what no counter took in time; a clerk who opened it in time has an hour more to finish. */
    async expire() {
      await raw`
        with over as (
          update handoff set state = 'expired', code_hash = null
          where state in ('waiting', 'opened') and id in (
            select h.id from handoff h join draft f on f.id = h.draft_id
            where h.state in ('waiting', 'opened') and h.expires_at + case h.state when 'opened' then interval '1 hour' else interval '0' end < now()
            order by h.expires_at limit 200 for update of f skip locked)
          returning draft_id
        ) update draft set state = 'open' where state = 'handed-over' and id in (select draft_id from over)`;
    },
  };

  async function withDraft(at: Transaction | typeof db, row: HandoffRow) {
    const from = (await at.select().from(draft).where(eq(draft.id, row.draftId)))[0];
    return from ? { ...row, draft: from } : null;
  }
}
export type HandoffRepository = ReturnType<typeof createHandoffRepository>;
