import { DOSSIER_MAX_FILES, UPLOAD_MAX_BYTES, UPLOAD_TYPES } from '@tayninh/shared/features/uploads/upload-rules';
import { useSyncExternalStore } from 'react';
import { DetailedError, Upload } from 'tus-js-client';
import { currentToken, renew } from '../../api/session.ts';
import { apiBase } from '../../api/transport.ts';
import { preparePhoto } from '../../components/photos/photo.ts';
import type { Texts } from '../../texts/vi.ts';
import type { DraftEditor, DraftFile } from './draft-editor.ts';

type Reason = 'failed' | 'tooBig' | 'wrongType' | 'tooMany';

/** A file on its way; once it arrived it is one of the draft's files. */
export interface PaperUpload {
  readonly key: string;
  readonly componentId: string;
  readonly name: string;
  readonly percent: number;
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly reason?: Reason & keyof Texts['papers'];
  readonly canRetry: boolean;
}

const CHUNK_BYTES = 512 * 1024;
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000];

/** Uploads go on while the citizen moves between pages, so they live outside any component. */
const uploads = new Map<string, readonly PaperUpload[]>();
const listeners = new Set<() => void>();
const files = new Map<string, { file: File; begin: () => void }>();
const pictures = new Map<string, string>();
const NONE: readonly PaperUpload[] = [];
let count = 0;
let queue: Promise<void> = Promise.resolve();

export function usePaperUploads(draftId: string): readonly PaperUpload[] {
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
  const draftId = editor.view().draft.id;
  const key = `upload-${++count}`;
  const change = (part: Partial<PaperUpload>) =>
    put(
      draftId,
      list(draftId).map((item) => (item.key === key ? { ...item, ...part } : item)),
    );
  const fail = (reason: Reason, canRetry: boolean) => change({ state: 'failed', reason, canRetry });
  put(draftId, [...list(draftId), { key, componentId, name: chosen.name, percent: 0, state: 'waiting', canRetry: false }]);
  if (chosen.type.startsWith('image/') && typeof URL.createObjectURL === 'function') pictures.set(key, URL.createObjectURL(chosen));

  const upload = async () => {
    if (!files.has(key)) return; // dropped while it waited
    change({ state: 'sending', percent: 0 });
    const reason = refusal(editor, chosen, replaces.length);
    if (reason) return fail(reason, false);
    const file = await preparePhoto(chosen);
    if (file.size > UPLOAD_MAX_BYTES) return fail('tooBig', false);
    try {
      const fileId = await send(file, (percent) => change({ percent }));
      if (!files.has(key)) return;
      const picture = pictures.get(key);
      if (picture) pictures.set(fileId, picture);
      if (file.type === 'image/jpeg') sentPages.set(fileId, file);
      editor.changeFiles((all) => replaced(all, { componentId, fileId }, replaces));
      dropUpload(draftId, key);
    } catch (error) {
      fail(isTypeRefused(error) ? 'wrongType' : 'failed', !isTypeRefused(error));
    }
  };
  // one at a time: pages keep the order in which they were taken, and a slow network is not shared out
  const begin = () => {
    change({ state: 'waiting', percent: 0 });
    queue = queue.then(upload);
  };
  files.set(key, { file: chosen, begin });
  begin();
}

function replaced(all: readonly DraftFile[], fresh: DraftFile, replaces: readonly string[]): DraftFile[] {
  const at = all.findIndex(({ fileId }) => replaces.includes(fileId));
  const rest = all.filter(({ fileId }) => !replaces.includes(fileId));
  return at < 0 ? [...rest, fresh] : [...rest.slice(0, at), fresh, ...rest.slice(at)];
}

export const retryUpload = (key: string) => files.get(key)?.begin();

export function dropUpload(draftId: string, key: string) {
  files.delete(key);
  put(
    draftId,
    list(draftId).filter((item) => item.key !== key),
  );
}

const list = (draftId: string) => uploads.get(draftId) ?? NONE;
function put(draftId: string, items: readonly PaperUpload[]) {
  uploads.set(draftId, items);
  for (const listener of listeners) listener();
}

function refusal(editor: DraftEditor, file: File, replaced: number): Reason | undefined {
  if (editor.view().files.length - replaced >= DOSSIER_MAX_FILES) return 'tooMany';
  // an unknown type is left to the server, which looks at the bytes
  return file.type !== '' && !UPLOAD_TYPES.some((type) => type === file.type) ? 'wrongType' : undefined;
}

/** Resumable: after a break it goes on from the last piece. Nothing about the file is written to the phone. @returns the file's id */
function send(file: File, onPercent: (percent: number) => void): Promise<string> {
  let token = '';
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${apiBase()}/v1/uploads`,
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
      onProgress: (sent, total) => onPercent(total > 0 ? Math.floor((sent / total) * 100) : 0),
      onError: reject,
      onSuccess: () => resolve((upload.url ?? '').split('?')[0]?.split('/').pop() ?? ''),
    });
    upload.start();
  });
}

const isTypeRefused = (error: unknown) => error instanceof DetailedError && error.originalResponse?.getStatus() === 415;
