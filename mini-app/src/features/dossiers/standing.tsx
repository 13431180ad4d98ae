import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { Holder } from '@tayninh/shared/features/dossiers/standing.contract';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { dateWords, moment } from '../../components/spoken-time.ts';

/** Most dossiers are on their way before anybody could read a word about it. */
const WORTH_SAYING_MS = 20_000;

/** Still with us: how many go before, and when it is expected to go, or the truth that nobody knows. */
export function QueueNote({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const { queue, submittedAt } = dossier;
  if (!queue || (queue.ahead === 0 && !queue.downSince && Date.now() - Date.parse(submittedAt) < WORTH_SAYING_MS)) return null;
  return (
    <div className="note info" role="status">
      <Icon name="clock" />
      <div>
        <b>{t('queue.title')}</b>
        <p>{queue.ahead === 0 ? t('queue.first') : t('queue.ahead', { count: queue.ahead })}</p>
        <p>
          {queue.downSince
            ? t('queue.down', { when: moment(queue.downSince) })
            : queue.expectedAt
              ? t('queue.expected', { when: moment(queue.expectedAt) })
              : t('queue.unknown')}
        </p>
        <p className="small">{t('queue.kept')}</p>
      </div>
    </div>
  );
}

/** "Bộ phận Tư pháp – Hộ tịch (Chuyên viên)": never a person's name. */
export const holderName = ({ department, title }: Holder) =>
  department && title ? `${department} (${title})` : (department ?? title ?? '');

/** Who has it and since when, and how long it takes here: from the province's own reports, with what they are counted from. */
export function Standing({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const { holder, usual } = dossier;
  const lasting = useDurationWords();
  if (!holder && !usual) return null;
  return (
    <dl className="facts">
      {holder && (
        <div className="wide">
          <dt>
            <Icon name="office" />
            {t('standing.holder')}
          </dt>
          <dd>
            {holderName(holder)}
            <span className="small dim block">{t('standing.since', { when: moment(holder.since) })}</span>
            {holder.dueAt && (
              <span className="small dim block">
                {t(Date.parse(holder.dueAt) < Date.now() ? 'standing.stepLate' : 'standing.stepDue', { when: moment(holder.dueAt) })}
              </span>
            )}
          </dd>
        </div>
      )}
      {usual && (
        <div className="wide">
          <dt>
            <Icon name="cal" />
            {t('standing.usual')}
          </dt>
          <dd>
            {t('standing.half', { time: lasting(usual.medianMinutes) })}
            <br />
            {t('standing.most', { time: lasting(usual.p90Minutes) })}
            <span className="small dim block">
              {t(`standing.basis.${usual.scope}`, {
                count: usual.finishedCount,
                from: dateWords(usual.fromDay),
                until: dateWords(usual.untilDay),
              })}
            </span>
          </dd>
        </div>
      )}
    </dl>
  );
}

const WORKING_DAY_MINUTES = 480;

/** Rounded up: nobody is promised less than it took. */
function useDurationWords(): (minutes: number) => string {
  const { t } = useTranslation();
  return (minutes) =>
    minutes < WORKING_DAY_MINUTES
      ? t('standing.hours', { count: Math.max(1, Math.ceil(minutes / 60)) })
      : t('standing.days', { count: Math.ceil(minutes / WORKING_DAY_MINUTES) });
}
