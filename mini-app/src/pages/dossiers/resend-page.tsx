import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { isProblem } from '../../api/errors.ts';
import { Answer } from '../../components/faces.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { useResend } from '../../features/dossiers/use-acts.ts';
import { useDossier } from '../../features/dossiers/use-dossiers.ts';
import { PaperCard, ResumedLine } from '../../features/drafts/paper-card.tsx';
import { usePaperUploads } from '../../features/drafts/paper-uploads.ts';
import { ErrorSummary } from '../../features/forms/error-summary.tsx';
import { NothingAsked, SendButton, SendTrouble, useSent } from './answering.tsx';
import { forgetResend, useResendEditor } from './resend-editor.ts';
import { usePapers } from './use-papers.ts';

/** `/dossiers/:id/files` */
export function ResendPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const dossier = useDossier(id);
  if (dossier.data?.state === 'needs_citizen') return <Refused dossier={dossier.data} />;
  return (
    <Screen title={t('resend.title')} back={`/dossiers/${id}`} tight>
      <Answer query={dossier}>{() => <NothingAsked dossierId={id} title={t('resend.doneTitle')} text={t('resend.doneText')} />}</Answer>
    </Screen>
  );
}

function Refused({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const { id } = dossier;
  const onSent = useSent(id);
  const papers = usePapers(dossier).refused;
  const { editor, view } = useResendEditor(id);
  const uploads = usePaperUploads(editor);
  const send = useResend(id);
  const [told, setTold] = useState(0);
  const isUploading = uploads.some(({ state }) => state !== 'failed');
  const isEmpty = view.files.length + uploads.length === 0;
  const failed = uploads.find(({ state }) => state === 'failed');
  const troubles = [
    ...papers
      .filter((paper) => paper.isRequired && ![...view.files, ...uploads].some(({ componentId }) => componentId === paper.id))
      .map((paper) => ({ id: `paper-${paper.id}`, label: t('papers.missing', { paper: paper.name }) })),
    ...(failed ? [{ id: `paper-${failed.componentId}`, label: t('papers.hasFailed') }] : []),
  ];
  // a file that was sent now may have been refused meanwhile
  const parts = isProblem(send.error, 'invalid-request') ? (send.error.problem.errors ?? []) : [];
  const refusals = parts.map(({ pointer, detail }) => ({ id: `paper-${pointer.split('/')[2] ?? ''}`, label: detail }));
  const submit = () => {
    if (troubles.length > 0) return setTold((times) => times + 1);
    send.mutate(view.files, { onSuccess: () => onSent(t('resend.sent'), () => forgetResend(id)) });
  };
  return (
    <Screen
      title={t('resend.title')}
      back={`/dossiers/${id}`}
      tight
      bottom={
        <Foot>
          <SendButton isUploading={isUploading} isSending={send.isPending} onPress={submit}>
            {t(isEmpty && troubles.length === 0 ? 'resend.without' : 'resend.send')}
          </SendButton>
          <p className="small center">{t('resend.once')}</p>
        </Foot>
      }
    >
      <ErrorSummary troubles={troubles.length > 0 ? (told > 0 ? troubles : []) : refusals} told={troubles.length > 0 ? told : send.error} />
      {send.error && refusals.length === 0 && <SendTrouble error={send.error} />}
      <ResumedLine uploads={uploads} />
      <div className="stack-s">
        <h1>{t('resend.heading')}</h1>
        <p className="dim">{dossier.procedure.plainName}</p>
        <p>{t('resend.intro')}</p>
      </div>
      {papers.map(({ id: paperId, name, isRequired, troubles, refused, kept }) => (
        <section key={paperId} className="stack-s" aria-label={name}>
          <PaperCard
            part={{ id: paperId, name, required: isRequired, hint: t('resend.old', { files: refused.join(', ') }) }}
            need={troubles.map((trouble) => t(`papers.trouble.${trouble}`)).join(' ')}
            editor={editor}
            files={view.files}
            described={view.draft.files}
            uploads={uploads}
          />
          {kept.length > 0 && <p className="small dim">{t('resend.kept', { files: kept.join(', ') })}</p>}
          {!isRequired && <p className="small">{t('resend.optional')}</p>}
        </section>
      ))}
    </Screen>
  );
}
