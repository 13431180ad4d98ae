import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router-dom';
import { Icon } from './icon.tsx';

const TABS = [
  { to: '/', icon: 'home', name: 'home' },
  { to: '/dossiers', icon: 'dossier', name: 'dossiers' },
  { to: '/inbox', icon: 'inbox', name: 'inbox' },
  { to: '/me', icon: 'user', name: 'me' },
] as const;

export function TabBar({ unread }: { unread: number }) {
  const { t } = useTranslation();
  return (
    <nav className="tabs" aria-label={t('tabs.label')}>
      <ul>
        {TABS.map(({ to, icon, name }) => (
          <li key={to}>
            <NavLink to={to} end>
              <Icon name={icon} />
              <span>{t(`tabs.${name}`)}</span>
              {name === 'inbox' && unread > 0 && (
                <b className="n">
                  {unread > 99 ? '99+' : unread}
                  <span className="only-read"> {t('tabs.unread')}</span>
                </b>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
