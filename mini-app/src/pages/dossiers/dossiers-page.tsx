import { Link } from 'react-router-dom';
import { Bar } from '../../components/bar.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { DossierRow } from '../../features/dossiers/dossier-row.tsx';
import { useDossiers } from '../../features/dossiers/queries.ts';

export function DossiersPage() {
  const { data, error, refetch } = useDossiers();
  return (
    <>
      <Bar title="Hồ sơ của tôi" heading />
      {!data && !error ? (
        <Loading />
      ) : (
        <main className="main tight">
          {error && <ErrorNote error={error} retry={refetch} />}
          {data?.items.length === 0 && (
            <div className="stack">
              <p>Bạn chưa có hồ sơ nào. Gõ việc bạn cần, chúng tôi chỉ giấy tờ và nơi nộp.</p>
              <Link className="btn main-act" to="/search">
                Tìm việc cần làm
              </Link>
            </div>
          )}
          {data && data.items.length > 0 && (
            <ul className="list">
              {data.items.map((dossier) => (
                <DossierRow key={dossier.id} dossier={dossier} />
              ))}
            </ul>
          )}
        </main>
      )}
      <TabBar />
    </>
  );
}
