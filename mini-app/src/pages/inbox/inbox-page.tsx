import type { Category } from '@tayninh/shared/features/notifications/categories';
import type { InboxMessage } from '@tayninh/shared/features/notifications/notifications.contract';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, Empty } from '../../components/faces.tsx';
import { Row } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { isToday } from '../../components/spoken-time.ts';
import { categoryWords } from '../../features/notifications/category-words.ts';
import { MessageRow } from '../../features/notifications/message-row.tsx';
import { useInbox, useMarkRead } from '../../features/notifications/use-inbox.ts';
import { Tabs } from '../tabs.tsx';

/** The kinds that most people look for; the rest is found by words. */
const CHIPS = ['dossiers', 'commune', 'reminders', 'emergency', 'news'] as const satisfies readonly Category[];

/** `/inbox`: the durable notices; a Zalo message is only a copy of one of these. */
export function InboxPage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Category | 'archived' | null>(null);
  const words = useDeferredValue(text.trim());
  const isArchived = chosen === 'archived';
  const inbox = useInbox({ category: chosen === 'archived' ? null : chosen, words, isArchived });
  const unreadBy = inbox.data?.pages[0]?.unreadBy ?? {};
  const chip = (value: typeof chosen, label: string, count = 0) => (
    <button
      key={label}
      className={chosen === value ? 'chip on' : 'chip'}
      type="button"
      aria-pressed={chosen === value}
      onClick={() => setChosen(chosen === value ? null : value)}
    >
      {count > 0 ? `${label} (${count})` : label}
    </button>
  );
  const isPlain = words === '' && chosen === null;
  return (
    <Screen title={t('inbox.title')} heading tight bottom={<Tabs />}>
      <SearchField label={t('notices.search')} hint={t('notices.searchHint')} text={text} onType={setText} />
      <fieldset className="chips one-line" aria-label={t('notices.filter')}>
        {chip(null, t('notices.all'))}
        {CHIPS.map((category) => chip(category, categoryWords(category).name, unreadBy[category]))}
        {chip('archived', t('notices.archived'))}
      </fieldset>
      <Answer query={inbox}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length > 0) return <Messages items={items} marksRead={isPlain} />;
          if (isPlain) return <Empty icon="inbox" title={t('inbox.emptyTitle')} text={t('inbox.emptyText')} />;
          const isEmptyArchive = isArchived && words === '';
          return (
            <Empty
              icon={isEmptyArchive ? 'inbox' : 'search'}
              title={t(isEmptyArchive ? 'notices.archiveEmptyTitle' : 'notices.noneTitle')}
              text={t(isEmptyArchive ? 'notices.archiveEmptyText' : 'notices.noneText')}
            />
          );
        }}
      </Answer>
      {inbox.hasNextPage && (
        <ActButton kind="second" busy={inbox.isFetchingNextPage} busyText={t('notices.loading')} onPress={() => void inbox.fetchNextPage()}>
          {t('notices.more')}
        </ActButton>
      )}
      <ul className="list">
        <Row icon="shield" title={t('inbox.realTitle')} text={t('inbox.realText')} to="/inbox/check" />
        <Row icon="bell" title={t('notices.settings')} text={t('notices.settingsRow')} to="/me/notices" />
      </ul>
    </Screen>
  );
}

function Messages({ items, marksRead }: { items: readonly InboxMessage[]; marksRead: boolean }) {
  const { t } = useTranslation();
  const wasUnread = useReading(marksRead ? items : []);
  const isNew = (message: InboxMessage) => wasUnread.has(message.id) || message.readAt === null;
  const group = (title: string, messages: readonly InboxMessage[]) =>
    messages.length > 0 && (
      <section className="stack">
        <h2>{title}</h2>
        <ul className="list">
          {messages.map((message) => (
            <MessageRow key={message.id} message={message} wasUnread={isNew(message)} />
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
