import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBlindIndex, createEncryption, DecryptionError, SubjectErasedError } from './encryption.ts';

function memoryStore() {
  const rows = new Map<string, string>();
  return {
    rows,
    find: async (id: string) => (rows.has(id) ? { wrappedKey: rows.get(id) ?? '' } : null),
    insert: async (id: string, wrapped: string) => void (rows.has(id) || rows.set(id, wrapped)),
  };
}
const place = { table: 'citizen', column: 'name', rowId: 'r1' };

describe('field encryption', () => {
  it('gives back every text and shows nothing of it', async () => {
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: memoryStore() });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await encryption.open('s', place, await encryption.seal('s', place, text))).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('opens nothing after any flip of any bit of what is stored', async () => {
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: memoryStore() });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), async (text) => {
        const key = await encryption.keyFor('s');
        const sealed = encryption.sealWith(key, place, text);
        const stored = Buffer.from(sealed, 'latin1');
        for (let bit = 0; bit < stored.length * 8; bit++) {
          const changed = Buffer.from(stored);
          changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(() => encryption.openWith(key, place, changed.toString('latin1'))).toThrow(DecryptionError);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('opens nothing that is cut, longer, or spelt otherwise', async () => {
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: memoryStore() });
    const sealed = await encryption.seal('s', place, 'Nguyễn Văn A');
    const [, , nonce, content, tag] = sealed.split('.');
    for (const other of [
      '',
      sealed.slice(0, -1),
      `${sealed}.AA`,
      `${sealed}=`,
      ` ${sealed}`,
      `v1.00.${nonce}.${content}.${tag}`,
      `v1.0.${nonce}..${tag}`,
      `v1.0.${nonce}.${content}.${tag?.slice(0, 6)}`,
    ])
      await expect(encryption.open('s', place, other)).rejects.toThrow(DecryptionError);
  });

  it('opens nothing that was moved to another row, column or person', async () => {
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: memoryStore() });
    const sealed = await encryption.seal('s', place, 'x');
    await encryption.seal('t', place, 'x');
    await expect(encryption.open('s', { ...place, rowId: 'r2' }, sealed)).rejects.toThrow(DecryptionError);
    await expect(encryption.open('s', { ...place, column: 'phone' }, sealed)).rejects.toThrow(DecryptionError);
    await expect(encryption.open('s', { ...place, table: 'draft' }, sealed)).rejects.toThrow(DecryptionError);
    await expect(encryption.open('t', place, sealed)).rejects.toThrow(DecryptionError);
  });

  it('goes on with an older key-encryption key, wraps new people with the newest, and is useless without either', async () => {
    const [old, young] = [randomBytes(32), randomBytes(32)];
    const store = memoryStore();
    const before = createEncryption({ keyEncryptionKeys: new Map([[1, old]]), subjectKeys: store });
    const sealed = await before.seal('s', place, 'x');
    const after = createEncryption({
      keyEncryptionKeys: new Map([
        [1, old],
        [2, young],
      ]),
      subjectKeys: store,
    });
    expect(await after.open('s', place, sealed)).toBe('x');
    await after.seal('t', place, 'y');
    expect(store.rows.get('t')).toMatch(/^v1\.2\./);
    const without = createEncryption({ keyEncryptionKeys: new Map([[2, young]]), subjectKeys: store });
    await expect(without.open('s', place, sealed)).rejects.toThrow(DecryptionError);
  });

  it('opens nobody’s data with the wrapped key of somebody else', async () => {
    const store = memoryStore();
    const keyEncryptionKeys = new Map([[1, randomBytes(32)]]);
    const sealed = await createEncryption({ keyEncryptionKeys, subjectKeys: store }).seal('s', place, 'x');
    store.rows.set('t', store.rows.get('s') ?? '');
    await expect(createEncryption({ keyEncryptionKeys, subjectKeys: store }).open('t', place, sealed)).rejects.toThrow(DecryptionError);
  });

  it('gives one person one key, also when two processes meet them at once', async () => {
    const store = memoryStore();
    const keyEncryptionKeys = new Map([[1, randomBytes(32)]]);
    const [here, there] = [
      createEncryption({ keyEncryptionKeys, subjectKeys: store }),
      createEncryption({ keyEncryptionKeys, subjectKeys: store }),
    ];
    const sealed = await Promise.all([here.seal('s', place, 'x'), there.seal('s', place, 'y'), here.seal('s', place, 'z')]);
    expect(await Promise.all(sealed.map((text) => there.open('s', place, text)))).toEqual(['x', 'y', 'z']);
  });

  it('says so when a person’s key was destroyed, and makes no new one by reading', async () => {
    const store = memoryStore();
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: store });
    const sealed = await encryption.seal('s', place, 'x');
    store.rows.set('s', '');
    encryption.forget('s');
    await expect(encryption.open('s', place, sealed)).rejects.toThrow(SubjectErasedError);
    await expect(encryption.seal('s', place, 'x')).rejects.toThrow(SubjectErasedError);
    store.rows.delete('s');
    await expect(encryption.open('s', place, sealed)).rejects.toThrow(SubjectErasedError);
    expect(store.rows.has('s')).toBe(false);
  });

  it('does not start with a key-encryption key of the wrong length, or none', () => {
    expect(() => createEncryption({ keyEncryptionKeys: new Map(), subjectKeys: memoryStore() })).toThrow(RangeError);
    expect(() => createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(16)]]), subjectKeys: memoryStore() })).toThrow(RangeError);
  });
});

describe('blind index', () => {
  it('finds equal values, separates keys and purposes', () => {
    const key = randomBytes(32);
    const value = randomUUID();
    const index = createBlindIndex(key, 'phone');
    expect(index(value).equals(index(value))).toBe(true);
    expect(index(value).equals(createBlindIndex(key, 'zalo-id')(value))).toBe(false);
    expect(index(value).equals(createBlindIndex(randomBytes(32), 'phone')(value))).toBe(false);
  });
});
