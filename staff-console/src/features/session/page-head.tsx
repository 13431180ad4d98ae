import { type ReactNode, useEffect } from 'react';
import { PersonMenu } from './person-menu.tsx';
import { useMe } from './use-session.ts';

/** The head of every page: where it is, its one `h1`, what can be done, who is here. */
export function PageHead({ crumb, title, tag, actions }: { crumb: string; title: string; tag?: ReactNode; actions?: ReactNode }) {
  const { data: me } = useMe();
  useEffect(() => {
    document.title = `${title} · Tây Ninh Smart`;
  }, [title]);
  return (
    <header className="head">
      <div className="head-words">
        <p className="crumb">{crumb}</p>
        <div className="head-title">
          <h1>{title}</h1>
          {tag}
        </div>
      </div>
      <div className="head-actions">
        {actions}
        {me && <PersonMenu me={me} />}
      </div>
    </header>
  );
}
