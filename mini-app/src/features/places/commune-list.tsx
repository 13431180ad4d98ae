import type { UnitItem } from '@tayninh/shared/features/places/places.contract';
import { fullName } from '@tayninh/shared/features/places/unit-names';
import { useTranslation } from 'react-i18next';
import { Problem, Skeleton } from '../../components/faces.tsx';
import { Row } from '../../components/rows.tsx';
import { useUnitSearch } from './use-places.ts';

/** Communes that fit what is typed, by new or former name. A name that leads to several asks: nothing is picked for the person. */
export function CommuneList({ typed, onPick }: { typed: string; onPick: (unit: { code: string; name: string }) => void }) {
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
          <Row
            key={item.code}
            icon="pin"
            title={fullName(item)}
            text={whyFound(item)}
            onPress={() => onPick({ code: item.code, name: fullName(item) })}
          />
        ))}
      </ul>
    </section>
  );

  function whyFound({ matchedOn, matchedBy, formerNames }: UnitItem) {
    const isByFormer = matchedBy === 'former-commune' || matchedBy === 'former-district';
    return isByFormer ? t('offices.was', { name: matchedOn }) : t('offices.madeOf', { names: formerNames.join(', ') });
  }
}
