import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { Bar, StepTrack } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { Saved } from '../../components/saved.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { useDraft } from '../../features/drafts/use-draft.ts';
import { cleanAnswers, shownFields } from '../../features/form/answers.ts';
import { FieldView } from '../../features/form/field-view.tsx';

export function FormPage() {
  const { id = '', step: stepText = '0' } = useParams();
  const at = Number(stepText);
  const navigate = useNavigate();
  const { draft, form, error, refetch, saver } = useDraft(id);
  const [edits, setEdits] = useState<Answers>({});
  const [wrong, setWrong] = useState<Map<string, string>>(new Map());
  const [saveError, setSaveError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wrong.size > 0) summary.current?.focus();
  }, [wrong]);
  const step = form?.layout[at];
  if (!draft || !form || !step) {
    return (
      <>
        <Bar title="Tờ khai" back="/" heading />
        {error ? (
          <main className="main">
            <ErrorNote error={error} retry={refetch} />
          </main>
        ) : (
          <Loading />
        )}
      </>
    );
  }
  const answers: Answers = { ...draft.answers, ...edits };
  const steps = form.layout.length + (form.components.length > 0 ? 2 : 1);
  const change = (name: string, value: Answers[string] | undefined) => {
    const next = { ...edits, [name]: value ?? null };
    setEdits(next);
    saver.later({ answers: cleanAnswers(form, { ...draft.answers, ...next }) }, setSaveError);
  };
  const next = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const { validateStep } = await import('../../features/form/validate-step.ts');
      const found = validateStep(form, step, answers);
      const saved = await saver.flush({ answers: cleanAnswers(form, answers) });
      setSaveError(undefined);
      for (const name of found.keys()) {
        const told = saved?.problems.find(({ pointer }) => pointer === `/answers/${name}`);
        if (told) found.set(name, told.detail);
      }
      setWrong(found);
      if (found.size > 0) return;
      const last = at === form.layout.length - 1;
      navigate(last ? `/drafts/${id}/${form.components.length > 0 ? 'papers' : 'review'}` : `/drafts/${id}/form/${at + 1}`);
    } catch (failure) {
      setSaveError(failure);
    } finally {
      setBusy(false);
    }
  };
  const bad = shownFields(step, answers).filter((field) => wrong.has(field.name));
  return (
    <>
      <Bar title="Tờ khai" back={at === 0 ? `/procedures/${draft.procedureCode}` : `/drafts/${id}/form/${at - 1}`} heading>
        <StepTrack at={at + 1} of={steps} words={step.title} />
      </Bar>
      <form noValidate onSubmit={(event) => void next(event)} style={{ display: 'contents' }}>
        <main className="main" style={{ paddingTop: 12, gap: 20 }}>
          {bad.length > 0 && (
            <div className="note no" role="alert" tabIndex={-1} ref={summary}>
              <Icon name="alert" />
              <div className="stack-s">
                <b>Còn {bad.length} chỗ cần sửa:</b>
                {bad.map((field) => (
                  <button key={field.name} className="link" type="button" onClick={() => document.getElementById(field.name)?.focus()}>
                    {field.label}
                  </button>
                ))}
              </div>
            </div>
          )}
          {saveError !== undefined && <ErrorNote error={saveError} />}
          {step.why && <p className="dim">{step.why}</p>}
          {shownFields(step, answers).map((field) => (
            <FieldView
              key={field.name}
              field={field}
              value={answers[field.name]}
              error={wrong.get(field.name)}
              onChange={(value) => change(field.name, value)}
            />
          ))}
        </main>
        <div className="foot">
          <button className="btn main-act" type="submit" disabled={busy}>
            {busy ? 'Đang lưu…' : 'Tiếp tục'}
          </button>
          <Saved at={draft.updatedAt} />
        </div>
      </form>
    </>
  );
}
