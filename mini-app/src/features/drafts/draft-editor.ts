import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { isSame, mergeAnswers, mergeFiles } from '@tayninh/shared/features/forms/merge-answers';
import type { AnsweredChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { Answer, Answers } from '@tayninh/shared/features/procedures/e-form';
import { isProblem } from '../../api/errors.ts';

export interface DraftFile {
  readonly componentId: string;
  readonly fileId: string;
}
export type Value = Answer | undefined;

/** One answer that was changed here and elsewhere, differently. */
export interface Conflict {
  readonly name: string;
  readonly mine: Value;
  readonly theirs: Value;
}

export interface EditorView {
  /** What the server holds, as far as this phone knows. */
  readonly draft: Draft;
  /** The server's answers with what was typed since. */
  readonly answers: Answers;
  readonly files: readonly DraftFile[];
  readonly save: 'saved' | 'waiting' | 'failed';
  /** Epoch milliseconds of the last save that arrived at the server. */
  readonly savedAt: number;
  /** Epoch milliseconds of the last time all of this was written to the phone; null when the phone keeps nothing. */
  readonly keptAt: number | null;
  /** Somebody changed the draft elsewhere; both were put together. */
  readonly wasMerged: boolean;
  /** Until the person chooses, the server keeps theirs and the phone keeps both. */
  readonly conflicts: readonly Conflict[];
}

/** Everything that a phone needs to go on after it was switched off in the middle of a word. */
export interface DraftCopy {
  readonly draft: Draft;
  readonly edits: Readonly<Record<string, Answer | null>>;
  readonly files?: readonly DraftFile[] | undefined;
  readonly checklist?: AnsweredChecklist | undefined;
  readonly inQuestion: readonly string[];
  readonly keptAt: number;
}
interface Device {
  /** @returns false when this phone cannot keep it */
  keep(copy: DraftCopy): Promise<boolean>;
  readonly kept?: DraftCopy | null;
}
interface Server {
  get(): Promise<Draft>;
  put(content: { answers: Answers; files: DraftFile[]; checklist?: AnsweredChecklist }, etag: string): Promise<Draft>;
}

const DELAY_MS = 800;
const RETRY_MS = 5_000;
const MERGES_MAX = 3;

/**
 * Keeps one draft while its pages come and go. What is typed is written to the phone at once and to the server shortly after the
 * last change, one request at a time, on top of the newest etag; what could not be saved is tried again. A change elsewhere is
 * put together with what was typed here; where both changed one answer, both are kept until somebody chooses.
 */
export function createDraftEditor(loaded: Draft, server: Server, onSaved: (draft: Draft) => void, device?: Device) {
  let draft = device?.kept?.draft ?? loaded;
  let edits: Record<string, Answer | null> = { ...device?.kept?.edits };
  let filesEdit = device?.kept?.files;
  let checklistEdit = device?.kept?.checklist;
  const inQuestion = new Set(device?.kept?.inQuestion);
  let clean: (answers: Answers) => Answers = (answers) => answers;
  let save: EditorView['save'] = 'saved';
  let savedAt = Date.parse(draft.updatedAt);
  let keptAt = device?.kept?.keptAt ?? null;
  let wasMerged = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let keeping: Promise<void> | undefined;
  let isCopyOld = false;
  const listeners = new Set<() => void>();
  if (loaded.etag !== draft.etag) rebase(loaded);
  if (isDirty()) save = 'waiting';
  let view = makeView();
  if (save === 'waiting') plan(0);
  keep();

  function makeView(): EditorView {
    const conflicts = [...inQuestion].map((name) => ({ name, mine: edits[name] ?? undefined, theirs: draft.answers[name] }));
    const files = filesEdit ?? refsOf(draft);
    return { draft, answers: overlay(draft.answers, edits), files, save, savedAt, keptAt, wasMerged, conflicts };
  }
  function tell() {
    view = makeView();
    for (const listener of listeners) listener();
  }
  function isDirty() {
    return filesEdit !== undefined || checklistEdit !== undefined || changes().length > 0;
  }
  /** What goes to the server; of a question that is not asked any more, the answer stays here, as one in question does. */
  function toSend() {
    return clean(overlay(draft.answers, Object.fromEntries(Object.entries(edits).filter(([name]) => !inQuestion.has(name)))));
  }
  function changes() {
    const wanted = toSend();
    return [...new Set([...Object.keys(wanted), ...Object.keys(draft.answers)])].filter(
      (name) => !inQuestion.has(name) && !isSame(wanted[name], draft.answers[name]),
    );
  }
  function plan(ms: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void flush().catch(() => {}), ms);
  }
  function note() {
    save = 'waiting';
    tell();
    keep();
    plan(DELAY_MS);
  }
  /** Writes the newest state to the phone, one write at a time. */
  function keep() {
    isCopyOld = true;
    if (!device || isStopped) return;
    keeping ??= (async () => {
      while (isCopyOld && !isStopped) {
        isCopyOld = false;
        const now = Date.now();
        const isKept = await device.keep({
          draft,
          edits,
          files: filesEdit,
          checklist: checklistEdit,
          inQuestion: [...inQuestion],
          keptAt: now,
        });
        keptAt = isKept ? now : null;
      }
    })().finally(() => {
      keeping = undefined;
      if (isCopyOld) keep(); // a letter came between the last look and now
      tell();
    });
  }

  /** Takes what the server has now as the ground under what was typed here. */
  function rebase(fresh: Draft) {
    const mine = overlay(draft.answers, edits);
    for (const name of mergeAnswers({ base: draft.answers, mine, theirs: fresh.answers }).conflicts) inQuestion.add(name);
    if (filesEdit) filesEdit = mergeFiles({ base: refsOf(draft), mine: filesEdit, theirs: refsOf(fresh) });
    draft = fresh;
    wasMerged = true;
    forgetWhatIsThere();
  }
  function forgetWhatIsThere() {
    edits = Object.fromEntries(Object.entries(edits).filter(([name, value]) => !isSame(value, draft.answers[name])));
    for (const name of inQuestion) if (!(name in edits)) inQuestion.delete(name);
  }

  async function push() {
    for (let merges = 0; isDirty(); ) {
      const [files, checklist] = [filesEdit, checklistEdit];
      const content = { answers: toSend(), files: [...(files ?? refsOf(draft))], ...(checklist && { checklist }) };
      try {
        draft = await server.put(content, draft.etag);
      } catch (error) {
        if (isProblem(error, 'invalid-request')) checklistEdit = undefined; // the questions changed: typed text must not wait for it
        if (!isProblem(error, 'draft-changed') || merges++ >= MERGES_MAX) throw error;
        rebase(await server.get());
        continue;
      }
      if (filesEdit === files) filesEdit = undefined;
      if (checklistEdit === checklist) checklistEdit = undefined;
      forgetWhatIsThere();
      savedAt = Date.now();
      onSaved(draft);
    }
  }

  /** Saves now. Resolves when everything noted so far, and not in question, is on the server. @throws what the last attempt threw */
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
      keep();
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
      edits = { ...edits, [name]: value ?? null };
      note();
    },
    /** What the person chose for answers in question. */
    settle(choices: Readonly<Record<string, 'mine' | 'theirs'>>) {
      for (const [name, side] of Object.entries(choices)) {
        inQuestion.delete(name);
        if (side === 'theirs') edits = Object.fromEntries(Object.entries(edits).filter(([other]) => other !== name));
      }
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
    /** Nothing typed would be lost if the app closed now. */
    isSafe: () => save === 'saved' || keptAt !== null,
    /** Asks what the server found in the files meanwhile. What was typed, here or elsewhere, is left to saving. @throws what the request threw */
    async refresh(): Promise<void> {
      const fresh = await server.get();
      if (isStopped || fresh.etag !== draft.etag) return;
      draft = fresh;
      onSaved(draft);
      tell();
    },
    /** The draft was filed or thrown away. */
    isOver: () => isStopped,
    /** Nothing more is saved: the draft was filed or thrown away. Resolves when nothing is being written to the phone any more. */
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      edits = {};
      filesEdit = undefined;
      checklistEdit = undefined;
      inQuestion.clear();
      await keeping;
    },
  };
}
export type DraftEditor = ReturnType<typeof createDraftEditor>;

const refsOf = (draft: Draft): DraftFile[] => draft.files.map(({ componentId, fileId }) => ({ componentId, fileId }));

/** Answers with edits on top; an empty edit takes the answer away. */
export function overlay(answers: Answers, edits: Readonly<Record<string, Answer | null>>): Answers {
  const all: Answers = { ...answers };
  for (const [name, value] of Object.entries(edits)) {
    if (isSame(value, undefined)) delete all[name];
    else all[name] = value;
  }
  return all;
}
