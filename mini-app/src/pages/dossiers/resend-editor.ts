import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useSyncExternalStore } from 'react';
import { createDraftEditor, type DraftEditor } from '../../features/drafts/draft-editor.ts';
import { forgetUploadsOf } from '../../features/drafts/kept-uploads.ts';

/** One editor per dossier for as long as the app is open: what was chosen again survives leaving the page. Nothing of it is a draft elsewhere. */
const editors = new Map<string, DraftEditor>();

export function useResendEditor(dossierId: string) {
  const editor = editorOf(dossierId);
  return { editor, view: useSyncExternalStore(editor.subscribe, editor.view) };
}

/** Sent: the next time begins with nothing. */
export function forgetResend(dossierId: string) {
  void editors.get(dossierId)?.stop();
  editors.delete(dossierId);
  void forgetUploadsOf(dossierId);
}

function editorOf(id: string): DraftEditor {
  const known = editors.get(id);
  if (known) return known;
  const now = new Date().toISOString();
  const empty: Draft = {
    id,
    etag: '',
    for: null,
    isHandedOver: false,
    procedureCode: '',
    caseId: '',
    formVersion: '',
    answers: {},
    checklist: null,
    files: [],
    problems: [],
    updatedAt: now,
    expiresAt: now,
  };
  const arrived = { name: '', sizeBytes: 0, type: '', check: 'accepted', trouble: null } as const;
  const editor = createDraftEditor(
    empty,
    {
      get: async () => empty,
      put: async ({ files }) => ({ ...empty, files: files.map((file) => ({ ...arrived, ...file })) }),
    },
    () => {},
  );
  editors.set(id, editor);
  return editor;
}
