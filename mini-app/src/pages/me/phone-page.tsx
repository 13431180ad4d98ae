import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { useSharePhone } from '../../features/identity/use-me.ts';
import { isDenied } from '../../zalo/zalo-host.ts';

/** `/me/phone`: says why before Zalo asks; a refusal is a full answer with its own way on. */
export function PhonePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const share = useSharePhone();
  const [hasRefused, setRefused] = useState(false);
  const leave = () => navigate('/me', { replace: true });
  const phone = share.data?.phone;
  if (phone)
    return (
      <Told
        icon="check"
        title={t('phone.done', { phone: phone.replace(/\*/g, '•') })}
        text={t('phone.doneText')}
        act={t('phone.close')}
        onAct={leave}
      />
    );
  if (hasRefused || isDenied(share.error))
    return <Told icon="info" title={t('phone.refusedTitle')} text={t('phone.refusedText')} act={t('phone.close')} onAct={leave} />;
  return (
    <Screen
      title={t('phone.title')}
      back="/me"
      bottom={
        <Foot>
          <ActButton busy={share.isPending} busyText={t('phone.going')} onPress={() => share.mutate()}>
            {t('phone.go')}
          </ActButton>
          <ActButton kind="quiet" onPress={() => setRefused(true)}>
            {t('phone.refuse')}
          </ActButton>
        </Foot>
      }
    >
      <div className="stack">
        <span className="big">
          <Icon name="phone" />
        </span>
        <h1>{t('phone.heading')}</h1>
        <p className="lead">{t('phone.lead')}</p>
      </div>
      <ul className="list">
        <Reason icon="check" title={t('phone.purpose')} text={t('phone.purposeText')} />
        <Reason icon="user" title={t('phone.who')} text={t('phone.whoText')} />
        <Reason icon="trash" title={t('phone.mind')} text={t('phone.mindText')} />
      </ul>
      <p className="note">
        <Icon name="info" />
        <span>
          {t('phone.sheetA')}
          <b>{t('phone.sheetB')}</b>
          {t('phone.sheetC')}
        </span>
      </p>
      {share.error && <ErrorNote error={share.error} />}
    </Screen>
  );
}

const Reason = ({ icon, title, text }: { icon: IconName; title: string; text: string }) => (
  <li className="row top-align">
    <Icon name={icon} />
    <span className="grow">
      <span className="t">{title}</span>
      <span className="dim block">{text}</span>
    </span>
  </li>
);

function Told(props: { icon: IconName; title: string; text: string; act: string; onAct: () => void }) {
  const { t } = useTranslation();
  return (
    <Screen
      title={t('phone.title')}
      back="/me"
      bottom={
        <Foot>
          <ActButton onPress={props.onAct}>{props.act}</ActButton>
        </Foot>
      }
    >
      <div className="stack" role="status">
        <span className={props.icon === 'check' ? 'big' : 'big plain'}>
          <Icon name={props.icon} />
        </span>
        <h1>{props.title}</h1>
        <p className="lead">{props.text}</p>
      </div>
    </Screen>
  );
}
