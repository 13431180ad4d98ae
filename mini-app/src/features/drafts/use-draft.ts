import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { AnsweredChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../api/bff.ts';
import { createDraftEditor, type DraftEditor } from './draft-editor.ts';

/** One editor per draft for as long as the app is open, so that typed text survives moving between pages. */
const editors = new Map<string, DraftEditor>();
const nothing = { subscribe: () => () => {}, view: () => undefined };

/** Own answers: in memory only, never in the persisted cache. */
const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['draft', id],
    queryFn: () => api('GET /v1/drafts/:id', { params: { id } }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY, // the editor keeps it new
  });

export function useDraft(id: string) {
  const client = useQueryClient();
  const query = useQuery(draftQuery(id));
  const editor = query.data ? editorOf(query.data, client) : undefined;
  const { subscribe, view } = editor ?? nothing;
  const current = useSyncExternalStore(subscribe, view);
  useEffect(() => {
    if (!editor) return;
    // leaving the app, also into Zalo's chat: save at once
    const saveNow = () => void (document.hidden && editor.flush().catch(() => {}));
    const back = () => void editor.flush().catch(() => {});
    document.addEventListener('visibilitychange', saveNow);
    window.addEventListener('online', back);
    return () => {
      document.removeEventListener('visibilitychange', saveNow);
      window.removeEventListener('online', back);
      back();
    };
  }, [editor]);
  return { query, editor, view: current };
}

function editorOf(draft: Draft, client: QueryClient): DraftEditor {
  const known = editors.get(draft.id);
  if (known) return known;
  const { id } = draft;
  const editor = createDraftEditor(
    draft,
    {
      get: () => api('GET /v1/drafts/:id', { params: { id } }),
      put: (body, etag) => api('PUT /v1/drafts/:id', { params: { id }, headers: { 'if-match': etag }, body }),
    },
    (saved) => client.setQueryData(draftQuery(id).queryKey, saved),
  );
  editors.set(id, editor);
  return editor;
}

/** Puts the answers of the case into a draft and waits until the server has them. @throws as saving does */
export async function keepChecklist(id: string, checklist: AnsweredChecklist, client: QueryClient) {
  const editor = editorOf(await client.ensureQueryData(draftQuery(id)), client);
  editor.keepChecklist(checklist);
  await editor.flush();
}

/** After filing: the answers leave the phone's memory. */
export function forgetDraft(id: string, client: QueryClient) {
  editors.get(id)?.stop();
  editors.delete(id);
  client.removeQueries({ queryKey: ['draft', id] });
  void client.invalidateQueries({ queryKey: ['drafts'] });
}

/** For tests: as if the app had just been opened. */
export function forgetAllDrafts() {
  for (const editor of editors.values()) editor.stop();
  editors.clear();
}

/** What the list tells of a draft: no answers. */
export type DraftSummary = Awaited<ReturnType<typeof listDrafts>>['items'][number];
const listDrafts = () => api('GET /v1/drafts');
export const useOpenDrafts = () => useQuery({ queryKey: ['drafts'], queryFn: listDrafts, staleTime: 15_000 });
