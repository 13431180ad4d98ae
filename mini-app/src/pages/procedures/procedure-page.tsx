import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { day } from '../../components/words.ts';

const LEVELS = { ministry: 'Bộ', province: 'Sở, ngành của tỉnh', commune: 'UBND phường, xã', other: 'Cơ quan khác' };

export function ProcedurePage() {
  const { code = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['procedure', code],
    queryFn: () => api('GET /v1/procedures/:code', { params: { code } }),
  });
  const online = data !== undefined && data.forms.length > 0;
  return (
    <>
      <Bar title="Thông tin thủ tục" back="/search" />
      {!data && !error && <Loading />}
      <main className="main" style={{ paddingTop: 8 }} hidden={!data && !error}>
        {error && <ErrorNote error={error} retry={refetch} />}
        {data && (
          <>
            <div className="stack">
              <h1>{data.plainName}</h1>
              {data.aliases[0] && <p className="dim">Hay gọi: {data.aliases[0]}</p>}
              <p>{data.summary}</p>
            </div>
            <dl className="facts">
              <div>
                <dt>
                  <Icon name="clock" />
                  Thời hạn
                </dt>
                <dd>{data.timeText}</dd>
              </div>
              <div>
                <dt>
                  <Icon name="money" />
                  Lệ phí
                </dt>
                <dd>{data.feeText}</dd>
              </div>
              <div>
                <dt>
                  <Icon name="mobile" />
                  Cách nộp
                </dt>
                <dd>{online ? 'Trên điện thoại' : 'Tại bộ phận một cửa'}</dd>
              </div>
              <div>
                <dt>
                  <Icon name="office" />
                  Nơi giải quyết
                </dt>
                <dd>{data.levels.map((level) => LEVELS[level]).join(', ')}</dd>
              </div>
            </dl>
            <section className="stack">
              <h2>Bạn cần gì?</h2>
              <ol className="list papers">
                {data.papers.map(({ id, name, when }, index) => (
                  <li key={id}>
                    <span className="num">{index + 1}</span>
                    <div className="stack-s">
                      <span className="t">{name}</span>
                      {when !== 'always' && <p className="dim">{when}</p>}
                    </div>
                  </li>
                ))}
              </ol>
              <p>
                Bạn nhận: <b>{data.result}</b>
              </p>
            </section>
            <p className="official small">
              Tên chính thức: {data.name}. Mã {data.code}. Lĩnh vực {data.domain}. Cập nhật {day(data.asOf)}, bản {data.versionNo}.
            </p>
          </>
        )}
      </main>
      {data && (
        <div className="foot">
          {online ? (
            <Link className="btn main-act" to={`/procedures/${code}/apply`}>
              Nộp trên điện thoại
            </Link>
          ) : (
            <p className="small center">Thủ tục này nộp tại bộ phận một cửa. Cần hỏi thêm, bạn gọi 1022.</p>
          )}
        </div>
      )}
    </>
  );
}
