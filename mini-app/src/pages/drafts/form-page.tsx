import { adviceOn } from '@tayninh/shared/features/forms/advice';
import { askedFields } from '@tayninh/shared/features/forms/asked-answers';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Foot, Screen, StepTrack } from '../../components/screen.tsx';
import { DraftNotes } from '../../features/drafts/draft-notes.tsx';
import { ForWhomNote } from '../../features/drafts/for-whom.tsx';
import { OfferedAnswers } from '../../features/drafts/offered-answers.tsx';
import { SavedLine } from '../../features/drafts/saved-line.tsx';
import { useSuggestions } from '../../features/drafts/use-suggestions.ts';
import { linesOf } from '../../features/forms/answer-list.tsx';
import { questionsOf } from '../../features/forms/answers.ts';
import type { checkStep } from '../../features/forms/check-step.ts';
import { ErrorSummary } from '../../features/forms/error-summary.tsx';
import { FormField } from '../../features/forms/form-field.tsx';
import { PeopleField } from '../../features/forms/people-field.tsx';
import { ZaloNumber } from '../../features/identity/zalo-number.tsx';
import { DraftScreen, type OpenDraft } from './draft-screen.tsx';

/** `/drafts/:id/form/:step`, steps counted from 0 */
export function FormPage() {
  const { t } = useTranslation();
  const { step = '0' } = useParams();
  return <DraftScreen title={t('form.title')}>{(open) => <FormStepPage key={step} {...open} at={Number(step)} />}</DraftScreen>;
}

function FormStepPage({ id, editor, view, form, procedure, stepCount, at }: OpenDraft & { at: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const [told, setTold] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const suggestions = useSuggestions(id);
  const step = form.layout[at];
  if (!step) return <Navigate to={`/drafts/${id}/form/0`} replace />;

  const required = new Set([...requiredOf(form.schema)]);
  const fields = askedFields(step, view.answers);
  const questions = questionsOf(step, view.answers);
  const troubles = questions.filter(({ id }) => wrong.has(id)).map(({ id, label }) => ({ id, label }));
  const advice = adviceOn(fields, view.answers);

  const next = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const found = await check(form, step, view.answers);
      setWrong(found);
      if (found.size > 0) return setTold((times) => times + 1);
      const saved = await editor.flush();
      // the server knows the form too; should it see more than the phone, it is said here and not at the end
      const refused = new Map(
        saved.problems.flatMap(({ pointer, detail }) => {
          const question = questions.find(({ path }) => pointer === `/answers${path}`);
          return question ? [[question.id, detail] as const] : [];
        }),
      );
      setWrong(refused);
      if (refused.size > 0) return setTold((times) => times + 1);
      if (editor.view().conflicts.length > 0) return navigate(`/drafts/${id}/conflict`);
      const isLast = at === form.layout.length - 1;
      navigate(isLast ? `/drafts/${id}/${form.components.length > 0 ? 'papers' : 'review'}` : `/drafts/${id}/form/${at + 1}`);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const change = (name: string) => (value: Parameters<typeof editor.answer>[1]) => {
    editor.answer(name, value);
    unmark((other) => other === name);
  };
  const unmark = (isOver: (id: string) => boolean) => setWrong((marks) => new Map([...marks].filter(([id]) => !isOver(id))));
  const hasZaloPhone = suggestions.some(({ field, source }) => OWN_PHONE.has(field) && source.kind === 'zalo');
  const { sample } = form;
  return (
    <form noValidate className="whole" onSubmit={(event) => void next(event)}>
      <Screen
        title={t('form.title')}
        back={at === 0 ? `/procedures/${view.draft.procedureCode}` : `/drafts/${id}/form/${at - 1}`}
        tight
        underBar={<StepTrack at={at + 1} of={stepCount} what={procedure?.plainName} />}
        bottom={
          <Foot>
            <ActButton type="submit" busy={busy} busyText={t('form.saving')}>
              {t('form.next')}
            </ActButton>
            <SavedLine view={view} />
          </Foot>
        }
      >
        <ErrorSummary troubles={troubles} told={told} />
        {failure !== undefined && <ErrorNote error={failure} />}
        <DraftNotes view={view} />
        <ForWhomNote whom={view.draft.for} />
        <div className="stack-s">
          <h1>{step.title}</h1>
          {step.why && <p className="dim">{step.why}</p>}
        </div>
        {fields.map((field) =>
          field.kind === 'people' ? (
            <PeopleField
              key={field.name}
              field={field}
              schema={form.schema}
              value={view.answers[field.name]}
              wrong={wrong}
              onChange={(people, part) => {
                editor.answer(field.name, [...people]);
                // people moved: what was said of the second may now stand at the first
                unmark((id) => (part ? id === part : id === field.name || id.startsWith(`${field.name}-`)));
              }}
            />
          ) : (
            <FormField
              key={field.name}
              field={field}
              value={view.answers[field.name]}
              error={wrong.get(field.name)}
              advice={advice.get(field.name)}
              isRequired={required.has(field.name) || field.showWhen !== undefined}
              onChange={change(field.name)}
            >
              <OfferedAnswers
                field={field}
                value={view.answers[field.name]}
                words={(value) => linesOf(field, value, false)[0]?.words ?? ''}
                offers={suggestions.filter((offer) => offer.field === field.name)}
                onChange={change(field.name)}
              />
              {OWN_PHONE.has(field.name) && !hasZaloPhone && <ZaloNumber onGiven={change(field.name)} />}
            </FormField>
          ),
        )}
        {sample && import.meta.env.MODE !== 'production' && (
          <ActButton
            kind="quiet"
            onPress={() => {
              for (const [name, value] of Object.entries(sample)) change(name)(value);
            }}
          >
            {t('form.sample')}
          </ActButton>
        )}
      </Screen>
    </form>
  );
}

/** The phone's own check answers at once; where it cannot be loaded (no network, very old web view) the server's word is enough. */
async function check(...args: Parameters<typeof checkStep>): Promise<ReadonlyMap<string, string>> {
  const loaded = await import('../../features/forms/check-step.ts').catch(() => null);
  return loaded ? loaded.checkStep(...args) : new Map();
}

/** Field names are the same in all our forms; other numbers (of a shop, of an heir) are not Zalo's to give. */
const OWN_PHONE = new Set(['applicantPhone', 'ownerPhone']);

const requiredOf = (schema: Record<string, unknown>) => (Array.isArray(schema.required) ? schema.required.map(String) : []);
