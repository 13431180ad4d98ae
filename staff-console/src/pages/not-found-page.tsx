import { Link } from 'react-router-dom';
import { StatePanel } from '../components/state-panel.tsx';
import { PageHead } from '../features/session/page-head.tsx';

export function NotFoundPage() {
  return (
    <>
      <PageHead crumb="Bàn làm việc" title="Không có trang này" />
      <StatePanel icon="info" title="Địa chỉ này không dẫn đến đâu" action={<Link to="/">Về trang đầu</Link>}>
        Có thể đường dẫn bị thiếu chữ, hoặc mục đã được dời. Bạn chọn ở menu bên trái.
      </StatePanel>
    </>
  );
}
