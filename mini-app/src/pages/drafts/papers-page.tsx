import { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { Bar, StepTrack } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { Saved } from '../../components/saved.tsx';
import { ErrorNote, Loading } from '../../components/states.tsx';
import { sizeWords } from '../../components/words.ts';
import { uploadFile } from '../../features/drafts/upload-file.ts';
import { useDraft } from '../../features/drafts/use-draft.ts';

const UPLOAD_FAILED = 'Tệp chưa gửi được. Chỉ nhận ảnh JPEG, PNG, WebP hoặc tệp PDF. Bạn chọn lại tệp hoặc thử khi mạng tốt hơn.';

export function PapersPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const { draft, form, error, refetch, saver } = useDraft(id);
  const [progress, setProgress] = useState<Record<string, number>>({});
  const [failed, setFailed] = useState<Record<string, string>>({});
  const [saveError, setSaveError] = useState<unknown>();
  const [asked, setAsked] = useState(false);
  if (!draft || !form) {
    return (
      <>
        <Bar title="Giấy tờ" back="/" heading />
        {error ? <ErrorNote error={error} retry={refetch} /> : <Loading />}
      </>
    );
  }
  const add = async (componentId: string, file: File) => {
    setFailed(({ [componentId]: _gone, ...rest }) => rest);
    setProgress((all) => ({ ...all, [componentId]: 0 }));
    try {
      const fileId = await uploadFile(file, (percent) => setProgress((all) => ({ ...all, [componentId]: percent })));
      await saver.changeFiles((files) => [...files, { componentId, fileId }]);
    } catch {
      setFailed((all) => ({ ...all, [componentId]: UPLOAD_FAILED }));
    } finally {
      setProgress(({ [componentId]: _done, ...rest }) => rest);
    }
  };
  const remove = (fileId: string) =>
    saver.changeFiles((files) => files.filter((file) => file.fileId !== fileId)).catch((failure: unknown) => setSaveError(failure));
  const missing = form.components.filter(({ id: part, required }) => required && !draft.files.some((file) => file.componentId === part));
  const uploading = Object.keys(progress).length > 0;
  const steps = form.layout.length + 2;
  return (
    <>
      <Bar title="Giấy tờ" back={`/drafts/${id}/form/${form.layout.length - 1}`}>
        <StepTrack at={steps - 1} of={steps} words="Giấy tờ" />
      </Bar>
      <main className="main" style={{ paddingTop: 12, gap: 16 }}>
        <div className="stack-s">
          <h1>Chụp hoặc chọn giấy tờ</h1>
          <p className="dim">Ảnh chỉ gửi cho cán bộ giải quyết hồ sơ này.</p>
        </div>
        {saveError !== undefined && <ErrorNote error={saveError} />}
        {form.components.map(({ id: part, name, required, hint }) => {
          const files = draft.files.filter((file) => file.componentId === part);
          const percent = progress[part];
          return (
            <section key={part} className="card" aria-labelledby={`c-${part}`}>
              <div className="stack-s">
                <h2 id={`c-${part}`}>{name}</h2>
                {hint && <p className="dim">{hint}</p>}
                {files.length === 0 && <p className="small">{required ? 'Cần có giấy này' : 'Không bắt buộc'}</p>}
              </div>
              {files.map((file) => (
                <div key={file.fileId} className="stack-s">
                  <span className="tag go">
                    <Icon name="check" />
                    Đã gửi
                  </span>
                  <span>
                    {file.name} <span className="small">{sizeWords(file.sizeBytes)}</span>
                  </span>
                  <button className="link" type="button" onClick={() => void remove(file.fileId)} aria-label={`Bỏ tệp ${file.name}`}>
                    <Icon name="trash" className="i-s" />
                    Bỏ tệp này
                  </button>
                </div>
              ))}
              {percent !== undefined && (
                <div className="stack-s" role="status">
                  <span className="tag wait">
                    <Icon name="upload" />
                    Đang gửi {percent}%
                  </span>
                  <div className="track">
                    <i style={{ width: `${percent}%` }} />
                  </div>
                </div>
              )}
              {failed[part] && (
                <p className="note no" role="alert">
                  {failed[part]}
                </p>
              )}
              {asked && required && files.length === 0 && (
                <p className="note no" role="alert">
                  Còn thiếu giấy này.
                </p>
              )}
              {percent === undefined && (
                <label className="btn second pick">
                  <Icon name="camera" className="i-s" />
                  {files.length > 0 ? 'Thêm trang' : 'Chụp hoặc chọn giấy này'}
                  <input
                    type="file"
                    accept="image/jpeg,image/png,image/webp,application/pdf"
                    aria-label={name}
                    onChange={(event) => {
                      const file = event.target.files?.[0];
                      event.target.value = '';
                      if (file) void add(part, file);
                    }}
                  />
                </label>
              )}
            </section>
          );
        })}
      </main>
      <div className="foot">
        <button
          className="btn main-act"
          type="button"
          disabled={uploading}
          onClick={() => (missing.length > 0 ? setAsked(true) : navigate(`/drafts/${id}/review`))}
        >
          {uploading ? 'Đang gửi giấy tờ…' : 'Tiếp tục'}
        </button>
        <Saved at={draft.updatedAt} />
      </div>
    </>
  );
}
