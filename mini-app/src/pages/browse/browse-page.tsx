import type { Facet } from '@tayninh/shared/features/procedures/procedures.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Row } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { CommonProcedures } from '../../features/procedures/common-procedures.tsx';
import { useKeptProcedures } from '../../features/procedures/kept-procedures.ts';
import { type By, eventIcon, useFacets, useFacetWords } from '../../features/procedures/use-browse.ts';
import { useSettings } from '../../features/settings/use-settings.ts';

const DOMAINS_FIRST = 6;

/** `/browse`: the catalogue by what happens in a life, then by official domain, then by whom it is for. */
export function BrowsePage() {
  const { t } = useTranslation();
  const facets = useFacets();
  const [{ unit }] = useSettings();
  return (
    <Screen title={t('browse.title')} back="/" heading tight>
      <Link className="search" to="/search">
        <Icon name="search" />
        <span>{t('home.search')}</span>
      </Link>
      <KeptLink />
      <Answer query={facets}>
        {({ events, domains, targets }) => (
          <>
            <Events events={events} />
            <CommonProcedures unit={unit} />
            <Domains domains={domains} />
            <section className="stack" aria-labelledby="h-target">
              <h2 id="h-target">{t('browse.target')}</h2>
              <Ways by="target" facets={targets} />
            </section>
          </>
        )}
      </Answer>
    </Screen>
  );
}

function KeptLink() {
  const { t } = useTranslation();
  const saved = useKeptProcedures('saved').items;
  const seen = useKeptProcedures('seen').items;
  if (saved.length + seen.length === 0) return null;
  return (
    <ul className="list">
      <Row icon="star" title={t('kept.title')} text={t('kept.counts', { saved: saved.length, seen: seen.length })} to="/browse/kept" />
    </ul>
  );
}

function Events({ events }: { events: readonly Facet[] }) {
  const { t } = useTranslation();
  const { nameOf, sentenceOf } = useFacetWords();
  return (
    <section className="stack" aria-labelledby="h-event">
      <h2 id="h-event">{t('browse.event')}</h2>
      <ul className="list">
        {events.map(({ id, name, count }) => (
          <li key={id}>
            <Link className="row" to={`/browse/event/${id}`}>
              <span className="ico">
                <Icon name={eventIcon(id)} />
              </span>
              <span className="grow">
                <span className="t">{nameOf('event', id) ?? name}</span>
                <span className="small dim block">
                  {sentenceOf(id)} · {t('browse.count', { count })}
                </span>
              </span>
              <Icon name="right" className="end" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The fullest domains first; all of them, by name, on demand. */
function Domains({ domains }: { domains: readonly Facet[] }) {
  const { t } = useTranslation();
  const [isWhole, showAll] = useState(false);
  const first = [...domains].sort((one, other) => other.count - one.count).slice(0, DOMAINS_FIRST);
  return (
    <section className="stack" aria-labelledby="h-domain">
      <h2 id="h-domain">{t('browse.domain')}</h2>
      <Ways by="domain" facets={isWhole ? domains : first} />
      {!isWhole && domains.length > first.length && (
        <ActButton kind="second" onPress={() => showAll(true)}>
          {t('browse.allDomains', { count: domains.length })}
        </ActButton>
      )}
    </section>
  );
}

function Ways({ by, facets }: { by: By; facets: readonly Facet[] }) {
  const { t } = useTranslation();
  const { nameOf } = useFacetWords();
  return (
    <ul className="list">
      {facets.map(({ id, name, count }) => (
        <Row key={id} title={nameOf(by, id) ?? name} text={t('browse.count', { count })} to={`/browse/${by}/${id}`} />
      ))}
    </ul>
  );
}
