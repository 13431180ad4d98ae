import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { OldNote, PartProblem, Skeleton } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Row } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { DossierRow } from '../../features/dossiers/dossier-row.tsx';
import { NeedsYouCard } from '../../features/dossiers/needs-you-card.tsx';
import { isFiling, isOver, useDossiers } from '../../features/dossiers/use-dossiers.ts';
import { DraftRow } from '../../features/drafts/draft-row.tsx';
import { useOpenDrafts } from '../../features/drafts/use-draft.ts';
import { givenName, useMe } from '../../features/identity/use-me.ts';
import { EverydayJobs } from '../../features/procedures/everyday-jobs.tsx';
import { KeptSection } from '../../features/procedures/kept-section.tsx';
import { useKeepCatalogue } from '../../features/procedures/use-catalogue.ts';
import { useSettings } from '../../features/settings/use-settings.ts';
import { SystemBanner } from '../../features/status/system-banner.tsx';
import { EasyHome } from '../easy/easy-home.tsx';
import { Tabs } from '../tabs.tsx';

/** `/`: what waits for me, what I was writing, my dossiers, what people usually come for. In easy mode six big choices. */
export function HomePage() {
  const [{ easy }] = useSettings();
  useKeepCatalogue();
  return easy ? <EasyHome /> : <UsualHome />;
}

function UsualHome() {
  const { t } = useTranslation();
  const dossiers = useDossiers();
  const items = dossiers.data?.items ?? [];
  const waiting = items.find((dossier) => dossier.needsAction);
  const rest = items.filter((dossier) => dossier !== waiting);
  const others = [...rest.filter((dossier) => !isOver(dossier)), ...rest.filter(isOver)].slice(0, 2);
  const drafts = useOpenDrafts().data?.items.slice(0, 1) ?? [];
  const hasNothing = dossiers.data !== undefined && items.length + drafts.length === 0;
  return (
    <Screen title={t('app.name')} hero={<Hero />} bottom={<Tabs />}>
      {dossiers.error && dossiers.data && <OldNote error={dossiers.error} knownAt={dossiers.dataUpdatedAt} retry={dossiers.refetch} />}
      {items.some(isFiling) && <SystemBanner passesThrough={['province', 'scan']} />}
      {waiting && (
        <section className="stack" aria-labelledby="h-need">
          <h2 id="h-need">{t('home.waiting')}</h2>
          <NeedsYouCard dossier={waiting} />
        </section>
      )}
      {!hasNothing && (
        <section className="stack" aria-labelledby="h-mine">
          <div className="head">
            <h2 id="h-mine">{t('home.mine')}</h2>
            {items.length > others.length && (
              <Link className="link" to="/dossiers">
                {t('home.seeAll', { count: items.length })}
                <Icon name="right" className="i-s" />
              </Link>
            )}
          </div>
          {dossiers.data === undefined &&
            (dossiers.error ? <PartProblem error={dossiers.error} retry={dossiers.refetch} /> : <Skeleton rows={2} heading={false} />)}
          {others.length + drafts.length > 0 && (
            <ul className="list">
              {drafts.map((draft) => (
                <DraftRow key={draft.id} draft={draft} />
              ))}
              {others.map((dossier) => (
                <DossierRow key={dossier.id} dossier={dossier} isOld={dossiers.error !== null} />
              ))}
            </ul>
          )}
        </section>
      )}
      <section className="stack" aria-labelledby="h-jobs">
        <h2 id="h-jobs">{t('home.jobs')}</h2>
        <EverydayJobs />
        <ul className="list">
          <Row icon="dossier" title={t('home.browse')} text={t('home.browseText')} to="/browse" />
        </ul>
      </section>
      {hasNothing && (
        <p className="note">
          <Icon name="info" />
          <span>{t('home.none')}</span>
        </p>
      )}
      <KeptSection list="saved" />
      <KeptSection list="seen" />
    </Screen>
  );
}

function Hero() {
  const { t } = useTranslation();
  const name = useMe().data?.name;
  return (
    <div className="hero">
      <svg className="hill" viewBox="0 0 390 148" preserveAspectRatio="none" aria-hidden="true">
        <path
          fill="currentColor"
          opacity=".07"
          d="M0 128c46-6 84-14 118-30 34-17 62-46 96-74 10-8 20-10 30-2 26 20 44 44 70 62 24 16 48 24 76 30v34H0z"
        />
        <path fill="currentColor" opacity=".08" d="M0 140c60-6 110-6 170-22 40-11 74-27 106-27 38 0 70 22 114 29v28H0z" />
      </svg>
      <header className="bar">
        <div className="name brand">
          <Icon name="hill" />
          {t('app.name')}
        </div>
      </header>
      <div className="inner">
        <div className="stack-s">
          <p className="dim">{name ? t('home.greeting', { name: givenName(name) }) : t('home.greetingPlain')}</p>
          <h1>{t('home.question')}</h1>
        </div>
        <Link className="search" to="/search">
          <Icon name="search" />
          <span>{t('home.search')}</span>
        </Link>
      </div>
    </div>
  );
}
