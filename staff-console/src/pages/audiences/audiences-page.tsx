import '../../features/audiences/audiences.css';
import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { Rows } from '../../components/rows.tsx';
import { EmptyPanel, LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { countText, instantText } from '../../components/written.ts';
import { listsQuery, segmentsQuery } from '../../features/audiences/audience-calls.ts';
import { definitionText } from '../../features/audiences/definition-text.ts';
import { LineTags } from '../../features/audiences/line-tags.tsx';
import { useUnitName } from '../../features/audiences/use-unit-name.ts';
import { PageHead } from '../../features/session/page-head.tsx';

/** `/audiences?tab=lists` */
export function AudiencesPage() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const tab = search.get('tab') === 'lists' ? 'lists' : 'segments';
  useKeys({ c: () => navigate('/audiences/new'), u: () => navigate('/audiences/lists/new') });
  return (
    <div className="audiences">
      <PageHead
        crumb="Thông báo"
        title="Nhóm người nhận"
        actions={
          <>
            <Button onClick={() => navigate('/audiences/lists/new')}>
              Tải danh sách lên <kbd>U</kbd>
            </Button>
            <Button type="primary" onClick={() => navigate('/audiences/new')}>
              Tạo nhóm <kbd>C</kbd>
            </Button>
          </>
        }
      />
      <Tabs
        activeKey={tab}
        onChange={(key) => setSearch(key === 'lists' ? { tab: 'lists' } : {}, { replace: true })}
        items={[
          { key: 'segments', label: 'Nhóm theo điều kiện' },
          { key: 'lists', label: 'Danh sách tải lên' },
        ]}
      />
      <div>{tab === 'lists' ? <Lists /> : <Segments />}</div>
    </div>
  );
}

function Segments() {
  const segments = useQuery(segmentsQuery);
  const unitName = useUnitName();
  if (segments.isPending) return <LoadingPanel />;
  if (segments.isError) return <ProblemPanel error={segments.error} onRetry={() => void segments.refetch()} />;
  if (segments.data.items.length === 0)
    return (
      <EmptyPanel title="Chưa có nhóm nào" action={<Link to="/audiences/new">Tạo nhóm đầu tiên</Link>}>
        Chọn điều kiện một lần, dùng lại cho nhiều chiến dịch. Tạo nhóm chưa gửi gì cho ai.
      </EmptyPanel>
    );
  return (
    <Rows
      label="Nhóm người nhận"
      rows={segments.data.items}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'Nhóm',
          render: ({ id, name, definition }) => (
            <>
              <Link className="row-link" to={`/audiences/${id}`}>
                {name}
              </Link>
              <small>{definitionText(definition, unitName)}</small>
            </>
          ),
        },
        { title: 'Đơn vị', width: 200, render: ({ unitCode }) => unitName(unitCode) },
        { title: 'Số người', align: 'right', width: 104, render: ({ count }) => countText(count) },
        { title: 'Đếm lúc', align: 'right', width: 168, render: ({ countedAt }) => instantText(countedAt) },
      ]}
    />
  );
}

function Lists() {
  const lists = useQuery(listsQuery);
  const unitName = useUnitName();
  if (lists.isPending) return <LoadingPanel />;
  if (lists.isError) return <ProblemPanel error={lists.error} onRetry={() => void lists.refetch()} />;
  if (lists.data.items.length === 0)
    return (
      <EmptyPanel title="Chưa có danh sách nào" action={<Link to="/audiences/lists/new">Tải danh sách đầu tiên lên</Link>}>
        Tệp .xlsx hoặc .csv có cột số điện thoại hoặc mã hồ sơ. Số điện thoại được bỏ đi ngay khi đã tìm thấy người.
      </EmptyPanel>
    );
  return (
    <Rows
      label="Danh sách tải lên"
      rows={lists.data.items}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'Danh sách',
          render: ({ id, name }) => (
            <Link className="row-link" to={`/audiences/lists/${id}`}>
              {name}
            </Link>
          ),
        },
        { title: 'Các dòng của tệp', render: ({ lines }) => <LineTags lines={lines} /> },
        { title: 'Đơn vị', width: 176, render: ({ unitCode }) => unitName(unitCode) },
        { title: 'Số người', align: 'right', width: 88, render: ({ people }) => countText(people) },
        { title: 'Tải lên', align: 'right', width: 160, render: ({ createdAt }) => instantText(createdAt) },
      ]}
    />
  );
}
