import { inDatabase, keyOfPhone, type Sealed, seal, unseal } from './phone-store.ts';

/**
 * Files that are still being sent, on the phone until the server has them whole: a closed app goes on from where it stopped. Sealed
 * as typed text is (ADR 0018); in the clear stand only the draft's id, the size and the time. Where this phone cannot keep one,
 * nothing is written and the screen says so.
 *
 * Each change is one transaction: a crash leaves a file kept with all that is needed to send it, or not at all.
 */
export const KEPT_MAX_BYTES = 30 * 1024 * 1024;
const KEPT_DAYS = 30;
const BOTH = ['uploads', 'upload-bytes'] as const;

interface Facts {
  readonly componentId: string;
  readonly name: string;
  readonly type: string;
  /** Files of the draft whose place this one takes. */
  readonly replaces: readonly string[];
  /** Where the server takes its bytes; null until it was announced there. */
  readonly url: string | null;
}
export interface KeptUpload extends Facts {
  readonly id: string;
  /** Null when younger files needed the room. */
  readonly file: File | null;
}
interface Row {
  readonly id: string;
  readonly draftId: string;
  /** Epoch milliseconds, another for each row: also the order in which files were chosen. */
  readonly keptAt: number;
  /** 0 when its bytes had to go. */
  readonly sizeBytes: number;
  readonly facts: Sealed;
}

/** Changes wait for each other: what is decided on what was read is still true when it is written. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const mine = turn.then(act);
  turn = mine.catch(() => {});
  return mine;
}

let ownership = beginOwnership();
function beginOwnership() {
  let confirm = () => {};
  const isSure = new Promise<void>((done) => {
    confirm = done;
  });
  return { left: new AbortController(), isSure, confirm };
}
/** Aborted when another person has the phone: whatever is on its way then is not theirs to send. */
export const whileOwned = (): AbortSignal => ownership.left.signal;
/** Resolves once it is sure whose phone this is now: what an earlier start of the app left is not sent before. */
export const whenOwnerIsSure = (): Promise<void> => ownership.isSure;
/** Who signed in is who the phone's files belong to. */
export const confirmOwner = () => ownership.confirm();

let lastKeptAt = 0;

/** @returns whether this phone keeps it, and the ids of older files whose bytes went for it */
export function keepUpload(
  id: string,
  { draftId, file, ...rest }: Pick<Facts, 'componentId' | 'replaces'> & { draftId: string; file: File },
): Promise<{ isKept: boolean; pushedOut: readonly string[] }> {
  return inTurn(async () => {
    const key = await keyOfPhone();
    if (!key) throw new Error('no key on this phone');
    const facts = await sealFacts(key, id, { ...rest, name: file.name, type: file.type, url: null });
    const bytes = await seal(key, placeOf(id, 'bytes'), await file.arrayBuffer());
    const rows = await listRows();
    const pushedOut = tooMuch(rows, file.size);
    lastKeptAt = Math.max(Date.now(), lastKeptAt + 1);
    const row: Row = { id, draftId, keptAt: lastKeptAt, sizeBytes: file.size, facts };
    await inDatabase(BOTH, 'readwrite', (store) => {
      for (const old of pushedOut) {
        store('upload-bytes').delete(old.id);
        store('uploads').put({ ...old, sizeBytes: 0 } satisfies Row, old.id);
      }
      store('upload-bytes').put(bytes, id);
      return store('uploads').put(row, id);
    });
    return { isKept: true, pushedOut: pushedOut.map((old) => old.id) };
  }).catch(() => ({ isKept: false, pushedOut: [] }));
}

/** Where the server takes the bytes of a kept file. */
export const keepUrl = (id: string, url: string): Promise<void> =>
  inTurn(async () => {
    const [key, row] = [await keyOfPhone(), (await listRows()).find((kept) => kept.id === id)];
    if (!key || !row) return; // not kept, or removed meanwhile
    const facts = await sealFacts(key, id, { ...(await openFacts(key, row)), url });
    await inDatabase(['uploads'], 'readwrite', (store) => store('uploads').put({ ...row, facts } satisfies Row, id));
  }).catch(() => {}); // then it is sent from its beginning

