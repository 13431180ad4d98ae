import type { ListRow, RowFault } from '@tayninh/shared/features/audiences/list-rows';
import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../platform/database.ts';
import { type BlindIndex, type Encryption, SYSTEM_SUBJECT } from '../../platform/encryption.ts';
import { auditEntry } from '../audit/audit.table.ts';
import type { UnitScope } from './audience-sql.repository.ts';
import { type Officer, ofUnits } from './audiences.repository.ts';
import { recipientList, recipientListRow } from './audiences.table.ts';

export type ListRecord = typeof recipientList.$inferSelect;
export type LineState = (typeof recipientListRow.$inferSelect)['state'];
/** A line whose meaning is clear but whose person is not known yet. */
export type Wanted = { phone: string } | { receiptNo: string } | { provinceCode: string };
/** What became of a line. `values` is kept for faulty ones only. */
export type LineOutcome = { lineNo: number } & (
  | { state: 'matched'; citizenId: string }
  | { state: 'duplicate' | 'unknown' }
  | { state: 'faulty'; fault: RowFault; values: ListRow }
);

/** Lines of one statement: the parameters of a thousand fit into any of PostgreSQL's limits. */
const BATCH = 1_000;
/** After so long nobody mends a line any more: what it holds is dropped. */
const MENDED_WITHIN_DAYS = 30;

const place = (listId: string, lineNo: number) => ({ table: 'recipient_list_row', column: 'values', rowId: `${listId}:${lineNo}` });

