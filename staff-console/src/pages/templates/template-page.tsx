import '../../features/templates/templates.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TemplateDetail } from '@tayninh/shared/features/templates/templates.contract';
import { Alert, Button, Popconfirm, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { SaveError } from '../../components/save-error.tsx';
import { LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { instantText } from '../../components/written.ts';
import { PageHead } from '../../features/session/page-head.tsx';
import { useMe } from '../../features/session/use-session.ts';
import { draftOf, emptyDraft, type TemplateDraft, withoutEmptyEnglish } from '../../features/templates/draft.ts';
import { templateQuery } from '../../features/templates/template-calls.ts';
import { TemplateEditor } from '../../features/templates/template-editor.tsx';
import { ProviderTag, qualityText } from '../../features/templates/template-words.tsx';

/** `/templates/new` and `/templates/:id` */
export function TemplatePage() {
  const { id } = useParams();
  return id === undefined ? <Whole key="new" template={null} /> : <Known key={id} id={id} />;
}

function Known({ id }: { id: string }) {
  const template = useQuery(templateQuery(id));
  if (template.data) return <Whole template={template.data} />;
  return (
    <div className="templates">
      <PageHead crumb="Thông báo · Mẫu tin" title="Mẫu tin" />
      {template.isPending ? <LoadingPanel /> : <ProblemPanel error={template.error} onRetry={() => void template.refetch()} />}
    </div>
  );
}

const WRITERS = ['officer', 'approver', 'editor'];

function Whole({ template }: { template: TemplateDetail | null }) {
  const { data: me } = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const newest = template?.versions[0];
  const [no, setNo] = useState<number | null>(null);
  const version = template?.versions.find((each) => each.no === no) ?? newest;
  /** What is being written; null while a version is only read. Its hash is the one that was read. */
  const [written, setWritten] = useState<{ draft: TemplateDraft; over: { no: number; contentHash: string } | null } | null>(null);
  const units = [...new Map((me?.grants ?? []).filter(({ role }) => WRITERS.includes(role)).map(({ unit }) => [unit.code, unit])).values()];
  const mayWrite = template === null ? true : template.canChange && template.archivedAt === null;
  const canEdit = mayWrite && (version === undefined || (version === newest && version.frozenAt === null));
  const kept = template && version ? draftOf(template, version.no) : null;
  const draft = written?.draft ?? kept ?? emptyDraft(units[0]?.code ?? '');
  const isFixed = template !== null && !canEdit && written === null;
  const nextNo = (newest?.no ?? 0) + 1;

  const change = (next: TemplateDraft) =>
    setWritten({
      draft: next,
      over: written ? written.over : canEdit && version ? { no: version.no, contentHash: version.contentHash } : null,
    });
  const save = useMutation({
    mutationFn: async () => {
      const { name, category, unitCode, zbsTemplateId } = draft;
      const content = withoutEmptyEnglish(draft.content);
      if (!template) return api('POST /v1/staff/templates', { body: { name, category, unitCode, content, zbsTemplateId } });
      const { id } = template;
      if (written?.over)
        return api('PUT /v1/staff/templates/:id/versions/:no', {
          params: { id, no: written.over.no },
          body: { content, zbsTemplateId, contentHash: written.over.contentHash },
        });
      return api('POST /v1/staff/templates/:id/versions', { params: { id }, body: { content, zbsTemplateId } });
    },
    onSuccess: (saved) => {
      setWritten(null);
      setNo(null);
      queries.setQueryData(templateQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['templates', 'pages'] });
      if (!template) navigate(`/templates/${saved.id}`, { replace: true });
    },
  });
  const archive = useMutation({
    mutationFn: (id: string) => api('POST /v1/staff/templates/:id/archive', { params: { id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['templates'] });
      navigate('/templates');
    },
  });
  const isChanged = written !== null;
  const mayReallySave = isChanged && !save.isPending;
  const press = () => mayReallySave && save.mutate();
  useKeys({ 'ctrl+s': press, 'ctrl+enter': press });
  useEffect(() => {
    if (!isChanged) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, [isChanged]);

  return (
    <div className="templates">
      <PageHead
        crumb={template ? `Thông báo · Mẫu tin · ${template.unitName}` : 'Thông báo · Mẫu tin'}
        title={template?.name ?? 'Soạn mẫu tin'}
        tag={version && <ProviderTag version={version} />}
        actions={
          <>
            {template && mayWrite && (
              <Popconfirm
                title="Cất mẫu tin này?"
                description="Mẫu không còn được chọn. Chiến dịch đang dùng vẫn chạy tiếp."
                okText="Cất"
                cancelText="Giữ"
                onConfirm={() => archive.mutate(template.id)}
              >
                <Button loading={archive.isPending}>Cất</Button>
              </Popconfirm>
            )}
            {isChanged && template && <Button onClick={() => setWritten(null)}>Bỏ thay đổi</Button>}
            {isFixed && mayWrite && (
              <Button type="primary" onClick={() => kept && setWritten({ draft: kept, over: null })}>
                Soạn bản {nextNo}
              </Button>
            )}
            {!isFixed && (
              <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={press}>
                {saveWords(template, written?.over ?? (canEdit ? version : null), nextNo)} <kbd>Ctrl S</kbd>
              </Button>
            )}
          </>
        }
      />
      <SaveError error={save.error ?? archive.error} />
      {template && version && (
        <div className="version-note section-head">
          <span>
            {isChanged && !written.over
              ? `Đang soạn bản ${nextNo}, chưa lưu. Bản ${newest?.no} vẫn được dùng như cũ.`
              : [
                  version.frozenAt
                    ? `Bản ${version.no} đã dùng để gửi từ ${instantText(version.frozenAt)} nên giữ nguyên`
                    : `Bản ${version.no} chưa dùng, còn sửa được`,
                  version.zbsTemplateId && `chất lượng ở Zalo: ${qualityText(version.quality).toLowerCase()}`,
                  version.providerReason && `Zalo: ${version.providerReason}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
          </span>
          {template.versions.length > 1 && (
            <Select
              aria-label="Xem bản"
              disabled={isChanged}
              popupMatchSelectWidth={false}
              value={version.no}
              onChange={setNo}
              options={template.versions.map((each) => ({ value: each.no, label: `Bản ${each.no} · ${instantText(each.createdAt)}` }))}
            />
          )}
        </div>
      )}
      {template && !template.canChange && (
        <Alert type="info" showIcon title={`Mẫu của ${template.unitName}: bạn dùng được, không sửa được.`} />
      )}
      {template?.archivedAt && <Alert type="info" showIcon title={`Mẫu đã cất lúc ${instantText(template.archivedAt)}, chỉ để xem.`} />}
      <TemplateEditor draft={draft} units={units} isNew={template === null} isFixed={isFixed} onChange={change} />
    </div>
  );
}

function saveWords(template: TemplateDetail | null, over: { no: number } | null | undefined, nextNo: number) {
  if (!template) return 'Lưu mẫu tin';
  return over ? `Lưu bản ${over.no}` : `Lưu thành bản ${nextNo}`;
}
