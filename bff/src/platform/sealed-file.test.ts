import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DecryptionError } from './encryption.ts';
import { SealedFileMovedOnError, sealedFile } from './sealed-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tns-sealed-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const id = 'ab'.repeat(16);
const onDisk = () => join(dir, 'ab', id);
async function* chunks(bytes: Buffer, size = 10_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const readAll = async (file: ReturnType<typeof sealedFile>) => {
  const parts: Buffer[] = [];
  for await (const part of file.read()) parts.push(part);
  return Buffer.concat(parts);
};
async function aFile(bytes: Buffer) {
  const key = randomBytes(32);
  const file = sealedFile(dir, id, key);
  await file.create();
  await file.append(chunks(bytes), bytes.length);
  await file.finish();
  return { file, key };
}

describe('sealed file', () => {
  it('gives back what was appended in several goes, and holds none of it in clear', async () => {
    const bytes = Buffer.from('Giấy chứng sinh '.repeat(20_000));
    const file = sealedFile(dir, id, randomBytes(32));
    await file.create();
    expect(await file.append(chunks(bytes.subarray(0, 100_000)), bytes.length)).toBe(100_000);
    expect(await file.append(chunks(bytes.subarray(100_000)), bytes.length)).toBe(bytes.length);
    await file.finish();
    expect((await readAll(file)).equals(bytes)).toBe(true);
    expect(readFileSync(onDisk()).includes('chứng sinh')).toBe(false);
  });

  it('keeps what was complete when the connection breaks, and goes on from there', async () => {
    const bytes = randomBytes(200_000);
    const file = sealedFile(dir, id, randomBytes(32));
    await file.create();
    const broken = (async function* () {
      yield bytes.subarray(0, 150_000);
      throw new Error('connection lost');
    })();
    await expect(file.append(broken, bytes.length)).rejects.toThrow('connection lost');
    const offset = await file.offset();
    expect(offset).toBe(150_000);
    await file.append(chunks(bytes.subarray(offset)), bytes.length);
    await file.finish();
    expect((await readAll(file)).equals(bytes)).toBe(true);
  });

  it('forgets a record that was torn by a crash', async () => {
    const bytes = randomBytes(130_000);
    const file = sealedFile(dir, id, randomBytes(32));
    await file.create();
    await file.append(chunks(bytes.subarray(0, 65_536)), bytes.length);
    writeFileSync(onDisk(), Buffer.concat([readFileSync(onDisk()), randomBytes(50)]));
    expect(await file.offset()).toBe(65_536);
    await file.append(chunks(bytes.subarray(65_536)), bytes.length);
    await file.finish();
    expect((await readAll(file)).equals(bytes)).toBe(true);
  });

  it('forgets records that a power cut left empty: only bytes that open count', async () => {
    const bytes = randomBytes(200_000);
    const file = sealedFile(dir, id, randomBytes(32));
    await file.create();
    await file.append(chunks(bytes.subarray(0, 65_536)), bytes.length);
    writeFileSync(onDisk(), Buffer.concat([readFileSync(onDisk()), Buffer.alloc(70_000)]));
    expect(await file.offset()).toBe(65_536);
    await file.append(chunks(bytes.subarray(65_536)), bytes.length);
    await file.finish();
    expect((await readAll(file)).equals(bytes)).toBe(true);
  });

  it('goes on after kill -9 in the middle of an append', async () => {
    const key = randomBytes(32);
    const file = sealedFile(dir, id, key);
    await file.create();
    const code = `
      const { sealedFile } = await import(${JSON.stringify(new URL('./sealed-file.ts', import.meta.url).href)});
      async function* endless() { for (let n = 0; ; n++) { yield Buffer.alloc(50_000, n % 251); if (n === 40) process.stdout.write('going'); } }
      await sealedFile(${JSON.stringify(dir)}, ${JSON.stringify(id)}, Buffer.from(${JSON.stringify(key.toString('hex'))}, 'hex')).append(endless(), Infinity);`;
    const writer = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise<void>((resolve) => writer.stdout.once('data', () => resolve()));
    const ended = new Promise((resolve) => writer.once('close', resolve));
    writer.kill('SIGKILL');
    await ended;
    const offset = await file.offset();
    expect(offset).toBeGreaterThan(1_000_000);
    expect(await file.append(chunks(Buffer.from('the rest')), offset + 8)).toBe(offset + 8);
    await file.finish();
    const expected = Buffer.from(Array.from({ length: offset }, (_, at) => Math.floor(at / 50_000) % 251));
    expect((await readAll(file)).equals(Buffer.concat([expected, Buffer.from('the rest')]))).toBe(true);
  });

  it('is not written over by a connection that wakes after another one finished the file', async () => {
    const bytes = randomBytes(150_000);
    const file = sealedFile(dir, id, randomBytes(32));
    await file.create();
    const wake = Promise.withResolvers<void>();
    const hangs = file.append(
      (async function* () {
        yield bytes.subarray(0, 90_000);
        await wake.promise;
      })(),
      bytes.length,
    );
    const reached = await vi.waitUntil(() => file.offset());
    await file.append(chunks(bytes.subarray(reached)), bytes.length);
    await file.finish();
    wake.resolve();
    await expect(hangs).rejects.toThrow(SealedFileMovedOnError);
    expect((await readAll(file)).equals(bytes)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'says what the volume said when it is full, keeps what fitted, and goes on when there is room',
    async () => {
      const key = randomBytes(32);
      const file = sealedFile(dir, id, key);
      await file.create();
      const code = `
      const { sealedFile } = await import(${JSON.stringify(new URL('./sealed-file.ts', import.meta.url).href)});
      process.on('SIGXFSZ', () => {}); // otherwise the limit kills
      async function* some() { for (let n = 0; n < 40; n++) yield Buffer.alloc(10_000, n); }
      await sealedFile(${JSON.stringify(dir)}, ${JSON.stringify(id)}, Buffer.from(${JSON.stringify(key.toString('hex'))}, 'hex'))
        .append(some(), 400_000).then(() => process.stdout.write('all'), (error) => process.stdout.write(String(error.code)));`;
      // A limit of the file's size stands for the end of the volume: the write takes a part, the next says EFBIG instead of ENOSPC.
      const limited = spawn('bash', ['-c', 'ulimit -f 200; exec "$0" --input-type=module -e "$1"', process.execPath, code], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let said = '';
      limited.stdout.on('data', (data: Buffer) => {
        said += data.toString();
      });
      await new Promise((resolve) => limited.once('close', resolve));
      expect(said).toBe('EFBIG');
      const offset = await file.offset();
      expect(offset).toBe(3 * 65_536); // 200 KiB hold three records and a part
      await file.append(chunks(Buffer.alloc(10_000)), 400_000);
      await file.finish();
      expect(await readAll(file)).toHaveLength(offset + 10_000);
    },
  );

  it('may be finished twice, as after a crash right behind the first time', async () => {
    const { file } = await aFile(randomBytes(1_000));
    await file.finish();
    expect(await readAll(file)).toHaveLength(1_000);
    expect(await file.offset()).toBe(1_000);
  });

  it('opens nothing after any flip of any bit', async () => {
    const { file } = await aFile(randomBytes(20));
    const good = readFileSync(onDisk());
    for (let bit = 0; bit < good.length * 8; bit++) {
      const changed = Buffer.from(good);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(onDisk(), changed);
      await expect(readAll(file)).rejects.toThrow(DecryptionError);
    }
  });

  it('opens nothing of another file, even with its key', async () => {
    const { key } = await aFile(randomBytes(1_000));
    const other = `ab${'cd'.repeat(15)}`;
    writeFileSync(join(dir, 'ab', other), readFileSync(onDisk()));
    await expect(readAll(sealedFile(dir, other, key))).rejects.toThrow(DecryptionError);
  });

  it('takes no name from outside for a path', () => {
    for (const name of ['../../etc/passwd', `../${'ab'.repeat(14)}`, 'AB'.repeat(16), `${id}/x`, ''])
      expect(() => sealedFile(dir, name, randomBytes(32))).toThrow(RangeError);
  });

  it('refuses more bytes than were declared', async () => {
    const file = sealedFile(dir, id, randomBytes(32));
    await file.create();
    await expect(file.append(chunks(randomBytes(2_000)), 1_000)).rejects.toThrow(RangeError);
  });

  it('opens nothing when it was cut, changed, reordered, or the key is another', async () => {
    const { file, key } = await aFile(randomBytes(200_000));
    const good = readFileSync(onDisk());
    const record = 4 + 12 + 65_536 + 16;
    const bad = [
      good.subarray(0, good.length - 32), // without its end
      good.subarray(0, record * 2), // whole records missing
      Buffer.concat([good.subarray(record, record * 2), good.subarray(0, record), good.subarray(record * 2)]), // swapped
      Buffer.from(good.map((byte, at) => (at === 1_000 ? byte ^ 1 : byte))),
    ];
    for (const content of bad) {
      writeFileSync(onDisk(), content);
      await expect(readAll(file)).rejects.toThrow(DecryptionError);
    }
    writeFileSync(onDisk(), good);
    expect(await readAll(sealedFile(dir, id, key))).toHaveLength(200_000);
    await expect(readAll(sealedFile(dir, id, randomBytes(32)))).rejects.toThrow(DecryptionError);
  });
});