/** @param phoneIndex the one under which citizens' phones stand: lists are matched without opening anybody's number. */
export function createRecipientListRepository({
  database: { drizzle: db },
  encryption,
  phoneIndex,
}: {
  database: Database;
  encryption: Encryption;
  phoneIndex: BlindIndex;
}) {
  const audit = (tx: Transaction, officer: Officer, action: string, resourceId: string, requestId: string) =>
    tx.insert(auditEntry).values({ actor: `staff:${officer.staffId}`, action, resourceId, requestId });

  const written = async (listId: string, outcomes: readonly LineOutcome[]) => {
    const key = await encryption.keyFor(SYSTEM_SUBJECT);
    return outcomes.map((outcome) => ({
      listId,
      lineNo: outcome.lineNo,
      state: outcome.state,
      citizenId: outcome.state === 'matched' ? outcome.citizenId : null,
      fault: outcome.state === 'faulty' ? outcome.fault : null,
      valuesSealed:
        outcome.state === 'faulty' ? encryption.sealWith(key, place(listId, outcome.lineNo), JSON.stringify(outcome.values)) : null,
    }));
  };

  return {
    list: (officer: Officer) =>
      db
        .select()
        .from(recipientList)
        .where(and(isNull(recipientList.archivedAt), ofUnits(recipientList.unitCode, officer)))
        .orderBy(desc(recipientList.createdAt))
        .limit(100),
    async find(id: string, officer: Officer): Promise<ListRecord | null> {
      return (await db.select().from(recipientList).where(one(id, officer)))[0] ?? null;
    },
    insert: (row: { name: string; reason: string | null }, officer: Officer, requestId: string) =>
      db.transaction(async (tx) => {
        const [made] = await tx
          .insert(recipientList)
          .values({ ...row, unitCode: officer.unitCode, createdBy: officer.staffId })
          .returning();
        if (!made) throw new Error('the list that was just written is not there');
        await audit(tx, officer, 'recipient-list.create', made.id, requestId);
        return made;
      }),

    /** Lines by state, of several lists. */
    async countLines(ids: readonly string[]): Promise<{ listId: string; state: LineState; lines: number }[]> {
      if (ids.length === 0) return [];
      return db.execute<{ listId: string; state: LineState; lines: number }>(sql`
        select list_id as "listId", state, count(*)::int as lines from recipient_list_row
        where list_id = any(${sql.param(`{${ids.join(',')}}`)}::uuid[]) group by 1, 2`);
    },

    /**
     * The account behind each, by place in `wanted`; of several accounts with one phone the one seen last. Who is outside of the scope is
     * not found, exactly like who does not exist.
     */
    async peopleOf(wanted: readonly Wanted[], { communes }: UnitScope): Promise<(string | null)[]> {
      const within = (dossier: SQL) => (communes === 'all' ? sql`true` : sql`${dossier} = any(${textArray(communes)})`);
      const isNear =
        communes === 'all'
          ? sql`true`
          : sql`(exists (select 1 from preference p where p.citizen_id = c.id and p.home_unit_code = any(${textArray(communes)}))
              or exists (select 1 from dossier d where (d.citizen_id = c.id or d.for_citizen_id = c.id) and ${within(sql`d.unit_code`)}))`;
      const found: (string | null)[] = wanted.map(() => null);
      for (let from = 0; from < wanted.length; from += BATCH) {
        const part = wanted.slice(from, from + BATCH).map((each, at) => ({ ...each, at: from + at }));
        const phones = part.flatMap((each) => ('phone' in each ? [{ at: each.at, key: phoneIndex(each.phone).toString('hex') }] : []));
        const codes = part.flatMap((each) =>
          'receiptNo' in each
            ? [{ at: each.at, key: each.receiptNo }]
            : 'provinceCode' in each
              ? [{ at: each.at, key: each.provinceCode }]
              : [],
        );
        const people = phones.length
          ? await db.execute<{ at: number; id: string }>(sql`
              select distinct on (wanted.at) wanted.at, c.id from ${wantedRows(phones)}
              join citizen c on c.phone_index = decode(wanted.key, 'hex') where ${isNear}
              order by wanted.at, c.last_seen_at desc, c.id desc`)
          : [];
        // for whom it was filed, when by another account
        const filers = codes.length
          ? await db.execute<{ at: number; id: string }>(sql`
              select wanted.at, coalesce(d.for_citizen_id, d.citizen_id) as id from ${wantedRows(codes)}
              join dossier d on (d.receipt_no = wanted.key or d.province_code = wanted.key) where ${within(sql`d.unit_code`)}`)
          : [];
        for (const { at, id } of [...people, ...filers]) found[at] = id;
      }
      return found;
    },

    /** Puts the lines of a file into the list, in place of what was there. */
    async replaceLines(list: ListRecord, outcomes: readonly LineOutcome[], officer: Officer, requestId: string) {
      const rows = await written(list.id, outcomes);
      await db.transaction(async (tx) => {
        await tx.select().from(recipientList).where(eq(recipientList.id, list.id)).for('update'); // two uploads at once: one after the other
        await tx.delete(recipientListRow).where(eq(recipientListRow.listId, list.id));
        for (let from = 0; from < rows.length; from += BATCH) await tx.insert(recipientListRow).values(rows.slice(from, from + BATCH));
        await audit(tx, officer, 'recipient-list.upload', list.id, requestId);
      });
    },
    async faulty(listId: string, { after, limit, canSee }: { after: number; limit: number; canSee: boolean }) {
      const rows = await db
        .select()
        .from(recipientListRow)
        .where(and(eq(recipientListRow.listId, listId), eq(recipientListRow.state, 'faulty'), sql`${recipientListRow.lineNo} > ${after}`))
        .orderBy(recipientListRow.lineNo)
        .limit(limit);
      const key = await encryption.keyFor(SYSTEM_SUBJECT);
      return rows.map(({ lineNo, fault, valuesSealed }) => ({
        lineNo,
        fault: fault ?? ('empty' as const),
        values:
          canSee && valuesSealed !== null ? (JSON.parse(encryption.openWith(key, place(listId, lineNo), valuesSealed)) as ListRow) : null,
      }));
    },
    /** Writes what a mended line became, when it still waits to be mended. A person who is in the list already becomes a duplicate. */
    async mend(listId: string, outcome: LineOutcome): Promise<boolean> {
      const [row] = await written(listId, [outcome]);
      if (!row) return false;
      return db.transaction(async (tx) => {
        await tx.select().from(recipientList).where(eq(recipientList.id, listId)).for('update');
        const isThere =
          row.citizenId !== null &&
          (await tx.$count(recipientListRow, and(eq(recipientListRow.listId, listId), eq(recipientListRow.citizenId, row.citizenId)))) > 0;
        const changed = await tx
          .update(recipientListRow)
          .set(isThere ? { ...row, state: 'duplicate', citizenId: null } : row)
          .where(oneLine(listId, outcome.lineNo))
          .returning({ lineNo: recipientListRow.lineNo });
        return changed.length > 0;
      });
    },
    /** @param lineNo null: all faulty ones. */
    async drop(listId: string, lineNo: number | null) {
      await db
        .update(recipientListRow)
        .set({ state: 'dropped', fault: null, valuesSealed: null })
        .where(lineNo === null ? and(eq(recipientListRow.listId, listId), eq(recipientListRow.state, 'faulty')) : oneLine(listId, lineNo));
    },
    async archive(id: string, officer: Officer) {
      await db.transaction(async (tx) => {
        const gone = await tx
          .update(recipientList)
          .set({ archivedAt: sql`now()` })
          .where(one(id, officer))
          .returning({ id: recipientList.id });
        if (gone[0])
          await tx
            .update(recipientListRow)
            .set({ state: 'dropped', fault: null, valuesSealed: null })
            .where(and(eq(recipientListRow.listId, id), eq(recipientListRow.state, 'faulty')));
      });
    },
    /** What nobody mended in time is dropped: phones are not kept for later. */
    async sweep() {
      await db.execute(sql`
        update recipient_list_row r set state = 'dropped', fault = null, values_sealed = null from recipient_list l
        where l.id = r.list_id and r.state = 'faulty' and l.created_at < now() - ${MENDED_WITHIN_DAYS} * interval '1 day'`);
    },
  };
}
export type RecipientListRepository = ReturnType<typeof createRecipientListRepository>;

const one = (id: string, officer: Officer) =>
  and(eq(recipientList.id, id), isNull(recipientList.archivedAt), ofUnits(recipientList.unitCode, officer));
const oneLine = (listId: string, lineNo: number) =>
  and(eq(recipientListRow.listId, listId), eq(recipientListRow.lineNo, lineNo), eq(recipientListRow.state, 'faulty'));
const textArray = (values: readonly string[]) => sql`${sql.param(`{${values.join(',')}}`)}::text[]`;
/** Keys come from our own parsers: hexadecimal digits, receipt numbers and province codes, none of which needs a quote. */
const wantedRows = (rows: readonly { at: number; key: string }[]) =>
  sql`unnest(${sql.param(`{${rows.map(({ at }) => at).join(',')}}`)}::int[], ${textArray(rows.map(({ key }) => key))}) as wanted (at, key)`;
