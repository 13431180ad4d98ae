import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DecryptionError } from './encryption.ts';

/**
 * An encrypted file that grows by appending, for uploads that are resumed (PD-6).
 *
 * A row of records: length (4 bytes) · nonce (12) · ciphertext (≤ 64 KiB) · tag (16), AES-256-GCM under the file's own key.
 * File id, record number and "is the last one" are bound into each seal, so swapped, dropped or added records do not open;
 * a finished file ends with an empty last record, so a cut one does not either. A crash leaves at most one torn record at
 * the end, which the next `append` cuts off.
 */
const RECORD_BYTES = 64 * 1024;
const HEAD = 4 + 12;
const TAG = 16;

const aad = (fileId: string, index: number, isLast: boolean) => Buffer.from(`${fileId}|${index}|${isLast ? 1 : 0}`);

export function sealedFile(directory: string, fileId: string, key: Buffer) {
  if (!/^[0-9a-f]{32}$/.test(fileId)) throw new RangeError('a file id is 32 hexadecimal digits');
  const path = join(directory, fileId.slice(0, 2), fileId);

  /** Walks the complete records. `end` is where the first torn byte stands. */
  async function walk(handle: FileHandle) {
    const { size } = await handle.stat();
    const head = Buffer.alloc(4);
    let end = 0;
    let records = 0;
    let plainBytes = 0;
    while (end + HEAD + TAG <= size) {
      await handle.read(head, 0, 4, end);
      const length = head.readUInt32BE(0);
      if (length > RECORD_BYTES || end + HEAD + length + TAG > size) break;
      end += HEAD + length + TAG;
      plainBytes += length;
      records++;
    }
    return { end, records, plainBytes };
  }

  async function write(handle: FileHandle, position: number, index: number, plain: Buffer, isLast: boolean) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(aad(fileId, index, isLast));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(plain.length);
    const record = Buffer.concat([length, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    await handle.write(record, 0, record.length, position);
    return position + record.length;
  }

  return {
    async create() {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await (await open(path, 'wx', 0o600)).close();
    },
    /** Plain bytes that are safely there. @throws NodeJS.ErrnoException ENOENT */
    async offset(): Promise<number> {
      const handle = await open(path, 'r');
      try {
        return (await walk(handle)).plainBytes;
      } finally {
        await handle.close();
      }
    },
    /** Appends a stream, also one that breaks off: what was complete stays. On disk when it returns. @returns the new offset. */
    async append(chunks: AsyncIterable<Buffer>, maxBytes: number): Promise<number> {
      const handle = await open(path, 'r+');
      try {
        let { end, records, plainBytes } = await walk(handle);
        await handle.truncate(end);
        let pending: Buffer = Buffer.alloc(0);
        const flush = async (plain: Buffer) => {
          end = await write(handle, end, records, plain, false);
          records++;
          plainBytes += plain.length;
        };
        try {
          for await (const chunk of chunks) {
            if (plainBytes + pending.length + chunk.length > maxBytes) throw new RangeError('more bytes than declared');
            pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
            while (pending.length >= RECORD_BYTES) {
              await flush(pending.subarray(0, RECORD_BYTES));
              pending = pending.subarray(RECORD_BYTES);
            }
          }
        } finally {
          if (pending.length > 0) await flush(pending);
          await handle.sync();
        }
        return plainBytes;
      } finally {
        await handle.close();
      }
    },
    async finish() {
      const handle = await open(path, 'r+');
      try {
        const { end, records } = await walk(handle);
        await write(handle, end, records, Buffer.alloc(0), true);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    /** The plain bytes of a finished file, record by record. @throws DecryptionError when anything was changed, cut or swapped. */
    async *read(): AsyncGenerator<Buffer> {
      const handle = await open(path, 'r');
      try {
        const { size } = await handle.stat();
        let position = 0;
        let isFinished = false;
        for (let index = 0; position < size; index++) {
          const head = Buffer.alloc(HEAD);
          await handle.read(head, 0, HEAD, position);
          const length = head.readUInt32BE(0);
          if (isFinished || length > RECORD_BYTES || position + HEAD + length + TAG > size) throw new DecryptionError('the file is torn');
          const sealed = Buffer.alloc(length + TAG);
          await handle.read(sealed, 0, sealed.length, position + HEAD);
          position += HEAD + length + TAG;
          isFinished = position === size && length === 0;
          yield openRecord(head.subarray(4), sealed, aad(fileId, index, isFinished));
        }
        if (!isFinished) throw new DecryptionError('the file has no end');
      } finally {
        await handle.close();
      }
    },
    remove: () => rm(path, { force: true }),
  };

  function openRecord(nonce: Buffer, sealed: Buffer, bound: Buffer): Buffer {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      decipher.setAAD(bound);
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
      return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]);
    } catch (cause) {
      throw new DecryptionError('a record of the file is broken', { cause });
    }
  }
}
export type SealedFile = ReturnType<typeof sealedFile>;
