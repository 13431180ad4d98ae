import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';

export function ApplyPage() {
  const { code = '' } = useParams();
  const navigate = useNavigate();
  const procedure = useQuery({ queryKey: ['procedure', code], queryFn: () => api('GET /v1/procedures/:code', { params: { code } }) });
  const begin = useMutation({
    mutationFn: (caseId: string | undefined) =>
      api('POST /v1/drafts', {
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: caseId ? { procedureCode: code, caseId } : { procedureCode: code },
      }),
    onSuccess: ({ id }) => navigate(`/drafts/${id}/form/0`, { replace: true }),
  });
  const forms = procedure.data?.forms;
  const begun = useRef(false);
  useEffect(() => {
    if (!forms || forms.length > 1 || begun.current) return;
    begun.current = true;
    begin.mutate(forms[0]?.caseId);
  }, [forms, begin.mutate]);
  const error = procedure.error ?? begin.error;
  return (
    <>
      <Bar title="Bắt đầu tờ khai" back={`/procedures/${code}`} />
      {error || (forms && forms.length > 1) ? (
        <main className="main">
          {error && <ErrorNote error={error} retry={() => (procedure.error ? procedure.refetch() : begin.mutate(forms?.[0]?.caseId))} />}
          {forms && forms.length > 1 && (
            <section className="stack">
              <h1>Trường hợp nào giống bạn?</h1>
              <ul className="list">
                {forms.map(({ caseId, caseName }) => (
                  <li key={caseId}>
                    <button className="row" type="button" disabled={begin.isPending} onClick={() => begin.mutate(caseId)}>
                      <span className="grow">
                        <span className="t">{caseName}</span>
                      </span>
                      <Icon name="right" className="end" />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </main>
      ) : (
        <Loading />
      )}
    </>
  );
}
