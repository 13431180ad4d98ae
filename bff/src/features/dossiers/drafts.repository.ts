import { randomUUID } from 'node:crypto';
import type { AnsweredChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { and, desc, eq, gt, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import type { Encryption } from '../../platform/encryption.ts';
import { dossier, draft, formAnswers } from './dossiers.table.ts';

export interface DraftFile {
  readonly componentId: string;
  readonly fileId: string;
}
/** A draft is kept 30 days after its last change. */
const KEPT = sql`now() + interval '30 days'`;

const answersPlace = (rowId: string) => ({ table: 'form_answers', column: 'content', rowId });
/** As the rows have it since the first draft with a checklist. */
const written = ({ tableVersion: versionNo, answers }: AnsweredChecklist) => JSON.stringify({ versionNo, answers });
function read(text: string): AnsweredChecklist {
  const { versionNo, answers } = JSON.parse(text) as { versionNo: number | null } & AnsweredChecklist;
  return { tableVersion: versionNo, answers };
}
const checklistPlace = (rowId: string) => ({ table: 'form_answers', column: 'checklist', rowId });

export function createDraftRepository({ database: { drizzle: db }, encryption }: { database: Database; encryption: Encryption }) {
  const isOpen = (scope: CitizenScope, id: string) =>
    and(eq(draft.id, id), eq(draft.citizenId, scope.citizenId), gt(draft.expiresAt, sql`now()`));

  return {
    /** The same idempotency key gives the same draft. */
    async create(
      scope: CitizenScope,
      {
        checklist,
        ...values
      }: {
        procedureCode: string;
        procedureVersionNo: number;
        caseId: string;
        unitCode: string | null;
        formVersion: string;
        idempotencyKey: string | null;
        checklist: AnsweredChecklist | null;
        /** 1 to 3. */
        submitLevel: number;
        fromDossierId?: string;
        authorisationId?: string | null;
        organisationId?: string | null;
      },
    ): Promise<string> {
      const { citizenId } = scope;
      const id = randomUUID();
      const answersId = randomUUID();
      const contentSealed = await encryption.seal(citizenId, answersPlace(answersId), '{}');
      const checklistSealed = checklist && (await encryption.seal(citizenId, checklistPlace(answersId), written(checklist)));
      return db.transaction(async (tx) => {
        await tx.insert(formAnswers).values({ id: answersId, citizenId, contentSealed, checklistSealed });
        const made = await tx
          .insert(draft)
          .values({ id, citizenId, answersId, ...values, expiresAt: KEPT })
          .onConflictDoNothing()
          .returning({ id: draft.id });
        if (made[0]) return id;
        await tx.delete(formAnswers).where(eq(formAnswers.id, answersId));
        const known = (
          await tx
            .select({ id: draft.id })
            .from(draft)
            .where(and(eq(draft.citizenId, citizenId), eq(draft.idempotencyKey, values.idempotencyKey ?? '')))
        )[0];
        return known?.id ?? id;
      });
    },

    async find(scope: CitizenScope, id: string) {
      const row = (
        await db
          .select({ draft, contentSealed: formAnswers.contentSealed, checklistSealed: formAnswers.checklistSealed })
          .from(draft)
          .innerJoin(formAnswers, eq(formAnswers.id, draft.answersId))
          .where(isOpen(scope, id))
      )[0];
      if (!row) return null;
      const answers = JSON.parse(await encryption.open(scope.citizenId, answersPlace(row.draft.answersId), row.contentSealed)) as Answers;
      const checklist = row.checklistSealed
        ? read(await encryption.open(scope.citizenId, checklistPlace(row.draft.answersId), row.checklistSealed))
        : null;
      return { ...row.draft, answers, checklist };
    },

    /** Own ones, and those that were sent to this person to look at and file. */
    listOpen: (scope: CitizenScope) =>
      db
        .select()
        .from(draft)
        .where(
          and(
            ne(draft.state, 'submitted'),
            gt(draft.expiresAt, sql`now()`),
            or(
              eq(draft.citizenId, scope.citizenId),
              and(
                isNotNull(draft.sentForReviewAt),
                sql`${draft.authorisationId} in (select id from authorisation where principal_id = ${scope.citizenId} and kind = 'organisation' and state = 'active' and until > now())`,
              ),
            ),
          ),
        )
        .orderBy(desc(draft.updatedAt))
        .limit(20),

    /** Saves when the draft is still at `revision` and open. @returns false when somebody else was faster. */
    async save(
      scope: CitizenScope,
      {
        id,
        answersId,
        revision,
        answers,
        files,
        isComplete,
        checklist,
      }: {
        id: string;
        answersId: string;
        revision: number;
        answers: Answers;
        files: DraftFile[];
        isComplete: boolean;
        /** Undefined: stays as it is. */
        checklist: AnsweredChecklist | undefined;
      },
    ): Promise<boolean> {
      const contentSealed = await encryption.seal(scope.citizenId, answersPlace(answersId), JSON.stringify(answers));
      const checklistSealed = checklist && (await encryption.seal(scope.citizenId, checklistPlace(answersId), written(checklist)));
      return db.transaction(async (tx) => {
        const saved = await tx
          .update(draft)
          // what a representative looks at does not change under their eyes: a mended form is sent again
          .set({ files, isComplete, sentForReviewAt: null, revision: sql`${draft.revision} + 1`, updatedAt: sql`now()`, expiresAt: KEPT })
          .where(and(isOpen(scope, id), eq(draft.revision, revision), eq(draft.state, 'open')))
          .returning({ id: draft.id });
        if (!saved[0]) return false;
        await tx
          .update(formAnswers)
          .set({ contentSealed, ...(checklistSealed && { checklistSealed }) })
          .where(eq(formAnswers.id, answersId));
        return true;
      });
    },

    /** @returns false when it is not open, or not complete. */
    async sendForReview(scope: CitizenScope, id: string, isSent: boolean): Promise<boolean> {
      const rows = await db
        .update(draft)
        .set({ sentForReviewAt: isSent ? sql`now()` : null })
        .where(
          and(isOpen(scope, id), eq(draft.state, 'open'), ...(isSent ? [eq(draft.isComplete, true), isNotNull(draft.organisationId)] : [])),
        )
        .returning({ id: draft.id });
      return rows.length > 0;
    },

    async remove(scope: CitizenScope, id: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const gone = await tx
          .delete(draft)
          .where(and(isOpen(scope, id), eq(draft.state, 'open')))
          .returning({ answersId: draft.answersId });
        if (!gone[0]) return false;
        await tx.delete(formAnswers).where(eq(formAnswers.id, gone[0].answersId));
        return true;
      });
    },

    /** What the citizen filed last, newest first, with the answers as they were sent. */
    async listFiled({ citizenId }: CitizenScope, limit: number) {
      const rows = await db
        .select({
          answersId: dossier.answersId,
          procedureCode: dossier.procedureCode,
          formVersion: dossier.formVersion,
          filedAt: dossier.acceptedAt,
          contentSealed: formAnswers.contentSealed,
        })
        .from(dossier)
        .innerJoin(formAnswers, and(eq(formAnswers.id, dossier.answersId), eq(formAnswers.citizenId, citizenId)))
        // what was filed for somebody else says nothing of oneself
        .where(and(eq(dossier.citizenId, citizenId), isNull(dossier.authorisationId)))
        .orderBy(desc(dossier.acceptedAt), desc(dossier.id))
        .limit(limit);
      return Promise.all(
        rows.map(async ({ answersId, contentSealed, ...row }) => ({
          ...row,
          answers: JSON.parse(await encryption.open(citizenId, answersPlace(answersId), contentSealed)) as Answers,
        })),
      );
    },

    /**
     * Deletes open drafts whose 30 days are over, with their answers, some at a time. One statement: a crash leaves a draft whole
     * or gone, and the next sweep goes on. Their files follow with the uploads' own sweep, since no draft names them any more.
     */
    async deleteExpired(): Promise<void> {
      await db.execute(sql`
        with gone as (
          delete from ${draft} where id in (
            select id from ${draft} where state = 'open' and expires_at <= now() order by expires_at limit 200 for update skip locked
          ) returning answers_id
        )
        delete from ${formAnswers} where id in (select answers_id from gone)`);
    },

    openAnswers: async (citizenId: string, answersId: string): Promise<Answers> => {
      const row = (
        await db
          .select({ contentSealed: formAnswers.contentSealed })
          .from(formAnswers)
          .where(and(eq(formAnswers.id, answersId), eq(formAnswers.citizenId, citizenId)))
      )[0];
      return row ? (JSON.parse(await encryption.open(citizenId, answersPlace(answersId), row.contentSealed)) as Answers) : {};
    },
  };
}
export type DraftRepository = ReturnType<typeof createDraftRepository>;
