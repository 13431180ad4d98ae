/**
 * The phone's own database: the key that seals what is kept for a draft, and the files that are still being sent. The key belongs to
 * this browser and cannot be taken out of it; without it nothing that was sealed opens any more.
 */
const NAME = 'draft-copies';
const KEY = 'key';
const STORES = [KEY, 'uploads', 'upload-bytes'] as const;
type StoreName = (typeof STORES)[number];

/** A call gets this long: some web views never answer. Ten megabytes are slow on an old phone. */
const TIMEOUT_MS = 2_000;
const BYTES_TIMEOUT_MS = 15_000;

let key: Promise<CryptoKey | null> | undefined;

/** @returns null where this web view cannot keep one: then nothing is written at all */
export const keyOfPhone = () => {
  key ??= findKey().catch(() => null);
  return key;
};

async function findKey(): Promise<CryptoKey | null> {
  if (typeof indexedDB === 'undefined' || typeof crypto === 'undefined' || !crypto.subtle) return null;
  const known = await inDatabase([KEY], 'readonly', (store) => store(KEY).get(KEY));
  if (known instanceof CryptoKey) return known;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await inDatabase([KEY], 'readwrite', (store) => store(KEY).put(fresh, KEY));
  return fresh;
}

/** Another person has the phone: without the key nothing opens, whatever is left of it. */
export async function forgetKey(): Promise<void> {
  key = undefined;
  if (typeof indexedDB !== 'undefined') await inDatabase([KEY], 'readwrite', (store) => store(KEY).delete(KEY)).catch(() => {});
}

/**
 * One transaction: all that `act` asks for happens, or nothing.
 * @returns what the request that `act` returned came to. @throws when the database refuses, is full, or does not answer
 */
export function inDatabase(
  names: readonly StoreName[],
  mode: IDBTransactionMode,
  act: (store: (name: StoreName) => IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error('the database did not answer')), names.includes('upload-bytes') ? BYTES_TIMEOUT_MS : TIMEOUT_MS);
    const opening = indexedDB.open(NAME, 2);
    opening.onupgradeneeded = () => {
      for (const name of STORES) if (!opening.result.objectStoreNames.contains(name)) opening.result.createObjectStore(name);
    };
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const { result: database } = opening;
      try {
        const transaction = database.transaction(names, mode);
        const request = act((name) => transaction.objectStore(name));
        transaction.oncomplete = () => done(request.result);
        transaction.onerror = () => fail(transaction.error);
        transaction.onabort = () => fail(transaction.error);
      } catch (error) {
        fail(error); // some refuse at once; what was asked for before is not kept either
      } finally {
        database.close(); // waits for the transaction
      }
    };
  });
}

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** `place` is sealed in: what is put under another name does not open. */
const sealing = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(place),
});

export async function seal(key: CryptoKey, place: string, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt(sealing(iv, place), key, bytes) };
}

/** @throws when it was sealed by another key, for another place, or changed since */
export const unseal = (key: CryptoKey, place: string, { iv, bytes }: { iv: Uint8Array<ArrayBuffer>; bytes: BufferSource }) =>
  crypto.subtle.decrypt(sealing(iv, place), key, bytes);
