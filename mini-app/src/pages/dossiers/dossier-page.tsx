import { Link, useParams } from 'react-router-dom';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { clock, day, moment } from '../../components/words.ts';
import { useDossier } from '../../features/dossiers/queries.ts';
import { Timeline } from '../../features/dossiers/timeline.tsx';

export function DossierPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useDossier(id);
  return (
    <>
      <Bar title="Theo dõi hồ sơ" back="/dossiers" />
      {!data && !error ? (
        <Loading />
      ) : (
        <main className="main" style={{ paddingTop: 8 }}>
          {error && <ErrorNote error={error} retry={refetch} />}
          {data && (
            <>
              <div className="stack-s">
                <h1>{data.procedure.plainName}</h1>
                <p className="small no">{data.code ?? data.receiptNo}</p>
              </div>
              {data.needsAction && (
                <div className="card you">
                  <h2>Đang chờ bạn</h2>
                  <p>{data.needsAction.text}</p>
                </div>
              )}
              {data.dueAt && (
                <section className="promise" aria-label="Ngày hẹn">
                  <p className="dim">Nhận kết quả trước</p>
                  <p className="when">
                    {clock(data.dueAt)} {day(data.dueAt)}
                  </p>
                </section>
              )}
              <section className="stack">
                <h2>Hồ sơ đang ở đâu?</h2>
                <Timeline dossier={data} />
              </section>
              <ul className="list">
                <li>
                  <Link className="row" to={`/dossiers/${id}/receipt`}>
                    <Icon name="qr" />
                    <span className="grow">
                      <span className="t">Xem biên nhận</span>
                    </span>
                    <Icon name="right" className="end" />
                  </Link>
                </li>
              </ul>
              <p className="small center">
                Cập nhật lúc {moment(data.asOf)}
                {data.stale && '. Hệ thống của tỉnh chưa trả lời, chúng tôi đang hỏi lại.'}
              </p>
            </>
          )}
        </main>
      )}
    </>
  );
}
