import type { Supplement } from '@tayninh/shared/features/dossiers/acts.contract';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../api/bff.ts';
import { createDraftEditor, type DraftEditor } from '../../features/drafts/draft-editor.ts';
import { forgetUploadsOf } from '../../features/drafts/kept-uploads.ts';
import { useLooks } from '../../features/drafts/use-draft.ts';

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
  useLooks(editor, view);
  return { editor, view };
}

/** Sent: nothing more is saved, and what was typed leaves the phone's memory. */
export function forgetSupplement(sid: string) {
  void editors.get(sid)?.stop();
  editors.delete(sid);
  void forgetUploadsOf(sid);
}

/** What the person prepared, as the contract has it. */
export function contentOf({ answers, files }: { answers: Draft['answers']; files: readonly { componentId: string; fileId: string }[] }) {
  const { [NOTE]: note = '', ...rest } = answers;
  return { files: files.map(({ componentId, fileId }) => ({ componentId, fileId })), note: String(note), answers: rest };
}

/** A supplement's draft in the shape of a draft. */
function shownAs({ id: sid, draft }: Supplement, etag: string): Draft {
  const now = new Date().toISOString();
  return {
    id: sid,
    etag,
    for: null,
    isHandedOver: false,
    procedureCode: '',
    caseId: '',
    formVersion: '',
    answers: { ...draft.answers, ...(draft.note && { [NOTE]: draft.note }) },
    checklist: null,
    files: draft.files,
    problems: [],
    updatedAt: now,
    expiresAt: now,
  };
}

function editorOf(id: string, supplement: Supplement): DraftEditor {
  const { id: sid } = supplement;
  const known = editors.get(sid);
  if (known) return known;
  /** Counts the saves, as an etag does: what was asked before the last one is out of date. */
  let saves = 0;
  let shown = shownAs(supplement, '0');
  const editor = createDraftEditor(
    shown,
    {
      get: async () => {
        const etag = String(saves);
        const { supplements } = await api('GET /v1/dossiers/:id', { params: { id } });
        const now = supplements.find((one) => one.id === sid);
        return now ? shownAs(now, etag) : shown;
      },
      put: async (content) => {
        await api('PUT /v1/dossiers/:id/supplements/:sid/draft', { params: { id, sid }, body: contentOf(content) });
        saves += 1;
        const before = new Map(editor.view().draft.files.map((file) => [file.fileId, file]));
        const fresh = { name: '', sizeBytes: 0, type: '', check: 'checking', trouble: null } as const;
        shown = {
          ...shown,
          etag: String(saves),
          answers: content.answers,
          files: content.files.map((file) => ({ ...fresh, ...before.get(file.fileId), ...file })),
        };
        return shown;
      },
    },
    () => {},
  );
  editors.set(sid, editor);
  return editor;
}
