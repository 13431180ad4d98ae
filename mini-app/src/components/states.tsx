import { errorWords } from './error-words.ts';
import { Icon } from './icon.tsx';

export function Loading() {
  return (
    <main className="main" aria-busy="true">
      <span className="sk t1" style={{ width: '70%' }} />
      <div className="list">
        <SkeletonRow />
        <SkeletonRow />
        <SkeletonRow />
      </div>
      <p className="small" role="status">
        Đang tải…
      </p>
    </main>
  );
}

export function SkeletonRow() {
  return (
    <div className="row">
      <span className="grow">
        <span className="sk" style={{ width: '80%' }} />
        <span className="sk s" style={{ width: '50%' }} />
      </span>
    </div>
  );
}

export function ErrorNote({ error, retry }: { error: unknown; retry?: () => unknown }) {
  return (
    <div className="note no" role="alert">
      <Icon name="alert" />
      <div className="stack-s">
        <p>{errorWords(error)}</p>
        {retry && (
          <button className="link" type="button" onClick={() => void retry()}>
            Tải lại trang này
          </button>
        )}
      </div>
    </div>
  );
}
