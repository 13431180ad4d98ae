import { randomUUID } from 'node:crypto';
import { and, desc, eq, inArray, lte, or, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import { type SendState, type SendStore, type Settlement, UNFINISHED } from '../../platform/exactly-once.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { resultDelivery } from '../deliveries/deliveries.table.ts';
import { dossier } from '../dossiers/dossiers.table.ts';
import { pickupNumber } from './pickups.table.ts';

export type PickupRow = typeof pickupNumber.$inferSelect;
type Sendable = PickupRow & { readonly files: readonly never[] };

export const READY = 9;

/** Tells the citizen, inside the transaction of what happened. */
type Announce = (
  tx: Transaction,
  announcement: {
    citizenId: string;
    dossierId: string;
    procedureCode: string;
    receiptNo: string;
    eventKey: string;
    what: { kind: 'pickup-tomorrow'; from: string; to: string; number: string };
  },
) => Promise<void>;

export function createPickupRepository({ database: { drizzle: db, sql: raw }, announce }: { database: Database; announce: Announce }) {
  const enqueue = (tx: Pick<Transaction, 'execute'>, id: string, runAt: Date | null = null) =>
    tx.execute(
      sql`select graphile_worker.add_job('pickup-number', json_build_object('pickupId', ${id}::text), job_key := 'pickup:' || ${id}::text, run_at := coalesce(${runAt?.toISOString() ?? null}::timestamptz, now()), max_attempts := 3)`,
    );
  const inMs = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'` as unknown as Date;
  const held = ({ id, fence }: Pick<PickupRow, 'id' | 'fence'>, ...states: PickupRow['state'][]) =>
    and(eq(pickupNumber.id, id), eq(pickupNumber.fence, fence), inArray(pickupNumber.state, states));
  async function claimIn(states: readonly PickupRow['state'][], id: string, leaseMs: number): Promise<PickupRow | null> {
    const rows = await db
      .update(pickupNumber)
      .set({ fence: sql`${pickupNumber.fence} + 1`, leaseUntil: inMs(leaseMs) })
      .where(
        and(
          eq(pickupNumber.id, id),
          inArray(pickupNumber.state, states),
          lte(pickupNumber.nextAttemptAt, sql`now()`),
          or(sql`${pickupNumber.leaseUntil} is null`, lte(pickupNumber.leaseUntil, sql`now()`)),
        ),
      )
      .returning();
    return rows[0] ?? null;
  }

  const store: SendStore<Sendable> = {
    async claim(id, leaseMs) {
      const row = await claimIn(UNFINISHED, id, leaseMs);
      return row && { ...row, files: [] };
    },
    async step({ state, ...row }, to) {
      return (await db.update(pickupNumber).set({ state: to }).where(held(row, state)).returning({ id: pickupNumber.id })).length > 0;
    },
    async beginSending({ state, ...row }) {
      const rows = await db
        .update(pickupNumber)
        .set({ state: 'sending', attemptNo: sql`${pickupNumber.attemptNo} + 1`, attemptStartedAt: sql`now()` })
        .where(held(row, state))
        .returning({ attemptNo: pickupNumber.attemptNo });
      return rows[0]?.attemptNo ?? false;
    },
    async lastAttempt(id) {
      const [row] = await db
        .select({ ageMs: sql<number | null>`extract(epoch from now() - ${pickupNumber.attemptStartedAt}) * 1000` })
        .from(pickupNumber)
        .where(eq(pickupNumber.id, id));
      return row?.ageMs == null ? null : { ageMs: Number(row.ageMs) };
    },
    settle: (row, { from, to, retryInMs }: Settlement) =>
      db.transaction(async (tx) => {
        const [after] = await tx
          .update(pickupNumber)
          .set({ state: to, leaseUntil: null, ...(retryInMs !== undefined && { nextAttemptAt: inMs(retryInMs) }) })
          .where(held(row, from))
          .returning({ nextAttemptAt: pickupNumber.nextAttemptAt });
        if (after && UNFINISHED.some((state: SendState) => state === to)) await enqueue(tx, row.id, after.nextAttemptAt);
      }),
  };

  return {
    store,
    /** The dossier, how its result comes, and the last number asked for. @returns null when it is missing or not owned */
    async find({ citizenId }: CitizenScope, dossierId: string) {
      const { provinceCode, procedureCode, procedureVersionNo, status } = dossier;
      const [found] = await db
        .select({ provinceCode, procedureCode, procedureVersionNo, status, way: resultDelivery.way, row: pickupNumber })
        .from(dossier)
        .leftJoin(resultDelivery, eq(resultDelivery.dossierId, dossier.id))
        .leftJoin(pickupNumber, eq(pickupNumber.dossierId, dossier.id))
        .where(and(eq(dossier.id, dossierId), eq(dossier.citizenId, citizenId)))
        .orderBy(desc(pickupNumber.acceptedAt))
        .limit(1);
      return found ?? null;
    },

    /** @returns false when there is one already, or the result is not there (any more). */
    take: (
      { citizenId, actorId }: CitizenScope,
      wish: Pick<PickupRow, 'dossierId' | 'officeId' | 'day' | 'fromClock' | 'toClock'>,
      requestId: string,
    ): Promise<boolean> =>
      db.transaction(async (tx) => {
        const [ready] = await tx
          .select({ id: dossier.id })
          .from(dossier)
          .where(and(eq(dossier.id, wish.dossierId), eq(dossier.citizenId, citizenId), eq(dossier.status, READY)))
          .for('share');
        if (!ready) return false;
        const id = randomUUID();
        const made = await tx
          .insert(pickupNumber)
          .values({ id, citizenId, ...wish })
          .onConflictDoNothing()
          .returning({ id: pickupNumber.id });
        if (!made[0]) return false;
        await tx.insert(auditEntry).values({ actor: `citizen:${actorId}`, action: 'pickup.take', resourceId: wish.dossierId, requestId });
        await enqueue(tx, id);
        return true;
      }),
    /** @returns false when there is no number to give back. */
    giveBack: ({ citizenId, actorId }: CitizenScope, dossierId: string, requestId: string): Promise<boolean> =>
      db.transaction(async (tx) => {
        const [row] = await tx
          .update(pickupNumber)
          .set({ state: 'returning', nextAttemptAt: sql`now()` })
          .where(and(eq(pickupNumber.dossierId, dossierId), eq(pickupNumber.citizenId, citizenId), eq(pickupNumber.state, 'confirmed')))
          .returning({ id: pickupNumber.id });
        if (!row) return false;
        await tx.insert(auditEntry).values({ actor: `citizen:${actorId}`, action: 'pickup.give-back', resourceId: dossierId, requestId });
        await enqueue(tx, row.id);
        return true;
      }),

    /** For the job. @throws when there is no such dossier. */
    async dossierOf(dossierId: string) {
      const [row] = await db.select({ provinceCode: dossier.provinceCode }).from(dossier).where(eq(dossier.id, dossierId));
      if (!row) throw new Error('a number without its dossier');
      return row;
    },
    /** The counter's number, as soon as it is heard: the answer may be the only time. */
    noteNumber: (row: Pick<PickupRow, 'id' | 'fence'>, number: string) =>
      db
        .update(pickupNumber)
        .set({ number })
        .where(held(row, 'sending', 'uncertain')),
    confirm: (row: Pick<PickupRow, 'id' | 'fence'>, number: string) =>
      db
        .update(pickupNumber)
        .set({ state: 'confirmed', number, leaseUntil: null })
        .where(held(row, 'sending', 'uncertain')),
    claimReturning: (id: string, leaseMs: number) => claimIn(['returning'], id, leaseMs),
    returned: (row: PickupRow) => db.update(pickupNumber).set({ state: 'returned', leaseUntil: null }).where(held(row, 'returning')),
    returnLater: (row: PickupRow, ms: number) =>
      db
        .update(pickupNumber)
        .set({ leaseUntil: null, nextAttemptAt: inMs(ms) })
        .where(held(row, 'returning')),

    /** Reminds of the numbers for a day, each once: the key of the message is the memory. */
    async remindOf(day: string) {
      const { procedureCode, receiptNo } = dossier;
      const rows = await db
        .select({ row: pickupNumber, procedureCode, receiptNo })
        .from(pickupNumber)
        .innerJoin(dossier, eq(dossier.id, pickupNumber.dossierId))
        .where(and(eq(pickupNumber.day, day), eq(pickupNumber.state, 'confirmed'), eq(dossier.status, READY)));
      for (const { row, ...of } of rows) {
        const { id, citizenId, dossierId, fromClock: from, toClock: to, number } = row;
        if (number === null) continue;
        const what = { kind: 'pickup-tomorrow' as const, from, to, number };
        await db.transaction((tx) => announce(tx, { citizenId, dossierId, ...of, eventKey: `pickup:${id}`, what }));
      }
    },
    /** Offers again what a dead worker left lying; a number whose day has passed is no number any more. */
    async sweep() {
      await raw`
        update pickup_number set state = 'over' where state in ('confirmed', 'returning', 'needs_staff')
          and day < (now() at time zone 'Asia/Ho_Chi_Minh')::date`;
      await raw`
        select graphile_worker.add_job('pickup-number', json_build_object('pickupId', id::text), job_key := 'pickup:' || id::text, max_attempts := 3)
        from (select id from pickup_number where state in ${raw([...UNFINISHED, 'returning'])} and next_attempt_at < now() - interval '3 seconds'
          and (lease_until is null or lease_until < now()) order by next_attempt_at limit 200) stranded`;
    },
  };
}
export type PickupRepository = ReturnType<typeof createPickupRepository>;
