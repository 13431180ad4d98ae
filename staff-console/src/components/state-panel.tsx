import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { isProblem, NoAnswerError } from '../api/errors.ts';
import { Icon, type IconName } from './icon.tsx';

/** What stands where content would: says what is, what is safe and what next. */
export function StatePanel({ icon, title, children, action }: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <section className="state-panel">
      <span className="state-icon">
        <Icon name={icon} size={24} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </section>
  );
}

/** Rows of what follows. Words from ten seconds on are the page's own. */
export function LoadingPanel({ rows = 6 }: { rows?: number }) {
  return (
    <div aria-busy="true" role="status" aria-label="Đang tải" className="loading-panel">
      <Skeleton active title={false} paragraph={{ rows, width: '100%' }} />
    </div>
  );
}

export const EmptyPanel = ({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) => (
  <StatePanel icon="info" title={title} action={action}>
    {children}
  </StatePanel>
);

export function ProblemPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const isSilent = error instanceof NoAnswerError;
  const title = isSilent ? 'Máy chủ chưa trả lời' : 'Chưa mở được';
  return (
    <div role="alert">
      <StatePanel icon="info" title={title} action={onRetry && <Button onClick={onRetry}>Thử lại</Button>}>
        {isSilent
          ? 'Kiểm tra mạng của máy rồi thử lại. Việc bạn đã gửi đi vẫn được giữ.'
          : isProblem(error)
            ? `${error.message} Mã tra cứu ${error.problem.requestId}.`
            : 'Trang gặp trục trặc. Những gì đã lưu vẫn còn. Bạn tải lại trang.'}
      </StatePanel>
    </div>
  );
}
