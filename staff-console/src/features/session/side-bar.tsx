import type { StaffMe } from '@tayninh/shared/features/staff/staff.contract';
import { Menu } from 'antd';
import { Link, useLocation } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import type { Place } from './places.ts';

/** The places of this person, in groups; the key that leads there is printed beside each. */
export function SideBar({ me, places }: { me: StaffMe; places: readonly Place[] }) {
  const { pathname } = useLocation();
  const groups = [...new Set(places.map(({ group }) => group))];
  return (
    <nav className="side" aria-label="Điều hướng chính">
      <Link to="/" className="brand">
        <span className="mark">
          <Icon name="leaf" size={20} />
        </span>
        <span>
          <b>Tây Ninh Smart</b>
          <small>Bàn làm việc</small>
        </span>
      </Link>
      <Menu
        mode="inline"
        inlineIndent={8}
        selectedKeys={places.filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`)).map(({ path }) => path)}
        items={groups.map((group) => ({
          type: 'group' as const,
          key: group,
          label: group,
          children: places
            .filter((place) => place.group === group)
            .map(({ path, name, icon, key }) => ({
              key: path,
              icon: <Icon name={icon} />,
              label: (
                <Link to={path} title={`Phím G rồi ${key}`}>
                  {name}
                  <span className="key" aria-hidden="true">
                    G {key}
                  </span>
                </Link>
              ),
            })),
        }))}
      />
      {me.isRehearsal && <p className="rehearsal">Diễn tập · dữ liệu giả</p>}
    </nav>
  );
}
