import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote, SkeletonRow } from '../../components/states.tsx';

const EXAMPLES = ['giấy độc thân', 'khai sinh cho con', 'hộ kinh doanh', 'xây nhà'];

export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const q = useDebounced(text.trim(), 150);
  useEffect(() => setParams(q ? { q } : {}, { replace: true }), [q, setParams]);
  const found = useQuery({
    queryKey: ['procedures', q],
    queryFn: () => api('GET /v1/procedures', { query: { q, limit: 20 } }),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  const data = q ? found.data : undefined;
  const suggestions = q ? (data?.suggestions ?? []) : EXAMPLES;
  return (
    <>
      <Bar title="Tìm việc cần làm" back="/" heading>
        <div style={{ padding: '4px 16px 12px' }}>
          <search className="search">
            <Icon name="search" />
            <input
              aria-label="Việc cần làm"
              placeholder="Gõ việc cần làm, không cần dấu"
              enterKeyHint="search"
              value={text}
              // biome-ignore lint/a11y/noAutofocus: the page is opened to type
              autoFocus
              onChange={(event) => setText(event.target.value)}
            />
            {text && (
              <button className="icon-btn" type="button" aria-label="Xóa chữ đã gõ" onClick={() => setText('')}>
                <Icon name="x" />
              </button>
            )}
          </search>
        </div>
      </Bar>
      <main className="main" style={{ paddingTop: 4, gap: 12 }}>
        {q && found.isPending && (
          <div className="list">
            <SkeletonRow />
            <SkeletonRow />
          </div>
        )}
        {q && found.error && <ErrorNote error={found.error} retry={found.refetch} />}
        {data && (
          <p className="dim" role="status">
            {data.items.length > 0 ? `${data.items.length} việc phù hợp` : 'Chưa tìm thấy việc này. Thử gõ ngắn hơn, hoặc gọi 1022.'}
          </p>
        )}
        {data?.clarify && (
          <section className="stack">
            <h2>{data.clarify.question}</h2>
            <div className="chips">
              {data.clarify.options.map(({ label, code }) => (
                <Link key={code} className="chip" to={`/procedures/${code}`}>
                  {label}
                </Link>
              ))}
            </div>
          </section>
        )}
        {data && data.items.length > 0 && (
          <ul className="list">
            {data.items.map((item) => (
              <li key={item.code}>
                <Link className="row" to={`/procedures/${item.code}`}>
                  <span className="grow">
                    <span className="t">{item.plainName}</span>
                    <span className="dim block">{item.summary}</span>
                    <span className="meta">
                      <b>{item.domain}</b> · {item.timeText} · {item.feeText}
                    </span>
                  </span>
                  <Icon name="right" className="end" />
                </Link>
              </li>
            ))}
          </ul>
        )}
        {suggestions.length > 0 && (
          <section className="stack">
            <h2>{q ? 'Có phải bạn muốn tìm' : 'Nhiều người tìm'}</h2>
            <div className="chips">
              {suggestions.map((word) => (
                <button key={word} className="chip" type="button" onClick={() => setText(word)}>
                  {word}
                </button>
              ))}
            </div>
          </section>
        )}
      </main>
    </>
  );
}

function useDebounced(value: string, ms: number) {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}
