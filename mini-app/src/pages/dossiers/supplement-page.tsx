import type { Supplement } from '@tayninh/shared/features/dossiers/acts.contract';
import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { clock, day } from '../../components/spoken-time.ts';
import { useAnswerSupplement } from '../../features/dossiers/use-acts.ts';
import { useDossier } from '../../features/dossiers/use-dossiers.ts';
import { PaperCard, ResumedLine } from '../../features/drafts/paper-card.tsx';
import { usePaperUploads } from '../../features/drafts/paper-uploads.ts';
import { refusedIn } from '../../features/drafts/refused-in.ts';
import { SavedLine } from '../../features/drafts/saved-line.tsx';
import { ErrorSummary } from '../../features/forms/error-summary.tsx';
import { FormField } from '../../features/forms/form-field.tsx';
import { useForm } from '../../features/procedures/use-procedures.ts';
import { NothingAsked, SendButton, SendTrouble, useSent } from './answering.tsx';
import { contentOf, forgetSupplement, NOTE, useSupplementEditor } from './supplement-editor.ts';

/** `/dossiers/:id/supplements/:sid` */
export function SupplementPage() {
  const { t } = useTranslation();
  const { id = '', sid = '' } = useParams();
  const dossier = useDossier(id);
  const known = dossier.data?.supplements.find((supplement) => supplement.id === sid);
  if (dossier.data && known?.isOpen) return <Open dossier={dossier.data} supplement={known} />;
  return (
    <Screen title={t('supplement.title')} back={`/dossiers/${id}`} tight>
      <Answer query={dossier}>
        {() => <NothingAsked dossierId={id} title={t('supplement.closedTitle')} text={t('supplement.closedText')} />}
      </Answer>
    </Screen>
  );
}

function Open({ dossier, supplement }: { dossier: DossierDetail; supplement: Supplement }) {
  const { t } = useTranslation();
  const { id } = dossier;
  const onSent = useSent(id);
  const { papers, fields, until, note, round } = supplement;
  const { editor, view } = useSupplementEditor(id, supplement);
  const uploads = usePaperUploads(editor);
  const send = useAnswerSupplement(id, supplement.id);
  const form = useForm(dossier.procedure.code, dossier.caseId).data;
  const [told, setTold] = useState(0);
  const isUploading = uploads.some(({ state }) => state !== 'failed');
  const nothing = view.files.length === 0 && !view.answers[NOTE] && fields.every(({ name }) => view.answers[name] === undefined);
  const refused = refusedIn(view);
  const failed = uploads.find(({ state }) => state === 'failed');
  const troubles = [
    ...(nothing ? [{ id: 'supplement-papers', label: t('supplement.nothing') }] : []),
    ...papers
      .filter((paper) => refused.has(paper.id))
      .map((paper, index) => ({
        id: `paper-${paper.id}`,
        label: t('papers.mend', { paper: paper.name ?? t('supplement.unnamed', { no: index + 1 }) }),
      })),
    ...(failed ? [{ id: `paper-${failed.componentId}`, label: t('papers.hasFailed') }] : []),
  ];
  const submit = () => {
    if (troubles.length > 0) return setTold((times) => times + 1);
    send.mutate(contentOf(view), { onSuccess: () => onSent(t('supplement.sent'), () => forgetSupplement(supplement.id)) });
  };
  return (
    <Screen
      title={t('supplement.title')}
      back={`/dossiers/${id}`}
      tight
      bottom={
        <Foot>
          <SendButton isUploading={isUploading} isSending={send.isPending} onPress={submit}>
            {t('supplement.send')}
          </SendButton>
          <SavedLine view={view} />
        </Foot>
      }
    >
      <ErrorSummary troubles={told > 0 ? troubles : []} told={told} />
      {send.error && <SendTrouble error={send.error} />}
      <div className="stack-s">
        <h1>{t('supplement.heading')}</h1>
        <p className="dim">{dossier.procedure.plainName}</p>
        {until && (
          <p className="icon-line">
            <Icon name="clock" />
            <span>{t('supplement.until', { when: `${clock(until)} ${day(until)}` })}</span>
          </p>
        )}
        <p>{t('supplement.intro')}</p>
        {round > 1 && (
          <p className="icon-line">
            <Icon name="info" />
            <span>{t('supplement.again', { round })}</span>
          </p>
        )}
      </div>
      <ResumedLine uploads={uploads} />
      {note && (
        <div className="note">
          <Icon name="chat" />
          <p>
            {t('dossier.words')}: <b>{note}</b>
          </p>
        </div>
      )}
      <div className="stack" id="supplement-papers" tabIndex={-1}>
        {papers.map((paper, index) => {
          const name = paper.name ?? t('supplement.unnamed', { no: index + 1 });
          return (
            <section key={paper.id} className="stack-s" aria-label={name}>
              <PaperCard
                part={{ id: paper.id, name, required: true, ...(paper.reason && { hint: paper.reason }) }}
                editor={editor}
                files={view.files}
                described={view.draft.files}
                uploads={uploads}
              />
              {paper.markedPages.length > 0 && <p className="small">{t('supplement.marked', { pages: paper.markedPages.join(', ') })}</p>}
              {paper.oldFiles.length > 0 && (
                <p className="small dim">{t('supplement.old', { files: paper.oldFiles.map((file) => file.name).join(', ') })}</p>
              )}
            </section>
          );
        })}
      </div>
      {fields.map(({ name, reason }) => {
        const field = form?.layout.flatMap((step) => step.fields).find((candidate) => candidate.name === name);
        if (!field) return null;
        return (
          <section key={name} className="card">
            <p className="icon-line">
              <Icon name="info" />
              <span>{reason}</span>
            </p>
            <FormField
              field={field}
              value={view.answers[name] ?? dossier.answers[name]}
              error={undefined}
              isRequired
              onChange={(value) => editor.answer(name, value)}
            />
          </section>
        );
      })}
      <FormField
        field={{ name: 'supplement-note', kind: 'textarea', label: t('supplement.note') }}
        value={view.answers[NOTE]}
        error={undefined}
        isRequired={false}
        onChange={(value) => editor.answer(NOTE, value)}
      />
    </Screen>
  );
}
