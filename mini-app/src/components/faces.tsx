import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { isProblem, isUnreachable } from '../api/errors.ts';
import { ActButton } from './act-button.tsx';
import { errorWords } from './error-words.ts';
import { Icon, type IconName } from './icon.tsx';
import { moment } from './spoken-time.ts';

/** True once `ms` have passed since this part appeared. */
function useLater(ms: number): boolean {
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isLater;
}

/** Rows in the shape of what follows: nothing for 300 ms, then bones, words when it takes long. */
export function Skeleton({ rows = 3, heading = true }: { rows?: number; heading?: boolean }) {
  const { t } = useTranslation();
  const isVisible = useLater(300);
  const isSlow = useLater(6_000);
  return (
    <div className="stack" role="status" aria-label={t('app.loading')}>
      {isVisible && (
        <>
          {heading && <span className="sk t1" style={{ width: '64%' }} />}
          <div className="list">
            {Array.from({ length: rows }, (_, index) => index).map((row) => (
              <div className="row top-align" key={row}>
                <span className="grow stack-s">
                  <span className="sk" style={{ width: '82%' }} />
                  <span className="sk s" style={{ width: '54%' }} />
                </span>
              </div>
            ))}
          </div>
        </>
      )}
      {isSlow && <p className="dim">{t('app.slow')}</p>}
    </div>
  );
}

/** A failure with nothing to show in its place. */
export function Problem({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { t } = useTranslation();
  const isGone = isProblem(error, 'not-found', 'dossier-not-found', 'draft-not-found', 'procedure-not-found');
  return (
    <section className="stack" role="alert">
      <span className="big plain">
        <Icon name={isUnreachable(error) ? 'off' : 'info'} />
      </span>
      <h2>{t('error.title')}</h2>
      <p className="dim">{errorWords(error)}</p>
      {isProblem(error) && error.problem.status >= 500 && <p className="small">{t('error.code', { id: error.problem.requestId })}</p>}
      {retry && !isGone && (
        <ActButton kind="second" onPress={() => void retry()}>
          <Icon name="sync" className="i-s" />
          {t('error.retry')}
        </ActButton>
      )}
      <Link className="btn quiet" to="/">
        {t('error.home')}
      </Link>
    </section>
  );
}

/** A failed act: what is on the screen stays. */
export function ErrorNote({ error }: { error: unknown }) {
  return (
    <div className="note no" role="alert">
      <Icon name="alert" />
      <p>{errorWords(error)}</p>
    </div>
  );
}

/** Above what was last known, when it could not be asked again. */
export function OldNote({ error, knownAt, retry }: { error: unknown; knownAt: number; retry: () => unknown }) {
  const { t } = useTranslation();
  return (
    <AskAgain error={error} retry={retry} act={t('stale.retry')}>
      <b>{t(isUnreachable(error) ? 'stale.offlineTitle' : 'stale.slowTitle')}</b>
      <p className="dim">{t('stale.shownFrom', { when: moment(knownAt) })}</p>
    </AskAgain>
  );
}

/** A part of a page that could not be had: the rest of the page stays of use. */
export function PartProblem({ error, retry }: { error: unknown; retry: () => unknown }) {
  const { t } = useTranslation();
  return (
    <AskAgain error={error} retry={retry} act={t('error.retry')}>
      <p>{errorWords(error)}</p>
    </AskAgain>
  );
}

function AskAgain({ error, retry, act, children }: { error: unknown; retry: () => unknown; act: string; children: ReactNode }) {
  return (
    <div className="note" role="status">
      <Icon name={isUnreachable(error) ? 'off' : 'info'} />
      <div>
        {children}
        <button className="link" type="button" onClick={() => void retry()}>
          <Icon name="sync" className="i-s" />
          {act}
        </button>
      </div>
    </div>
  );
}

interface AnnounceProps {
  readonly icon: IconName;
  readonly tone?: string;
  readonly title: string;
  /** Heard when it appears. */
  readonly isNews?: boolean;
  readonly children: ReactNode;
}

/** One thing said large at the top of a page. */
export const Announce = ({ icon, tone = '', title, isNews = false, children }: AnnounceProps) => (
  <div className="stack" role={isNews ? 'status' : undefined}>
    <span className={`big ${tone}`}>
      <Icon name={icon} />
    </span>
    <h1>{title}</h1>
    <p className="lead">{children}</p>
  </div>
);

/** Why something is asked for, each reason with a picture of its own, before it is asked. */
export function Reasons({ reasons }: { reasons: readonly { icon: IconName; title: string; text: string }[] }) {
  return (
    <ul className="list">
      {reasons.map(({ icon, title, text }) => (
        <li key={title} className="row top-align">
          <Icon name={icon} />
          <span className="grow">
            <span className="t">{title}</span>
            <span className="dim block">{text}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Empty({ icon, title, text, children }: { icon: IconName; title: string; text: string; children?: ReactNode }) {
  return (
    <section className="stack empty">
      <span className="big plain">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      <p className="dim">{text}</p>
      {children}
    </section>
  );
}

interface AnswerProps<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'dataUpdatedAt' | 'refetch'>;
  /** Rows of the skeleton; given by a part of a page, whose failure leaves the rest of the page standing. */
  readonly partRows?: number;
  readonly children: (data: T) => ReactNode;
}

/** The faces of one answer: loading, problem, known from earlier, known now. */
export function Answer<T>({ query, partRows, children }: AnswerProps<T>) {
  const { data, error, dataUpdatedAt, refetch } = query;
  if (data !== undefined)
    return (
      <>
        {error && <OldNote error={error} knownAt={dataUpdatedAt} retry={refetch} />}
        {children(data)}
      </>
    );
  if (partRows !== undefined) return error ? <PartProblem error={error} retry={refetch} /> : <Skeleton rows={partRows} heading={false} />;
  return error ? <Problem error={error} retry={refetch} /> : <Skeleton />;
}
