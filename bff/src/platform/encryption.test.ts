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

  it('opens nothing after any change of a byte', async () => {
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: memoryStore() });
    const [format, version, ...parts] = (await encryption.seal('s', place, 'Nguyễn Văn A')).split('.');
    const bytes = parts.map((part) => Buffer.from(part, 'base64url'));
    for (const [part, content] of bytes.entries()) {
      for (let at = 0; at < content.length; at++) {
        const changed = bytes.map((original, index) =>
          Buffer.from(original.map((byte, position) => (index === part && position === at ? byte ^ 1 : byte))).toString('base64url'),
        );
        await expect(encryption.open('s', place, [format, version, ...changed].join('.'))).rejects.toThrow(DecryptionError);
      }
    }
  });

  it('opens nothing that was moved to another row, column or person', async () => {
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: memoryStore() });
    const sealed = await encryption.seal('s', place, 'x');
    await expect(encryption.open('s', { ...place, rowId: 'r2' }, sealed)).rejects.toThrow(DecryptionError);
    await expect(encryption.open('s', { ...place, column: 'phone' }, sealed)).rejects.toThrow(DecryptionError);
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

  it('says so when a person’s key was destroyed', async () => {
    const store = memoryStore();
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, randomBytes(32)]]), subjectKeys: store });
    const sealed = await encryption.seal('s', place, 'x');
    store.rows.set('s', '');
    encryption.forget('s');
    await expect(encryption.open('s', place, sealed)).rejects.toThrow(SubjectErasedError);
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
