import type { SystemState, SystemStatus } from '@tayninh/shared/features/status/status.contract';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/faces.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Tag, type Tone } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import { MaintenanceWords } from '../../features/status/maintenance-words.tsx';
import { isTroubled, useSystemStatus } from '../../features/status/use-status.ts';

const LOOK: Record<SystemState, { tone: Tone; icon: IconName }> = {
  ok: { tone: 'go', icon: 'check' },
  slow: { tone: 'wait', icon: 'clock' },
  down: { tone: 'wait', icon: 'pause' },
  unknown: { tone: '', icon: 'ask' },
};

/** `/status`: each outside system in plain words, what works and what waits. */
export function StatusPage() {
  const { t } = useTranslation();
  const status = useSystemStatus();
  return (
    <Screen title={t('status.title')} back="/me" tight>
      <Answer query={status}>{(data) => <Systems status={data} />}</Answer>
    </Screen>
  );
}

function Systems({ status }: { status: SystemStatus }) {
  const { t } = useTranslation();
  const { systems, maintenance, asOf } = status;
  return (
    <>
      <div className="stack-s">
        <h1>{t('status.heading')}</h1>
        <p>{t(isTroubled(status) ? 'status.troubled' : 'status.calm')}</p>
      </div>
      {maintenance.map((notice) => (
        <div className="note info" key={`${notice.system} ${notice.startsAt}`}>
          <Icon name="cal" />
          <div>
            <MaintenanceWords notice={notice} />
          </div>
        </div>
      ))}
      <ul className="stack">
        {systems.map(({ system, state, since }) => (
          <li className="card" key={system}>
            <Tag {...LOOK[state]}>{t(`status.state.${state}`)}</Tag>
            <div className="stack-s">
              <h2>{t(`status.system.${system}`)}</h2>
              <p>{t(`status.now.${system}.${state}`)}</p>
              {since && state !== 'ok' && <p className="small dim">{t('status.since', { when: moment(since) })}</p>}
            </div>
          </li>
        ))}
      </ul>
      <p className="small center">{t('stale.updated', { when: moment(asOf) })}</p>
    </>
  );
}
