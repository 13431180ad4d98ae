import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';
import { Answer } from '../../components/faces.tsx';
import { Row, Segments } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { CommuneList } from '../../features/places/commune-list.tsx';
import { FindNear } from '../../features/places/find-near.tsx';
import { OfficeCard } from '../../features/places/office-card.tsx';
import { type OfficeOrder, orderOffices } from '../../features/places/order-offices.ts';
import { nearOf, useHere } from '../../features/places/use-here.ts';
import { type Near, useOffices } from '../../features/places/use-places.ts';
import { type MyUnit, useSettings } from '../../features/settings/use-settings.ts';
import { useContact } from '../use-contact.ts';

/**
 * `/offices?unit=`: where to hand a dossier in: of the commune looked for, else the nearest ones, else of one's own commune, else the
 * province's.
 */
export function OfficesPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState('');
  const [{ unit: own }, change] = useSettings();
  const { here } = useHere();
  const asked = params.get('unit');
  const pick = ({ code }: MyUnit) => {
    setText('');
    setParams({ unit: code }, { replace: true });
  };
  return (
    <Screen
      title={t('offices.title')}
      back="/"
      heading
      tight
      underBar={<SearchField label={t('offices.commune')} hint={t('offices.hint')} text={text} onType={setText} />}
    >
      {text.trim() === '' ? (
        <>
          {asked === null && <FindNear own={own?.code ?? null} onChoose={(unit) => change({ unit })} />}
          <Offices asked={asked} own={own} near={asked === null ? nearOf(here) : null} />
          <ul className="list">
            <Row icon="home" title={t('commune.title')} text={own?.name ?? t('commune.rowText')} to="/me/commune" />
            <Row icon="swap" title={t('addresses.title')} text={t('addresses.rowText')} to="/addresses" />
          </ul>
        </>
      ) : (
        <CommuneList typed={text} onPick={pick} />
      )}
    </Screen>
  );
}

function Offices({ asked, own, near }: { asked: string | null; own: MyUnit | null; near: Near | null }) {
  const { t } = useTranslation();
  const { dial, open } = useContact();
  const [order, setOrder] = useState<OfficeOrder>('nearest');
  const unit = asked ?? own?.code ?? null;
  const offices = useOffices(near ? null : unit, near);
  const intro = asked === null && own ? t('offices.own', { unit: own.name }) : t(unit === null ? 'offices.intro' : 'offices.anywhere');
  return (
    <Answer query={offices}>
      {({ items }) => (
        <section className="stack">
          {near && (
            <Segments
              label={t('near.order')}
              value={order}
              onChange={setOrder}
              options={[
                { value: 'nearest', label: t('near.nearest') },
                { value: 'open', label: t('near.open') },
              ]}
            />
          )}
          <p className="dim">{near ? t('near.howFar') : intro}</p>
          <ul className="stack">
            {(near ? orderOffices(items, order) : items).map((office) => (
              <OfficeCard key={office.id} office={office} onCall={dial} onMap={open} />
            ))}
          </ul>
        </section>
      )}
    </Answer>
  );
}
