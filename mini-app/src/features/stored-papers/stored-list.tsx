import type { StoredPaper } from '@tayninh/shared/features/stored-papers/stored-papers.contract';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote, PartProblem, Skeleton } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Row } from '../../components/rows.tsx';
import { moment } from '../../components/spoken-time.ts';
import { useOpenStoredPaper, useStoredPapers } from './use-stored-papers.ts';

/** Own papers in the national store; for who has not proven their identity lately, the way there. */
export function StoredList({ isProven }: { isProven: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useStoredPapers(isProven);
  return (
    <section className="stack">
      <h2>{t('stored.title')}</h2>
      {!isProven ? (
        <ul className="list">
          <Row icon="shield" title={t('stored.row')} text={t('stored.rowText')} to="/me/identity" />
        </ul>
      ) : data ? (
        <>
          {data.items.length === 0 ? (
            <p className="dim">{t('stored.none')}</p>
          ) : (
            <ul className="stack">
              {data.items.map((paper) => (
                <Paper key={paper.id} paper={paper} />
              ))}
            </ul>
          )}
          <p className="small">{t(data.stale ? 'stored.stale' : 'stored.asOf', { when: moment(data.asOf) })}</p>
        </>
      ) : error ? (
        <PartProblem error={error} retry={refetch} />
      ) : (
        <Skeleton rows={2} heading={false} />
      )}
    </section>
  );
}

function Paper({ paper: { id, name, number, agency, files } }: { paper: StoredPaper }) {
  const { t } = useTranslation();
  const open = useOpenStoredPaper();
  const facts = [number && t('vault.number', { number }), agency].filter(Boolean).join(' · ');
  return (
    <li className="card">
      <div className="stack-s">
        <h3>{name}</h3>
        <p className="dim">{facts}</p>
      </div>
      {open.error && <ErrorNote error={open.error} />}
      {files.length === 0 && <p className="small">{t('stored.noFile')}</p>}
      {files.map((file) => (
        <ActButton
          key={file.no}
          kind="quiet"
          busy={open.isPending}
          busyText={t('results.opening')}
          label={t('stored.openNamed', { name: files.length > 1 ? file.name : name })}
          onPress={() => open.mutate({ id, no: file.no })}
        >
          <Icon name="eye" className="i-s" />
          {files.length > 1 ? t('stored.openNamed', { name: file.name }) : t('results.open')}
        </ActButton>
      ))}
    </li>
  );
}
