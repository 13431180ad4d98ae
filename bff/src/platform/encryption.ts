import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** A sealed value that cannot be opened: wrong place, wrong key, or tampered with. An alarm, never an empty string (PD-3). */
export class DecryptionError extends Error {
  override name = 'DecryptionError';
}
/** The subject's key was destroyed: what it sealed is gone for good (PD-11). */
export class SubjectErasedError extends Error {
  override name = 'SubjectErasedError';
}

/** Where a value stands. It is bound into the seal, so a value moved to another row or column does not open. */
export interface FieldPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

declare const subjectKeyMark: unique symbol;
/** One subject's unwrapped data key. Lives in memory only. */
export type SubjectKey = Buffer & { readonly [subjectKeyMark]: true };

/** Where wrapped keys are kept. */
export interface SubjectKeyStore {
  find(subjectId: string): Promise<{ wrappedKey: string } | null>;
  /** Keeps the first one when two processes insert at once. */
  insert(subjectId: string, wrappedKey: string): Promise<void>;
}

/** Data that belongs to no citizen, e.g. reports as they came from outside. */
export const SYSTEM_SUBJECT = '00000000-0000-0000-0000-000000000000';

const CACHE_SIZE = 5_000;
const CACHE_MS = 5 * 60_000;

/**
 * Field encryption: AES-256-GCM under a data key per subject, wrapped by a key-encryption key held outside the database
 * (PD-3). Sealed form: `v1.<key version>.<nonce>.<ciphertext>.<tag>`, base64url. The version is that of the key that sealed:
 * of the key-encryption key around a data key, always 0 under a data key, so re-wrapping leaves the fields alone (PD-5).
 *
 * @throws RangeError when a key-encryption key is not 32 bytes long, or there is none.
 */
export function createEncryption({
  keyEncryptionKeys,
  subjectKeys,
}: {
  keyEncryptionKeys: ReadonlyMap<number, Buffer>;
  subjectKeys: SubjectKeyStore;
}) {
  if (keyEncryptionKeys.size === 0 || [...keyEncryptionKeys.values()].some((key) => key.length !== 32))
    throw new RangeError('key-encryption keys have 32 bytes, and there is at least one');
  const newest = Math.max(...keyEncryptionKeys.keys());
  const cache = new Map<string, { key: SubjectKey; until: number }>();

  const keyOfVersion = (version: number) => {
    const key = keyEncryptionKeys.get(version);
    if (!key) throw new DecryptionError(`no key-encryption key of version ${version}`);
    return key;
  };
  const unwrap = (subjectId: string, wrapped: string) =>
    Buffer.from(open(keyOfVersion, `subject_key|${subjectId}`, wrapped), 'base64') as SubjectKey;

  /** @returns null when the subject never had a key. @throws SubjectErasedError */
  async function existingKey(subjectId: string): Promise<SubjectKey | null> {
    const cached = cache.get(subjectId);
    cache.delete(subjectId); // put back below as the latest: the first of the map is the one not used for longest
    if (cached && cached.until > Date.now()) {
      cache.set(subjectId, cached);
      return cached.key;
    }
    const row = await subjectKeys.find(subjectId);
    if (!row) return null;
    if (!row.wrappedKey) throw new SubjectErasedError('the subject’s key was destroyed');
    return keyOf(subjectId, row.wrappedKey);
  }

  /** Of a wrapped key that was read along with its rows, so that many subjects cost one query. */
  function keyOf(subjectId: string, wrappedKey: string): SubjectKey {
    const cached = cache.get(subjectId);
    if (cached && cached.until > Date.now()) return cached.key;
    const key = unwrap(subjectId, wrappedKey);
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value ?? '');
    cache.set(subjectId, { key, until: Date.now() + CACHE_MS });
    return key;
  }

  async function keyFor(subjectId: string): Promise<SubjectKey> {
    const known = await existingKey(subjectId);
    if (known) return known;
    await subjectKeys.insert(subjectId, seal(keyOfVersion(newest), newest, `subject_key|${subjectId}`, randomBytes(32).toString('base64')));
    return keyForReading(subjectId); // another process may have been first: theirs counts
  }

  /** What was sealed has had a key: without one the subject was erased, and no new one is made. */
  async function keyForReading(subjectId: string): Promise<SubjectKey> {
    const key = await existingKey(subjectId);
    if (!key) throw new SubjectErasedError('the subject’s key is gone');
    return key;
  }

  const sealWith = (key: SubjectKey, place: FieldPlace, text: string) => seal(key, 0, placeText(place), text);
  const openWith = (key: SubjectKey, place: FieldPlace, sealed: string) => open(() => key, placeText(place), sealed);

  return {
    /** The subject's key for `sealWith` and `openWith`, made when it is the first time. @throws SubjectErasedError */
    keyFor,
    keyOf,
    sealWith,
    openWith,
    seal: async (subjectId: string, place: FieldPlace, text: string) => sealWith(await keyFor(subjectId), place, text),
    /** @throws DecryptionError | SubjectErasedError */
    open: async (subjectId: string, place: FieldPlace, sealed: string) => openWith(await keyForReading(subjectId), place, sealed),
    /** Drops the unwrapped key from memory, e.g. after erasure. */
    forget: (subjectId: string) => cache.delete(subjectId),
  };
}
export type Encryption = ReturnType<typeof createEncryption>;

/**
 * A keyed blind index: equal values give equal bytes, and without the key nothing can be guessed (PD-4).
 * The caller normalises first (digits only, E.164).
 */
export const createBlindIndex = (key: Buffer, purpose: string) => (normalised: string) =>
  createHmac('sha256', key).update(`${purpose}|${normalised}`).digest();
export type BlindIndex = ReturnType<typeof createBlindIndex>;

const placeText = ({ table, column, rowId }: FieldPlace) => `${table}|${column}|${rowId}`;

function seal(key: Buffer, version: number, place: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(`${place}|${version}`));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', version, nonce.toString('base64url'), sealed.toString('base64url'), cipher.getAuthTag().toString('base64url')].join('.');
}

/** One spelling only: no second text opens to the same value. */
const SEALED = /^v1\.(0|[1-9]\d{0,8})\.([\w-]{16})\.([\w-]*)\.([\w-]{22})$/;

function open(keyOf: (version: number) => Buffer, place: string, sealed: string): string {
  const [, version, nonce, ciphertext, tag] = SEALED.exec(sealed) ?? [];
  if (version === undefined || nonce === undefined || ciphertext === undefined || tag === undefined)
    throw new DecryptionError('not a sealed value');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(Number(version)), bytesOf(nonce), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`${place}|${version}`));
    decipher.setAuthTag(bytesOf(tag));
    return Buffer.concat([decipher.update(bytesOf(ciphertext)), decipher.final()]).toString('utf8');
  } catch (cause) {
    if (cause instanceof DecryptionError) throw cause;
    throw new DecryptionError('the seal is broken', { cause });
  }
}

/** The last character of base64url has bits that decoding ignores: they must be the ones that encoding writes. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new DecryptionError('not a sealed value');
  return bytes;
}
