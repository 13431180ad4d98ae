import { createHash } from 'node:crypto';
import { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import {
  diffRecords,
  effectiveRecord,
  isAnotherProcedure,
  type ProcedurePatch,
} from '@tayninh/shared/features/procedures/effective-record';
import type { NationalProcedure } from '@tayninh/shared/features/procedures/national-procedure';
import type postgres from 'postgres';

/** Imports, seeds and editors take turns: a version is made from layers that nobody else is changing. */
const CATALOGUE_LOCK = 8_020_003;

export interface ImportRun {
  readonly id: string;
  /** How many records of the file are in. */
  readonly cursor: number;
  readonly counts: ImportCounts;
}
export interface ImportCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Versions of effective records that came of it. */
  readonly versions: number;
  /** Changed facts of a code that the province overrides: somebody should look whether the override still holds. */
  readonly changedUnderOverride: number;
  /** Codes under which the portal and our own text name different procedures. */
  readonly nameDiffers: number;
}
export const NO_COUNTS: ImportCounts = { new: 0, changed: 0, unchanged: 0, versions: 0, changedUnderOverride: 0, nameDiffers: 0 };

/** Another process has moved this run on. */
export class ImportOvertakenError extends Error {
  override name = 'ImportOvertakenError';
}

type Transaction = postgres.TransactionSql;
interface Layers {
  readonly code: string;
  readonly national: NationalProcedure | null;
  readonly patches: ProcedurePatch[] | null;
  readonly version_no: number | null;
  readonly content: unknown;
  readonly content_hash: string | null;
}

/** The two layers of the catalogue and the versions made of them (docs/sources/catalogue.md). */
export const createCatalogueRepository = (sql: postgres.Sql) => ({
  /** Goes on with a run of the same file that died; a run of another file is given up, its batches stay. */
  startRun: (fileHash: string): Promise<ImportRun> =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${CATALOGUE_LOCK})`;
      const [open] = await tx<
        ImportRun[]
      >`select id, cursor, counts from catalogue_import_run where state = 'running' and file_hash = ${fileHash}`;
      if (open) return open;
      await tx`update catalogue_import_run set state = 'abandoned', finished_at = now() where state = 'running'`;
      const [run] = await tx<ImportRun[]>`
        insert into catalogue_import_run (file_hash, state, counts) values (${fileHash}, 'running', ${JSON.stringify(NO_COUNTS)}::text::jsonb)
        returning id, cursor, counts`;
      if (!run) throw new Error('the run was not recorded');
      return run;
    }),

  /**
   * One batch in one transaction: facts, versions and the cursor move together, so a process killed anywhere leaves whole
   * batches. @throws ImportOvertakenError when the cursor is not where this process left it.
   */
  importBatch: (run: ImportRun, records: readonly NationalProcedure[]): Promise<ImportRun> =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${CATALOGUE_LOCK})`;
      const fresh = records.map((content) => ({ content, text: JSON.stringify(content), hash: hashOf(content) }));
      const codes = records.map((record) => record.code);
      const known = new Map(
        (await tx`select code, content_hash from national_record where code = any(${codes})`).map((row) => [row.code, row.content_hash]),
      );
      const differing = fresh.filter(({ content, hash }) => known.get(content.code) !== hash);
      if (differing.length > 0)
        await tx`
          insert into national_record (code, content, content_hash, run_id)
          select code, text::jsonb, hash, ${run.id}
          from unnest(${differing.map(({ content }) => content.code)}::text[], ${differing.map(({ text }) => text)}::text[], ${differing.map(({ hash }) => hash)}::text[]) as row (code, text, hash)
          on conflict (code) do update set content = excluded.content, content_hash = excluded.content_hash, imported_at = now(), run_id = excluded.run_id`;
      const changed = differing.filter(({ content }) => known.has(content.code)).map(({ content }) => content.code);
      const { versions, overridden, nameDiffers } = await publish(tx, codes);
      const counts: ImportCounts = {
        new: run.counts.new + differing.length - changed.length,
        changed: run.counts.changed + changed.length,
        unchanged: run.counts.unchanged + records.length - differing.length,
        versions: run.counts.versions + versions,
        changedUnderOverride: run.counts.changedUnderOverride + changed.filter((code) => overridden.has(code)).length,
        nameDiffers: run.counts.nameDiffers + nameDiffers,
      };
      const cursor = run.cursor + records.length;
      const moved = await tx`
        update catalogue_import_run set cursor = ${cursor}, counts = ${JSON.stringify(counts)}::text::jsonb
        where id = ${run.id} and state = 'running' and cursor = ${run.cursor} returning id`;
      if (moved.length === 0) throw new ImportOvertakenError('another import has taken over');
      return { id: run.id, cursor, counts };
    }),

  /** @returns how many codes are known that this run's file did not hold: they stay in force. */
  finishRun: async (run: ImportRun): Promise<{ absent: number }> => {
    await sql`update catalogue_import_run set state = 'finished', finished_at = now() where id = ${run.id} and state = 'running'`;
    const [row] = await sql<{ known: number }[]>`select count(*)::int as known from national_record`;
    return { absent: Math.max(0, (row?.known ?? 0) - run.cursor) };
  },

  /** Our own text of whole records, from the seeds: the lowest override layer. Repeatable; what differs ends the row before it. */
  putCurated: (records: readonly ProcedureRecord[]): Promise<{ versions: number }> =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${CATALOGUE_LOCK})`;
      const codes = records.map((record) => record.code);
      const patches = records.map(({ code: _code, ...patch }) => JSON.stringify(patch));
      await tx`
        update procedure_override o set ended_at = now()
        from unnest(${codes}::text[], ${patches}::text[]) as fresh (code, patch)
        where o.code = fresh.code and o.layer = 'curated' and o.ended_at is null and o.patch <> fresh.patch::jsonb`;
      await tx`
        insert into procedure_override (code, layer, patch, reason, author)
        select code, 'curated', patch::jsonb, 'Bản biên soạn của tỉnh', 'seeds'
        from unnest(${codes}::text[], ${patches}::text[]) as fresh (code, patch)
        on conflict do nothing`;
      const { versions } = await publish(tx, codes);
      return { versions };
    }),

  /** An editor's correction, above the seeds and earlier corrections; survives every import. */
  addOverride: (override: { code: string; patch: ProcedurePatch; reason: string; author: string }): Promise<{ versions: number }> =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${CATALOGUE_LOCK})`;
      await tx`
        insert into procedure_override (code, layer, patch, reason, author)
        values (${override.code}, 'staff', ${JSON.stringify(override.patch)}::text::jsonb, ${override.reason}, ${override.author})`;
      const { versions } = await publish(tx, [override.code]);
      return { versions };
    }),
});
export type CatalogueRepository = ReturnType<typeof createCatalogueRepository>;

