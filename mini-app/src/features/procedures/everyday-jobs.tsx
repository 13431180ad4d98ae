import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';

/** Words that search understands; the order follows what a commune's counter sees most. */
const JOBS = [
  { name: 'birth', icon: 'birth', q: 'khai sinh' },
  { name: 'marriage', icon: 'rings', q: 'kết hôn' },
  { name: 'copies', icon: 'stamp', q: 'chứng thực' },
  { name: 'stay', icon: 'stay', q: 'tạm trú' },
  { name: 'land', icon: 'land', q: 'đất đai' },
  { name: 'shop', icon: 'shop', q: 'hộ kinh doanh' },
] as const;

export function EverydayJobs() {
  const { t } = useTranslation();
  return (
    <div className="jobs">
      {JOBS.map(({ name, icon, q }) => (
        <Link key={name} to={`/search?q=${encodeURIComponent(q)}`}>
          <span className="ico">
            <Icon name={icon} />
          </span>
          <span>{t(`home.job.${name}`)}</span>
        </Link>
      ))}
    </div>
  );
}
