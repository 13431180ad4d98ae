import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { isDenied } from '../../zalo/zalo-host.ts';
import { useSharePhone } from './use-me.ts';

/** Fills a form with the number that Zalo knows. Zalo asks the citizen; a refusal is fine, the field is there to type in. */
export function ZaloNumber({ onGiven }: { onGiven: (phone: string) => void }) {
  const { t } = useTranslation();
  const share = useSharePhone();
  return (
    <div className="stack-s">
      <ActButton
        kind="second"
        busy={share.isPending}
        busyText={t('phone.going')}
        onPress={() => share.mutate(undefined, { onSuccess: ({ releasedPhone }) => onGiven(releasedPhone) })}
      >
        <Icon name="phone" className="i-s" />
        {t('phone.take')}
      </ActButton>
      <p className="small dim">{t('phone.takeHint')}</p>
      {isDenied(share.error) && (
        <p className="note" role="status">
          <Icon name="info" />
          <span>{t('phone.takeRefused')}</span>
        </p>
      )}
      {share.error && !isDenied(share.error) && <ErrorNote error={share.error} />}
    </div>
  );
}
