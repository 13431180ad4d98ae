import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DecryptionError } from './encryption.ts';

/**
 * An encrypted file that grows by appending, for uploads that are resumed (PD-6).
 *
 * A row of records: length (4 bytes) · nonce (12) · ciphertext (≤ 64 KiB) · tag (16), AES-256-GCM under the file's own key.
 * File id, record number and "is the last one" are bound into each seal, so swapped, dropped or added records do not open;
 * a finished file ends with an empty last record, so a cut one does not either. A crash leaves at most an end that does not
 * open; it was never acknowledged, and the next `append` cuts it off.
 */
const RECORD_BYTES = 64 * 1024;
const HEAD = 4 + 12;
const TAG = 16;

/** Another request or process went on with the file meanwhile: what this one holds is not written over it. */
export class SealedFileMovedOnError extends Error {
  override name = 'SealedFileMovedOnError';
}

/**
 * @param fileId 32 hexadecimal digits; made here, never outside, because it becomes a path.
 * @param key 32 bytes, of this file only.
 */
export function sealedFile(directory: string, fileId: string, key: Buffer) {
  const path = pathOf(directory, fileId);
  const aad = (index: number, isLast: boolean) => Buffer.from(`${fileId}|${index}|${isLast ? 1 : 0}`);

  /** The record at `position`. @returns null when what stands there is shorter than a record. @throws DecryptionError */
  async function readRecord(handle: FileHandle, position: number, index: number): Promise<{ plain: Buffer; end: number } | null> {
    const head = await readFully(handle, position, HEAD);
    const length = head?.readUInt32BE(0) ?? Number.POSITIVE_INFINITY;
    if (!head || length > RECORD_BYTES) return null;
    const sealed = await readFully(handle, position + HEAD, length + TAG);
    if (!sealed) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(4), { authTagLength: TAG });
      decipher.setAAD(aad(index, length === 0));
      decipher.setAuthTag(sealed.subarray(length));
      return { plain: Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]), end: position + HEAD + length + TAG };
    } catch (cause) {
      throw new DecryptionError('a record of the file is broken', { cause });
    }
  }

  /** Walks the records that open. `end` is where the first torn byte stands. */
  async function walk(handle: FileHandle) {
    const state = { end: 0, records: 0, plainBytes: 0, isFinished: false };
    while (!state.isFinished) {
      const record = await readRecord(handle, state.end, state.records).catch((error: unknown) => {
        if (error instanceof DecryptionError) return null; // after a power cut a file may be as long as it should but empty
        throw error;
      });
      if (!record) break;
      state.end = record.end;
      state.plainBytes += record.plain.length;
      state.isFinished = record.plain.length === 0;
      state.records++;
    }
    return state;
  }

  async function write(handle: FileHandle, position: number, index: number, plain: Buffer) {
    // A connection that hangs on one process may wake when another has long gone on or finished. Opened anew, because network
    // volumes answer the size of an open file from memory.
    if ((await withFile('r', (fresh) => fresh.stat())).size !== position) throw new SealedFileMovedOnError('not the end any more');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(aad(index, plain.length === 0));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(plain.length);
    const record = Buffer.concat([length, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    // A nearly full disk takes a part without an error; the next try then says ENOSPC.
    for (let at = 0; at < record.length; ) at += (await handle.write(record, at, record.length - at, position + at)).bytesWritten;
    return position + record.length;
  }

  async function withFile<T>(flags: 'r' | 'r+', work: (handle: FileHandle) => Promise<T>): Promise<T> {
    const handle = await open(path, flags);
    try {
      return await work(handle);
    } finally {
      await handle.close();
    }
  }

  return {
    /** An empty file, whose name is on disk when this returns. @throws NodeJS.ErrnoException EEXIST | ENOSPC */
    async create() {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await (await open(path, 'wx', 0o600)).close();
      await syncDirectory(dirname(path));
      await syncDirectory(directory);
    },
    /** Plain bytes that are safely there. @throws NodeJS.ErrnoException ENOENT */
    offset: async (): Promise<number> => (await withFile('r', walk)).plainBytes,
    /**
     * Appends a stream, also one that breaks off: what was complete stays. On disk when it returns.
     *
     * @param maxBytes of the whole file, plain.
     * @returns the new offset.
     * @throws RangeError when more comes; SealedFileMovedOnError; NodeJS.ErrnoException ENOENT | ENOSPC
     */
    append: (chunks: AsyncIterable<Buffer>, maxBytes: number): Promise<number> =>
      withFile('r+', async (handle) => {
        let { end, records, plainBytes, isFinished } = await walk(handle);
        if (isFinished) throw new RangeError('the file has its end already');
        await handle.truncate(end);
        let pending: Buffer = Buffer.alloc(0);
        let canWrite = true; // after a failed write a part of a record stands there: what to say is that failure
        const flush = async (plain: Buffer) => {
          canWrite = false;
          end = await write(handle, end, records, plain);
          canWrite = true;
          records++;
          plainBytes += plain.length;
          pending = pending.subarray(plain.length);
        };
        try {
          for await (const chunk of chunks) {
            if (plainBytes + pending.length + chunk.length > maxBytes) throw new RangeError('more bytes than declared');
            pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
            while (pending.length >= RECORD_BYTES) await flush(pending.subarray(0, RECORD_BYTES));
          }
        } finally {
          if (canWrite && pending.length > 0) await flush(pending);
          await handle.sync();
        }
        return plainBytes;
      }),
    /** Marks the end; nothing is appended after it. May be called again. */
    finish: (): Promise<void> =>
      withFile('r+', async (handle) => {
        const { end, records, isFinished } = await walk(handle);
        if (isFinished) return;
        await handle.truncate(end);
        await write(handle, end, records, Buffer.alloc(0));
        await handle.sync();
      }),
    /** The plain bytes of a finished file, record by record. @throws DecryptionError when anything was changed, cut or swapped. */
    async *read(): AsyncGenerator<Buffer> {
      const handle = await open(path, 'r');
      try {
        const { size } = await handle.stat();
        let position = 0;
        for (let index = 0; ; index++) {
          const record = await readRecord(handle, position, index);
          if (!record) throw new DecryptionError('the file has no end');
          position = record.end;
          if (record.plain.length > 0) yield record.plain;
          else if (position === size) return;
          else throw new DecryptionError('the file goes on after its end');
        }
      } finally {
        await handle.close();
      }
    },
    remove: () => removeSealedFile(directory, fileId),
  };
}
export type SealedFile = ReturnType<typeof sealedFile>;

/** Needs no key: also for files whose owner was erased. */
export const removeSealedFile = (directory: string, fileId: string) => rm(pathOf(directory, fileId), { force: true });

/** Where the store is cut for looking through it piece by piece: the first byte of the ids, 0 to 255. */
export async function listSealedFiles(directory: string, part: number): Promise<{ id: string; changedAt: Date }[]> {
  const folder = join(directory, part.toString(16).padStart(2, '0'));
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    names.filter(isFileId).map(async (id) => {
      const facts = await stat(join(folder, id)).catch(() => null); // removed meanwhile
      return facts && { id, changedAt: facts.mtime };
    }),
  );
  return files.filter((file) => file !== null);
}

/** Bytes and file entries that the store's volume still takes, and what it has in all. A volume without a limit of entries tells 0 of 0. */
export async function roomFor(directory: string) {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { bsize, blocks, bavail, files, ffree } = await statfs(directory);
  return { freeBytes: bavail * bsize, bytes: blocks * bsize, freeEntries: ffree, entries: files };
}

const isFileId = (name: string) => /^[0-9a-f]{32}$/.test(name);

function pathOf(directory: string, fileId: string): string {
  if (!isFileId(fileId)) throw new RangeError('a file id is 32 hexadecimal digits');
  return join(directory, fileId.slice(0, 2), fileId);
}

async function readFully(handle: FileHandle, position: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await handle.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) return null;
    at += bytesRead;
  }
  return bytes;
}

/** A new name survives a power cut only when its directory was written, too. Windows has no such call and needs none. */
async function syncDirectory(path: string) {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
