import type { EditorView } from './draft-editor.ts';

/** The papers that still hold a refused file: it has to be removed or replaced before anything is sent. */
export const refusedIn = ({ draft, files }: Pick<EditorView, 'draft' | 'files'>): ReadonlySet<string> =>
  new Set(
    draft.files
      .filter(({ fileId, check }) => check === 'refused' && files.some((file) => file.fileId === fileId))
      .map(({ componentId }) => componentId),
  );
