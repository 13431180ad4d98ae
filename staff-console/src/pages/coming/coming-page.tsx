import { EmptyPanel } from '../../components/state-panel.tsx';
import { PageHead } from '../../features/session/page-head.tsx';
import type { Place } from '../../features/session/places.ts';

/** Stands where a page will be; promises nothing that works today. */
export const ComingPage = ({ place: { group, name } }: { place: Place }) => (
  <>
    <PageHead crumb={group} title={name} />
    <EmptyPanel title="Đang xây dựng">Mục này chưa mở. Chưa có gì ở đây để làm, và không có việc nào của bạn bị bỏ lỡ.</EmptyPanel>
  </>
);
