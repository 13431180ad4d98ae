import type { Delivery, DeliveryWay } from '@tayninh/shared/features/deliveries/deliveries.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { useChooseDelivery, useDelivery } from '../../features/deliveries/use-delivery.ts';
import { FormField } from '../../features/forms/form-field.tsx';

/** `/dossiers/:id/delivery`: how the result comes; after it is ready, only what became of the choice. */
export function DeliveryPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const delivery = useDelivery(id);
  return (
    <Screen title={t('delivery.title')} back={`/dossiers/${id}`} tight>
      <Answer query={delivery}>
        {(data) => (data.canChange ? <Choose dossierId={id} delivery={data} /> : <Chosen delivery={data} />)}
      </Answer>
    </Screen>
  );
}

function Choose({ dossierId, delivery }: { dossierId: string; delivery: Delivery }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const choose = useChooseDelivery(dossierId);
  const [way, setWay] = useState<DeliveryWay>(delivery.way);
  const [receiver, setReceiver] = useState(delivery.receiver ?? { name: '', phone: '', address: '' });
  const field = (name: keyof typeof receiver, kind: 'name' | 'phone' | 'address') => (
    <FormField
      field={{ name, kind, label: t(`delivery.${name}`), ...(name === 'address' && { hint: t('delivery.addressHint') }) }}
      value={receiver[name]}
      error={undefined}
      isRequired
      onChange={(value) => setReceiver({ ...receiver, [name]: String(value ?? '') })}
    />
  );
  return (
    <>
      <fieldset className="ways">
        <legend className="t">{t('delivery.how')}</legend>
        <div className="list">
          {delivery.ways.map((each) => (
            <label key={each} className="row pay-way">
              <input type="radio" name="way" checked={each === way} onChange={() => setWay(each)} />
              <span className="grow">
                <span className="t">{t(`delivery.way.${each}`)}</span>
                <span className="dim block">{t(`delivery.wayText.${each}`)}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {way === 'post' && (
        <>
          {field('name', 'name')}
          {field('phone', 'phone')}
          {field('address', 'address')}
        </>
      )}
      {choose.error && <ErrorNote error={choose.error} />}
      <ActButton
        busy={choose.isPending}
        busyText={t('form.saving')}
        onPress={() => choose.mutate({ way, receiver }, { onSuccess: () => navigate(`/dossiers/${dossierId}`, { replace: true }) })}
      >
        {t('delivery.choose')}
      </ActButton>
      <p className="small dim">{t('delivery.until')}</p>
    </>
  );
}

function Chosen({ delivery: { way, state, receiver, orderNumber } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1>{t(`delivery.way.${way}`)}</h1>
      <p className="icon-line">
        <Icon name={way === 'post' ? (state === 'staff' ? 'info' : 'send') : 'check'} />
        <span>{way === 'post' ? t(`delivery.state.${state}`) : t(`delivery.wayText.${way}`)}</span>
      </p>
      {receiver && (
        <p>
          {receiver.name}
          <br />
          {receiver.address}
        </p>
      )}
      {state === 'ordered' && orderNumber && <p className="small no">{t('delivery.orderNumber', { number: orderNumber })}</p>}
    </section>
  );
}
