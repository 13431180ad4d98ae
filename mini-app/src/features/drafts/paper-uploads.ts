import { DOSSIER_MAX_FILES, UPLOAD_MAX_BYTES, UPLOAD_TYPES } from '@tayninh/shared/features/uploads/upload-rules';
import { useEffect, useSyncExternalStore } from 'react';
import { DetailedError, Upload } from 'tus-js-client';
import { randomId } from '../../api/random-id.ts';
import { currentToken, renew } from '../../api/session.ts';
import { apiBase } from '../../api/transport.ts';
import { preparePhoto } from '../../components/photos/photo.ts';
import type { Texts } from '../../texts/vi.ts';
import type { DraftEditor, DraftFile } from './draft-editor.ts';
import { forgetUpload, type KeptUpload, keepUpload, keepUrl, keptUploads, whenOwnerIsSure, whileOwned } from './kept-uploads.ts';

type Reason = 'failed' | 'tooBig' | 'wrongType' | 'tooMany' | 'pushedOut';

/** A file on its way; once it arrived it is one of the draft's files. */
export interface PaperUpload {
  readonly key: string;
  readonly componentId: string;
  readonly name: string;
  readonly percent: number;
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly reason?: Reason & keyof Texts['papers'];
  readonly canRetry: boolean;
  /** Closing the app does not lose it. */
  readonly isKept: boolean;
  /** Goes on after the app was closed. */
  readonly isResumed: boolean;
}

const CHUNK_BYTES = 512 * 1024;
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000];

/** Uploads go on while the citizen moves between pages, so they live outside any component. */
const uploads = new Map<string, readonly PaperUpload[]>();
const listeners = new Set<() => void>();
/** How to begin each that is not dropped. */
const files = new Map<string, () => void>();
const pictures = new Map<string, string>();
const NONE: readonly PaperUpload[] = [];
/** All that this phone met since the app was opened: kept files among them are not taken up twice. */
const met = new Set<string>();
let preparing: Promise<unknown> = Promise.resolve();
let queue: Promise<void> = Promise.resolve();

/** The draft's files on their way; what the phone still had of them goes on. */
export function usePaperUploads(editor: DraftEditor): readonly PaperUpload[] {
  const draftId = editor.view().draft.id;
  useEffect(() => void resumeUploads(editor), [editor]);
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => uploads.get(draftId) ?? NONE,
  );
}

/** What the camera gave, while the app is open; later only the name is known. */
export const pictureOf = (fileIdOrKey: string): string | undefined => pictures.get(fileIdOrKey);

/** The pages as they were sent, while the app is open: to turn one, or to make one document of several. */
const sentPages = new Map<string, File>();
export const sentPageOf = (fileId: string): File | undefined => sentPages.get(fileId);

/** @param replaces files of the draft whose place the new one takes */
export function addPaper(editor: DraftEditor, componentId: string, chosen: File, replaces: readonly string[] = []) {
  const key = randomId();
  const prepare = async (): Promise<File | Reason> => {
    if (isWrongType(chosen)) return 'wrongType';
    const file = await preparePhoto(chosen);
    if (file.size > UPLOAD_MAX_BYTES) return 'tooBig';
    if (files.has(key)) void keep(file); // sending does not wait for it: a web view may take long to write, or never do
    return file;
  };
  const keep = async (file: File) => {
    const { isKept, pushedOut } = await keepUpload(key, { draftId: editor.view().draft.id, componentId, file, replaces });
    change(key, { isKept });
    for (const older of pushedOut) change(older, { isKept: false });
  };
  const prepared = preparing.then(prepare); // one at a time: a large photo takes much memory
  preparing = prepared.catch(() => {});
  take(editor, { key, componentId, replaces, name: chosen.name, picture: chosen, url: null, isResumed: false }, prepared);
}

/** What was on its way when the app was closed goes on, in the order in which it was chosen. */
export async function resumeUploads(editor: DraftEditor) {
  for (const { id: key, file, ...kept } of await keptUploads(editor.view().draft.id)) {
    if (met.has(key)) continue;
    take(editor, { key, ...kept, picture: file, isResumed: true }, Promise.resolve(file ?? 'pushedOut'));
  }
}

interface Taken extends Pick<KeptUpload, 'componentId' | 'replaces' | 'name' | 'url'> {
  readonly key: string;
  readonly picture: File | null;
  readonly isResumed: boolean;
}

function take(editor: DraftEditor, { key, componentId, replaces, name, picture, url, isResumed }: Taken, prepared: Promise<File | Reason>) {
  const draftId = editor.view().draft.id;
  const owned = whileOwned();
  const mayBegin = isResumed ? whenOwnerIsSure() : Promise.resolve();
  const isDropped = () => !files.has(key) || editor.isOver();
  const fail = (reason: Reason, canRetry: boolean) => change(key, { state: 'failed', reason, canRetry });
  met.add(key);
  const fresh: PaperUpload = { key, componentId, name, percent: 0, state: 'waiting', canRetry: false, isKept: isResumed, isResumed };
  put(draftId, [...list(draftId), fresh]);
  if (picture?.type.startsWith('image/') && typeof URL.createObjectURL === 'function') pictures.set(key, URL.createObjectURL(picture));

  const upload = async () => {
    if (isDropped()) return hide(key); // while it waited
    change(key, { state: 'sending', percent: 0 });
    try {
      const file = isFull(editor, replaces.length) ? 'tooMany' : await prepared;
      if (typeof file === 'string') return fail(file, false);
      const onUrl = (at: string) => {
        if (at === url) return;
        url = at;
        void keepUrl(key, at);
      };
      const fileId = await send(file, { url, owned, onUrl, onPercent: (percent) => change(key, { percent }) });
      if (isDropped()) return hide(key);
      const known = pictures.get(key);
      if (known) pictures.set(fileId, known);
      if (file.type === 'image/jpeg') sentPages.set(fileId, file);
      editor.changeFiles((all) => replaced(all, { componentId, fileId }, replaces));
      hide(key);
      // Kept until the draft has it. A crash before that takes it up again, finds it whole on the server and adds it once.
      void editor.flush().then(forgetKept, () => (editor.isSafe() ? forgetKept() : undefined));
    } catch (error) {
      if (!isTypeRefused(error)) return fail('failed', true);
      void forgetKept();
      fail('wrongType', false);
    }
  };
  const forgetKept = () => forgetUpload(key);
  // one at a time: pages keep the order in which they were taken, and a slow network is not shared out
  const begin = () => {
    change(key, { state: 'waiting', percent: 0 });
    void mayBegin.then(() => {
      queue = queue.then(upload);
    });
  };
  files.set(key, begin);
  watch(owned);
  begin();
}

