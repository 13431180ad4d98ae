import type { Authorisation } from '@tayninh/shared/features/authorisations/authorisations.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, Empty, ErrorNote } from '../../components/faces.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { NamedModal } from '../../components/named-modal.tsx';
import { Tag, type Tone } from '../../components/rows.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { dateWords, moment } from '../../components/spoken-time.ts';
import { useAuthorisations, useEnd } from '../../features/authorisations/use-authorisations.ts';

const STATE: Record<Authorisation['state'], { icon: IconName; tone: Tone }> = {
  invited: { icon: 'clock', tone: 'wait' },
  active: { icon: 'check', tone: 'go' },
  ended: { icon: 'x', tone: '' },
  expired: { icon: 'x', tone: '' },
};

/** `/me/people`: who helps whom, until when, and how to end it. */
export function PeoplePage() {
  const { t } = useTranslation();
  const query = useAuthorisations();
  return (
    <Screen
      title={t('people.title')}
      back="/me"
      tight
      bottom={
        <Foot>
          <Link className="btn main-act" to="/me/people/new">
            {t('people.invite')}
          </Link>
          <Link className="btn quiet" to="/me/people/accept">
            {t('people.enterCode')}
          </Link>
        </Foot>
      }
    >
      <Answer query={query}>
        {({ items, organisations }) =>
          items.length + organisations.length === 0 ? (
            <Empty icon="user" title={t('people.emptyTitle')} text={t('people.emptyText')} />
          ) : (
            <>
              <div className="stack-s">
                <h1>{t('people.heading')}</h1>
                <p className="dim">{t('people.intro')}</p>
              </div>
              <People title={t('people.iHelp')} items={items.filter(({ iAm }) => iAm === 'helper')} />
              <People title={t('people.helpMe')} items={items.filter(({ iAm }) => iAm === 'principal')} />
              {organisations.length > 0 && (
                <section className="stack">
                  <h2>{t('people.organisations')}</h2>
                  {organisations.map(({ id, name, taxCode }) => (
                    <div key={id} className="card stack-s">
                      <h3>{name}</h3>
                      <p className="no">{t('people.taxCode', { code: taxCode })}</p>
                      <p className="small dim">{t('people.notChecked')}</p>
                    </div>
                  ))}
                </section>
              )}
            </>
          )
        }
      </Answer>
    </Screen>
  );
}

function People({ title, items }: { title: string; items: readonly Authorisation[] }) {
  if (items.length === 0) return null;
  return (
    <section className="stack">
      <h2>{title}</h2>
      {items.map((item) => (
        <Person key={item.id} item={item} />
      ))}
    </section>
  );
}

function Person({ item }: { item: Authorisation }) {
  const { t } = useTranslation();
  const end = useEnd();
  const [isAsking, setAsking] = useState(false);
  const { state, organisation, otherName, procedures } = item;
  const isInvited = state === 'invited';
  const isOpen = state === 'active' || isInvited;
  const endWord = t(isInvited ? 'people.endInvitation' : 'people.end');
  const name = item.iAm === 'helper' ? (organisation?.name ?? otherName) : otherName;
  const details = [
    organisation && item.iAm === 'principal' ? organisation.name : null,
    procedures ? t('people.some', { count: procedures.length }) : t('people.all'),
    item.kind === 'paper' ? t('people.byPaper') : null,
    item.maySubmit ? null : t('people.prepares'),
  ];
  return (
    <div className="card stack-s">
      <Tag {...STATE[state]}>{state === 'invited' ? t('people.waiting') : t(`people.${state}`)}</Tag>
      {name !== null && <h3>{name}</h3>}
      <p>{t('people.until', { day: dateWords(item.until) })}</p>
      <p className="dim sentence">{details.filter(Boolean).join(' · ')}</p>
      {item.acceptBy && state === 'invited' && <p className="small dim">{t('people.waitingUntil', { when: moment(item.acceptBy) })}</p>}
      {isOpen && (
        <ActButton kind="second" label={name === null ? endWord : t('people.endNamed', { name })} onPress={() => setAsking(true)}>
          {endWord}
        </ActButton>
      )}
      {isAsking && (
        <NamedModal
          title={t(isInvited ? 'people.endInvitationTitle' : 'people.endTitle')}
          description={t(isInvited ? 'people.endInvitationText' : 'people.endText')}
          onClose={() => setAsking(false)}
        >
          <div className="stack">
            {end.error && <ErrorNote error={end.error} />}
            <ActButton busy={end.isPending} onPress={() => end.mutate(item.id, { onSuccess: () => setAsking(false) })}>
              <Icon name="x" className="i-s" />
              {endWord}
            </ActButton>
            <ActButton kind="quiet" onPress={() => setAsking(false)}>
              {t('people.keep')}
            </ActButton>
          </div>
        </NamedModal>
      )}
    </div>
  );
}
