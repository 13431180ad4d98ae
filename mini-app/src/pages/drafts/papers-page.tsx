import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote, Skeleton } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen, StepTrack } from '../../components/screen.tsx';
import { howNeeded, PaperSections } from '../../features/checklists/paper-sections.tsx';
import { useAnswers, useChecklist } from '../../features/checklists/use-checklist.ts';
import { type DraftCase, useDraftCase } from '../../features/checklists/use-draft-case.ts';
import { DraftNotes } from '../../features/drafts/draft-notes.tsx';
import { PaperCard, ResumedLine } from '../../features/drafts/paper-card.tsx';
import { usePaperUploads } from '../../features/drafts/paper-uploads.ts';
import { papersOfCase } from '../../features/drafts/papers-of-case.ts';
import { refusedIn } from '../../features/drafts/refused-in.ts';
import { SavedLine } from '../../features/drafts/saved-line.tsx';
import { ErrorSummary } from '../../features/forms/error-summary.tsx';
import { useMe } from '../../features/identity/use-me.ts';
import { useSpokenName } from '../../features/procedures/spoken-name.ts';
import { ReuseOffer } from '../../features/results/reuse-offer.tsx';
import { StoredOffer } from '../../features/stored-papers/stored-offer.tsx';
import { DraftScreen, type OpenDraft } from './draft-screen.tsx';

/** `/drafts/:id/papers` */
export function PapersPage() {
  const { t } = useTranslation();
  return <DraftScreen title={t('papers.title')}>{(open) => <Papers {...open} />}</DraftScreen>;
}

/** The papers of the case as the wizard found them; without its answers the form's own. */
function Papers({ id, editor, view, form, procedure, stepCount }: OpenDraft) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const uploads = usePaperUploads(editor);
  const spoken = useSpokenName();
  const me = useMe().data;
  const isProven = me?.level === 'L3' && me.offersStoredPapers;
  const [told, setTold] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const isSending = uploads.some(({ state }) => state !== 'failed');
  const draftCase = useDraftCase(view.draft);
  const sent = [...view.files, ...uploads];
  const papers = draftCase?.result
    ? papersOfCase(form.components, draftCase.result, sent)
    : { toSend: form.components.map((part) => ({ ...part, document: null })), others: [] };
  const attach = (componentId: string) => (fileId: string) => editor.changeFiles((all) => [...all, { componentId, fileId }]);
  const missing = papers.toSend.filter((part) => part.required && !sent.some(({ componentId }) => componentId === part.id));
  const refused = refusedIn(view);
  const failed = uploads.filter(({ state }) => state === 'failed');
  const troubles = [
    ...missing.map((part) => ({ id: `paper-${part.id}`, label: t('papers.missing', { paper: part.name }) })),
    ...papers.toSend
      .filter(({ id: paperId }) => refused.has(paperId))
      .map((part) => ({ id: `paper-${part.id}`, label: t('papers.mend', { paper: part.name }) })),
    ...(failed[0] ? [{ id: `paper-${failed[0].componentId}`, label: t('papers.hasFailed') }] : []),
  ];
  const next = async () => {
    if (troubles.length > 0) return setTold((times) => times + 1);
    setBusy(true);
    setFailure(undefined);
    try {
      await editor.flush();
      navigate(`/drafts/${id}/${editor.view().conflicts.length > 0 ? 'conflict' : 'review'}`);
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
      underBar={<StepTrack at={stepCount - 1} of={stepCount} what={procedure ? spoken(procedure).name : undefined} />}
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
      <DraftNotes view={view} />
      <ResumedLine uploads={uploads} />
      <div className="stack-s">
        <h1>{t('papers.heading')}</h1>
        <p className="dim">{t('papers.intro')}</p>
      </div>
      <CaseLine draft={view.draft} draftCase={draftCase ?? null} />
      {draftCase === undefined && <Skeleton rows={3} />}
      {draftCase !== undefined &&
        papers.toSend.map(({ document, ...part }) => (
          <PaperCard
            key={document?.id ?? part.id}
            part={part}
            need={document && howNeeded(document)}
            editor={editor}
            files={view.files}
            described={view.draft.files}
            uploads={uploads}
            offer={
              <>
                <ReuseOffer paperName={document?.name ?? part.name} onTaken={attach(part.id)} />
                <StoredOffer paperName={document?.name ?? part.name} isProven={isProven} onTaken={attach(part.id)} />
              </>
            }
          />
        ))}
      {papers.others.length > 0 && <PaperSections result={{ documents: papers.others }} />}
    </Screen>
  );
}

/** Which answers the list follows, and the way to change them; asks again when they are not clear any more. */
function CaseLine({ draft, draftCase }: { draft: Draft; draftCase: DraftCase | null }) {
  const { t } = useTranslation();
  const { procedureCode, id } = draft;
  const hasQuestions = (useChecklist(procedureCode).data?.table.questions.length ?? 0) > 0;
  const [, keep] = useAnswers(procedureCode);
  if (!hasQuestions) return null;
  const isOdd = draftCase !== null && draftCase.result === null;
  const step = draftCase?.isUnclear ? Object.keys(draftCase.answers).length : 0;
  return (
    <div className={isOdd ? 'note you' : 'note info'}>
      <Icon name={draftCase?.result ? 'check' : 'ask'} />
      <div className="stack-s">
        <p>
          {t(
            draftCase === null ? 'papers.notAsked' : draftCase.isUnclear ? 'papers.unclear' : isOdd ? 'papers.otherCase' : 'papers.byCase',
          )}
        </p>
        <Link
          className="link"
          to={`/procedures/${procedureCode}/checklist/${step}?draft=${id}`}
          onClick={() => draftCase && keep({ ...draftCase.answers })}
        >
          {t(draftCase === null ? 'checklist.enter' : draftCase.isUnclear ? 'papers.answerRest' : 'checklist.change')}
        </Link>
      </div>
    </div>
  );
}
