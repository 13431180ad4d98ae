import { AUTHORISATION_PAPER } from '@tayninh/shared/features/authorisations/authorisation-rules';
import { askedAnswers } from '@tayninh/shared/features/forms/asked-answers';
import type { FormView, ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import { type ReactNode, useEffect } from 'react';
import { useParams } from 'react-router-dom';
import { isProblem } from '../../api/errors.ts';
import { Problem, Skeleton } from '../../components/faces.tsx';
import { Screen } from '../../components/screen.tsx';
import type { DraftEditor, EditorView } from '../../features/drafts/draft-editor.ts';
import { useDraft } from '../../features/drafts/use-draft.ts';
import { useForm, useProcedure } from '../../features/procedures/use-procedures.ts';
import { GoneDraft } from './gone-page.tsx';

export interface OpenDraft {
  readonly id: string;
  readonly editor: DraftEditor;
  readonly view: EditorView;
  readonly form: FormView;
  /** Null while it is loading, or when it cannot be had: filing does not wait for it. */
  readonly procedure: ProcedureDetail | null;
  /** Form steps, papers (when there are any), review. */
  readonly stepCount: number;
}

/** Loads a draft with its form for one of the filing pages; until then the page's own bar with bones or a problem. */
export function DraftScreen({ title, children }: { title: string; children: (open: OpenDraft) => ReactNode }) {
  const { id = '' } = useParams();
  const { query, editor, view } = useDraft(id);
  const code = view?.draft.procedureCode ?? '';
  const form = useForm(code, view?.draft.caseId);
  const procedure = useProcedure(code);
  const formData = form.data;
  useEffect(() => {
    if (editor && formData) editor.cleanWith((answers) => askedAnswers(formData, answers));
  }, [editor, formData]);
  if (editor && view && formData) {
    const isByPaper = view.draft.for?.kind === 'paper';
    const whole = isByPaper ? { ...formData, components: [...formData.components, AUTHORISATION_PAPER] } : formData;
    const stepCount = whole.layout.length + (whole.components.length > 0 ? 2 : 1);
    return <>{children({ id, editor, view, form: whole, procedure: procedure.data ?? null, stepCount })}</>;
  }
  const error = query.error ?? form.error;
  if (isProblem(error, 'draft-not-found')) return <GoneDraft id={id} error={error} />;
  return (
    <Screen title={title} back="/">
      {error ? <Problem error={error} retry={() => (query.error ? query.refetch() : form.refetch())} /> : <Skeleton rows={4} />}
    </Screen>
  );
}
