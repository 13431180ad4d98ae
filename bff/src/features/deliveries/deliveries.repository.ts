import { randomUUID } from 'node:crypto';
import type { DeliveryWay, Receiver } from '@tayninh/shared/features/deliveries/deliveries.contract';
import { isFinal, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { Encryption, SubjectKey } from '../../platform/encryption.ts';
import { dossier } from '../dossiers/dossiers.table.ts';
import { resultDelivery } from './deliveries.table.ts';

export type DeliveryRow = typeof resultDelivery.$inferSelect;

const READY: NationalStatus = 9;
const receiverPlace = (rowId: string) => ({ table: 'result_delivery', column: 'receiver', rowId });
/** To be ordered: the result is there. What was begun and left is looked at again, whatever became of the dossier. */
const isDue = sql`${resultDelivery.way} = 'post' and (${resultDelivery.state} = 'sending' or (${resultDelivery.state} = 'open'
  and exists (select 1 from ${dossier} where ${dossier.id} = ${resultDelivery.dossierId} and ${dossier.status} = ${READY})))`;

export function createDeliveryRepository({
  database: { drizzle: db },
  encryption,
  tell,
}: {
  database: Database;
  encryption: Encryption;
  /** Tells the authority of a choice, in the transaction that makes it. */
  tell: (tx: Transaction, key: SubjectKey, choice: { dossierId: string; citizenId: string; way: DeliveryWay }) => Promise<void>;
}) {
  const held = (row: DeliveryRow, state: DeliveryRow['state']) =>
    and(eq(resultDelivery.dossierId, row.dossierId), eq(resultDelivery.fence, row.fence), eq(resultDelivery.state, state));
  const write = async (row: DeliveryRow, from: DeliveryRow['state'], values: Partial<typeof resultDelivery.$inferInsert>) =>
    (await db.update(resultDelivery).set(values).where(held(row, from)).returning({ id: resultDelivery.dossierId })).length > 0;
  const inMs = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'` as never;
  const canChange = ({ state, status }: { state: string; status: number }, row: DeliveryRow | null) =>
    state !== 'rejected' &&
    state !== 'withdrawn' &&
    status < READY &&
    !isFinal(status as NationalStatus) &&
    (row?.state ?? 'open') === 'open';
  const openReceiver = async (row: DeliveryRow): Promise<Receiver | null> =>
    row.receiverSealed === null
      ? null
      : (JSON.parse(await encryption.open(row.citizenId, receiverPlace(row.dossierId), row.receiverSealed)) as Receiver);
  const owned = ({ citizenId }: CitizenScope, dossierId: string) => and(eq(dossier.id, dossierId), eq(dossier.citizenId, citizenId));

  return {
    openReceiver,
    /** @returns null when the dossier is missing or not owned. */
    async find(scope: CitizenScope, dossierId: string) {
      const found = (
        await db
          .select({ state: dossier.state, status: dossier.status, row: resultDelivery })
          .from(dossier)
          .leftJoin(resultDelivery, eq(resultDelivery.dossierId, dossier.id))
          .where(owned(scope, dossierId))
      )[0];
      return found ? { row: found.row, canChange: canChange(found, found.row) } : null;
    },
    /** The dossier's row is held, so a step "result is ready" comes wholly before or after. */
    async choose(
      scope: CitizenScope,
      dossierId: string,
      { way, receiver, isTold }: { way: DeliveryWay; receiver: Receiver | null; isTold: boolean },
    ): Promise<'chosen' | 'too-late' | 'missing'> {
      const key = await encryption.keyFor(scope.citizenId); // before the transaction: it may need a connection of its own
      const receiverSealed = receiver && encryption.sealWith(key, receiverPlace(dossierId), JSON.stringify(receiver));
      return db.transaction(async (tx) => {
        const found = (
          await tx.select({ state: dossier.state, status: dossier.status }).from(dossier).where(owned(scope, dossierId)).for('update')
        )[0];
        if (!found) return 'missing';
        const row = (await tx.select().from(resultDelivery).where(eq(resultDelivery.dossierId, dossierId)))[0] ?? null;
        if (!canChange(found, row)) return 'too-late';
        const choice = { way, receiverSealed };
        await tx
          .insert(resultDelivery)
          .values({
            dossierId,
            citizenId: scope.citizenId,
            orderNumber: `TNS${randomUUID().replaceAll('-', '').slice(0, 17).toUpperCase()}`,
            ...choice,
          })
          .onConflictDoUpdate({ target: resultDelivery.dossierId, set: { ...choice, chosenAt: sql`now()` } });
        if (isTold && row?.way !== way) await tell(tx, key, { dossierId, citizenId: scope.citizenId, way });
        return 'chosen';
      });
    },

    async claim(dossierId: string, leaseMs: number): Promise<DeliveryRow | null> {
      const rows = await db
        .update(resultDelivery)
        .set({ fence: sql`${resultDelivery.fence} + 1`, leaseUntil: inMs(leaseMs), lookNo: sql`${resultDelivery.lookNo} + 1` })
        .where(
          and(
            eq(resultDelivery.dossierId, dossierId),
            isDue,
            lte(resultDelivery.nextLookAt, sql`now()`),
            or(isNull(resultDelivery.leaseUntil), lte(resultDelivery.leaseUntil, sql`now()`)),
          ),
        )
        .returning();
      return rows[0] ?? null;
    },
    /** Committed before the post is called. @returns false when another worker took over. */
    begin: (row: DeliveryRow) => write(row, 'open', { state: 'sending' }),
    ordered: (row: DeliveryRow) => write(row, 'sending', { state: 'ordered', leaseUntil: null, orderedAt: sql`now()` as never }),
    askStaff: (row: DeliveryRow) => write(row, 'sending', { state: 'needs_staff', leaseUntil: null }),
    /** Surely not ordered: to be tried again. */
    later: (row: DeliveryRow, ms: number) => write(row, 'sending', { state: 'open', leaseUntil: null, nextLookAt: inMs(ms) }),
    /** Wakes a worker up for each that is due and held by nobody. */
    async queueDue() {
      await db.execute(sql`
        select graphile_worker.add_job('order-post', json_build_object('dossierId', id::text), job_key := 'post:' || id::text, max_attempts := 3)
        from (select ${resultDelivery.dossierId} as id from ${resultDelivery} where ${isDue} and ${resultDelivery.nextLookAt} <= now()
          and (${resultDelivery.leaseUntil} is null or ${resultDelivery.leaseUntil} < now()) order by ${resultDelivery.nextLookAt} limit 50) due`);
    },
  };
}
export type DeliveryRepository = ReturnType<typeof createDeliveryRepository>;
