import { createHash, randomBytes } from 'node:crypto';
import type { Encryption } from '../../platform/encryption.ts';
import { removeSealedFile, type SealedFile, sealedFile } from '../../platform/sealed-file.ts';
import type { StoredAs, UploadRow } from './uploads.repository.ts';

/** Where a sealed column of an uploaded file stands. */
export const place = (id: string, column: string) => ({ table: 'uploaded_file', column, rowId: id });

/** The file's name in the store. */
export const storedAs = ({ id, cleanId }: StoredAs) => cleanId ?? id;

/** The bytes that belong to rows of uploads. */
export function createSealedUploads({ encryption, directory }: { encryption: Encryption; directory: string }) {
  async function of(row: Pick<UploadRow, 'citizenId' | 'keySealed'> & StoredAs): Promise<SealedFile> {
    const key = await encryption.open(row.citizenId, place(row.id, 'key'), row.keySealed);
    return sealedFile(directory, storedAs(row), Buffer.from(key, 'base64'));
  }
  return {
    of,
    async bytes(row: UploadRow): Promise<Buffer> {
      const chunks: Buffer[] = [];
      for await (const chunk of (await of(row)).read()) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    async *read(row: UploadRow): AsyncGenerator<Buffer> {
      yield* (await of(row)).read();
    },
    /** Seals a copy beside the file. Nothing points to it until the row does: after a crash it is noise, and the sweep removes it. */
    async writeCopy(row: UploadRow, chunks: AsyncIterable<Buffer>, maxBytes: number) {
      const cleanId = randomBytes(16).toString('hex');
      const key = randomBytes(32);
      const hash = createHash('sha256');
      const copy = sealedFile(directory, cleanId, key);
      await copy.create();
      await copy.append(hashed(chunks, hash), maxBytes);
      await copy.finish();
      const keySealed = await encryption.seal(row.citizenId, place(row.id, 'key'), key.toString('base64'));
      return { cleanId, keySealed, sha256: hash.digest() };
    },
    remove: (row: StoredAs) => removeSealedFile(directory, storedAs(row)),
  };
}
export type SealedUploads = ReturnType<typeof createSealedUploads>;

async function* hashed(chunks: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
