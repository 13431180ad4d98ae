import { createHash, randomBytes, randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DAILY_MAX_BYTES,
  type FileCheck,
  type FileTrouble,
  UPLOAD_MAX_BYTES,
  UPLOAD_TYPES,
  type UploadType,
} from '@tayninh/shared/features/uploads/upload-rules';
import { fileTypeFromBuffer } from 'file-type';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Encryption } from '../../platform/encryption.ts';
import { listSealedFiles, removeSealedFile, roomFor, SealedFileMovedOnError, sealedFile } from '../../platform/sealed-file.ts';
import type { FileChecks } from './file-checks.service.ts';
import { place, type SealedUploads, storedAs } from './sealed-uploads.ts';
import type { UploadRepository, UploadRow } from './uploads.repository.ts';

/** Unfinished files of one citizen: as many as a dossier may have. */
const MAX_UNFINISHED = 20;
/** Enough for every signature that the type library knows of our types. */
const MAGIC_BYTES = 4_100;
/** No new file when less than a tenth of the volume is free, or less than this when a tenth is more (UP-9). */
const KEEP_FREE_BYTES = 1024 ** 3;
const KEEP_FREE_ENTRIES = 1_000;
/** A file is made a moment after its row and removed a moment after it; younger ones are not judged by the sweep. */
const SETTLED_MS = 3_600_000;

interface Beginning {
  readonly name: string;
  readonly declaredType: string;
  readonly sizeBytes: number;
  readonly source?: UploadRow['source'];
  readonly level?: number;
}

