import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Announce, ErrorNote, Reasons } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { useSharePhone } from '../../features/identity/use-me.ts';
import { isDenied } from '../../zalo/zalo-host.ts';

/** `/me/phone`: says why before Zalo asks; a refusal is a full answer with its own way on. */
export function PhonePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const share = useSharePhone();
  const [hasRefused, setRefused] = useState(false);
  const phone = share.data?.phone;
  const isSettled = Boolean(phone) || hasRefused || isDenied(share.error);
  return (
    <Screen
      title={t('phone.title')}
      back="/me"
      bottom={
        isSettled ? (
          <Foot>
            <ActButton onPress={() => navigate('/me', { replace: true })}>{t('phone.close')}</ActButton>
          </Foot>
        ) : (
          <Foot>
            <ActButton busy={share.isPending} busyText={t('phone.going')} onPress={() => share.mutate()}>
              {t('phone.go')}
            </ActButton>
            <ActButton kind="quiet" onPress={() => setRefused(true)}>
              {t('phone.refuse')}
            </ActButton>
          </Foot>
        )
      }
    >
      {phone ? (
        <Announce icon="check" title={t('phone.done', { phone: phone.replace(/\*/g, '•') })} isNews>
          {t('phone.doneText')}
        </Announce>
      ) : isSettled ? (
        <Announce icon="info" tone="plain" title={t('phone.refusedTitle')} isNews>
          {t('phone.refusedText')}
        </Announce>
      ) : (
        <Why error={share.error} />
      )}
    </Screen>
  );
}

const REASONS = [
  { icon: 'check', title: 'purpose', text: 'purposeText' },
  { icon: 'user', title: 'who', text: 'whoText' },
  { icon: 'trash', title: 'mind', text: 'mindText' },
] as const;

function Why({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <>
      <Announce icon="phone" title={t('phone.heading')}>
        {t('phone.lead')}
      </Announce>
      <Reasons reasons={REASONS.map(({ icon, title, text }) => ({ icon, title: t(`phone.${title}`), text: t(`phone.${text}`) }))} />
      <p className="note">
        <Icon name="info" />
        <span>
          {t('phone.sheetA')}
          <b>{t('phone.sheetB')}</b>
          {t('phone.sheetC')}
        </span>
      </p>
      {error !== null && <ErrorNote error={error} />}
    </>
  );
}
