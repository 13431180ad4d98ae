import { Alert } from 'antd';
import { isProblem, NoAnswerError } from '../../api/errors.ts';

/** Why something was not done, where it was asked for. */
export function ActError({ error }: { error: unknown }) {
  if (!error) return null;
  const isFresh = isProblem(error, 'fresh-sign-in-required');
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={
        error instanceof NoAnswerError
          ? 'Máy chủ chưa trả lời nên chưa rõ việc đã xong chưa. Xem trạng thái ở đầu trang rồi hãy làm lại.'
          : isProblem(error)
            ? error.message
            : 'Chưa làm được. Bạn tải lại trang rồi thử lại.'
      }
      action={
        isFresh && <a href={`/v1/staff/sign-in?fresh=true&to=${encodeURIComponent(window.location.pathname)}`}>Xác nhận lại tài khoản</a>
      }
    />
  );
}
