import { readStored, removeStored, writeStored } from '../../zalo/zalo-host.ts';
import type { DraftCopy } from './draft-editor.ts';
import { forgetKey, keyOfPhone, seal, unseal } from './phone-store.ts';

/**
 * What was typed, on the phone, until it is filed: sealed with a key that belongs to this browser and cannot be taken out of it.
 * The sealed text lies in Zalo's store, the key in IndexedDB, so neither alone tells anything, and without the key all copies
 * are gone. Where a web view has no such key, nothing is written and the screen says so.
 */
const nameOf = (draftId: string) => `draft-copy:${draftId}`;

/** @returns false when this phone cannot keep it */
export async function keepCopy(copy: DraftCopy): Promise<boolean> {
  try {
    const key = await keyOfPhone();
    if (!key) return false;
    const { id } = copy.draft;
    const { iv, bytes } = await seal(key, id, new TextEncoder().encode(JSON.stringify(copy)));
    const text = toText(iv) + toText(new Uint8Array(bytes));
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
    const open = await unseal(key, draftId, { iv: toBytes(text.slice(0, 16)), bytes: toBytes(text.slice(16)) });
    return JSON.parse(new TextDecoder().decode(open)) as DraftCopy; // what we sealed ourselves, word for word
  } catch {
    return null;
  }
}

export const forgetCopy = (draftId: string) => removeStored(nameOf(draftId));

/** Another person has the phone: without the key no copy opens, whatever is left of them. */
export const forgetAllCopies = forgetKey;

/** Base64; 12 bytes are 16 letters. */
const toText = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const toBytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
