import type { Supplement } from '@tayninh/shared/features/dossiers/acts.contract';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../api/bff.ts';
import { createDraftEditor, type DraftEditor } from '../../features/drafts/draft-editor.ts';

/** The note is edited and saved as one more answer; no field of a form can have this name. */
export const NOTE = '#note';

/** One editor per request for as long as the app is open: what is typed is saved on the server as a draft's is. */
const editors = new Map<string, DraftEditor>();

export function useSupplementEditor(dossierId: string, supplement: Supplement) {
  const editor = editorOf(dossierId, supplement);
  const view = useSyncExternalStore(editor.subscribe, editor.view);
  useEffect(() => {
    const saveNow = () => void editor.flush().catch(() => {});
    document.addEventListener('visibilitychange', saveNow);
    window.addEventListener('online', saveNow);
    return () => {
      document.removeEventListener('visibilitychange', saveNow);
      window.removeEventListener('online', saveNow);
      saveNow();
    };
  }, [editor]);
  return { editor, view };
}

/** Sent: nothing more is saved, and what was typed leaves the phone's memory. */
export function forgetSupplement(sid: string) {
  void editors.get(sid)?.stop();
  editors.delete(sid);
}

/** What the person prepared, as the contract has it. */
export function contentOf({ answers, files }: { answers: Draft['answers']; files: readonly { componentId: string; fileId: string }[] }) {
  const { [NOTE]: note = '', ...rest } = answers;
  return { files: files.map(({ componentId, fileId }) => ({ componentId, fileId })), note: String(note), answers: rest };
}

/** What is asked of a supplement's files: that they are there. The look at them is told with the answer. */
const ARRIVED = { check: 'accepted', trouble: null } as const;

function editorOf(id: string, { id: sid, draft }: Supplement): DraftEditor {
  const known = editors.get(sid);
  if (known) return known;
  const now = new Date().toISOString();
  const shown: Draft = {
    id: sid,
    etag: '',
    for: null,
    isHandedOver: false,
    procedureCode: '',
    caseId: '',
    formVersion: '',
    answers: { ...draft.answers, ...(draft.note && { [NOTE]: draft.note }) },
    checklist: null,
    files: draft.files.map((file) => ({ ...file, ...ARRIVED })),
    problems: [],
    updatedAt: now,
    expiresAt: now,
  };
  const editor = createDraftEditor(
    shown,
    {
      get: async () => shown,
      put: async (content) => {
        await api('PUT /v1/dossiers/:id/supplements/:sid/draft', { params: { id, sid }, body: contentOf(content) });
        const names = new Map(draft.files.map((file) => [file.fileId, file]));
        return {
          ...shown,
          answers: content.answers,
          files: content.files.map((file) => ({ name: '', sizeBytes: 0, type: '', ...names.get(file.fileId), ...file, ...ARRIVED })),
        };
      },
    },
    () => {},
  );
  editors.set(sid, editor);
  return editor;
}
