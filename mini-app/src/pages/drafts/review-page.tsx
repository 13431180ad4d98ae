import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProblemPart } from '@tayninh/shared/contract/problem';
import type { ChecklistResult } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { useSnackbar } from 'zmp-ui';
import { isProblem, isUnreachable } from '../../api/errors.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Row } from '../../components/rows.tsx';
import { Foot, Screen, StepTrack } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import { feeWords } from '../../features/checklists/checklist-text.ts';
import { useCaseFacts } from '../../features/checklists/use-checklist.ts';
import { type DraftCase, useDraftCase } from '../../features/checklists/use-draft-case.ts';
import { DraftNotes } from '../../features/drafts/draft-notes.tsx';
import { ForWhomNote } from '../../features/drafts/for-whom.tsx';
import { papersOfCase } from '../../features/drafts/papers-of-case.ts';
import { filingKey, submitDraft } from '../../features/drafts/submit-draft.ts';
import { forgetDraft, useSendForReview } from '../../features/drafts/use-draft.ts';
import { AnswerList } from '../../features/forms/answer-list.tsx';
import { ErrorSummary } from '../../features/forms/error-summary.tsx';
import { useMe } from '../../features/identity/use-me.ts';
import { usePreferences, useSetZaloUpdates } from '../../features/notifications/use-preferences.ts';
import { Fact } from '../../features/procedures/procedure-facts.tsx';
import { useSettings } from '../../features/settings/use-settings.ts';
import { SystemBanner } from '../../features/status/system-banner.tsx';
import { askToNotify, isDenied } from '../../zalo/zalo-host.ts';
import { DraftScreen, type OpenDraft } from './draft-screen.tsx';

/** `/drafts/:id/review` */
export function ReviewPage() {
  const { t } = useTranslation();
  return <DraftScreen title={t('review.title')}>{(open) => <Review {...open} />}</DraftScreen>;
}

