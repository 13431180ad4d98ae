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
 * (PD-3). Sealed form: `v1.<key version>.<nonce>.<ciphertext>.<tag>`, base64url.
 */
export function createEncryption({
  keyEncryptionKeys,
  subjectKeys,
}: {
  keyEncryptionKeys: ReadonlyMap<number, Buffer>;
  subjectKeys: SubjectKeyStore;
}) {
  const newest = Math.max(...keyEncryptionKeys.keys());
  const cache = new Map<string, { key: SubjectKey; until: number }>();

  const keyOfVersion = (version: number) => {
    const key = keyEncryptionKeys.get(version);
    if (!key) throw new DecryptionError(`no key-encryption key of version ${version}`);
    return key;
  };
  const unwrap = (subjectId: string, wrapped: string) =>
    Buffer.from(open(keyOfVersion, `subject_key|${subjectId}`, wrapped), 'base64') as SubjectKey;

  async function keyFor(subjectId: string): Promise<SubjectKey> {
    const cached = cache.get(subjectId);
    if (cached && cached.until > Date.now()) return cached.key;
    let row = await subjectKeys.find(subjectId);
    if (!row) {
      await subjectKeys.insert(
        subjectId,
        seal(keyOfVersion(newest), newest, `subject_key|${subjectId}`, randomBytes(32).toString('base64')),
      );
      row = await subjectKeys.find(subjectId); // another process may have been first: theirs counts
    }
    if (!row?.wrappedKey) throw new SubjectErasedError('the subject’s key was destroyed');
    const key = unwrap(subjectId, row.wrappedKey);
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value ?? '');
    cache.set(subjectId, { key, until: Date.now() + CACHE_MS });
    return key;
  }

  const sealWith = (key: SubjectKey, place: FieldPlace, text: string) => seal(key, 0, placeText(place), text);
  const openWith = (key: SubjectKey, place: FieldPlace, sealed: string) => open(() => key, placeText(place), sealed);

  return {
    keyFor,
    sealWith,
    openWith,
    seal: async (subjectId: string, place: FieldPlace, text: string) => sealWith(await keyFor(subjectId), place, text),
    open: async (subjectId: string, place: FieldPlace, sealed: string) => openWith(await keyFor(subjectId), place, sealed),
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

function open(keyOf: (version: number) => Buffer, place: string, sealed: string): string {
  const [format, version, nonce, ciphertext, tag] = sealed.split('.');
  if (format !== 'v1' || version === undefined || nonce === undefined || ciphertext === undefined || tag === undefined)
    throw new DecryptionError('not a sealed value');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(Number(version)), Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`${place}|${Number(version)}`));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]).toString('utf8');
  } catch (cause) {
    if (cause instanceof DecryptionError) throw cause;
    throw new DecryptionError('the seal is broken', { cause });
  }
}
