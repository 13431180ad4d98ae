import '../../features/audiences/audiences.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { Field } from '../../components/field.tsx';
import { SaveError } from '../../components/save-error.tsx';
import { LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { countText, instantText } from '../../components/written.ts';
import { listQuery, listsQuery } from '../../features/audiences/audience-calls.ts';
import { FaultyRows } from '../../features/audiences/faulty-rows.tsx';
import { FileField } from '../../features/audiences/file-field.tsx';
import { LineTags } from '../../features/audiences/line-tags.tsx';
import { PageHead } from '../../features/session/page-head.tsx';

const CRUMB = 'Thông báo · Nhóm người nhận · Danh sách tải lên';

/** `/audiences/lists/new`: a name, a file, and why where the list is short. */
export function NewListPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [file, setFile] = useState<File | null>(null);
  /** Made already, with a file that was refused: the next try goes into the same list. */
  const [madeId, setMadeId] = useState<string | null>(null);
  const upload = useMutation({
    mutationFn: async (chosen: File) => {
      const id = madeId ?? (await api('POST /v1/staff/recipient-lists', { body: { name, reason: reason.trim() || null } })).id;
      setMadeId(id);
      return api('PUT /v1/staff/recipient-lists/:id/file', { params: { id }, file: chosen });
    },
    onSuccess: (list) => {
      queries.setQueryData(listQuery(list.id).queryKey, list);
      navigate(`/audiences/lists/${list.id}`, { replace: true });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: listsQuery.queryKey, exact: true }),
  });
  return (
    <div className="audiences">
      <PageHead crumb={CRUMB} title="Tải danh sách lên" />
      <SaveError error={upload.error} />
      <form
        className="list-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && !upload.isPending) upload.mutate(file);
        }}
      >
        <Field>
          <span>
            Tên danh sách <small>không ghi tên người</small>
          </span>
          <Input maxLength={80} disabled={madeId !== null} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <FileField file={file} onFile={setFile} />
        <Field>
          <span>
            Lý do <small>cần khi danh sách có dưới 10 người</small>
          </span>
          <Input.TextArea
            rows={2}
            maxLength={300}
            disabled={madeId !== null}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <div>
          <Button type="primary" htmlType="submit" disabled={!file || name.trim() === ''} loading={upload.isPending}>
            Đọc tệp
          </Button>
        </div>
        <p className="quiet small">Chưa gửi gì cho ai. Số điện thoại được bỏ đi ngay khi đã tìm thấy người; dòng lỗi giữ lại để bạn sửa.</p>
      </form>
    </div>
  );
}

/** `/audiences/lists/:id` */
export function ListPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const list = useQuery(listQuery(id));
  const archive = useMutation({
    mutationFn: () => api('DELETE /v1/staff/recipient-lists/:id', { params: { id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listsQuery.queryKey, exact: true });
      navigate('/audiences?tab=lists');
    },
  });
  if (!list.data)
    return (
      <div className="audiences">
        <PageHead crumb={CRUMB} title="Danh sách tải lên" />
        {list.isPending ? <LoadingPanel /> : <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
      </div>
    );
  const { name, people, lines, needsReason, reason, createdAt } = list.data;
  return (
    <div className="audiences">
      <PageHead
        crumb={CRUMB}
        title={name}
        actions={
          <Popconfirm
            title="Cất danh sách này?"
            description="Các dòng còn giữ cũng bị xóa. Việc này không làm lại được."
            okText="Cất"
            cancelText="Giữ"
            onConfirm={() => archive.mutate()}
          >
            <Button loading={archive.isPending}>Cất</Button>
          </Popconfirm>
        }
      />
      <SaveError error={archive.error} />
      <div className="stack">
        <div aria-live="polite">
          <p className="count">{countText(people)} người</p>
          <p className="quiet small">tải lên {instantText(createdAt)}, mỗi người tính một lần</p>
        </div>
        <LineTags lines={lines} />
        {needsReason && !reason && (
          <Alert
            type="warning"
            showIcon
            title="Dưới 10 người nên có thể chỉ vào riêng ai. Tải lại thành danh sách mới và ghi lý do, người duyệt sẽ hỏi."
          />
        )}
        {reason && <p className="quiet small">Lý do: {reason}</p>}
        {lines.faulty > 0 ? (
          <FaultyRows listId={id} faulty={lines.faulty} />
        ) : (
          <Alert type="success" showIcon title="Không còn dòng nào cần sửa. Danh sách chọn được khi soạn chiến dịch." />
        )}
      </div>
    </div>
  );
}
