import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Tag } from '../../components/rows.tsx';
import { clock, day } from '../../components/spoken-time.ts';
import { stateLook } from './dossier-state.ts';
import type { RefusedPaper } from './refused-papers.ts';
import { useCorrect } from './use-acts.ts';

const whenOf = (at: string) => `${clock(at)} ${day(at)}`;

interface ContactProps {
  readonly dossier: DossierDetail;
  readonly ask: () => void;
  readonly call: () => void;
}

/** The authority asks: what, until when, and the one way to answer. */
export function SupplementCard({ dossier, nameOf }: { dossier: DossierDetail; nameOf: (componentId: string) => string }) {
  const { t } = useTranslation();
  const { needsAction, supplements } = dossier;
  const open = supplements.find(({ id }) => id === needsAction?.supplementId);
  if (!open) return null;
  const sentBack = open.answer?.state === 'rejected' || open.answer?.state === 'needs_citizen';
  return (
    <section className="card you">
      <Tag icon="pause" tone="you">
        {t('dossier.waitingYou')}
      </Tag>
      <h2>{t('dossier.act.supplement')}</h2>
      {sentBack && <p>{t('supplement.sentBack')}</p>}
      {open.answer?.files.map(
        ({ componentId, trouble }, index) =>
          trouble && (
            <p key={index} className="icon-line">
              <Icon name="alert" />
              <span>
                <b>{nameOf(componentId)}</b>: {t(`papers.trouble.${trouble}`)}
              </span>
            </p>
          ),
      )}
      <ul className="stack-s">
        {open.papers.map(({ id, name, reason }, index) => (
          <li key={id}>
            <b>{name ?? t('supplement.unnamed', { no: index + 1 })}</b>
            {reason && `: ${reason}`}
          </li>
        ))}
        {open.fields.map(({ name, reason }) => (
          <li key={name}>{reason}</li>
        ))}
      </ul>
      {open.until && <p>{t('supplement.until', { when: whenOf(open.until) })}</p>}
      <Link className="btn main-act" to={`/dossiers/${dossier.id}/supplements/${open.id}`}>
        {t('supplement.go')}
      </Link>
    </section>
  );
}

/** Files that were refused before the dossier could go out: which papers, why, and the one way to mend it. */
export function ResendCard({ id, papers }: { id: string; papers: readonly RefusedPaper[] }) {
  const { t } = useTranslation();
  return (
    <section className="card you">
      <Tag icon="camera" tone="you">
        {t('resend.tag')}
      </Tag>
      <h2>{t('resend.heading')}</h2>
      <ul className="stack-s">
        {papers.map(({ id: paperId, name, troubles }) => (
          <li key={paperId}>
            <b>{name}</b>: {troubles.map((trouble) => t(`papers.trouble.${trouble}`)).join(' ')}
          </li>
        ))}
      </ul>
      <p>{t('resend.intro')}</p>
      <Link className="btn main-act" to={`/dossiers/${id}/files`}>
        {t(papers.length > 1 ? 'resend.goMany' : 'resend.go')}
      </Link>
    </section>
  );
}

/** Refused, stopped or withdrawn: why, and what can be done now. */
export function ClosedCard({ dossier, ask }: Omit<ContactProps, 'call'>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const correct = useCorrect(dossier.id);
  const { state, status, timeline } = dossier;
  const isClosed = state === 'rejected' || status === 3 || status === 7 || status === 8;
  if (!isClosed) return null;
  const look = stateLook(dossier);
  // the province's own name of the step is its first line; the reason follows
  const reason = [...timeline]
    .reverse()
    .find((entry) => entry.status === status && entry.text)
    ?.text?.split('\n')
    .slice(1)
    .join('\n');
  const isOwnWish = status === 7;
  return (
    <section className="card">
      <Tag icon={look.icon} tone={look.tone}>
        {t(`state.${look.text}`)}
      </Tag>
      {!isOwnWish && (
        <p>
          {reason ? (
            <>
              {t('closed.reason')}: <b>{reason}</b>
            </>
          ) : (
            t('closed.noReason')
          )}
        </p>
      )}
      <p>{t(isOwnWish ? 'closed.withdrawn' : status === 8 ? 'closed.stopped' : 'closed.refused')}</p>
      {correct.error && <ErrorNote error={correct.error} />}
      <ActButton
        busy={correct.isPending}
        busyText={t('apply.preparing')}
        onPress={() => correct.mutate(undefined, { onSuccess: (draft) => navigate(`/drafts/${draft.id}/form/0`) })}
      >
        {t('closed.correct')}
      </ActButton>
      <ActButton kind="quiet" onPress={ask}>
        <Icon name="chat" className="i-s" />
        {t('search.ask')}
      </ActButton>
    </section>
  );
}

/** Late: the apology with its new date, or the truth that nobody has said anything. */
export function LateNote({ dossier, ask, call }: ContactProps) {
  const { t } = useTranslation();
  const { dueAt, status, state, needsAction, timeline } = dossier;
  if (state !== 'confirmed' || (status !== 2 && status !== 4) || needsAction || !dueAt) return null;
  const apology = [...timeline].reverse().find(({ kind }) => kind === 'new-date');
  if (Date.parse(dueAt) < Date.now())
    return (
      <section className="card you" role="status">
        <Tag icon="clock" tone="you">
          {t('late.tag')}
        </Tag>
        <p>{t('late.text', { when: whenOf(dueAt) })}</p>
        <ActButton onPress={call}>
          <Icon name="phone" />
          {t('search.call')}
        </ActButton>
        <ActButton kind="quiet" onPress={ask}>
          <Icon name="chat" className="i-s" />
          {t('search.ask')}
        </ActButton>
      </section>
    );
  if (!apology) return null;
  const words = apology.text?.split('\n').slice(1).join('\n');
  return (
    <div className="note info">
      <Icon name="info" />
      <div>
        <p>{t('late.apology', { when: whenOf(dueAt) })}</p>
        {words && (
          <p>
            {t('closed.reason')}: <b>{words}</b>
          </p>
        )}
      </div>
    </div>
  );
}

/** Why the promised date moved: how long the clock stood still, and how its law counts on. */
export function Recount({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const { recount, dueAt } = dossier;
  if (!recount || !dueAt) return null;
  return (
    <div className="list folds">
      <details>
        <summary>
          <Icon name="cal" />
          <span className="grow">{t('recount.title')}</span>
          <Icon name="down" className="i-s turn" />
        </summary>
        <div className="stack-s">
          {recount.pauses.map(({ from, until }) => (
            <p key={from}>{t('recount.pause', { from: whenOf(from), until: whenOf(until) })}</p>
          ))}
          {recount.steps.map((step) => (
            <p key={step}>{step}</p>
          ))}
          <p className="small dim">{t('recount.official')}</p>
        </div>
      </details>
    </div>
  );
}
