import type { OfficeItem } from '@tayninh/shared/features/places/places.contract';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Tag } from '../../components/rows.tsx';
import { openingWords } from './opening-words.ts';
import { kilometres } from './order-offices.ts';

interface Props {
  readonly office: OfficeItem;
  /** Its own phone, or nothing for the hotline. */
  readonly onCall: (phone: string | null) => void;
  readonly onMap: (url: string) => void;
}

/** One reception office. What nobody has confirmed is said to be so, never left out in silence. */
export function OfficeCard({ office, onCall, onMap }: Props) {
  const { t, i18n } = useTranslation();
  const { name, unit, address, phone, hours, openNow, distanceM, flags } = office;
  const where = address ?? t('offices.in', { unit: `${unit.kind} ${unit.name}` });
  return (
    <li className="card office stack">
      <h3>{name}</h3>
      <div className="tags">
        <Tag icon="clock" tone={openNow ? 'go' : 'wait'}>
          {openingWords(office, i18n.language)}
        </Tag>
        {distanceM !== null && (
          <Tag icon="pin" tone="">
            {t('near.away', { km: kilometres(distanceM) })}
          </Tag>
        )}
      </div>
      <ul className="where stack-s">
        <li>
          <Icon name="cal" className="i-s" />
          <span>
            {hours}
            {flags.includes('HOURS_NOT_VERIFIED') && <span className="small dim block">{t('offices.hoursNotVerified')}</span>}
          </span>
        </li>
        <li>
          <Icon name="pin" className="i-s" />
          <span>
            {where}
            {address === null && <span className="small dim block">{t('offices.addressNotVerified')}</span>}
          </span>
        </li>
      </ul>
      <div className="btn-row">
        <ActButton kind="second" label={`${phone ? t('offices.call') : t('search.call')}, ${name}`} onPress={() => onCall(phone)}>
          <Icon name="phone" className="i-s" />
          {phone ? t('offices.call') : t('search.call')}
        </ActButton>
        <ActButton kind="second" label={`${t('offices.map')}, ${name}`} onPress={() => onMap(mapUrl(office))}>
          <Icon name="pin" className="i-s" />
          {t('offices.map')}
        </ActButton>
      </div>
    </li>
  );
}

/** Looked up by name: the coordinates we hold are those of the commune, not of the door. */
function mapUrl({ name, address }: OfficeItem) {
  const query = address ?? `${name}, tỉnh Tây Ninh`;
  return `https://www.google.com/maps/search/?${new URLSearchParams({ api: '1', query })}`;
}
