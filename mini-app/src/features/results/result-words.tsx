import type { Result } from '@tayninh/shared/features/results/results.contract';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Tag, type Tone } from '../../components/rows.tsx';
import { dateWords, moment } from '../../components/spoken-time.ts';

/** From here on the end is near enough to do something about it. */
const SOON_DAYS = 60;

/** How long a paper is good for, or that its file is not to be used; nothing when the authority did not say. */
export function ValidityTag({ result: { validUntil, isPermanent, daysLeft, signature } }: { result: Result }) {
  const { t } = useTranslation();
  if (signature?.verdict === 'invalid')
    return (
      <Tag icon="alert" tone="no">
        {t('results.notToUse')}
      </Tag>
    );
  if (isPermanent)
    return (
      <Tag icon="check" tone="go">
        {t('results.permanent')}
      </Tag>
    );
  if (validUntil === null || daysLeft === null) return null;
  if (daysLeft < 0)
    return (
      <Tag icon="alert" tone="no">
        {t('results.over', { day: dateWords(validUntil) })}
      </Tag>
    );
  const isSoon = daysLeft <= SOON_DAYS;
  return (
    <Tag icon={isSoon ? 'clock' : 'check'} tone={isSoon ? 'you' : 'go'}>
      {isSoon
        ? t(daysLeft === 0 ? 'results.lastDay' : 'results.daysLeft', { count: daysLeft })
        : t('results.until', { day: dateWords(validUntil) })}
    </Tag>
  );
}

const VERDICT: Record<NonNullable<Result['signature']>['verdict'], { icon: IconName; note: Tone }> = {
  valid: { icon: 'shield', note: 'go' },
  invalid: { icon: 'alert', note: 'no' },
  'unknown-signer': { icon: 'info', note: '' },
  unsigned: { icon: 'info', note: '' },
  unchecked: { icon: 'info', note: '' },
};

/** What the digital signature is worth, in plain words. "Hợp lệ" only where our server checked it and found it so. */
export function SignatureNote({ signature }: { signature: NonNullable<Result['signature']> }) {
  const { t } = useTranslation();
  const { icon, note } = VERDICT[signature.verdict];
  const by = signature.organisation ?? signature.signer ?? t('results.authority');
  return (
    <div className={`note ${note}`}>
      <Icon name={icon} />
      <p>
        {signature.verdict !== 'valid'
          ? t(`results.signature.${signature.verdict}`)
          : signature.signedAt
            ? t('results.signature.valid', { by, when: moment(signature.signedAt) })
            : t('results.signature.validUndated', { by })}
      </p>
    </div>
  );
}
