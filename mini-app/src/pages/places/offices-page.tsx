import type { UnitItem } from '@tayninh/shared/features/places/places.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';
import { Answer, Problem, Skeleton } from '../../components/faces.tsx';
import { Row } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { OfficeCard } from '../../features/places/office-card.tsx';
import { useOffices, useUnitSearch } from '../../features/places/use-places.ts';
import { useContact } from '../use-contact.ts';

/** `/offices?unit=`: where to hand a dossier in. A commune is found by its new or former name. */
export function OfficesPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState('');
  const unit = params.get('unit');
  const pick = (code: string) => {
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
      {text.trim() === '' ? <Offices unit={unit} /> : <Communes typed={text} onPick={pick} />}
    </Screen>
  );
}

function Communes({ typed, onPick }: { typed: string; onPick: (code: string) => void }) {
  const { t } = useTranslation();
  const { found } = useUnitSearch(typed);
  if (found.error) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Skeleton rows={4} heading={false} />;
  const { items, clarify } = found.data;
  if (items.length === 0) return <p role="status">{t('offices.none')}</p>;
  return (
    <section className="stack">
      {clarify && <h2>{clarify.question}</h2>}
      <ul className="list">
        {items.map((item) => (
          <Row key={item.code} icon="pin" title={unitTitle(item)} text={whyFound(item)} onPress={() => onPick(item.code)} />
        ))}
      </ul>
    </section>
  );

  function whyFound({ matchedOn, matchedBy, formerNames }: UnitItem) {
    const isByFormer = matchedBy === 'former-commune' || matchedBy === 'former-district';
    return isByFormer ? t('offices.was', { name: matchedOn }) : t('offices.madeOf', { names: formerNames.join(', ') });
  }
}

const unitTitle = ({ kind, name }: { kind: string; name: string }) => `${kind === 'xã' ? 'Xã' : 'Phường'} ${name}`;

function Offices({ unit }: { unit: string | null }) {
  const { t } = useTranslation();
  const { dial, open } = useContact();
  const offices = useOffices(unit);
  return (
    <Answer query={offices}>
      {({ items }) => (
        <section className="stack">
          <p className="dim">{t(unit === null ? 'offices.intro' : 'offices.anywhere')}</p>
          <ul className="stack">
            {items.map((office) => (
              <OfficeCard key={office.id} office={office} onCall={dial} onMap={open} />
            ))}
          </ul>
        </section>
      )}
    </Answer>
  );
}
