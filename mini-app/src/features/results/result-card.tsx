import type { Result } from '@tayninh/shared/features/results/results.contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { isProblem } from '../../api/errors.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { dateWords } from '../../components/spoken-time.ts';
import { SignatureNote, ValidityTag } from './result-words.tsx';
import { useOpenResult, useSaveResult } from './use-results.ts';

/** One paper that the authority issued: what it is, how long it is good, what its signature is worth, and the way to open it. */
export function ResultCard({ result }: { result: Result }) {
  const { t } = useTranslation();
  const open = useOpenResult(result);
  const save = useSaveResult(result);
  const isWrong = result.signature?.verdict === 'invalid';
  const error = open.error ?? save.error;
  const fact = (name: string, value: ReactNode) =>
    value && (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    );
  return (
    <section className="card" aria-label={result.name}>
      <div className="stack-s">
        <ValidityTag result={result} />
        <h2>{result.name}</h2>
      </div>
      <dl className="kv">
        {fact(t('results.number'), result.number && <span className="no">{result.number}</span>)}
        {fact(t('results.agency'), result.agency)}
        {fact(t('results.signer'), result.signer)}
        {fact(t('results.signedOn'), result.signedOn && dateWords(result.signedOn))}
      </dl>
      {result.signature && <SignatureNote signature={result.signature} />}
      {result.copy === 'here' ? (
        <>
          {error && <ErrorNote error={error} />}
          {isProblem(error, 'level-too-low') && (
            <Link className="btn second" to="/me/identity">
              <Icon name="shield" />
              {t('results.prove')}
            </Link>
          )}
          <ActButton kind={isWrong ? 'quiet' : 'main'} busy={open.isPending} busyText={t('results.opening')} onPress={() => open.mutate()}>
            <Icon name="eye" />
            {t('results.open')}
          </ActButton>
          {!isWrong && (
            <ActButton kind="quiet" busy={save.isPending} busyText={t('results.saving')} onPress={() => save.mutate()}>
              {t('results.save')}
            </ActButton>
          )}
        </>
      ) : (
        <p className="icon-line" role={result.copy === 'coming' ? 'status' : undefined}>
          <Icon name={result.copy === 'coming' ? 'clock' : result.copy === 'paper' ? 'paper' : 'info'} />
          <span>{t(`results.copy.${result.copy}`)}</span>
        </p>
      )}
    </section>
  );
}
