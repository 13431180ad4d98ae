import { createHash, randomUUID } from 'node:crypto';
import type { ProblemPart } from '@tayninh/shared/contract/problem';
import type { DeliveryWay } from '@tayninh/shared/features/deliveries/deliveries.contract';
import type { Rating } from '@tayninh/shared/features/dossiers/acts.contract';
import { ALL_STATUSES, isAllowedMove, isFinal, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { FileTrouble } from '@tayninh/shared/features/uploads/upload-rules';
import { and, desc, eq, inArray, isNull, lt, lte, ne, notExists, notInArray, or, sql, TransactionRollbackError } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { Encryption, SubjectKey } from '../../platform/encryption.ts';
import { type SendState, type Settlement, UNFINISHED } from '../../platform/exactly-once.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { uploadedFile } from '../uploads/uploads.table.ts';
import { dossierAct, supplement } from './acts.table.ts';
import { type Announce, askPlace, enqueueFiling, factsOf, type KeptAsk, withdrawUnsent } from './dossiers.repository.ts';
import { dossier, dossierEvent } from './dossiers.table.ts';
import { withoutRefused } from './refused-papers.ts';

export type ActRow = typeof dossierAct.$inferSelect;
export type DossierFile = ActRow['files'][number];

/** What the citizen says with an act; sealed as a whole. */
export type ActContent =
  | { readonly kind: 'supplement'; readonly note: string; readonly answers: Answers }
  | { readonly kind: 'withdrawal'; readonly reason: string }
  | { readonly kind: 'resend' }
  | { readonly kind: 'delivery'; readonly way: DeliveryWay }
  | { readonly kind: 'rating'; readonly reasons: Rating['reasons']; readonly comment: string };

export interface NewAct {
  readonly dossierId: string;
  readonly idempotencyKey: string;
  readonly requestHash: Buffer;
  readonly requestId: string;
  readonly content: ActContent;
}
/** What became of the wish to act. */
export type Accepted =
  | { readonly is: 'accepted'; readonly id: string; readonly state: ActRow['state'] }
  | { readonly is: 'known'; readonly id: string; readonly state: ActRow['state']; readonly requestHash: Buffer }
  | { readonly is: 'unfit'; readonly parts: ProblemPart[] }
  | { readonly is: 'no-dossier' | 'not-now' | 'file-gone' };

/** Nobody took these over yet: to withdraw now means never to send. */
const UNSENT = ['accepted', 'scanning', 'ready', 'needs_citizen'];
const MAY_ARRIVE = ['confirmed', 'sending', 'uncertain', 'needs_staff'];

const FINAL = ALL_STATUSES.filter(isFinal);

const earlier = alias(dossierAct, 'earlier');

/** Lies there already, whoever of its two people brought it, or is of no dossier and of whoever made this one or acts now. */
const mayLieWith = (dossierId: string, { citizenId, actorId }: CitizenScope) =>
  or(eq(uploadedFile.dossierId, dossierId), and(isNull(uploadedFile.dossierId), inArray(uploadedFile.citizenId, [citizenId, actorId])));

const contentPlace = (rowId: string) => ({ table: 'dossier_act', column: 'content', rowId });
const draftPlace = (rowId: string) => ({ table: 'supplement', column: 'draft', rowId });

export function createActRepository({
  database,
  encryption,
  announce,
}: {
  database: Database;
  encryption: Encryption;
  announce: Announce;
}) {
  const { drizzle: db, sql: raw } = database;
  const enqueue = (tx: Transaction, id: string, runAt: Date | null = null) =>
    tx.execute(
      sql`select graphile_worker.add_job('send-act', json_build_object('actId', ${id}::text), job_key := 'act:' || ${id}::text, run_at := coalesce(${runAt?.toISOString() ?? null}::timestamptz, now()), max_attempts := 3)`,
    );

  /** The dossier is locked first, so that acting, sending and reporting queue up. */
  const acting = async (
    { citizenId }: CitizenScope,
    { dossierId, idempotencyKey }: Pick<NewAct, 'dossierId' | 'idempotencyKey'>,
    act: (tx: Transaction, row: typeof dossier.$inferSelect, key: SubjectKey) => Promise<Accepted>,
  ): Promise<Accepted> => {
    const key = await encryption.keyFor(citizenId); // before the transaction: it may need a connection of its own
    return db.transaction(async (tx) => {
      const row = (
        await tx
          .select()
          .from(dossier)
          .where(and(eq(dossier.id, dossierId), eq(dossier.citizenId, citizenId)))
          .for('update')
      )[0];
      if (!row) return { is: 'no-dossier' };
      const known = (
        await tx
          .select({ id: dossierAct.id, state: dossierAct.state, requestHash: dossierAct.requestHash })
          .from(dossierAct)
          .where(and(eq(dossierAct.citizenId, citizenId), eq(dossierAct.idempotencyKey, idempotencyKey)))
      )[0];
      return known ? { is: 'known', ...known } : act(tx, row, key);
    });
  };

  /**
   * The dossier before its act, as everywhere: the citizen is told in the same transaction, and a step of the province takes them in
   * that order. With only the key of the row held, readers and other acts go on.
   */
  const lockDossierOf = (tx: Transaction, actId: string) =>
    tx.execute(sql`select 1 from dossier where id = (select dossier_id from dossier_act where id = ${actId}) for key share`);

  async function insert(
    tx: Transaction,
    { citizenId, actorId }: CitizenScope,
    key: SubjectKey,
    { content, requestId, ...act }: NewAct,
    rest: Partial<typeof dossierAct.$inferInsert> = {},
  ): Promise<Accepted> {
    // Looked for, not only met on the way in: an insert beside an act that is being confirmed would wait for it, and it for our dossier.
    const same = rest.supplementId ? eq(dossierAct.supplementId, rest.supplementId) : eq(dossierAct.kind, content.kind);
    const [open] = await tx
      .select({ id: dossierAct.id })
      .from(dossierAct)
      .where(
        and(
          eq(dossierAct.dossierId, act.dossierId),
          same,
          ne(dossierAct.kind, 'resend'), // each time a file is refused
          notInArray(dossierAct.state, ['rejected', 'needs_citizen']),
        ),
      )
      .limit(1);
    if (open) return { is: 'not-now' };
    const id = randomUUID();
    const contentSealed = encryption.sealWith(key, contentPlace(id), JSON.stringify(content));
    const made = await tx
      .insert(dossierAct)
      .values({ id, citizenId, kind: content.kind, contentSealed, ...act, ...rest })
      .onConflictDoNothing()
      .returning({ state: dossierAct.state });
    if (!made[0]) return { is: 'not-now' };
    await tx
      .insert(auditEntry)
      .values({ actor: `citizen:${actorId}`, action: `dossier.${content.kind}`, resourceId: act.dossierId, requestId });
    return { is: 'accepted', id, state: made[0].state };
  }
  const note = (tx: Transaction, dossierId: string, kind: 'supplement-kept' | 'withdrawal-kept', actId: string) =>
    tx.insert(dossierEvent).values({ dossierId, eventKey: `act:${actId}:kept`, kind, occurredAt: new Date() });

  return {
    /** Keeps the answer to a supplement for sending. Only the newest request can be answered, while the authority waits for it. */
    answerSupplement: (
      scope: CitizenScope,
      { supplementId, files, ...act }: NewAct & { supplementId: string; files: DossierFile[] },
    ): Promise<Accepted> =>
      acting(scope, act, async (tx, row, key) => {
        const newest = (
          await tx
            .select({ id: supplement.id })
            .from(supplement)
            .where(eq(supplement.dossierId, row.id))
            .orderBy(desc(supplement.askedAt), desc(supplement.id))
            .limit(1)
        )[0];
        if (row.state !== 'confirmed' || row.status !== 5 || newest?.id !== supplementId) return { is: 'not-now' };
        const fileIds = [...new Set(files.map(({ fileId }) => fileId))];
        const linked = fileIds.length
          ? await tx
              .update(uploadedFile)
              .set({ dossierId: row.id })
              .where(
                and(
                  inArray(uploadedFile.id, fileIds),
                  mayLieWith(row.id, scope),
                  inArray(uploadedFile.state, ['held', 'scanned', 'clean']),
                ),
              )
              .returning({ id: uploadedFile.id })
          : [];
        if (linked.length < fileIds.length) return tx.rollback();
        const accepted = await insert(tx, scope, key, act, { supplementId, files });
        if (accepted.is !== 'accepted') return accepted;
        await tx.update(supplement).set({ draftSealed: null }).where(eq(supplement.id, supplementId));
        await note(tx, row.id, 'supplement-kept', accepted.id);
        await enqueue(tx, accepted.id);
        return accepted;
      }).catch((error: unknown) => {
        if (error instanceof TransactionRollbackError) return { is: 'file-gone' as const };
        throw error;
      }),

    /**
     * Puts files in the place of the refused ones and lets the dossier go on. One transaction, and a new fence: who dies before its
     * end has done nothing, and after it the row is `accepted` with a job, which the sweep offers again if that is lost.
     * @param isOptional papers that may be left out
     */
    resend: (
      scope: CitizenScope,
      { files, isOptional, ...act }: NewAct & { files: DossierFile[]; isOptional: (componentId: string) => boolean },
    ): Promise<Accepted> =>
      acting(scope, act, async (tx, row, key) => {
        if (row.state !== 'needs_citizen') return { is: 'not-now' };
        const { id, sizeBytes, state, trouble } = uploadedFile;
        const known = await tx
          .select({
            id,
            sizeBytes,
            trouble: sql<FileTrouble | null>`case ${state} when 'infected' then 'infected' when 'unfit' then coalesce(${trouble}, 'broken') end`,
          })
          .from(uploadedFile)
          .where(
            and(
              mayLieWith(row.id, scope),
              inArray(
                uploadedFile.id,
                [...row.files, ...files].map(({ fileId }) => fileId),
              ),
              inArray(uploadedFile.state, ['held', 'scanned', 'clean', 'infected', 'unfit']),
            ),
          )
          .for('update');
        const after = withoutRefused(row.files, files, { known: new Map(known.map((file) => [file.id, file])), isOptional });
        if ('wrong' in after) return { is: 'unfit', parts: after.wrong };
        const accepted = await insert(tx, scope, key, act, { files, state: 'confirmed' });
        if (accepted.is !== 'accepted') return accepted;
        if (files.length > 0)
          await tx
            .update(uploadedFile)
            .set({ dossierId: row.id })
            .where(
              inArray(
                uploadedFile.id,
                files.map(({ fileId }) => fileId),
              ),
            );
        await tx
          .update(dossier)
          .set({
            state: 'accepted',
            files: after.files,
            fence: sql`${dossier.fence} + 1`,
            leaseUntil: null,
            nextAttemptAt: sql`now()`,
            resentAt: sql`now()`,
            asOf: sql`now()`,
          })
          .where(and(eq(dossier.id, row.id), eq(dossier.state, 'needs_citizen'), eq(dossier.fence, row.fence)));
        await tx
          .insert(dossierEvent)
          .values({ dossierId: row.id, eventKey: `resent:${accepted.id}`, kind: 'note', occurredAt: new Date() });
        await enqueueFiling(tx, row.id, null);
        return accepted;
      }),

    /** Withdraws: what was not sent never is; what may be at the province is asked back there. */
    withdraw: (scope: CitizenScope, act: NewAct): Promise<Accepted> =>
      acting(scope, act, async (tx, row, key) => {
        const isUnsent = UNSENT.includes(row.state) || (row.state === 'needs_staff' && row.attemptNo === 0);
        if (isUnsent) {
          const accepted = await insert(tx, scope, key, act, { state: 'confirmed' });
          if (accepted.is === 'accepted') await withdrawUnsent(tx, row, announce);
          return accepted;
        }
        if (!MAY_ARRIVE.includes(row.state) || !isAllowedMove(row.status as NationalStatus, 7)) return { is: 'not-now' };
        const accepted = await insert(tx, scope, key, act);
        if (accepted.is !== 'accepted') return accepted;
        await note(tx, row.id, 'withdrawal-kept', accepted.id);
        await enqueue(tx, accepted.id);
        return accepted;
      }),

    /**
     * Keeps a rating; the same dossier again changes it until it goes out, after `days`.
     * @param isTaken whether the province's system takes ratings; otherwise it stays with us.
     */
    rate: (
      scope: CitizenScope,
      { stars, days, isTaken, ...act }: NewAct & { stars: number; days: number; isTaken: boolean },
    ): Promise<Accepted> =>
      acting(scope, act, async (tx, row, key) => {
        if (row.status !== 9 && row.status !== 10) return { is: 'not-now' };
        const given = (
          await tx
            .select()
            .from(dossierAct)
            .where(and(eq(dossierAct.dossierId, row.id), eq(dossierAct.kind, 'rating')))
            .for('update')
        )[0];
        if (!given)
          return insert(tx, scope, key, act, {
            stars,
            state: isTaken ? 'accepted' : 'kept',
            nextAttemptAt: sql`now() + ${days} * interval '1 day'` as unknown as Date,
          });
        const changed = await tx
          .update(dossierAct)
          .set({
            stars,
            contentSealed: encryption.sealWith(key, contentPlace(given.id), JSON.stringify(act.content)),
            idempotencyKey: act.idempotencyKey,
            requestHash: act.requestHash,
          })
          .where(
            and(eq(dossierAct.id, given.id), inArray(dossierAct.state, ['accepted', 'kept']), sql`${dossierAct.nextAttemptAt} > now()`),
          )
          .returning({ state: dossierAct.state });
        return changed[0] ? { is: 'accepted', id: given.id, state: changed[0].state } : { is: 'not-now' };
      }),

    /**
     * Tells the province how the result is to come, in the transaction that chose it and holds the dossier. What was chosen before and
     * never went out is forgotten; what may be on its way arrives first (`claim`), so that the last word is the citizen's last.
     */
    async tellDelivery(
      tx: Transaction,
      key: SubjectKey,
      { dossierId, citizenId, way }: { dossierId: string; citizenId: string; way: DeliveryWay },
    ) {
      await tx
        .delete(dossierAct)
        .where(
          and(
            eq(dossierAct.dossierId, dossierId),
            eq(dossierAct.kind, 'delivery'),
            inArray(dossierAct.state, ['accepted', 'scanning', 'ready']),
          ),
        );
      const id = randomUUID();
      const content = JSON.stringify({ kind: 'delivery', way } satisfies ActContent);
      await tx.insert(dossierAct).values({
        id,
        dossierId,
        citizenId,
        kind: 'delivery',
        idempotencyKey: id, // the choice itself is the record: nobody sends this one twice
        requestHash: createHash('sha256').update(content).digest(),
        contentSealed: encryption.sealWith(key, contentPlace(id), content),
        acceptedAt: sql`clock_timestamp()`, // in the order of the choices, which wait for each other
      });
      await enqueue(tx, id);
    },

    /** All requests for what is missing of these dossiers, the newest first, without what they say. */
    listSupplements: (dossierIds: readonly string[]) =>
      dossierIds.length === 0
        ? Promise.resolve([])
        : db
            .select()
            .from(supplement)
            .where(inArray(supplement.dossierId, [...dossierIds]))
            .orderBy(desc(supplement.askedAt), desc(supplement.id)),
    listActs: (dossierIds: readonly string[]) =>
      dossierIds.length === 0
        ? Promise.resolve([])
        : db
            .select()
            .from(dossierAct)
            .where(inArray(dossierAct.dossierId, [...dossierIds]))
            .orderBy(desc(dossierAct.acceptedAt), desc(dossierAct.id)),
    openAsk: async ({ id, citizenId, askSealed }: typeof supplement.$inferSelect) =>
      JSON.parse(await encryption.open(citizenId, askPlace(id), askSealed)) as KeptAsk,
    openDraft: async ({ id, citizenId, draftSealed }: typeof supplement.$inferSelect) =>
      draftSealed === null ? null : (JSON.parse(await encryption.open(citizenId, draftPlace(id), draftSealed)) as SupplementDraft),
    openContent: async ({ id, citizenId, contentSealed }: Pick<ActRow, 'id' | 'citizenId' | 'contentSealed'>) =>
      JSON.parse(await encryption.open(citizenId, contentPlace(id), contentSealed)) as ActContent,
    /** @returns false when there is no such request of this citizen. */
    async saveDraft({ citizenId }: CitizenScope, { id, dossierId, draft }: { id: string; dossierId: string; draft: SupplementDraft }) {
      const draftSealed = await encryption.seal(citizenId, draftPlace(id), JSON.stringify(draft));
      const saved = await db
        .update(supplement)
        .set({ draftSealed })
        .where(and(eq(supplement.id, id), eq(supplement.dossierId, dossierId), eq(supplement.citizenId, citizenId)))
        .returning({ id: supplement.id });
      return saved.length > 0;
    },

    /** For sending: by which route the dossier went, and the number under which it is kept there. @throws when there is no such dossier. */
    async dossierOf(dossierId: string) {
      const { provinceCode, procedureCode, procedureVersionNo } = dossier;
      const [row] = await db.select({ provinceCode, procedureCode, procedureVersionNo }).from(dossier).where(eq(dossier.id, dossierId));
      if (!row) throw new Error('an act without its dossier');
      return row;
    },

    /** Waits for the dossier itself to have arrived, and a choice of delivery for the one before it. */
    async claim(id: string, leaseMs: number): Promise<ActRow | null> {
      const rows = await db
        .update(dossierAct)
        .set({ fence: sql`${dossierAct.fence} + 1`, leaseUntil: sql`now() + ${leaseMs} * interval '1 millisecond'` })
        .where(
          and(
            eq(dossierAct.id, id),
            inArray(dossierAct.state, UNFINISHED),
            lte(dossierAct.nextAttemptAt, sql`now()`),
            or(sql`${dossierAct.leaseUntil} is null`, lte(dossierAct.leaseUntil, sql`now()`)),
            sql`exists (select 1 from ${dossier} where ${dossier.id} = ${dossierAct.dossierId} and ${dossier.state} = 'confirmed')`,
            or(
              ne(dossierAct.kind, 'delivery'),
              notExists(
                db
                  .select({ one: sql`1` })
                  .from(earlier)
                  .where(
                    and(
                      eq(earlier.dossierId, dossierAct.dossierId),
                      eq(earlier.kind, 'delivery'),
                      inArray(earlier.state, UNFINISHED),
                      lt(earlier.acceptedAt, dossierAct.acceptedAt),
                    ),
                  ),
              ),
            ),
          ),
        )
        .returning();
      return rows[0] ?? null;
    },
    async step({ id, fence, state }: Pick<ActRow, 'id' | 'fence'> & { state: SendState }, to: SendState): Promise<boolean> {
      const rows = await db
        .update(dossierAct)
        .set({ state: to })
        .where(and(eq(dossierAct.id, id), eq(dossierAct.fence, fence), eq(dossierAct.state, state)))
        .returning({ id: dossierAct.id });
      return rows.length > 0;
    },
    /** A withdrawal of a dossier that is closed meanwhile has come true: it does not go out. */
    async beginSending({ id, fence, state }: Pick<ActRow, 'id' | 'fence'> & { state: 'ready' | 'uncertain' }): Promise<number | false> {
      const isOurs = and(eq(dossierAct.id, id), eq(dossierAct.fence, fence), eq(dossierAct.state, state));
      const ended = await db
        .update(dossierAct)
        .set({ state: 'confirmed', leaseUntil: null })
        .where(
          and(
            isOurs,
            eq(dossierAct.kind, 'withdrawal'),
            sql`exists (select 1 from ${dossier} where ${dossier.id} = ${dossierAct.dossierId} and ${inArray(dossier.status, FINAL)})`,
          ),
        )
        .returning({ id: dossierAct.id });
      if (ended[0]) return false;
      const rows = await db
        .update(dossierAct)
        .set({ state: 'sending', attemptNo: sql`${dossierAct.attemptNo} + 1`, attemptStartedAt: sql`now()` })
        .where(isOurs)
        .returning({ attemptNo: dossierAct.attemptNo });
      return rows[0]?.attemptNo ?? false;
    },
    async lastAttempt(id: string): Promise<{ ageMs: number } | null> {
      const row = (
        await db
          .select({ ageMs: sql<number | null>`extract(epoch from now() - ${dossierAct.attemptStartedAt}) * 1000` })
          .from(dossierAct)
          .where(eq(dossierAct.id, id))
      )[0];
      return row?.ageMs == null ? null : { ageMs: Number(row.ageMs) };
    },
    /** Puts the act back with what came out and tells the citizen how it ended. */
    settle: (row: Pick<ActRow, 'id' | 'fence'>, { from, to, retryInMs }: Settlement) =>
      db.transaction(async (tx) => {
        await lockDossierOf(tx, row.id);
        const after = (
          await tx
            .update(dossierAct)
            .set({
              state: to,
              leaseUntil: null,
              ...(retryInMs !== undefined && { nextAttemptAt: sql`now() + ${retryInMs} * interval '1 millisecond'` }),
            })
            .where(and(eq(dossierAct.id, row.id), eq(dossierAct.fence, row.fence), eq(dossierAct.state, from)))
            .returning()
        )[0];
        if (!after) return;
        if (UNFINISHED.some((state) => state === to)) await enqueue(tx, row.id, after.nextAttemptAt);
        else await tell(tx, after, to);
      }),
    /** The province has it. */
    confirm: (row: Pick<ActRow, 'id' | 'fence'>) =>
      db.transaction(async (tx) => {
        await lockDossierOf(tx, row.id);
        const after = (
          await tx
            .update(dossierAct)
            .set({ state: 'confirmed', leaseUntil: null })
            .where(and(eq(dossierAct.id, row.id), eq(dossierAct.fence, row.fence), inArray(dossierAct.state, ['sending', 'uncertain'])))
            .returning()
        )[0];
        if (after) await tell(tx, after, 'confirmed');
      }),
    /** Offers again what a dead worker left lying, and what waited for its dossier. */
    async requeueStranded() {
      await raw`
        select graphile_worker.add_job('send-act', json_build_object('actId', id::text), job_key := 'act:' || id::text, max_attempts := 3)
        from (select a.id from dossier_act a join dossier d on d.id = a.dossier_id and d.state = 'confirmed'
          where a.state in ${raw(UNFINISHED)} and a.next_attempt_at < now() - interval '3 seconds' and (a.lease_until is null or a.lease_until < now())
          order by a.next_attempt_at limit 200) stranded`;
    },
  };

  async function tell(tx: Transaction, act: ActRow, to: SendState) {
    const what = whatToTell(act.kind, to);
    if (!what) return;
    const row = (await tx.select().from(dossier).where(eq(dossier.id, act.dossierId)))[0];
    if (!row || (to === 'rejected' && isFinal(row.status as NationalStatus))) return; // it is over: nothing to send again
    const eventKey = `act:${act.id}:${to}`;
    const kind = what === 'needs-citizen' ? 'note' : what;
    await tx.insert(dossierEvent).values({ dossierId: row.id, eventKey, kind, occurredAt: new Date() }).onConflictDoNothing();
    await announce(tx, { ...factsOf(row), eventKey, what: { kind: what } });
  }
}
export type ActRepository = ReturnType<typeof createActRepository>;

export interface SupplementDraft {
  readonly files: readonly DossierFile[];
  readonly note: string;
  readonly answers: Answers;
}

/** A rating that did not get through is nobody's worry; a choice of delivery stands in the app, and staff see what did not arrive. */
function whatToTell(kind: ActRow['kind'], to: SendState) {
  if (kind === 'rating' || kind === 'delivery') return null;
  if (to === 'confirmed') return kind === 'supplement' ? 'supplement-arrived' : 'withdrawal-arrived';
  if (to === 'rejected') return kind === 'supplement' ? 'supplement-refused' : 'withdrawal-refused';
  if (to === 'needs_citizen') return 'needs-citizen';
  return to === 'needs_staff' ? 'needs-staff' : null;
}
