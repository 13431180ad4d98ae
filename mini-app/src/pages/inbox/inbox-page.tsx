import type { InboxMessage } from '@tayninh/shared/features/notifications/notifications.contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Empty } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { isToday } from '../../components/spoken-time.ts';
import { MessageRow } from '../../features/notifications/message-row.tsx';
import { useInbox, useMarkRead } from '../../features/notifications/use-inbox.ts';
import { Tabs } from '../tabs.tsx';

/** `/inbox`: the durable notices; a Zalo message is only a copy of one of these. */
export function InboxPage() {
  const { t } = useTranslation();
  const inbox = useInbox();
  return (
    <Screen title={t('inbox.title')} heading tight bottom={<Tabs />}>
      <Answer query={inbox}>{({ items }) => <Messages items={items} />}</Answer>
    </Screen>
  );
}

function Messages({ items }: { items: readonly InboxMessage[] }) {
  const { t } = useTranslation();
  const wasUnread = useReading(items);
  if (items.length === 0) return <Empty icon="inbox" title={t('inbox.emptyTitle')} text={t('inbox.emptyText')} />;
  const group = (title: string, messages: readonly InboxMessage[]) =>
    messages.length > 0 && (
      <section className="stack">
        <h2>{title}</h2>
        <ul className="list">
          {messages.map((message) => (
            <MessageRow key={message.id} message={message} wasUnread={wasUnread.has(message.id)} />
          ))}
        </ul>
      </section>
    );
  return (
    <>
      {group(
        t('inbox.today'),
        items.filter(({ at }) => isToday(at)),
      )}
      {group(
        t('inbox.before'),
        items.filter(({ at }) => !isToday(at)),
      )}
      <div className="note">
        <Icon name="shield" />
        <div className="stack-s">
          <p>
            <b>{t('inbox.realTitle')}</b>
          </p>
          <p className="small">{t('inbox.realText')}</p>
        </div>
      </div>
    </>
  );
}

const SEEN_AFTER_MS = 800;

/** Marks as read what has been on the screen for a moment. @returns what was unread when this visit began */
function useReading(items: readonly InboxMessage[]): ReadonlySet<string> {
  const { mutate } = useMarkRead();
  const [wasUnread, setWasUnread] = useState<ReadonlySet<string>>(new Set());
  const unread = items.filter(({ readAt }) => readAt === null).map(({ id }) => id);
  const key = unread.join();
  useEffect(() => {
    if (key === '') return;
    const ids = key.split(',');
    setWasUnread((before) => new Set([...before, ...ids]));
    const timer = setTimeout(() => mutate(ids.slice(0, 50)), SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [key, mutate]);
  return wasUnread;
}