/** Makes a new version, with what changed, of each code whose layers now give another record. The caller holds the lock. */
async function publish(tx: Transaction, codes: readonly string[]) {
  const layers = await tx<Layers[]>`
    select asked.code, national.content as national, version.version_no, version.content, version.content_hash,
      (select jsonb_agg(patch order by layer, id) from procedure_override o where o.code = asked.code and ended_at is null) as patches
    from unnest(${codes as string[]}::text[]) as asked (code)
    left join national_record national on national.code = asked.code
    left join lateral (
      select version_no, content, content_hash from procedure_version v where v.code = asked.code order by version_no desc limit 1
    ) version on true`;
  const fresh = layers.flatMap(({ code, national, patches, version_no, content, content_hash }) => {
    const record = effectiveRecord(code, national, patches ?? []);
    if (!record) throw new Error(`${code}: its layers do not make a whole record`);
    const hash = hashOf(record);
    if (hash === content_hash) return [];
    // the stored one is read by the same schema, so that key order and fields of an older release do not count as changes
    const before = ProcedureRecord.safeParse(content);
    const changes = version_no === null ? null : JSON.stringify(diffRecords(before.success ? before.data : content, record));
    return [{ code, versionNo: (version_no ?? 0) + 1, text: JSON.stringify(record), hash, changes }];
  });
  if (fresh.length > 0)
    await tx`
      with row as (
        select * from unnest(${fresh.map((row) => row.code)}::text[], ${fresh.map((row) => row.versionNo)}::int[], ${fresh.map((row) => row.text)}::text[],
          ${fresh.map((row) => row.hash)}::text[], ${fresh.map((row) => row.changes)}::text[]) as row (code, version_no, text, hash, changes)
      ), added as (
        insert into procedure_version (code, version_no, content, content_hash, changes)
        select code, version_no, text::jsonb, hash, changes::jsonb from row
      )
      insert into procedure (code, current_version_no) select code, version_no from row
      on conflict (code) do update set current_version_no = excluded.current_version_no`;
  return {
    versions: fresh.length,
    overridden: new Set(layers.filter((layer) => layer.patches !== null).map((layer) => layer.code)),
    nameDiffers: layers.filter(({ national, patches }) => national && isAnotherProcedure(national, Object.assign({}, ...(patches ?? []))))
      .length,
  };
}

/** Of values whose keys stand in the order of their schema. */
const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
