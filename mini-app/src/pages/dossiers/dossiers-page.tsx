import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Answer, Empty } from '../../components/faces.tsx';
import { Row } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import { CounterList } from '../../features/dossiers/counter-list.tsx';
import { DossierRow } from '../../features/dossiers/dossier-row.tsx';
import { useDossierFilter } from '../../features/dossiers/use-dossier-filter.ts';
import { isOver, useDossiers } from '../../features/dossiers/use-dossiers.ts';
import { DraftRow } from '../../features/drafts/draft-row.tsx';
import { useOpenDrafts } from '../../features/drafts/use-draft.ts';
import { useMe } from '../../features/identity/use-me.ts';
import { Tabs } from '../tabs.tsx';

const isDone = (dossier: DossierSummary) => isOver(dossier) && !dossier.needsAction;

/** `/dossiers`: what waits for me, what I was writing, what the offices are doing. */
export function DossiersPage() {
  const { t } = useTranslation();
  const dossiers = useDossiers();
  const me = useMe().data;
  return (
    <Screen title={t('dossiers.title')} heading tight bottom={<Tabs />}>
      <Answer query={dossiers}>
        {({ items }) => (
          <>
            <Lists items={items} isOld={dossiers.error !== null} />
            {me?.offersIdentity && <CounterList isProven={me.level === 'L3'} />}
            <ul className="list">
              <Row icon="vault" title={t('vault.title')} text={t('vault.rowText')} to="/vault" />
              <Row icon="qr" title={t('tracking.title')} text={t('tracking.rowText')} to="/tracking" />
            </ul>
            {!dossiers.error && <p className="small center">{t('stale.updated', { when: moment(dossiers.dataUpdatedAt) })}</p>}
          </>
        )}
      </Answer>
    </Screen>
  );
}

function Lists({ items, isOld }: { items: readonly DossierSummary[]; isOld: boolean }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useDossierFilter();
  const drafts = useOpenDrafts().data?.items ?? [];
  const done = items.filter(isDone);
  const open = items.filter((dossier) => !isDone(dossier));
  const waiting = open.filter(({ needsAction }) => needsAction);
  const working = open.filter(({ needsAction }) => !needsAction);
  if (items.length === 0 && drafts.length === 0)
    return (
      <Empty icon="dossier" title={t('dossiers.emptyTitle')} text={t('dossiers.emptyText')}>
        <Link className="btn main-act" to="/search">
          {t('dossiers.find')}
        </Link>
      </Empty>
    );
  const chip = (value: 'open' | 'done', text: string) => (
    <button
      type="button"
      className={filter === value ? 'chip on' : 'chip'}
      aria-pressed={filter === value}
      onClick={() => setFilter(value)}
    >
      {text}
    </button>
  );
  return (
    <>
      <fieldset className="chips" aria-label={t('dossiers.filter')}>
        {chip('open', t('dossiers.open', { count: open.length + drafts.length }))}
        {chip('done', t('dossiers.done', { count: done.length }))}
      </fieldset>
      {filter === 'done' ? (
        done.length > 0 ? (
          <Group title={t('dossiers.finished')} items={done} isOld={isOld} />
        ) : (
          <p className="dim">{t('dossiers.emptyDone')}</p>
        )
      ) : (
        <>
          <Group title={t('dossiers.waiting')} items={waiting} isOld={isOld} />
          {drafts.length > 0 && (
            <section className="stack">
              <h2>{t('dossiers.drafts')}</h2>
              <ul className="list">
                {drafts.map((draft) => (
                  <DraftRow key={draft.id} draft={draft} />
                ))}
              </ul>
            </section>
          )}
          <Group title={t('dossiers.working')} items={working} isOld={isOld} />
        </>
      )}
    </>
  );
}

function Group({ title, items, isOld }: { title: string; items: readonly DossierSummary[]; isOld: boolean }) {
  if (items.length === 0) return null;
  return (
    <section className="stack">
      <h2>{title}</h2>
      <ul className="list">
        {items.map((dossier) => (
          <DossierRow key={dossier.id} dossier={dossier} isOld={isOld} />
        ))}
      </ul>
    </section>
  );
}