export function createUploadService({
  repository,
  encryption,
  files,
  directory,
  verdictOn,
  volume = () => roomFor(directory),
}: {
  repository: UploadRepository;
  encryption: Encryption;
  files: SealedUploads;
  directory: string;
  verdictOn: FileChecks['verdict'];
  /** What is left where the files are. */
  volume?: () => ReturnType<typeof roomFor>;
}) {
  async function own(scope: CitizenScope, id: string): Promise<UploadRow> {
    const row = await repository.findOwn(scope, id);
    if (!row) throw new AppError('file-not-found', 'missing, gone or not owned');
    return row;
  }
  async function existing(id: string): Promise<UploadRow> {
    const row = await repository.findById(id);
    if (!row) throw new Error('a filed file is missing');
    return row;
  }
  async function offsetOf(row: UploadRow): Promise<number> {
    return row.state === 'uploading' ? (await files.of(row)).offset().catch(inWords) : row.sizeBytes;
  }

  /** Decides about a file whose last byte arrived; may run again. @throws AppError `file-type-refused`; its bytes are gone then. */
  async function judge(row: UploadRow): Promise<void> {
    const store = await files.of(row);
    await store.finish().catch(inWords);
    const hash = createHash('sha256');
    const first: Buffer[] = [];
    let firstBytes = 0;
    for await (const chunk of store.read()) {
      hash.update(chunk);
      if (firstBytes < MAGIC_BYTES) first.push(chunk);
      firstBytes += chunk.length;
    }
    const type = await typeOf(Buffer.concat(first).subarray(0, MAGIC_BYTES));
    if (type && agrees(row.declaredType, type)) return repository.hold(row.id, { type, sha256: hash.digest() });
    await repository.refuse(row.id);
    await store.remove();
    throw new AppError('file-type-refused', 'first bytes are of another type');
  }

  let nextPart = randomInt(256);
  /** Compares one part of the store with the rows, both ways; the parts take turns. */
  async function compare(part: number): Promise<void> {
    const stored = await listSealedFiles(directory, part); // before the rows: a file without a row in the answer is not a new one
    const rows = await repository.listStored(part);
    const known = new Set(rows.map(storedAs));
    const settledBefore = Date.now() - SETTLED_MS;
    for (const { id, changedAt } of stored)
      if (!known.has(id) && changedAt.getTime() < settledBefore) await removeSealedFile(directory, id);
    const there = new Set(stored.map(({ id }) => id));
    // A file finished after we looked is asked for once more before anybody is alarmed.
    const missing = rows.filter((row) => row.state !== 'uploading' && !there.has(storedAs(row)));
    if (missing.length === 0) return;
    const now = new Set((await listSealedFiles(directory, part)).map(({ id }) => id));
    const lost = missing.filter((row) => !now.has(storedAs(row))).length;
    if (lost > 0) throw new MissingFilesError(`${lost} finished files are not in the store`);
  }

  const service = {
    /** @throws AppError `body-too-large` | `file-type-refused` | `too-many-requests` | `storage-full` */
    async begin(scope: CitizenScope, { name, declaredType, sizeBytes, source = 'citizen', level = 1 }: Beginning): Promise<string> {
      if (sizeBytes > UPLOAD_MAX_BYTES) throw new AppError('body-too-large', 'declared size above the limit');
      if (sizeBytes === 0) throw new AppError('file-type-refused', 'an empty file has no type');
      const room = await volume().catch(inWords);
      if (room.freeBytes < Math.min(room.bytes / 10, KEEP_FREE_BYTES) || (room.entries > 0 && room.freeEntries < KEEP_FREE_ENTRIES))
        throw new AppError('storage-full', 'the volume is nearly full', { retryAfterSeconds: 600 });
      const id = randomBytes(16).toString('hex');
      const fileKey = randomBytes(32);
      const subjectKey = await encryption.keyFor(scope.citizenId);
      const row = {
        id,
        nameSealed: encryption.sealWith(subjectKey, place(id, 'name'), cleanName(name)),
        declaredType: declaredType.trim().toLowerCase().slice(0, 100),
        sizeBytes,
        source,
        level,
        keySealed: encryption.sealWith(subjectKey, place(id, 'key'), fileKey.toString('base64')),
      };
      if (!(await repository.insertWithin(scope, row, { dayBytes: DAILY_MAX_BYTES, unfinished: MAX_UNFINISHED })))
        throw new AppError('too-many-requests', 'bytes of the day or unfinished files', { retryAfterSeconds: 3_600 });
      try {
        await sealedFile(directory, id, fileKey).create();
      } catch (error) {
        await repository.forget(scope, id); // no row without bytes
        return inWords(error);
      }
      return id;
    },
    /**
     * How far a file is. One whose bytes are all there but not yet judged, after a crash in between, is judged now.
     * @throws AppError `file-not-found` | `file-type-refused`
     */
    async status(scope: CitizenScope, id: string): Promise<{ sizeBytes: number; offset: number; unfinishedSince: Date | null }> {
      const row = await own(scope, id);
      const offset = await offsetOf(row);
      if (row.state === 'uploading' && offset === row.sizeBytes) await judge(row);
      return { sizeBytes: row.sizeBytes, offset, unfinishedSince: offset < row.sizeBytes ? row.createdAt : null };
    },
    /**
     * Takes bytes, and judges the file when the last one came. What is counted is what is read, not what was announced.
     * @throws AppError `file-not-found` | `body-too-large` | `file-type-refused` | `storage-full` | `request-in-progress`
     */
    async append(scope: CitizenScope, id: string, chunks: AsyncIterable<Buffer>): Promise<number> {
      const row = await own(scope, id);
      if (row.state !== 'uploading') return row.sizeBytes;
      const offset = await (await files.of(row)).append(chunks, row.sizeBytes).catch(inWords);
      if (offset === row.sizeBytes) await judge(row);
      return offset;
    },
    /** @throws AppError `file-not-found` | `draft-submitted` */
    async discard(scope: CitizenScope, id: string): Promise<void> {
      const row = await own(scope, id);
      const outcome = await repository.discard(scope, id, await offsetOf(row).catch(() => row.sizeBytes));
      if (outcome === 'filed') throw new AppError('draft-submitted', 'the file belongs to a dossier');
      if (typeof outcome !== 'string') await removeSealedFile(directory, storedAs(outcome));
    },

    /**
     * Own finished files; others are simply not in the answer.
     * @param dossierId a dossier of the scope, whose files may be another's who acts with it.
     */
    async describe(scope: CitizenScope, fileIds: readonly string[], dossierId?: string) {
      const rows = await repository.listOwn(scope, fileIds, dossierId);
      return Promise.all(
        rows.map(async (row) => ({
          id: row.id,
          name: await encryption.open(row.citizenId, place(row.id, 'name'), row.nameSealed),
          type: row.type ?? row.declaredType,
          sizeBytes: row.sizeBytes,
          state: row.state,
          ...lookOf(row),
        })),
      );
    },
    /** The bytes in the clear, for sending to the authority: the clean copy, never what came. */
    async read(fileId: string): Promise<{ name: string; type: string; bytes: Buffer }> {
      const row = await existing(fileId);
      if (row.state !== 'clean') throw new Error('only checked files are read');
      const [name, bytes] = await Promise.all([encryption.open(row.citizenId, place(row.id, 'name'), row.nameSealed), files.bytes(row)]);
      return { name, type: row.type ?? row.declaredType, bytes };
    },
    /**
     * Keeps bytes that did not come over the wire in pieces: judged and scanned as any upload. A crash on the way leaves a file that
     * nobody names; it goes as such files go.
     * @throws AppError as `begin` and `append`
     */
    async take(scope: CitizenScope, { bytes, ...file }: Pick<Beginning, 'name' | 'source' | 'level'> & { bytes: Buffer }) {
      const id = await service.begin(scope, { ...file, declaredType: '', sizeBytes: bytes.length });
      await service.append(scope, id, Readable.from([bytes]));
      const verdict = await verdictOn(id);
      return { id, type: (await existing(id)).type ?? '', verdict };
    },
    /**
     * Removes what nobody can use any more: unfinished files after a day, files that no draft and no dossier took in time, and
     * files without a row. Rows go first: a file without a row is unreadable, for its key was in the row.
     *
     * @throws MissingFilesError when finished files have no bytes: an alarm, nothing is removed for it.
     */
    async sweep(): Promise<void> {
      for (const row of await repository.takeExpired(100)) await removeSealedFile(directory, storedAs(row));
      nextPart = (nextPart + 1) % 256;
      await compare(nextPart);
    },
  };
  return service;
}
export type UploadService = ReturnType<typeof createUploadService>;

