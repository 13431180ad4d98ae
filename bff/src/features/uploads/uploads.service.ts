import { createHash, randomBytes } from 'node:crypto';
import { DAILY_MAX_BYTES, UPLOAD_MAX_BYTES, UPLOAD_TYPES, type UploadType } from '@tayninh/shared/features/uploads/upload-rules';
import { fileTypeFromBuffer } from 'file-type';
import type { Clamd } from '../../connectors/clamd/clamd.ts';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Encryption } from '../../platform/encryption.ts';
import { sealedFile } from '../../platform/sealed-file.ts';
import type { UploadRepository, UploadRow } from './uploads.repository.ts';

const MAX_OPEN = 40;
/** A file that no dossier took is kept as long as a draft. */
const KEPT_MS = 31 * 86_400_000;
/** Enough for every signature that the type library knows of our types. */
const MAGIC_BYTES = 4_100;

const place = (id: string, column: string) => ({ table: 'uploaded_file', column, rowId: id });

export function createUploadService({
  repository,
  encryption,
  directory,
  clamd,
}: {
  repository: UploadRepository;
  encryption: Encryption;
  directory: string;
  clamd: Clamd;
}) {
  async function storeOf(row: Pick<UploadRow, 'id' | 'citizenId' | 'keySealed'>) {
    const key = await encryption.open(row.citizenId, place(row.id, 'key'), row.keySealed);
    return sealedFile(directory, row.id, Buffer.from(key, 'base64'));
  }
  async function bytesOf(row: UploadRow): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of (await storeOf(row)).read()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  async function own(scope: CitizenScope, id: string): Promise<UploadRow> {
    const row = await repository.findOwn(scope, id);
    if (!row || row.state === 'refused') throw new AppError('file-not-found', 'missing, refused or not owned');
    return row;
  }
  async function existing(id: string): Promise<UploadRow> {
    const row = await repository.findById(id);
    if (!row) throw new Error('a filed file is missing');
    return row;
  }

  return {
    /** @throws AppError `body-too-large` | `too-many-requests` | `file-type-refused` */
    async begin(
      scope: CitizenScope,
      { name, declaredType, sizeBytes }: { name: string; declaredType: string; sizeBytes: number },
    ): Promise<string> {
      if (sizeBytes > UPLOAD_MAX_BYTES) throw new AppError('body-too-large', 'declared size above the limit');
      const usage = await repository.usage(scope);
      if (usage.bytes + sizeBytes > DAILY_MAX_BYTES || usage.open >= MAX_OPEN)
        throw new AppError('too-many-requests', 'daily bytes or open uploads');
      const id = randomBytes(16).toString('hex');
      const fileKey = randomBytes(32);
      const subjectKey = await encryption.keyFor(scope.citizenId);
      await sealedFile(directory, id, fileKey).create();
      await repository.insert({
        id,
        citizenId: scope.citizenId,
        nameSealed: encryption.sealWith(subjectKey, place(id, 'name'), name.normalize('NFC').slice(0, 200)),
        declaredType: declaredType.slice(0, 100),
        sizeBytes,
        keySealed: encryption.sealWith(subjectKey, place(id, 'key'), fileKey.toString('base64')),
        expiresAt: new Date(Date.now() + KEPT_MS),
      });
      return id;
    },
    async status(scope: CitizenScope, id: string) {
      const row = await own(scope, id);
      return {
        sizeBytes: row.sizeBytes,
        offset: row.state === 'uploading' ? await (await storeOf(row)).offset() : row.sizeBytes,
        createdAt: row.createdAt,
      };
    },
    async append(scope: CitizenScope, id: string, chunks: AsyncIterable<Buffer>): Promise<number> {
      const row = await own(scope, id);
      if (row.state !== 'uploading') return row.sizeBytes;
      return (await storeOf(row)).append(chunks, row.sizeBytes);
    },
    /** Judges a file whose last byte arrived. @throws AppError `file-type-refused`; its bytes are gone then. */
    async complete(scope: CitizenScope, id: string): Promise<void> {
      const row = await own(scope, id);
      if (row.state !== 'uploading') return;
      const store = await storeOf(row);
      await store.finish();
      const bytes = await bytesOf(row);
      const type = await typeOf(bytes);
      if (!type || !agrees(row.declaredType, type)) {
        await store.remove();
        await repository.complete(id, { type: null, sha256: null, state: 'refused' });
        throw new AppError('file-type-refused', 'first bytes are of another type');
      }
      await repository.complete(id, { type, sha256: createHash('sha256').update(bytes).digest(), state: 'held' });
    },
    async discard(scope: CitizenScope, id: string): Promise<void> {
      const row = await own(scope, id);
      if (row.dossierId) throw new AppError('draft-submitted', 'the file belongs to a dossier');
      await repository.remove(id);
      await (await storeOf(row)).remove();
    },

    /** Own finished files; others are simply not in the answer. */
    async describe(scope: CitizenScope, fileIds: readonly string[]) {
      const rows = await repository.listOwn(scope, fileIds);
      return Promise.all(
        rows.map(async (row) => ({
          id: row.id,
          name: await encryption.open(row.citizenId, place(row.id, 'name'), row.nameSealed),
          type: row.type ?? row.declaredType,
          sizeBytes: row.sizeBytes,
          state: row.state,
        })),
      );
    },
    /** The bytes in the clear, for sending to the authority. */
    async read(fileId: string): Promise<{ name: string; type: string; bytes: Buffer }> {
      const row = await existing(fileId);
      if (row.state !== 'clean') throw new Error('only scanned files are read');
      const [name, bytes] = await Promise.all([encryption.open(row.citizenId, place(row.id, 'name'), row.nameSealed), bytesOf(row)]);
      return { name, type: row.type ?? row.declaredType, bytes };
    },
    async scan(fileId: string): Promise<'clean' | 'infected' | 'unknown'> {
      const row = await existing(fileId);
      if (row.state === 'clean' || row.state === 'infected') return row.state;
      const verdict = await clamd.scan(await bytesOf(row));
      if (verdict !== 'unknown') await repository.setVerdict(fileId, verdict);
      if (verdict === 'infected') await (await storeOf(row)).remove();
      return verdict;
    },
    /** Removes what nobody needs any more. The row goes first: a file without a row is unreadable, for its key was in the row. */
    async sweep(): Promise<void> {
      for (const { id } of await repository.listExpired(100)) {
        const row = await repository.findById(id);
        if (!row) continue;
        const store = await storeOf(row);
        await repository.remove(id);
        await store.remove();
      }
    },
  };
}
export type UploadService = ReturnType<typeof createUploadService>;

async function typeOf(bytes: Buffer): Promise<UploadType | null> {
  const found = await fileTypeFromBuffer(bytes.subarray(0, MAGIC_BYTES)).catch(() => undefined);
  return UPLOAD_TYPES.find((type) => type === found?.mime) ?? null;
}

/** What the phone declared must be of the same family; nothing declared is fine. */
function agrees(declared: string, type: UploadType): boolean {
  if (declared === '' || declared === 'application/octet-stream') return true;
  return declared === type || (declared.startsWith('image/') && type.startsWith('image/'));
}
