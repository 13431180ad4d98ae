import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { IssuedPaper } from '../../connectors/one-gate/issued-papers.ts';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { Encryption } from '../../platform/encryption.ts';
import { HOLDS_FOR_DOSSIER } from '../authorisations/authorisations.table.ts';
import { dossier } from '../dossiers/dossiers.table.ts';
import { uploadedFile } from '../uploads/uploads.table.ts';
import type { SignatureFinding } from './pdf-signature.ts';
import { dossierResult } from './results.table.ts';

export type ResultRow = typeof dossierResult.$inferSelect;
/** What was reported and is nobody else's business. */
export type ResultFacts = Pick<IssuedPaper, 'name' | 'number' | 'abstract' | 'signer' | 'agency' | 'link'>;
export type Signatory = Omit<SignatureFinding, 'verdict'>;
export interface OpenedResult extends ResultRow {
  readonly procedureCode: string;
  readonly facts: ResultFacts;
  readonly signatory: Signatory | null;
}
export interface KeptCopy {
  readonly fileId: string;
  readonly sizeBytes: number;
  readonly type: string;
  readonly sha256: Buffer;
  readonly signature: NonNullable<ResultRow['signature']>;
  readonly signatory: Signatory | null;
}

/** Tells the citizen, inside the transaction of what happened. */
export type AnnounceExpiry = (
  tx: Transaction,
  announcement: {
    citizenId: string;
    dossierId: string;
    procedureCode: string;
    receiptNo: string;
    eventKey: string;
    what: { kind: 'result-expiring'; validUntil: string; daysLeft: number };
  },
) => Promise<void>;

const factsPlace = (rowId: string) => ({ table: 'dossier_result', column: 'facts', rowId });
const signaturePlace = (rowId: string) => ({ table: 'dossier_result', column: 'signature', rowId });
const MOST = 200;

