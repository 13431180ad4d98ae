import { useQuery } from '@tanstack/react-query';
import type { CounterDossier } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/bff.ts';
import { PartProblem, Skeleton } from '../../components/faces.tsx';
import { Row, Tag } from '../../components/rows.tsx';
import { day, moment } from '../../components/spoken-time.ts';
import { stateLook } from './dossier-state.ts';

/** Own dossiers from the counter, for who has proven their identity; for everybody else the way there. Never kept on the phone. */
export function CounterList({ isProven }: { isProven: boolean }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['counter-dossiers'],
    queryFn: () => api('GET /v1/me/counter-dossiers'),
    enabled: isProven,
    staleTime: 60_000,
    gcTime: 0,
  });
  if (!isProven)
    return (
      <ul className="list">
        <Row icon="office" title={t('counterList.row')} text={t('counterList.rowText')} to="/me/identity" />
      </ul>
    );
  return (
    <section className="stack">
      <h2>{t('counterList.title')}</h2>
      {query.data ? (
        <>
          {query.data.items.length === 0 ? (
            <p className="dim">{t('counterList.none')}</p>
          ) : (
            <ul className="list">
              {query.data.items.map((dossier) => (
                <AtCounter key={dossier.code} dossier={dossier} />
              ))}
            </ul>
          )}
          <p className="small">{t(query.data.stale ? 'counterList.stale' : 'counterList.asOf', { when: moment(query.data.asOf) })}</p>
        </>
      ) : query.error ? (
        <PartProblem error={query.error} retry={query.refetch} />
      ) : (
        <Skeleton rows={1} heading={false} />
      )}
    </section>
  );
}

/** Read only: what has to be done about it is done where it was filed. */
function AtCounter({ dossier: { code, name, status, statusText, receivedAt, dueAt } }: { dossier: CounterDossier }) {
  const { t } = useTranslation();
  const look = status === null ? null : stateLook({ needsAction: null, state: 'confirmed', status });
  const when = dueAt ? t('dossiers.due', { when: day(dueAt) }) : receivedAt ? t('dossiers.submitted', { when: day(receivedAt) }) : null;
  return (
    <li className="row top-align tall">
      <span className="grow">
        <Tag icon={look?.icon ?? 'info'} tone={look?.tone ?? ''}>
          {look && status !== 5 ? t(`state.${look.text}`) : statusText}
        </Tag>
        <span className="t under-tag">{name}</span>
        {when && <span className="dim block">{when}</span>}
        <span className="small dim block no">{t('counterList.code', { code })}</span>
      </span>
    </li>
  );
}
