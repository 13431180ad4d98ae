import type { InboxMessage } from '@tayninh/shared/features/notifications/notifications.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon, type IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/rows.tsx';
import { clock, day, isToday } from '../../components/spoken-time.ts';

/** `tone` of the square before a row, `tag` of the label above a message. */
export const MESSAGE_LOOK: Record<InboxMessage['kind'], { icon: IconName; tone: string; tag: Tone }> = {
  'dossier-kept': { icon: 'clock', tone: 'wait', tag: 'wait' },
  'dossier-sent': { icon: 'send', tone: '', tag: 'go' },
  'dossier-status': { icon: 'paper', tone: '', tag: 'go' },
  'dossier-needs-you': { icon: 'alert', tone: 'you', tag: 'you' },
  'dossier-delayed': { icon: 'clock', tone: 'wait', tag: 'wait' },
  announcement: { icon: 'bell', tone: 'plain', tag: '' },
};

/** `wasUnread` stays true for the visit that reads it, so that one sees what is new. */
export function MessageRow({ message, wasUnread }: { message: InboxMessage; wasUnread: boolean }) {
  const { t } = useTranslation();
  const { icon, tone } = MESSAGE_LOOK[message.kind];
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
      <Link className="row top-align" to={`/inbox/${message.id}`}>
        {content}
      </Link>
    </li>
  );
}
