import { NavLink } from 'react-router-dom';
import { useUnread } from '../features/session/queries.ts';
import { Icon } from './icon.tsx';

const TABS = [
  { to: '/', icon: 'home', label: 'Trang chủ' },
  { to: '/dossiers', icon: 'dossier', label: 'Hồ sơ' },
  { to: '/inbox', icon: 'inbox', label: 'Hộp thư' },
  { to: '/me', icon: 'user', label: 'Của tôi' },
] as const;

export function TabBar() {
  const unread = useUnread();
  return (
    <nav className="tabs" aria-label="Các mục chính">
      <ul>
        {TABS.map(({ to, icon, label }) => (
          <li key={to}>
            <NavLink to={to} end>
              <Icon name={icon} />
              <span>{label}</span>
              {to === '/inbox' && unread > 0 && (
                <b className="n">
                  <span>{unread}</span>
                  <span hidden> tin chưa đọc</span>
                </b>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
