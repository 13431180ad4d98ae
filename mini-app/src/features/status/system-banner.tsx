import type { OutsideSystem } from '@tayninh/shared/features/status/status.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { moment } from '../../components/spoken-time.ts';
import { MaintenanceWords } from './maintenance-words.tsx';
import { useSystemStatus, whatMatters } from './use-status.ts';

/** A calm word about a system that the person's matter passes through; it comes and goes by itself. */
export function SystemBanner({ passesThrough }: { passesThrough: readonly OutsideSystem[] }) {
  const { t } = useTranslation();
  const status = useSystemStatus().data;
  const matter = status && whatMatters(status, passesThrough);
  if (!matter) return null;
  return (
    <div className="note info" role="status">
      <Icon name="clock" />
      <div>
        {matter.kind === 'maintenance' ? (
          <MaintenanceWords notice={matter.notice} />
        ) : (
          <>
            <b>{t(`status.banner.${matter.state === 'down' ? 'down' : 'slow'}`, { system: t(`status.system.${matter.system}`) })}</b>
            <p>{t(`status.now.${matter.system}.${matter.state}`)}</p>
            {matter.state === 'down' && matter.since && <p className="small">{t('status.since', { when: moment(matter.since) })}</p>}
          </>
        )}
        <Link className="link" to="/status">
          {t('status.more')}
        </Link>
      </div>
    </div>
  );
}