function Review({ id, editor, view, form, procedure, stepCount }: OpenDraft) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  const preferences = usePreferences();
  const setUpdates = useSetZaloUpdates();
  const { openSnackbar } = useSnackbar();
  const [consent, setConsent] = useState(false);
  const [notify, setNotify] = useState(false);
  const [isTold, setTold] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => void filingKey(id), [id]);

  /** Zalo asks once more; a no there is a no here. What Zalo cannot ask (an old version) is no refusal. */
  const turnUpdatesOn = async () => {
    const hasRefused = await askToNotify().then(() => false, isDenied);
    if (hasRefused) openSnackbar({ text: t('review.notifyRefused'), type: 'default', duration: 8_000 });
    else setUpdates.mutate(true);
  };
  const submit = useMutation({
    mutationFn: async () => {
      await editor.flush();
      return submitDraft(id);
    },
    onSuccess: (filed) => {
      if (notify) void turnUpdatesOn();
      void client.invalidateQueries({ queryKey: ['dossiers'] });
      void client.invalidateQueries({ queryKey: ['inbox'] });
      navigate(`/dossiers/${filed.id}/receipt`, { replace: true });
      forgetDraft(id, client);
    },
  });
  /** To VNeID and back: what was typed last is saved first. */
  const leave = useMutation({ mutationFn: () => editor.flush(), onSettled: () => navigate(`/me/identity?draft=${id}`) });
  const whom = view.draft.for;
  const isReviewing = whom?.iAm === 'representative';
  // an identity stands for an organisation only when it is the representative's (docs/adr/0021)
  const needsBoss = procedure?.submitLevel === 'L3' && whom?.kind === 'organisation' && whom.authorisationId !== null && !isReviewing;
  const mayFile = (whom?.maySubmit ?? true) && !needsBoss;
  const isCounterOnly = procedure ? procedure.submitMode !== 'api' : false;
  const pass = useSendForReview(id);
  const send = () => {
    if (view.conflicts.length > 0) return navigate(`/drafts/${id}/conflict`);
    if (!mayFile) return pass.mutate({ isSent: true, before: () => editor.flush() });
    if (consent) return submit.mutate();
    setTold(true);
    box.current?.focus();
  };

  const isFixed = isReviewing || view.draft.isHandedOver;
  const refused = isProblem(submit.error, 'draft-incomplete') ? (submit.error.problem.errors ?? []) : undefined;
  const problems = refused ?? view.draft.problems;
  const hasPapers = form.components.length > 0;
  const draftCase = useDraftCase(view.draft);
  const papers = draftCase?.result ? papersOfCase(form.components, draftCase.result, view.files).toSend : form.components;
  // What the phone remembers of the level may be old: the server judges again when it is sent.
  const needsIdentity = isProblem(submit.error, 'level-too-low') || (procedure?.submitLevel === 'L3' && me.data?.level !== 'L3');
  const office = t(`review.office.${procedure?.levels[0] ?? 'other'}`);
  return (
    <Screen
      title={t('review.title')}
      back={hasPapers ? `/drafts/${id}/papers` : `/drafts/${id}/form/${form.layout.length - 1}`}
      tight
      underBar={<StepTrack at={stepCount} of={stepCount} what={procedure?.plainName} />}
      bottom={
        <Foot>
          {view.draft.isHandedOver && !mayFile ? null : view.draft.isHandedOver || (isCounterOnly && mayFile) ? (
            <>
              <Link className="btn main-act" to={`/drafts/${id}/handoff`}>
                {t('handoff.title')}
              </Link>
              {isCounterOnly && <p className="small center">{t('handoff.only')}</p>}
            </>
          ) : mayFile ? (
            <>
              {needsIdentity ? (
                <ActButton busy={leave.isPending} busyText={t('review.saving')} onPress={() => leave.mutate()}>
                  {t('review.toIdentity')}
                </ActButton>
              ) : (
                <ActButton busy={submit.isPending} busyText={t('review.submitting')} onPress={send}>
                  {t('review.submit')}
                </ActButton>
              )}
              {isReviewing && (
                <ActButton
                  kind="quiet"
                  busy={pass.isPending}
                  onPress={() => pass.mutate({ isSent: false }, { onSuccess: () => navigate('/dossiers', { replace: true }) })}
                >
                  {t('review.sendBack')}
                </ActButton>
              )}
              <p className="small center">{t(needsIdentity ? 'review.identityNext' : 'review.once')}</p>
            </>
          ) : (
            <>
              <ActButton busy={pass.isPending} busyText={t('review.submitting')} onPress={send}>
                {t('review.sendToBoss')}
              </ActButton>
              <p className="small center">
                {t(isCounterOnly ? 'review.bossCounter' : needsBoss ? 'review.bossIdentity' : 'review.bossOnly')}
              </p>
            </>
          )}
        </Foot>
      }
    >
      <ForWhomNote whom={whom} />
      {view.draft.isHandedOver && (
        <State icon="qr" title={t('handoff.locked')} text={t(mayFile ? 'handoff.lockedText' : 'handoff.bossHasIt')} />
      )}
      {isReviewing && <State icon="eye" title={t('review.sentBy')} text={t('review.sentByText')} />}
      {!mayFile && !view.draft.isHandedOver && (pass.isSuccess || whom?.sentForReviewAt) && (
        <State icon="check" title={t('review.sentToBoss')} text={t(isCounterOnly ? 'review.bossCounterNext' : 'review.sentToBossText')} />
      )}
      {pass.error && <ErrorNote error={pass.error} />}
      <div className="stack-s">
        <h1>{t('review.heading')}</h1>
        {!isCounterOnly && <p className="dim">{t('review.sendTo', { office })}</p>}
      </div>
      <DraftNotes view={view} />
      <SystemBanner passesThrough={hasPapers ? ['province', 'scan'] : ['province']} />
      <ErrorSummary
        troubles={problems.map(({ pointer, detail }) => ({ id: pointer, label: detail }))}
        told={refused}
        onGo={(pointer) => navigate(placeOf(pointer, id, form))}
      />
      {form.layout.map((step, index) => (
        <section key={step.id} className="card">
          <CardHead name={step.title} to={isFixed ? null : `/drafts/${id}/form/${index}`} />
          <AnswerList step={step} answers={view.answers} isFull />
        </section>
      ))}
      {hasPapers && (
        <section className="card">
          <CardHead name={t('review.papers')} to={isFixed ? null : `/drafts/${id}/papers`} />
          <ul className="stack">
            {papers.map((part) => {
              const count = view.files.filter(({ componentId }) => componentId === part.id).length;
              const isRefused = view.draft.files.some(({ componentId, check }) => componentId === part.id && check === 'refused');
              return (
                <li key={part.id} className="icon-line">
                  <Icon name={isRefused ? 'alert' : count > 0 ? 'check' : part.required ? 'alert' : 'x'} />
                  <span>
                    {part.name}, {isRefused ? t('review.refused') : count > 0 ? t('review.pages', { count }) : t('review.notSent')}
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {procedure && (
        <section className="stack">
          <dl className="facts">
            {draftCase?.result ? (
              <FeeAndPromise code={procedure.code} answers={draftCase.answers} result={draftCase.result} />
            ) : (
              <>
                <Fact icon="money" name={t('review.fee')} text={procedure.feeText} />
                <Fact icon="cal" name={t('review.time')} text={procedure.timeText} />
              </>
            )}
          </dl>
          <p className="small dim">{t('review.official')}</p>
        </section>
      )}
      {mayFile && !isFixed && !isCounterOnly && (
        <ul className="list">
          <Row icon="office" title={t('handoff.row')} text={t('handoff.rowText')} to={`/drafts/${id}/handoff`} />
        </ul>
      )}
      {mayFile && !view.draft.isHandedOver && !isCounterOnly && (
        <section className="stack-s">
          <h2>{t('review.confirm')}</h2>
          <label className={consent ? 'check on' : 'check'}>
            <input
              ref={box}
              type="checkbox"
              checked={consent}
              aria-invalid={(isTold && !consent) || undefined}
              aria-describedby={isTold && !consent ? 'consent-error' : undefined}
              onChange={(event) => setConsent(event.target.checked)}
            />
            <span className="box">{consent && <Icon name="check" />}</span>
            <span>{t('review.statement', { office })}</span>
          </label>
          {isTold && !consent && (
            <p className="note no" role="alert" id="consent-error">
              <Icon name="alert" />
              <span>{t('review.statementMissing')}</span>
            </p>
          )}
          {preferences.data?.zaloDossierUpdates === false && (
            <label className={notify ? 'check on' : 'check'}>
              <input type="checkbox" checked={notify} onChange={(event) => setNotify(event.target.checked)} />
              <span className="box">{notify && <Icon name="check" />}</span>
              <span>
                {t('review.notify')} <span className="dim">{t('review.notifyHint')}</span>
              </span>
            </label>
          )}
        </section>
      )}
      {mayFile && needsIdentity && !isCounterOnly && (
        <div className="note info" role="status">
          <Icon name="shield" />
          <div>
            <b>{t('review.identity')}</b>
            <p>{t('review.identityText')}</p>
          </div>
        </div>
      )}
      <SubmitTrouble error={submit.error} />
    </Screen>
  );
}

/** Of the case, when filed on the phone today. */
function FeeAndPromise({ code, answers, result }: { code: string; answers: DraftCase['answers']; result: ChecklistResult }) {
  const { t } = useTranslation();
  const [{ unit }] = useSettings();
  const promise = useCaseFacts(code, answers, unit?.code, true)?.promise;
  const online = <T extends { channels: readonly string[] }>(lines: readonly T[]) =>
    lines.filter(({ channels }) => channels.includes('online'));
  const fees = online(result.fee.lines).map((line) => `${line.name}: ${feeWords(line)}. ${line.because}`);
  const times = online(result.times).map(({ text }) => text);
  return (
    <>
      <Fact icon="money" name={t('review.fee')} text={fees.join(' ')} />
      <Fact icon="cal" name={t('review.time')} text={promise ? t('checklist.promise', { when: moment(promise.dueAt) }) : times.join(' ')} />
    </>
  );
}

/** `to`: where it is mended; null when that is not for this person, or not now. */
function CardHead({ name, to }: { name: string; to: string | null }) {
  const { t } = useTranslation();
  return (
    <div className="head in-card">
      <h2>{name}</h2>
      {to !== null && (
        <Link className="link" to={to} aria-label={t('review.editNamed', { name: name.toLowerCase() })}>
          <Icon name="pen" className="i-s" />
          {t('review.edit')}
        </Link>
      )}
    </div>
  );
}

const State = ({ icon, title, text }: { icon: IconName; title: string; text: string }) => (
  <div className="note info" role="status">
    <Icon name={icon} />
    <div>
      <p>
        <b>{title}</b>
      </p>
      <p>{text}</p>
    </div>
  </div>
);

function SubmitTrouble({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error || isProblem(error, 'draft-incomplete', 'level-too-low')) return null;
  if (isProblem(error, 'draft-submitted'))
    return (
      <div className="note info" role="alert">
        <Icon name="info" />
        <div>
          <p>{t('review.already')}</p>
          <Link className="link" to="/dossiers">
            {t('dossiers.title')}
          </Link>
        </div>
      </div>
    );
  if (isUnreachable(error))
    return (
      <div className="note" role="alert">
        <Icon name="off" />
        <p>{t('review.unknown')}</p>
      </div>
    );
  return <ErrorNote error={error} />;
}

/** Where the thing that a problem speaks of is filled in. */
function placeOf(pointer: ProblemPart['pointer'], draftId: string, form: OpenDraft['form']): string {
  if (pointer === '/for') return '/me/people';
  if (pointer.startsWith('/files')) return `/drafts/${draftId}/papers`;
  const name = pointer.split('/')[2]; // of a list, the list
  const step = form.layout.findIndex(({ fields }) => fields.some((field) => field.name === name));
  return `/drafts/${draftId}/form/${Math.max(step, 0)}`;
}