let watched: AbortSignal | undefined;
/** Once for each person: what gave up goes on with the network, and nothing of the last one's papers stays in memory. */
function watch(owned: AbortSignal) {
  if (watched === owned) return;
  watched = owned;
  window.addEventListener('online', retryAll); // the same one, so never twice
  owned.addEventListener('abort', () => {
    for (const draftId of uploads.keys()) put(draftId, NONE);
    for (const picture of pictures.values()) URL.revokeObjectURL(picture);
    for (const memory of [files, pictures, sentPages]) memory.clear();
  });
}

function replaced(all: readonly DraftFile[], fresh: DraftFile, replaces: readonly string[]): DraftFile[] {
  if (all.some(({ fileId }) => fileId === fresh.fileId)) return [...all];
  const at = all.findIndex(({ fileId }) => replaces.includes(fileId));
  const rest = all.filter(({ fileId }) => !replaces.includes(fileId));
  return at < 0 ? [...rest, fresh] : [...rest.slice(0, at), fresh, ...rest.slice(at)];
}

export const retryUpload = (key: string) => files.get(key)?.();

function retryAll() {
  for (const items of uploads.values()) for (const { key, canRetry, state } of items) if (canRetry && state === 'failed') retryUpload(key);
}

export function dropUpload(key: string) {
  hide(key);
  void forgetUpload(key);
}

function hide(key: string) {
  files.delete(key);
  for (const [draftId, items] of uploads)
    put(
      draftId,
      items.filter((item) => item.key !== key),
    );
}

function change(key: string, part: Partial<PaperUpload>) {
  for (const [draftId, items] of uploads)
    put(
      draftId,
      items.map((item) => (item.key === key ? { ...item, ...part } : item)),
    );
}

const list = (draftId: string) => uploads.get(draftId) ?? NONE;
function put(draftId: string, items: readonly PaperUpload[]) {
  uploads.set(draftId, items);
  for (const listener of listeners) listener();
}

const isFull = (editor: DraftEditor, replaced: number) => editor.view().files.length - replaced >= DOSSIER_MAX_FILES;
/** An unknown type is left to the server, which looks at the bytes. */
const isWrongType = (file: File) => file.type !== '' && !UPLOAD_TYPES.some((type) => type === file.type);

interface Sending {
  /** Where the server has a part of it already. */
  readonly url: string | null;
  readonly owned: AbortSignal;
  readonly onUrl: (url: string) => void;
  readonly onPercent: (percent: number) => void;
}

/** Resumable: after a break it goes on from what the server has; what the server has forgotten begins anew. @returns the file's id */
async function send(file: File, sending: Sending): Promise<string> {
  if (sending.url !== null) {
    try {
      return await sendTo(file, sending);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return sendTo(file, { ...sending, url: null });
}

function sendTo(file: File, { url, owned, onUrl, onPercent }: Sending): Promise<string> {
  let token = '';
  let stop = () => {};
  return new Promise<string>((resolve, reject) => {
    const upload = new Upload(file, {
      // Without an endpoint the library does not begin anew whenever asking for the offset fails, for a lost session or a 503.
      endpoint: url === null ? `${apiBase()}/v1/uploads` : null,
      uploadUrl: url,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, filetype: file.type },
      onBeforeRequest: async (request) => {
        token = await currentToken();
        request.setHeader('Authorization', `Bearer ${token}`);
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        if (status === 401) void renew(token).catch(() => {}); // the next attempt waits for it
        return status === 0 || status === 401 || status === 409 || status === 423 || status === 429 || status >= 500;
      },
      onUploadUrlAvailable: () => {
        upload.options.endpoint = null;
        if (upload.url) onUrl(upload.url);
      },
      onProgress: (sent, total) => onPercent(total > 0 ? Math.floor((sent / total) * 100) : 0),
      onError: reject,
      onSuccess: () => resolve((upload.url ?? '').split('?')[0]?.split('/').pop() ?? ''),
    });
    stop = () => {
      void upload.abort();
      reject(new Error('another person has the phone'));
    };
    if (owned.aborted) return stop();
    owned.addEventListener('abort', stop);
    upload.start();
  }).finally(() => owned.removeEventListener('abort', stop));
}

const statusOf = (error: unknown) => (error instanceof DetailedError ? error.originalResponse?.getStatus() : undefined);
const isTypeRefused = (error: unknown) => statusOf(error) === 415;
const isGone = (error: unknown) => statusOf(error) === 404 || statusOf(error) === 410;
