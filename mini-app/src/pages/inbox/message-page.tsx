import { CATEGORIES } from '@tayninh/shared/features/notifications/categories';
import type { InboxMessage } from '@tayninh/shared/features/notifications/notifications.contract';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Row, Tag } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import { categoryWords } from '../../features/notifications/category-words.ts';
import { MESSAGE_LOOK } from '../../features/notifications/message-row.tsx';
import { useArchive, useCalendarEntry, useMarkRead, useMessage } from '../../features/notifications/use-inbox.ts';
import { mutedChannels, useConsent, useMute, usePreferences } from '../../features/notifications/use-preferences.ts';
import { useContact } from '../use-contact.ts';

/** `/inbox/:id` */
export function MessagePage() {
  const { t } = useTranslation();
  const message = useMessage(useParams().id ?? '');
  return (
    <Screen title={t('notices.message')} back="/inbox">
      <Answer query={message}>{(data) => <Message message={data} />}</Answer>
    </Screen>
  );
}

function Message({ message }: { message: InboxMessage }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { chat } = useContact();
  const { mutate: markRead } = useMarkRead();
  const archive = useArchive(message.id);
  const calendar = useCalendarEntry(message.id);
  const { id, readAt, action, dossierId, eventAt, archivedAt } = message;
  useEffect(() => {
    if (readAt === null) markRead([id]);
  }, [id, readAt, markRead]);
  const look = MESSAGE_LOOK[message.kind];
  const paragraphs = message.body.split(/\n+/);
  return (
    <>
      <div className="stack">
        <Tag icon={look.icon} tone={look.tag}>
          {categoryWords(message.category).name}
        </Tag>
        <h1>{message.title}</h1>
        <p className="small">{t('notices.sentAt', { when: moment(message.at) })}</p>
      </div>
      <div className="stack">
        {paragraphs.map((text, index) => (
          <p key={index}>{text}</p>
        ))}
        {eventAt && (
          <p className="icon-line">
            <Icon name="cal" />
            <b>{t('notices.takesPlace', { when: moment(eventAt) })}</b>
          </p>
        )}
      </div>
      {action && (
        <Link className="btn main-act" to={action.path}>
          {action.label}
        </Link>
      )}
      {eventAt && (
        <ActButton kind="second" busy={calendar.isPending} onPress={() => calendar.mutate()}>
          <Icon name="cal" className="i-s" />
          {t('notices.calendar')}
        </ActButton>
      )}
      {(calendar.error ?? archive.error) && <ErrorNote error={calendar.error ?? archive.error} />}
      <div className="note go">
        <Icon name="shield" />
        <div className="stack-s">
          <p>
            <b>{t('notices.real')}</b>
          </p>
          <p className="dim">{t('notices.realText')}</p>
        </div>
      </div>
      <ul className="list">
        {dossierId && <Row icon="dossier" title={t('notices.openDossier')} to={`/dossiers/${dossierId}`} />}
        <Row icon="chat" title={t('search.ask')} onPress={() => chat()} />
        <Row
          icon="vault"
          title={t(archivedAt ? 'notices.unarchive' : 'notices.archive')}
          onPress={() => archive.mutate(!archivedAt, { onSuccess: () => navigate('/inbox', { replace: true }) })}
        />
      </ul>
      <MuteThisKind message={message} />
    </>
  );
}

/** One tap, no question before it: switching on again is as near. */
function MuteThisKind({ message: { category } }: { message: InboxMessage }) {
  const { t } = useTranslation();
  const preferences = usePreferences().data;
  const mute = useMute();
  const consent = useConsent();
  const { canMute, needsConsent } = CATEGORIES[category];
  if (!preferences || !canMute) return null;
  const { name } = categoryWords(category);
  const error = mute.error ?? consent.error;
  const isOff = needsConsent ? !preferences.wants.includes(category) : mutedChannels(preferences, category).length === 2;
  const switchTo = (isOn: boolean) => {
    if (category === 'news' || category === 'surveys') consent.mutate({ about: [category], act: isOn ? 'given' : 'withdrawn' });
    else mute.mutate({ category, muted: isOn ? [] : ['zalo', 'mini-app'] });
  };
  return (
    <>
      {error && <ErrorNote error={error} />}
      {isOff ? (
        <div className="note" role="status">
          <Icon name="bell" />
          <div>
            <p>{t('notices.muted', { name })}</p>
            {needsConsent ? (
              <Link className="link" to="/me/notices">
                {t('notices.settings')}
              </Link>
            ) : (
              <button className="link" type="button" onClick={() => switchTo(true)}>
                {t('notices.undo')}
              </button>
            )}
          </div>
        </div>
      ) : (
        <ul className="list">
          <Row
            icon="bell"
            title={t('notices.mute')}
            text={t(needsConsent ? 'notices.withdrawText' : 'notices.muteText', { name })}
            onPress={() => !mute.isPending && switchTo(false)}
          />
        </ul>
      )}
    </>
  );
}
