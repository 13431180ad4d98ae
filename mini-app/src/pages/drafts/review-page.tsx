import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { Bar, StepTrack } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { submitDraft } from '../../features/drafts/submit-draft.ts';
import { useDraft } from '../../features/drafts/use-draft.ts';
import { shownFields, valueWords } from '../../features/form/answers.ts';

export function ReviewPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { draft, form, procedure, error, refetch } = useDraft(id);
  const [consent, setConsent] = useState(false);
  const [asked, setAsked] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const submit = useMutation({
    mutationFn: () => submitDraft(id),
    onSuccess: async (submitted) => {
      await client.invalidateQueries({ queryKey: ['dossiers'] });
      navigate(`/dossiers/${submitted.id}/receipt`, { replace: true });
    },
  });
  if (!draft || !form) {
    return (
      <>
        <Bar title="Xem lại trước khi nộp" back="/" />
        {error ? <ErrorNote error={error} retry={refetch} /> : <Loading />}
      </>
    );
  }
  const hasPapers = form.components.length > 0;
  const steps = form.layout.length + (hasPapers ? 2 : 1);
  const send = () => {
    if (consent) return submit.mutate();
    setAsked(true);
    box.current?.focus();
  };
  return (
    <>
      <Bar title="Xem lại trước khi nộp" back={hasPapers ? `/drafts/${id}/papers` : `/drafts/${id}/form/${form.layout.length - 1}`}>
        <StepTrack at={steps} of={steps} words="Xem lại" />
      </Bar>
      <main className="main" style={{ paddingTop: 12 }}>
        <div className="stack-s">
          <h1>Bạn xem lại một lần nhé</h1>
          <p className="dim">{procedure?.plainName ?? form.caseName}</p>
        </div>
        {draft.problems.length > 0 && (
          <div className="note no" role="alert">
            <Icon name="alert" />
            <div className="stack-s">
              <b>Còn {draft.problems.length} chỗ cần sửa:</b>
              {draft.problems.map(({ pointer, detail }) => (
                <p key={pointer}>{detail}</p>
              ))}
            </div>
          </div>
        )}
        {form.layout.map((step, index) => (
          <section key={step.id} className="card">
            <div className="head">
              <h2>{step.title}</h2>
              <Link className="link" to={`/drafts/${id}/form/${index}`} aria-label={`Sửa ${step.title.toLowerCase()}`}>
                <Icon name="pen" className="i-s" />
                Sửa
              </Link>
            </div>
            <dl className="kv">
              {shownFields(step, draft.answers).map((field) => (
                <div key={field.name}>
                  <dt>{field.label}</dt>
                  <dd>{valueWords(field, draft.answers[field.name])}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {hasPapers && (
          <section className="card">
            <div className="head">
              <h2>Giấy tờ</h2>
              <Link className="link" to={`/drafts/${id}/papers`} aria-label="Sửa giấy tờ">
                <Icon name="pen" className="i-s" />
                Sửa
              </Link>
            </div>
            <dl className="kv">
              {form.components.map(({ id: part, name }) => (
                <div key={part}>
                  <dt>{name}</dt>
                  <dd>
                    {draft.files
                      .filter((file) => file.componentId === part)
                      .map((file) => file.name)
                      .join(', ') || 'Không gửi'}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        <section className="stack-s">
          <h2>Bạn xác nhận</h2>
          <label className={consent ? 'check on' : 'check'}>
            <input
              ref={box}
              type="checkbox"
              checked={consent}
              aria-describedby={asked && !consent ? 'consent-err' : undefined}
              onChange={(event) => setConsent(event.target.checked)}
            />
            <span className="box">{consent && <Icon name="check" />}</span>
            <span>Thông tin trên là đúng. Tôi đồng ý gửi hồ sơ này đến cơ quan giải quyết.</span>
          </label>
          {asked && !consent && (
            <p className="note no" role="alert" id="consent-err">
              Bạn đánh dấu vào ô này rồi nộp hồ sơ.
            </p>
          )}
        </section>
        {submit.error && <ErrorNote error={submit.error} />}
      </main>
      <div className="foot">
        <button className="btn main-act" type="button" disabled={submit.isPending} onClick={send}>
          {submit.isPending ? 'Đang gửi…' : 'Nộp hồ sơ'}
        </button>
        <p className="small center">Mạng có chập chờn, hồ sơ cũng chỉ nộp một lần.</p>
      </div>
    </>
  );
}
