import { readStored, removeStored, writeStored } from '../../zalo/zalo-host.ts';
import type { DraftCopy } from './draft-editor.ts';

/**
 * What was typed, on the phone, until it is filed: sealed with a key that belongs to this browser and cannot be taken out of it.
 * The sealed text lies in Zalo's store, the key in IndexedDB, so neither alone tells anything, and without the key all copies
 * are gone. Where a web view has no such key, nothing is written and the screen says so.
 */
const NAME = 'draft-copies';
const nameOf = (draftId: string) => `draft-copy:${draftId}`;
const KEY = 'key';

/** Each database call gets this long: some web views never answer. */
const TIMEOUT_MS = 2_000;

let key: Promise<CryptoKey | null> | undefined;
const keyOfPhone = () => {
  key ??= findKey().catch(() => null);
  return key;
};

async function findKey(): Promise<CryptoKey | null> {
  if (typeof indexedDB === 'undefined' || typeof crypto === 'undefined' || !crypto.subtle) return null;
  const known = await inStore('readonly', (store) => store.get(KEY));
  if (known instanceof CryptoKey) return known;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await inStore('readwrite', (store) => store.put(fresh, KEY));
  return fresh;
}

function inStore(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error('the database did not answer')), TIMEOUT_MS);
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(KEY);
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(KEY, mode);
      const request = act(transaction.objectStore(KEY));
      transaction.oncomplete = () => {
        opening.result.close();
        done(request.result);
      };
      transaction.onerror = () => fail(transaction.error);
      transaction.onabort = () => fail(transaction.error);
    };
  });
}

/** The draft's id is sealed in: a copy put under another name does not open. */
const sealing = (iv: Uint8Array<ArrayBuffer>, draftId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(draftId),
});

/** @returns false when this phone cannot keep it */
export async function keepCopy(copy: DraftCopy): Promise<boolean> {
  try {
    const key = await keyOfPhone();
    if (!key) return false;
    const { id } = copy.draft;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(sealing(iv, id), key, new TextEncoder().encode(JSON.stringify(copy)));
    const text = toText(iv) + toText(new Uint8Array(sealed));
    await writeStored(nameOf(id), text);
    return (await readStored(nameOf(id))) === text; // a full store takes nothing and says nothing
  } catch {
    return false;
  }
}

/** @returns null when there is none, or none that this phone can open */
export async function readCopy(draftId: string): Promise<DraftCopy | null> {
  const text = await readStored(nameOf(draftId));
  const key = text ? await keyOfPhone() : null;
  if (!text || !key) return null;
  try {
    const [iv, sealed] = [toBytes(text.slice(0, 16)), toBytes(text.slice(16))];
    const open = await crypto.subtle.decrypt(sealing(iv, draftId), key, sealed);
    return JSON.parse(new TextDecoder().decode(open)) as DraftCopy; // what we sealed ourselves, word for word
  } catch {
    return null;
  }
}

export const forgetCopy = (draftId: string) => removeStored(nameOf(draftId));

/** Another person has the phone: without the key no copy opens, whatever is left of them. */
export async function forgetAllCopies(): Promise<void> {
  key = undefined;
  if (typeof indexedDB !== 'undefined') await inStore('readwrite', (store) => store.delete(KEY)).catch(() => {});
}

/** Base64; 12 bytes are 16 letters. */
const toText = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const toBytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