/** The draft's files that are not sent yet, in the order in which they were chosen. At most 30 MB come into memory. [] also where this phone keeps nothing. */
export const keptUploads = (draftId: string): Promise<readonly KeptUpload[]> =>
  inTurn(async () => {
    const key = await keyOfPhone();
    if (!key) return [];
    const own = (await listRows()).filter((row) => row.draftId === draftId);
    const kept: KeptUpload[] = [];
    for (const row of own) kept.push({ id: row.id, ...(await openFacts(key, row)), file: null });
    for (const [index, one] of kept.entries()) {
      const sealed = (await inDatabase(['upload-bytes'], 'readonly', (store) => store('upload-bytes').get(one.id))) as Sealed | undefined;
      if (sealed)
        kept[index] = { ...one, file: new File([await unseal(key, placeOf(one.id, 'bytes'), sealed)], one.name, { type: one.type }) };
    }
    return kept;
  }).catch(() => []);

/** The server has it whole, or the citizen does not want it. */
export const forgetUpload = (id: string) => inTurn(() => remove([id])).catch(() => {});

/** The draft was filed, or thrown away. */
export const forgetUploadsOf = (draftId: string) =>
  inTurn(async () => remove((await listRows()).filter((row) => row.draftId === draftId).map(({ id }) => id))).catch(() => {});

/** Another person has the phone. */
export function forgetAllUploads(): Promise<void> {
  ownership.left.abort();
  ownership = beginOwnership();
  return inTurn(async () => {
    await inDatabase(BOTH, 'readwrite', (store) => {
      store('upload-bytes').clear();
      return store('uploads').clear();
    });
  }).catch(() => {}); // without the key they do not open
}

/** Removes what is older than a draft can be; runs at each start of the app too. */
export const forgetOldUploads = () => inTurn(listRows).catch(() => []);

/** Oldest first; those past their time are gone. */
async function listRows(): Promise<readonly Row[]> {
  if (typeof indexedDB === 'undefined') return [];
  // what we wrote ourselves
  const rows = (await inDatabase(['uploads'], 'readonly', (store) => store('uploads').getAll())) as Row[];
  const isOver = ({ keptAt }: Row) => keptAt < Date.now() - KEPT_DAYS * 86_400_000;
  await remove(rows.filter(isOver).map(({ id }) => id));
  return rows.filter((row) => !isOver(row)).sort((one, other) => one.keptAt - other.keptAt);
}

async function remove(ids: readonly string[]): Promise<void> {
  const [first, ...rest] = ids;
  if (first === undefined || typeof indexedDB === 'undefined') return;
  await inDatabase(BOTH, 'readwrite', (store) => {
    for (const id of ids) store('upload-bytes').delete(id);
    for (const id of rest) store('uploads').delete(id);
    return store('uploads').delete(first);
  });
}

/** The oldest that have to go before `bytes` more fit in. */
function tooMuch(rows: readonly Row[], bytes: number): readonly Row[] {
  const withBytes = rows.filter(({ sizeBytes }) => sizeBytes > 0);
  let total = bytes + withBytes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return withBytes.filter(({ sizeBytes }) => {
    if (total <= KEPT_MAX_BYTES) return false;
    total -= sizeBytes;
    return true;
  });
}

const placeOf = (id: string, part: 'facts' | 'bytes') => `upload:${id}:${part}`;
const sealFacts = (key: CryptoKey, id: string, facts: Facts) =>
  seal(key, placeOf(id, 'facts'), new TextEncoder().encode(JSON.stringify(facts)));
const openFacts = async (key: CryptoKey, { id, facts }: Row) =>
  JSON.parse(new TextDecoder().decode(await unseal(key, placeOf(id, 'facts'), facts))) as Facts; // what we sealed ourselves