export function createResultRepository({
  database: { drizzle: db, sql: raw },
  encryption,
  announce,
}: {
  database: Database;
  encryption: Encryption;
  announce: AnnounceExpiry;
}) {
  const held = ({ id, fence }: ResultRow) => and(eq(dossierResult.id, id), eq(dossierResult.fence, fence), eq(dossierResult.state, 'due'));
  const write = async (row: ResultRow, values: Partial<typeof dossierResult.$inferInsert>) => {
    await db
      .update(dossierResult)
      .set({ ...values, leaseUntil: null })
      .where(held(row));
  };
  const inMs = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'` as never;
  const enqueue = (tx: Transaction, id: string) =>
    tx.execute(
      sql`select graphile_worker.add_job('fetch-result', json_build_object('resultId', ${id}::text), job_key := 'result:' || ${id}::text, max_attempts := 3)`,
    );
  async function opened(row: ResultRow, procedureCode: string): Promise<OpenedResult> {
    const [facts, signatory] = await Promise.all([
      encryption.open(row.citizenId, factsPlace(row.id), row.factsSealed),
      row.signatureSealed === null ? null : encryption.open(row.citizenId, signaturePlace(row.id), row.signatureSealed),
    ]);
    return {
      ...row,
      procedureCode,
      facts: JSON.parse(facts) as ResultFacts,
      signatory: signatory === null ? null : readSignatory(signatory),
    };
  }
  const select = () =>
    db
      .select({ row: dossierResult, procedureCode: dossier.procedureCode })
      .from(dossierResult)
      .innerJoin(dossier, eq(dossier.id, dossierResult.dossierId));

  return {
    /**
     * Keeps what a report says was issued, each paper once; called in the transaction of the step, which holds the dossier's row.
     * A paper that had no copy and now has one is fetched after all; everything else about a known paper stays as first said.
     */
    async note(tx: Transaction, { dossierId, citizenId }: { dossierId: string; citizenId: string }, papers: readonly IssuedPaper[]) {
      if (papers.length === 0) return;
      const known = await tx.select().from(dossierResult).where(eq(dossierResult.dossierId, dossierId));
      let no = known.length;
      for (const { id: provinceId, code, signedOn, validUntil, isPermanent, ...facts } of papers) {
        const before = known.find((row) => row.provinceId === provinceId);
        if (before && (before.state !== 'paper' || facts.link === null)) continue;
        const id = before?.id ?? randomUUID();
        const factsSealed = await encryption.seal(citizenId, factsPlace(id), JSON.stringify(facts satisfies ResultFacts));
        const state = facts.link === null ? ('paper' as const) : ('due' as const);
        if (before) await tx.update(dossierResult).set({ factsSealed, state }).where(eq(dossierResult.id, id));
        else
          await tx
            .insert(dossierResult)
            .values({ id, dossierId, citizenId, no: ++no, provinceId, factsSealed, code, signedOn, validUntil, isPermanent, state })
            .onConflictDoNothing(); // named twice in one report
        if (state === 'due') await enqueue(tx, id);
      }
    },

    /** @returns null when the dossier is missing or not owned. */
    async listOf({ citizenId }: CitizenScope, dossierId: string): Promise<OpenedResult[] | null> {
      const own = await db
        .select({ id: dossier.id })
        .from(dossier)
        .where(and(eq(dossier.id, dossierId), eq(dossier.citizenId, citizenId)));
      if (!own[0]) return null;
      const rows = await select()
        .where(and(eq(dossierResult.dossierId, dossierId), eq(dossierResult.citizenId, citizenId)))
        .orderBy(asc(dossierResult.no));
      return Promise.all(rows.map(({ row, procedureCode }) => opened(row, procedureCode)));
    },
    /** Of what one filed while one may see it, and of what others filed for one. */
    async listAll({ citizenId }: CitizenScope): Promise<OpenedResult[]> {
      const rows = await select()
        .where(
          sql`${dossier.id} in (
            select d.id from dossier d where d.citizen_id = ${citizenId} and (d.authorisation_id is null or ${sql.raw(HOLDS_FOR_DOSSIER)})
            union all select d.id from dossier d where d.for_citizen_id = ${citizenId})`,
        )
        .orderBy(desc(dossierResult.notedAt), asc(dossierResult.no))
        .limit(MOST);
      return Promise.all(rows.map(({ row, procedureCode }) => opened(row, procedureCode)));
    },
    async find({ citizenId }: CitizenScope, dossierId: string, no: number): Promise<OpenedResult | null> {
      const rows = await select().where(
        and(eq(dossierResult.dossierId, dossierId), eq(dossierResult.no, no), eq(dossierResult.citizenId, citizenId)),
      );
      return rows[0] ? opened(rows[0].row, rows[0].procedureCode) : null;
    },

    /** Takes a copy that is due and held by nobody, for `leaseMs`. */
    async claim(id: string, leaseMs: number): Promise<OpenedResult | null> {
      const rows = await db
        .update(dossierResult)
        .set({ fence: sql`${dossierResult.fence} + 1`, leaseUntil: inMs(leaseMs), lookNo: sql`${dossierResult.lookNo} + 1` })
        .where(
          and(
            eq(dossierResult.id, id),
            eq(dossierResult.state, 'due'),
            lte(dossierResult.nextLookAt, sql`now()`),
            or(isNull(dossierResult.leaseUntil), lte(dossierResult.leaseUntil, sql`now()`)),
          ),
        )
        .returning();
      return rows[0] ? opened(rows[0], '') : null;
    },
    later: (row: ResultRow, ms: number) => write(row, { nextLookAt: inMs(ms) }),
    giveUp: (row: ResultRow, to: 'refused' | 'needs_staff') => write(row, { state: to }),
    /** Names the kept file, which from then on is the dossier's. @returns false when another worker was faster: then nobody names it. */
    async keep(row: ResultRow, { fileId, sizeBytes, type, sha256, signature, signatory }: KeptCopy): Promise<boolean> {
      const signatureSealed = signatory && (await encryption.seal(row.citizenId, signaturePlace(row.id), JSON.stringify(signatory)));
      return db.transaction(async (tx) => {
        const rows = await tx
          .update(dossierResult)
          .set({ state: 'here', fileId, sizeBytes, type, sha256, signature, signatureSealed, fetchedAt: sql`now()`, leaseUntil: null })
          .where(held(row))
          .returning({ id: dossierResult.id });
        if (!rows[0]) return false;
        await tx.update(uploadedFile).set({ dossierId: row.dossierId }).where(eq(uploadedFile.id, fileId));
        return true;
      });
    },
    /** Offers again what a dead worker left lying. */
    async requeueStranded() {
      await raw`
        select graphile_worker.add_job('fetch-result', json_build_object('resultId', id::text), job_key := 'result:' || id::text, max_attempts := 3)
        from (select id from dossier_result where state = 'due' and next_look_at < now() and (lease_until is null or lease_until < now()) order by next_look_at limit 50) stranded`;
    },

    /**
     * Tells owners of papers that end within `daysLeft` days from `today`, each once for each of these spans. A paper that never
     * was good for longer than the span is not worth a word.
     */
    async announceExpiring(today: string, daysLeft: number): Promise<void> {
      const rows = await db
        .select({ result: dossierResult, procedureCode: dossier.procedureCode, receiptNo: dossier.receiptNo })
        .from(dossierResult)
        .innerJoin(dossier, eq(dossier.id, dossierResult.dossierId))
        .where(
          and(
            sql`${dossierResult.validUntil} between ${today}::date and ${today}::date + ${daysLeft}::int`,
            sql`${dossierResult.validUntil} - coalesce(${dossierResult.signedOn}, ${dossierResult.notedAt}::date) > ${daysLeft}::int`,
          ),
        );
      for (const { result, procedureCode, receiptNo } of rows) {
        const { citizenId, dossierId, validUntil } = result;
        if (validUntil === null) continue;
        const what = { kind: 'result-expiring' as const, validUntil, daysLeft: daysBetween(today, validUntil) };
        // the key of the message is the memory: the second time nothing is written
        await db.transaction((tx) =>
          announce(tx, { citizenId, dossierId, procedureCode, receiptNo, eventKey: `expiring:${result.no}:${daysLeft}`, what }),
        );
      }
    },
  };
}
export type ResultRepository = ReturnType<typeof createResultRepository>;

/** Whole days between two days `yyyy-mm-dd`. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function readSignatory(text: string): Signatory {
  const { signer, organisation, signedAt } = JSON.parse(text) as Record<keyof Signatory, string | null>;
  return { signer, organisation, signedAt: signedAt === null ? null : new Date(signedAt) };
}