/** What the owner is told of the look at a file. */
function lookOf({ state, trouble }: UploadRow): { check: FileCheck; trouble: FileTrouble | null } {
  if (state === 'clean') return { check: 'accepted', trouble: null };
  if (state === 'infected') return { check: 'refused', trouble: 'infected' };
  if (state === 'unfit') return { check: 'refused', trouble: trouble ?? 'broken' };
  return { check: 'checking', trouble: null };
}

/** Rows promise bytes that are not there, e.g. a volume that is not mounted. */
export class MissingFilesError extends Error {
  override name = 'MissingFilesError';
}

/** What the store says, as a problem the citizen can be told. @throws always */
function inWords(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof SealedFileMovedOnError) throw new AppError('request-in-progress', 'another request went on', { cause: error });
  if (error instanceof RangeError) throw new AppError('body-too-large', 'more bytes than declared', { cause: error });
  if (code === 'ENOENT') throw new AppError('file-not-found', 'a row without its file', { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new AppError('storage-full', 'the volume is full', { cause: error });
  throw error;
}

async function typeOf(firstBytes: Buffer): Promise<UploadType | null> {
  const found = await fileTypeFromBuffer(firstBytes).catch(() => undefined);
  return UPLOAD_TYPES.find((type) => type === found?.mime) ?? null;
}

/** What the phone declared must be of the same family; nothing declared is fine. */
function agrees(declared: string, type: UploadType): boolean {
  if (declared === '' || declared === 'application/octet-stream') return true;
  return declared === type || (declared.startsWith('image/') && type.startsWith('image/'));
}

/** The last part of a path, without control and direction characters, at most 200 characters: it is shown and sent on. */
function cleanName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  return [...last.replace(/\p{C}/gu, '').trim()].slice(0, 200).join('') || 'tep';
}
