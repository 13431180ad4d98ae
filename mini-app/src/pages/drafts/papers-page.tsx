import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Foot, Screen, StepTrack } from '../../components/screen.tsx';
import { PaperCard } from '../../features/drafts/paper-card.tsx';
import { usePaperUploads } from '../../features/drafts/paper-uploads.ts';
import { SavedLine } from '../../features/drafts/saved-line.tsx';
import { ErrorSummary } from '../../features/forms/error-summary.tsx';
import { DraftScreen, type OpenDraft } from './draft-screen.tsx';

/** `/drafts/:id/papers` */
export function PapersPage() {
  const { t } = useTranslation();
  return <DraftScreen title={t('papers.title')}>{(open) => <Papers {...open} />}</DraftScreen>;
}

function Papers({ id, editor, view, form, procedure, stepCount }: OpenDraft) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const uploads = usePaperUploads(id);
  const [told, setTold] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const isSending = uploads.some(({ state }) => state !== 'failed');
  const missing = form.components.filter(
    (part) => part.required && ![...view.files, ...uploads].some(({ componentId }) => componentId === part.id),
  );
  const failed = uploads.filter(({ state }) => state === 'failed');
  const troubles = [
    ...missing.map((part) => ({ id: `paper-${part.id}`, label: t('papers.missing', { paper: part.name }) })),
    ...(failed[0] ? [{ id: `paper-${failed[0].componentId}`, label: t('papers.hasFailed') }] : []),
  ];
  const next = async () => {
    if (troubles.length > 0) return setTold((times) => times + 1);
    setBusy(true);
    setFailure(undefined);
    try {
      await editor.flush();
      navigate(`/drafts/${id}/review`);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Screen
      title={t('papers.title')}
      back={`/drafts/${id}/form/${form.layout.length - 1}`}
      tight
      underBar={<StepTrack at={stepCount - 1} of={stepCount} what={procedure?.plainName} />}
      bottom={
        <Foot>
          <ActButton busy={busy || isSending} busyText={t(isSending ? 'papers.wait' : 'form.saving')} onPress={() => void next()}>
            {t('form.next')}
          </ActButton>
          <SavedLine view={view} />
        </Foot>
      }
    >
      <ErrorSummary troubles={told > 0 ? troubles : []} told={told} />
      {failure !== undefined && <ErrorNote error={failure} />}
      <div className="stack-s">
        <h1>{t('papers.heading')}</h1>
        <p className="dim">{t('papers.intro')}</p>
      </div>
      {form.components.map((part) => (
        <PaperCard key={part.id} part={part} editor={editor} files={view.files} described={view.draft.files} uploads={uploads} />
      ))}
    </Screen>
  );
}
