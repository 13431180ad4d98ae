import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { moment } from '../../components/words.ts';
import { useInbox } from '../../features/session/queries.ts';

export function InboxPage() {
  const client = useQueryClient();
  const { data, error, refetch } = useInbox();
  useEffect(() => {
    const ids = data?.items.filter(({ readAt }) => !readAt).map(({ id }) => id) ?? [];
    if (ids.length === 0) return;
    api('POST /v1/inbox/read', { body: { ids } })
      .then(() => client.invalidateQueries({ queryKey: ['inbox'] }))
      .catch(() => undefined); // stays unread, the next opening tries again
  }, [data, client]);
  return (
    <>
      <Bar title="Hộp thư" heading />
      {!data && !error ? (
        <Loading />
      ) : (
        <main className="main tight">
          {error && <ErrorNote error={error} retry={refetch} />}
          {data?.items.length === 0 && <p>Chưa có tin nào. Khi hồ sơ của bạn có thay đổi, tin sẽ nằm ở đây.</p>}
          {data && data.items.length > 0 && (
            <ul className="list">
              {data.items.map((message) => (
                <li key={message.id}>
                  <Link className="row top-align" to={message.dossierId ? `/dossiers/${message.dossierId}` : '/inbox'}>
                    <span className={message.kind === 'dossier-needs-you' ? 'ico you' : 'ico'}>
                      <Icon name={message.kind === 'announcement' ? 'bell' : message.kind === 'dossier-needs-you' ? 'alert' : 'paper'} />
                    </span>
                    <span className="grow">
                      <span className="t">{message.title}</span>
                      <span className="dim block">{message.body}</span>
                      <span className="small block">
                        {moment(message.at)}
                        {!message.readAt && ' · Chưa đọc'}
                      </span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </main>
      )}
      <TabBar />
    </>
  );
}
