import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote, Problem } from '../../components/faces.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { beginAgain, unsavedOf } from '../../features/drafts/begin-again.ts';
import { forgetDraft } from '../../features/drafts/use-draft.ts';
import { AnswerList } from '../../features/forms/answer-list.tsx';
import { useForm } from '../../features/procedures/use-procedures.ts';

/** In place of a draft that the server does not have any more: what was typed here and never sent is still the person's. */
export function GoneDraft({ id, error }: { id: string; error: unknown }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: copy, isPending } = useQuery({ queryKey: ['draft', id, 'unsaved'], queryFn: () => unsavedOf(id) });
  const form = useForm(copy?.draft.procedureCode ?? '', copy?.draft.caseId).data;
  const again = useMutation({
    mutationFn: async () => copy && beginAgain(copy, client),
    onSuccess: (freshId) => {
      forgetDraft(id, client);
      navigate(`/drafts/${freshId}/form/0`, { replace: true });
    },
  });
  if (isPending) return <Screen title={t('gone.title')} back="/" children={null} />;
  if (!copy)
    return (
      <Screen title={t('gone.title')} back="/">
        <Problem error={error} />
      </Screen>
    );
  return (
    <Screen
      title={t('gone.title')}
      back="/"
      tight
      bottom={
        <Foot>
          <ActButton busy={again.isPending} busyText={t('form.saving')} onPress={() => again.mutate()}>
            {t('gone.again')}
          </ActButton>
          <ActButton
            kind="quiet"
            onPress={() => {
              forgetDraft(id, client);
              navigate('/', { replace: true });
            }}
          >
            {t('gone.drop')}
          </ActButton>
        </Foot>
      }
    >
      <div className="stack-s">
        <h1>{t('gone.heading')}</h1>
        <p className="dim">{t('gone.text')}</p>
      </div>
      {again.error !== null && <ErrorNote error={again.error} />}
      {form?.layout.map((step) => (
        <section key={step.id} className="card">
          <h2>{step.title}</h2>
          <AnswerList step={step} answers={copy.answers} isFull />
        </section>
      ))}
    </Screen>
  );
}
