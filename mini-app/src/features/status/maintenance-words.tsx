import type { SystemStatus } from '@tayninh/shared/features/status/status.contract';
import { useTranslation } from 'react-i18next';
import { moment } from '../../components/spoken-time.ts';

/** What an operator announced, in the operator's words. */
export function MaintenanceWords({ notice }: { notice: SystemStatus['maintenance'][number] }) {
  const { t, i18n } = useTranslation();
  const { system, startsAt, endsAt, text, textEn } = notice;
  const isEnglish = i18n.language === 'en' && textEn !== null;
  return (
    <>
      <b>{t('status.maintenance', { system: t(`status.system.${system}`) })}</b>
      <p>{t('status.span', { from: moment(startsAt), until: moment(endsAt) })}</p>
      <p lang={isEnglish ? 'en' : 'vi'}>{isEnglish ? textEn : text}</p>
    </>
  );
}
