import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { readNationalRecord } from '@tayninh/shared/features/procedures/import-record';
import type { NationalProcedure } from '@tayninh/shared/features/procedures/national-procedure';
import type { CatalogueRepository, ImportCounts } from './catalogue.repository.ts';

/** The file is not what it should be; the message names the line. Nothing was imported. */
export class CatalogueFileError extends Error {
  override name = 'CatalogueFileError';
}

export interface ImportReport {
  readonly records: number;
  readonly resumedAt: number;
  readonly counts: ImportCounts;
  /** Codes known from before that the file lacks; they stay in force. */
  readonly absent: number;
  /** How many records carry each flag. */
  readonly flags: Readonly<Record<string, number>>;
}

const BATCH = 200;
/** The longest record of July 2026 has 70 kB; a line without end is not a record. */
const LONGEST_LINE_BYTES = 4 * 1024 * 1024;
/** Five times the national catalogue. */
const MOST_RECORDS = 50_000;

export function createCatalogueImport({ repository }: { repository: CatalogueRepository }) {
  return {
    /**
     * Imports one file of raw records, one JSON object a line. The whole file is read and checked before the first record goes
     * in; a second run after a kill goes on where the first stopped. @throws CatalogueFileError, ImportOvertakenError
     */
    async import(
      chunks: AsyncIterable<Uint8Array>,
      { batchSize = BATCH, onProgress = () => {} }: { batchSize?: number; onProgress?: (done: number, total: number) => void } = {},
    ): Promise<ImportReport> {
      const { records, fileHash } = await readCatalogue(chunks);
      let run = await repository.startRun(fileHash);
      const resumedAt = run.cursor;
      while (run.cursor < records.length) {
        run = await repository.importBatch(run, records.slice(run.cursor, run.cursor + batchSize));
        onProgress(run.cursor, records.length);
      }
      const { absent } = await repository.finishRun(run);
      return { records: records.length, resumedAt, counts: run.counts, absent, flags: countFlags(records) };
    },
  };
}
export type CatalogueImport = ReturnType<typeof createCatalogueImport>;

/** A file's bytes, unpacked when it is a gzip by its first bytes, whatever its name. @throws CatalogueFileError */
export async function* openCatalogueFile(path: string): AsyncGenerator<Uint8Array> {
  const head = createReadStream(path, { start: 0, end: 1 });
  const first: Buffer[] = [];
  try {
    for await (const chunk of head) first.push(chunk as Buffer);
  } catch (cause) {
    throw new CatalogueFileError(`the file cannot be read: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
  const isGzip = Buffer.concat(first).equals(Buffer.from([0x1f, 0x8b]));
  const file = createReadStream(path);
  const bytes = isGzip ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => bytes.destroy(error)); // pipe does not hand errors on
  yield* bytes as AsyncIterable<Uint8Array>;
}

/** Reads and checks everything. @throws CatalogueFileError naming the first line that is wrong. */
async function readCatalogue(chunks: AsyncIterable<Uint8Array>): Promise<{ records: NationalProcedure[]; fileHash: string }> {
  const hash = createHash('sha256');
  const records: NationalProcedure[] = [];
  const lineOf = new Map<string, number>();
  let line = 0;
  for await (const text of lines(chunks, hash, () => line)) {
    line++;
    if (text.trim() === '') continue;
    const record = attempt(line, () => readNationalRecord(JSON.parse(text)));
    const earlier = lineOf.get(record.code);
    if (earlier !== undefined) throw new CatalogueFileError(`line ${line}: ${record.code} stands on line ${earlier} already`);
    lineOf.set(record.code, line);
    records.push(record);
    if (records.length > MOST_RECORDS) throw new CatalogueFileError(`line ${line}: more than ${MOST_RECORDS} records`);
  }
  if (records.length === 0) throw new CatalogueFileError('the file holds no record');
  return { records, fileHash: hash.digest('hex') };
}

/** Lines of UTF-8, split at line feeds alone: a text inside JSON may hold other line ends. */
async function* lines(chunks: AsyncIterable<Uint8Array>, hash: { update(bytes: Uint8Array): unknown }, read: () => number) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = Buffer.alloc(0);
  const decode = (bytes: Uint8Array) => attempt(read() + 1, () => decoder.decode(bytes));
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      rest = Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, from)) {
        yield decode(rest.subarray(from, end));
        from = end + 1;
      }
      rest = rest.subarray(from);
      if (rest.length > LONGEST_LINE_BYTES) throw new CatalogueFileError(`line ${read() + 1}: longer than ${LONGEST_LINE_BYTES} bytes`);
    }
  } catch (cause) {
    if (cause instanceof CatalogueFileError || !isUnpackError(cause)) throw cause;
    throw new CatalogueFileError(`after line ${read()}: the file is damaged or cut off (${cause.message})`, { cause });
  }
  if (rest.length > 0) yield decode(rest);
}

const isUnpackError = (error: unknown): error is Error => error instanceof Error && /^Z_/.test(String((error as { code?: string }).code));

function attempt<T>(line: number, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw new CatalogueFileError(`line ${line}: ${cause instanceof Error ? cause.message : 'unreadable'}`, { cause });
  }
}

function countFlags(records: readonly NationalProcedure[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const flag of records.flatMap((record) => record.flags)) counts[flag] = (counts[flag] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([, one], [, other]) => other - one));
}
