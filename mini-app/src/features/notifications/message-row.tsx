import type { InboxMessage } from '@tayninh/shared/features/notifications/notifications.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon, type IconName } from '../../components/icon.tsx';
import { clock, day, isToday } from '../../components/spoken-time.ts';

const LOOK: Record<InboxMessage['kind'], { icon: IconName; tone: string }> = {
  'dossier-kept': { icon: 'clock', tone: 'wait' },
  'dossier-sent': { icon: 'send', tone: '' },
  'dossier-status': { icon: 'paper', tone: '' },
  'dossier-needs-you': { icon: 'alert', tone: 'you' },
  'dossier-delayed': { icon: 'clock', tone: 'wait' },
  announcement: { icon: 'bell', tone: 'plain' },
};

/** `wasUnread` stays true for the visit that reads it, so that one sees what is new. */
export function MessageRow({ message, wasUnread }: { message: InboxMessage; wasUnread: boolean }) {
  const { t } = useTranslation();
  const { icon, tone } = LOOK[message.kind];
  const content = (
    <>
      <span className={`ico ${tone}`}>
        <Icon name={icon} />
      </span>
      <span className="grow">
        <span className={wasUnread ? 't' : 't read'}>{message.title}</span>
        <span className="dim block">{message.body}</span>
        <span className="small block">
          {isToday(message.at) ? clock(message.at) : day(message.at)}
          {wasUnread && (
            <>
              {' · '}
              <b className="amber">{t('inbox.unread')}</b>
            </>
          )}
        </span>
      </span>
    </>
  );
  return (
    <li>
      {message.dossierId ? (
        <Link className="row top-align" to={`/dossiers/${message.dossierId}`}>
          {content}
        </Link>
      ) : (
        <div className="row top-align">{content}</div>
      )}
    </li>
  );
}
