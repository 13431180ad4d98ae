import '../../features/audiences/audiences.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Segment, SegmentBody } from '@tayninh/shared/features/audiences/audiences.contract';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { SaveError } from '../../components/save-error.tsx';
import { LoadingPanel, ProblemPanel, StatePanel } from '../../components/state-panel.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { segmentsQuery } from '../../features/audiences/audience-calls.ts';
import { SegmentForm } from '../../features/audiences/segment-form.tsx';
import { ConditionFields } from '../../features/campaigns/condition-fields.tsx';
import { PageHead } from '../../features/session/page-head.tsx';

/** `/audiences/new` and `/audiences/:id` */
export function SegmentPage() {
  const { id } = useParams();
  return id === undefined ? <Whole key="new" segment={null} /> : <Known key={id} id={id} />;
}

function Known({ id }: { id: string }) {
  const segments = useQuery(segmentsQuery);
  const segment = segments.data?.items.find((each) => each.id === id);
  if (segment) return <Whole segment={segment} />;
  return (
    <div className="audiences">
      <PageHead crumb="Thông báo · Nhóm người nhận" title="Nhóm người nhận" />
      {segments.isPending ? (
        <LoadingPanel />
      ) : segments.isError ? (
        <ProblemPanel error={segments.error} onRetry={() => void segments.refetch()} />
      ) : (
        <StatePanel icon="info" title="Không có nhóm này" action={<Link to="/audiences">Xem các nhóm</Link>}>
          Nhóm đã được cất, hoặc thuộc đơn vị khác.
        </StatePanel>
      )}
    </div>
  );
}

const EMPTY: SegmentBody = { name: '', definition: {}, reason: null };

function Whole({ segment }: { segment: Segment | null }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [written, setWritten] = useState<SegmentBody | null>(null);
  const kept = segment ? { name: segment.name, definition: segment.definition, reason: segment.reason } : EMPTY;
  const body = written ?? kept;
  const after = () => {
    void queries.invalidateQueries({ queryKey: segmentsQuery.queryKey, exact: true });
    navigate('/audiences');
  };
  const save = useMutation({
    mutationFn: () =>
      segment ? api('PUT /v1/staff/segments/:id', { params: { id: segment.id }, body }) : api('POST /v1/staff/segments', { body }),
    onSuccess: after,
  });
  const archive = useMutation({
    mutationFn: (id: string) => api('DELETE /v1/staff/segments/:id', { params: { id } }),
    onSuccess: after,
  });
  const press = () => written && !save.isPending && save.mutate();
  useKeys({ 'ctrl+s': press, 'ctrl+enter': press });
  return (
    <div className="audiences">
      <PageHead
        crumb="Thông báo · Nhóm người nhận"
        title={segment?.name ?? 'Tạo nhóm'}
        actions={
          <>
            {segment && (
              <Popconfirm
                title="Cất nhóm này?"
                description="Chiến dịch đã duyệt giữ điều kiện của nó, không đổi."
                okText="Cất"
                cancelText="Giữ"
                onConfirm={() => archive.mutate(segment.id)}
              >
                <Button loading={archive.isPending}>Cất</Button>
              </Popconfirm>
            )}
            <Button type="primary" disabled={!written} loading={save.isPending} onClick={press}>
              Lưu nhóm <kbd>Ctrl S</kbd>
            </Button>
          </>
        }
      />
      <SaveError error={save.error ?? archive.error} />
      <SegmentForm
        value={body}
        onChange={setWritten}
        conditions={(definition, onChange) => <ConditionFields definition={definition} onChange={onChange} />}
      />
    </div>
  );
}
