import { Alert } from 'antd';
import { isProblem, NoAnswerError } from '../api/errors.ts';

/** Why something was not saved, with each part that the server named; what was typed stays. */
export function SaveError({ error }: { error: unknown }) {
  if (!error) return null;
  const parts = isProblem(error) ? (error.problem.errors ?? []) : [];
  const title =
    error instanceof NoAnswerError
      ? 'Máy chủ chưa trả lời nên chưa rõ đã lưu chưa. Chữ bạn viết vẫn ở đây, hãy thử lại.'
      : isProblem(error)
        ? error.message
        : 'Chưa lưu được. Chữ bạn viết vẫn ở đây.';
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={title}
      description={
        parts.length > 0 && (
          <ul>
            {parts.map(({ pointer, detail }) => (
              <li key={`${pointer} ${detail}`}>{detail}</li>
            ))}
          </ul>
        )
      }
    />
  );
}
