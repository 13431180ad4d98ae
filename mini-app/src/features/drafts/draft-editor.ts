import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { AnsweredChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { isProblem } from '../../api/errors.ts';

export interface DraftFile {
  readonly componentId: string;
  readonly fileId: string;
}
export type Value = Answers[string] | undefined;

export interface EditorView {
  /** What the server holds. */
  readonly draft: Draft;
  /** The server's answers with what was typed since. */
  readonly answers: Answers;
  readonly files: readonly DraftFile[];
  readonly save: 'saved' | 'waiting' | 'failed';
  /** Epoch milliseconds of the last save that arrived. */
  readonly savedAt: number;
  /** Somebody changed the draft elsewhere; both were put together. */
  readonly wasMerged: boolean;
}

interface Server {
  get(): Promise<Draft>;
  put(content: { answers: Answers; files: DraftFile[]; checklist?: AnsweredChecklist }, etag: string): Promise<Draft>;
}

const DELAY_MS = 800;
const RETRY_MS = 5_000;
const MERGES_MAX = 3;

/**
 * Keeps one draft while its pages come and go: typed text lives here, in memory only, and is saved shortly after the last
 * change, one request at a time, on top of the newest etag. What could not be saved is tried again; nothing typed is lost
 * while the app is open.
 */
export function createDraftEditor(loaded: Draft, server: Server, onSaved: (draft: Draft) => void) {
  let draft = loaded;
  let edits: Record<string, Value> = {};
  let filesEdit: readonly DraftFile[] | undefined;
  let checklistEdit: AnsweredChecklist | undefined;
  let clean: (answers: Answers) => Answers = (answers) => answers;
  let save: EditorView['save'] = 'saved';
  let savedAt = Date.parse(loaded.updatedAt);
  let wasMerged = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  const listeners = new Set<() => void>();
  let view = makeView();

  function makeView(): EditorView {
    return { draft, answers: overlay(draft.answers, edits), files: filesEdit ?? refsOf(draft), save, savedAt, wasMerged };
  }
  function tell() {
    view = makeView();
    for (const listener of listeners) listener();
  }
  const isDirty = () => filesEdit !== undefined || checklistEdit !== undefined || changes().length > 0;
  /** Edits that the server does not have; of a question that is not asked any more, the answer stays here and is not sent. */
  function changes() {
    const wanted = clean(overlay(draft.answers, edits));
    return [...new Set([...Object.keys(wanted), ...Object.keys(draft.answers)])].filter((name) => wanted[name] !== draft.answers[name]);
  }
  function plan(ms: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void flush().catch(() => {}), ms);
  }
  function note() {
    save = 'waiting';
    tell();
    plan(DELAY_MS);
  }

  async function push() {
    for (let merges = 0; isDirty(); ) {
      const [files, checklist] = [filesEdit, checklistEdit];
      const content = {
        answers: clean(overlay(draft.answers, edits)),
        files: [...(files ?? refsOf(draft))],
        ...(checklist && { checklist }),
      };
      try {
        draft = await server.put(content, draft.etag);
      } catch (error) {
        if (isProblem(error, 'invalid-request')) checklistEdit = undefined; // the questions changed: typed text must not wait for it
        if (!isProblem(error, 'draft-changed') || merges++ >= MERGES_MAX) throw error;
        draft = await server.get();
        wasMerged = true;
        continue;
      }
      if (filesEdit === files) filesEdit = undefined;
      if (checklistEdit === checklist) checklistEdit = undefined;
      edits = Object.fromEntries(Object.entries(edits).filter(([name, value]) => (value ?? undefined) !== draft.answers[name]));
      savedAt = Date.now();
      onSaved(draft);
    }
  }

  /** Saves now. Resolves when everything noted so far is on the server. @throws what the last attempt threw */
  async function flush(): Promise<Draft> {
    clearTimeout(timer);
    running ??= push().finally(() => {
      running = undefined;
    });
    try {
      await running;
      if (isDirty()) return await flush();
      save = 'saved';
      return draft;
    } catch (error) {
      save = 'failed';
      if (!isProblem(error) || error.problem.status >= 500) plan(RETRY_MS);
      throw error;
    } finally {
      tell();
    }
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    view: () => view,
    /** Says which answers are asked; called when the form is known. */
    cleanWith(rule: (answers: Answers) => Answers) {
      clean = rule;
    },
    answer(name: string, value: Value) {
      edits = { ...edits, [name]: value };
      note();
    },
    changeFiles(change: (files: readonly DraftFile[]) => readonly DraftFile[]) {
      filesEdit = change(filesEdit ?? refsOf(draft));
      note();
    },
    /** The case was answered (again). */
    keepChecklist(checklist: AnsweredChecklist) {
      checklistEdit = checklist;
      note();
    },
    flush,
    /** Nothing more is saved: the draft was filed or thrown away. */
    stop() {
      clearTimeout(timer);
      edits = {};
      filesEdit = undefined;
      checklistEdit = undefined;
    },
  };
}
export type DraftEditor = ReturnType<typeof createDraftEditor>;

const refsOf = (draft: Draft): DraftFile[] => draft.files.map(({ componentId, fileId }) => ({ componentId, fileId }));

function overlay(answers: Answers, edits: Readonly<Record<string, Value>>): Answers {
  const all: Answers = { ...answers };
  for (const [name, value] of Object.entries(edits)) {
    if (value === undefined || value === null || value === '') delete all[name];
    else all[name] = value;
  }
  return all;
}
