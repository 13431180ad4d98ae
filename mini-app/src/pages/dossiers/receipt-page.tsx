import { Link, useParams } from 'react-router-dom';
import { encode } from 'uqr';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { moment } from '../../components/words.ts';
import { useDossier } from '../../features/dossiers/queries.ts';
import { Timeline } from '../../features/dossiers/timeline.tsx';

export function ReceiptPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useDossier(id);
  const arrived = data?.state === 'confirmed';
  return (
    <>
      <Bar title="Biên nhận" back="/dossiers" />
      {!data && !error && <Loading />}
      {!data && error && (
        <main className="main">
          <ErrorNote error={error} retry={refetch} />
        </main>
      )}
      {data && (
        <main className="main">
          <div className="stack" role="status">
            <span className={arrived ? 'big' : 'big wait'}>
              <Icon name={arrived ? 'check' : 'clock'} />
            </span>
            <h1>{arrived ? 'Hồ sơ đã đến tỉnh' : 'Chúng tôi đã giữ hồ sơ của bạn'}</h1>
            <p className="lead">
              {data.needsAction?.text ??
                (arrived
                  ? 'Cán bộ sẽ kiểm tra giấy tờ. Chúng tôi báo bạn khi hồ sơ được tiếp nhận.'
                  : 'Hồ sơ tự được gửi đến tỉnh. Bạn không cần nộp lại.')}
            </p>
          </div>
          <section className="card">
            <div className="qr">
              <QrCode text={data.receiptNo} />
              <div className="grow stack-s">
                <p className="small dim">Số biên nhận</p>
                <p className="no lead">
                  <b>{data.receiptNo}</b>
                </p>
                <p className="small dim">{moment(data.submittedAt)}</p>
              </div>
            </div>
            <p className="small dim">Đưa mã này cho cán bộ khi cần hỏi. Mã không chứa thông tin cá nhân.</p>
          </section>
          <section className="stack">
            <h2>Hồ sơ đang ở đâu?</h2>
            <Timeline dossier={data} />
          </section>
        </main>
      )}
      <div className="foot">
        <Link className="btn main-act" to={`/dossiers/${id}`}>
          Theo dõi hồ sơ
        </Link>
      </div>
    </>
  );
}

function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 0 });
  const path = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <div className="code">
      <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label="Mã QR của biên nhận">
        <path d={path} fill="#14211b" />
      </svg>
    </div>
  );
}
