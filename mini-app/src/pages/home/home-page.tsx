import { Link, useNavigate } from 'react-router-dom';
import { Icon, type IconName } from '../../components/icon.tsx';
import { ErrorNote, SkeletonRow } from '../../components/states.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { DossierRow } from '../../features/dossiers/dossier-row.tsx';
import { useDossiers } from '../../features/dossiers/queries.ts';
import { useMe } from '../../features/session/queries.ts';

const JOBS: { label: string; icon: IconName; q: string }[] = [
  { label: 'Khai sinh', icon: 'birth', q: 'khai sinh' },
  { label: 'Kết hôn', icon: 'rings', q: 'kết hôn' },
  { label: 'Chứng thực', icon: 'stamp', q: 'chứng thực' },
  { label: 'Tạm trú', icon: 'stay', q: 'tạm trú' },
  { label: 'Đất đai', icon: 'land', q: 'đất' },
  { label: 'Hộ kinh doanh', icon: 'shop', q: 'hộ kinh doanh' },
];

export function HomePage() {
  const navigate = useNavigate();
  const me = useMe();
  const dossiers = useDossiers();
  const items = dossiers.data?.items ?? [];
  const waiting = items.find((dossier) => dossier.needsAction);
  return (
    <>
      <div className="hero">
        <svg className="hill" viewBox="0 0 390 148" preserveAspectRatio="none" aria-hidden="true">
          <path
            fill="currentColor"
            opacity=".07"
            d="M0 128c46-6 84-14 118-30 34-17 62-46 96-74 10-8 20-10 30-2 26 20 44 44 70 62 24 16 48 24 76 30v34H0z"
          />
          <path fill="currentColor" opacity=".08" d="M0 140c60-6 110-6 170-22 40-11 74-27 106-27 38 0 70 22 114 29v28H0z" />
        </svg>
        <header className="bar">
          <div className="name brand">
            <Icon name="hill" />
            Tây Ninh Smart
          </div>
        </header>
        <div className="inner">
          <div className="stack-s">
            <p className="dim">{me.data?.name ? `Chào ${me.data.name},` : 'Chào bạn,'}</p>
            <h1>Hôm nay bạn cần làm gì?</h1>
          </div>
          <button className="search" type="button" onClick={() => navigate('/search')}>
            <Icon name="search" />
            <span>Gõ việc cần làm, không cần dấu</span>
          </button>
        </div>
      </div>
      <main className="main">
        {waiting?.needsAction && (
          <section className="stack" aria-labelledby="h-need">
            <h2 id="h-need">Đang chờ bạn</h2>
            <div className="card you">
              <div className="stack-s">
                <h3>{waiting.procedure.plainName}</h3>
                <p>{waiting.needsAction.text}</p>
              </div>
              <Link className="btn main-act" to={`/dossiers/${waiting.id}`}>
                Xem việc cần làm
              </Link>
            </div>
          </section>
        )}
        <section className="stack" aria-labelledby="h-mine">
          <div className="head">
            <h2 id="h-mine">Hồ sơ của tôi</h2>
            {items.length > 2 && (
              <Link className="link" to="/dossiers">
                Xem tất cả hồ sơ
                <Icon name="right" className="i-s" />
              </Link>
            )}
          </div>
          {dossiers.isPending && (
            <div className="list">
              <SkeletonRow />
              <SkeletonRow />
            </div>
          )}
          {dossiers.error && !dossiers.data && <ErrorNote error={dossiers.error} retry={dossiers.refetch} />}
          {dossiers.data && items.length === 0 && (
            <p className="dim">Bạn chưa có hồ sơ nào. Gõ việc bạn cần, chúng tôi chỉ giấy tờ và nơi nộp.</p>
          )}
          {items.length > 0 && (
            <ul className="list">
              {items.slice(0, 2).map((dossier) => (
                <DossierRow key={dossier.id} dossier={dossier} />
              ))}
            </ul>
          )}
        </section>
        <section className="stack" aria-labelledby="h-jobs">
          <h2 id="h-jobs">Việc thường làm</h2>
          <div className="jobs">
            {JOBS.map(({ label, icon, q }) => (
              <Link key={label} to={`/search?q=${encodeURIComponent(q)}`}>
                <span className="ico">
                  <Icon name={icon} />
                </span>
                <span>{label}</span>
              </Link>
            ))}
          </div>
        </section>
      </main>
      <TabBar />
    </>
  );
}
