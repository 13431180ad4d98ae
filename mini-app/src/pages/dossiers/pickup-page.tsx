import type { Pickup } from '@tayninh/shared/features/pickups/pickups.contract';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { day as dayWords } from '../../components/spoken-time.ts';
import { hourWords } from '../../features/pickups/hour-words.ts';
import { OfficeLine, PickupCard } from '../../features/pickups/pickup-card.tsx';
import { usePickup, useTakeNumber } from '../../features/pickups/use-pickup.ts';

/** `/dossiers/:id/pickup`: a day, then an hour, then a number. */
export function PickupPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const pickup = usePickup(id);
  return (
    <Screen title={t('pickup.title')} back={`/dossiers/${id}`} tight>
      <Answer query={pickup}>
        {(data) =>
          data.number ? (
            <PickupCard dossierId={id} />
          ) : data.days.length > 0 ? (
            <Choose dossierId={id} pickup={data} />
          ) : (
            <p>{t('pickup.notOffered')}</p>
          )
        }
      </Answer>
    </Screen>
  );
}

function Choose({ dossierId, pickup: { days, office, wasRefused } }: { dossierId: string; pickup: Pickup }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const take = useTakeNumber(dossierId);
  const hours = useRef<HTMLFieldSetElement>(null);
  const [chosenDay, setDay] = useState<string | null>(null);
  const [chosenFrom, setFrom] = useState<string | null>(null);
  const [isTold, setTold] = useState(false);
  const hasPlace = ({ slots }: Pickup['days'][number]) => slots.some(({ isFull }) => !isFull);
  const open = days.find(({ day }) => day === chosenDay) ?? days.find(hasPlace) ?? days[0];
  // what was chosen may have filled up since
  const slot = open?.slots.find(({ from, isFull }) => from === chosenFrom && !isFull);
  const send = () => {
    if (open && slot) return take.mutate({ day: open.day, from: slot.from }, { onSuccess: () => navigate(-1) });
    setTold(true);
    hours.current?.querySelector('input')?.focus();
  };
  return (
    <>
      {office && <OfficeLine office={office} />}
      {wasRefused && !take.error && (
        <div className="note no" role="status">
          <Icon name="info" />
          <p>{t('pickup.refused')}</p>
        </div>
      )}
      <fieldset className="ways">
        <legend className="t">{t('pickup.day')}</legend>
        <div className="list">
          {days.map((each) => (
            <label key={each.day} className="row pay-way">
              <input
                type="radio"
                name="day"
                checked={each === open}
                onChange={() => {
                  setDay(each.day);
                  setFrom(null);
                }}
              />
              <span className="grow">
                <span className="t">{dayWords(each.day)}</span>
                {!hasPlace(each) && <span className="small dim block">{t('pickup.dayFull')}</span>}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset className="ways" ref={hours} aria-describedby={isTold && !slot ? 'hour-error' : undefined}>
        <legend className="t">{t('pickup.hour')}</legend>
        <div className="hours">
          {open?.slots.map((each) => (
            <label key={`${open.day} ${each.from}`} className={each === slot ? 'hour on' : each.isFull ? 'hour off' : 'hour'}>
              <input type="radio" name="hour" disabled={each.isFull} checked={each === slot} onChange={() => setFrom(each.from)} />
              <span>
                {hourWords(each)}
                {each.isFull && <span className="small block">{t('pickup.full')}</span>}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {isTold && !slot && (
        <p className="note no" role="alert" id="hour-error">
          <Icon name="alert" />
          <span>{t('pickup.hourMissing')}</span>
        </p>
      )}
      {take.error && <ErrorNote error={take.error} />}
      <ActButton busy={take.isPending} busyText={t('pickup.taking')} onPress={send}>
        {t('pickup.take')}
      </ActButton>
      <p className="small dim">{t('pickup.noNeed')}</p>
    </>
  );
}
