import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { AnsweredChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../api/bff.ts';
import { isUnreachable } from '../../api/errors.ts';
import { forgetAllCopies, forgetCopy, keepCopy, readCopy } from './device-copies.ts';
import { createDraftEditor, type DraftCopy, type DraftEditor, type EditorView } from './draft-editor.ts';
import { forgetAllUploads, forgetUploadsOf } from './kept-uploads.ts';

/** One editor per draft for as long as the app is open, so that typed text survives moving between pages. */
const editors = new Map<string, DraftEditor>();
/** How often a draft is asked for while one of its files is being checked. */
const LOOK_MS = 2_000;
const nothing = { subscribe: () => () => {}, view: () => undefined };

/** Own answers: never in the persisted cache. The phone's sealed copy opens the draft when the network does not. */
const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['draft', id],
    queryFn: async () => {
      const kept = await readCopy(id);
      try {
        return { draft: await api('GET /v1/drafts/:id', { params: { id } }), kept };
      } catch (error) {
        if (kept && isUnreachable(error)) return { draft: kept.draft, kept };
        throw error;
      }
    },
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
    const ask = (event: BeforeUnloadEvent) => {
      if (!editor.isSafe()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    document.addEventListener('visibilitychange', saveNow);
    window.addEventListener('online', back);
    return () => {
      document.removeEventListener('visibilitychange', saveNow);
      window.removeEventListener('online', back);
      window.removeEventListener('beforeunload', ask);
      back();
    };
  }, [editor]);
  useLooks(editor, current);
  return { query, editor, view: current };
}

/** Asks again while a file is being looked at, so that a refusal is told where it was sent. */
export function useLooks(editor: DraftEditor | undefined, view: EditorView | undefined) {
  const isLooking = view?.draft.files.some(({ check }) => check === 'checking') ?? false;
  useEffect(() => {
    if (!editor || !isLooking) return;
    const asking = setInterval(() => void editor.refresh().catch(() => {}), LOOK_MS);
    return () => clearInterval(asking);
  }, [editor, isLooking]);
}

function editorOf({ draft, kept }: { draft: Draft; kept: DraftCopy | null }, client: QueryClient): DraftEditor {
  const known = editors.get(draft.id);
  if (known) return known;
  const { id } = draft;
  const editor = createDraftEditor(
    draft,
    {
      get: () => api('GET /v1/drafts/:id', { params: { id } }),
      put: (body, etag) => api('PUT /v1/drafts/:id', { params: { id }, headers: { 'if-match': etag }, body }),
    },
    (saved) => client.setQueryData(draftQuery(id).queryKey, { draft: saved, kept: null }),
    { keep: keepCopy, kept },
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

/** Puts answers into a draft and waits until the server has them. @throws as saving does */
export async function typeInto(draft: Draft, answers: Answers, client: QueryClient) {
  const editor = editorOf({ draft, kept: null }, client);
  for (const [name, value] of Object.entries(answers)) editor.answer(name, value);
  await editor.flush();
}

/** Shows a prepared form to the representative (`before` saves it first), or gives it back to who prepared it. */
export function useSendForReview(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ isSent, before }: { isSent: boolean; before?: () => Promise<unknown> }) => {
      await before?.();
      return api('POST /v1/drafts/:id/review', { params: { id }, body: { isSent } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['drafts'] }),
  });
}

/** After filing: the answers leave the phone's memory. */
export function forgetDraft(id: string, client: QueryClient) {
  const stopped = editors.get(id)?.stop();
  editors.delete(id);
  void Promise.resolve(stopped).then(() => forgetCopy(id));
  void forgetUploadsOf(id);
  client.removeQueries({ queryKey: ['draft', id] });
  void client.invalidateQueries({ queryKey: ['drafts'] });
}

/** Another person has the phone. */
export async function forgetDraftsOfPhone() {
  await forgetAllDrafts();
  await forgetAllUploads();
  await forgetAllCopies();
}

/** As if the app had just been opened. */
export async function forgetAllDrafts() {
  const stopped = [...editors.values()].map((editor) => editor.stop());
  editors.clear();
  await Promise.all(stopped);
}

/** What the list tells of a draft: no answers. */
export type DraftSummary = Awaited<ReturnType<typeof listDrafts>>['items'][number];
const listDrafts = () => api('GET /v1/drafts');
export const useOpenDrafts = () => useQuery({ queryKey: ['drafts'], queryFn: listDrafts, staleTime: 15_000 });
