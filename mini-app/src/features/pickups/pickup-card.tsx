import type { Pickup } from '@tayninh/shared/features/pickups/pickups.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote, PartProblem } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { NamedModal } from '../../components/named-modal.tsx';
import { useHourWords } from './hour-words.ts';
import { useGiveNumberBack, usePickup } from './use-pickup.ts';

/** The number for the counter, shown big; or the way to take one. Nothing where no number is given out. */
export function PickupCard({ dossierId }: { dossierId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePickup(dossierId);
  if (!data) return error ? <PartProblem error={error} retry={refetch} /> : null;
  if (!data.isOffered) return null;
  return (
    <section className="card" aria-label={t('pickup.title')}>
      <h2>{t('pickup.title')}</h2>
      {data.number ? (
        <NumberTaken number={data.number} />
      ) : (
        <>
          {data.wasRefused && (
            <div className="note no" role="status">
              <Icon name="info" />
              <p>{t('pickup.refused')}</p>
            </div>
          )}
          <p>{t('pickup.intro')}</p>
        </>
      )}
      {data.office && <OfficeLine office={data.office} />}
      {data.number ? (
        data.number.state === 'taken' && <GiveBack dossierId={dossierId} />
      ) : (
        <Link className="btn main-act" to={`/dossiers/${dossierId}/pickup`}>
          {t('pickup.go')}
        </Link>
      )}
    </section>
  );
}

function NumberTaken({ number }: { number: NonNullable<Pickup['number']> }) {
  const { t } = useTranslation();
  const words = useHourWords();
  const when = words(number);
  if (number.state === 'taken')
    return (
      <div className="promise">
        <p className="dim">{t('pickup.number')}</p>
        <p className="amount no">{number.number}</p>
        <p className="when">{when}</p>
      </div>
    );
  return (
    <p className="icon-line" role="status">
      <Icon name={number.state === 'staff' ? 'info' : 'clock'} />
      <span>{t(`pickup.state.${number.state}`, { when })}</span>
    </p>
  );
}

export function OfficeLine({ office: { name, address } }: { office: NonNullable<Pickup['office']> }) {
  return (
    <p className="icon-line">
      <Icon name="pin" />
      <span>
        {name}
        {address && <span className="dim block">{address}</span>}
      </span>
    </p>
  );
}

function GiveBack({ dossierId }: { dossierId: string }) {
  const { t } = useTranslation();
  const giveBack = useGiveNumberBack(dossierId);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      {giveBack.error && <ErrorNote error={giveBack.error} />}
      <ActButton kind="quiet" busy={giveBack.isPending} busyText={t('pickup.givingBack')} onPress={() => setAsking(true)}>
        {t('pickup.giveBack')}
      </ActButton>
      {isAsking && (
        <NamedModal title={t('pickup.giveBackTitle')} description={t('pickup.giveBackText')} onClose={() => setAsking(false)}>
          <div className="stack-s modal-acts">
            <ActButton
              onPress={() => {
                setAsking(false);
                giveBack.mutate();
              }}
            >
              {t('pickup.giveBack')}
            </ActButton>
            <ActButton kind="quiet" onPress={() => setAsking(false)}>
              {t('pickup.keep')}
            </ActButton>
          </div>
        </NamedModal>
      )}
    </>
  );
}
