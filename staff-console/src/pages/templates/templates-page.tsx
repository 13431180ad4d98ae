import '../../features/templates/templates.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CATEGORIES } from '@tayninh/shared/features/notifications/categories';
import { Button, Input, type InputRef, Segmented } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { Rows } from '../../components/rows.tsx';
import { EmptyPanel, LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { instantText } from '../../components/written.ts';
import { PageHead } from '../../features/session/page-head.tsx';
import { templateListQuery } from '../../features/templates/template-calls.ts';
import { ProviderTag, qualityText } from '../../features/templates/template-words.tsx';

/** `/templates?q=&archived=true` */
export function TemplatesPage() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const field = useRef<InputRef>(null);
  const q = search.get('q')?.trim() ?? '';
  const isArchived = search.get('archived') === 'true';
  const templates = useInfiniteQuery(templateListQuery({ q, isArchived }));
  const items = templates.data?.pages.flatMap((page) => page.items) ?? [];
  const filter = (next: { q?: string; isArchived?: boolean }) => {
    const { q: words, isArchived: away } = { q, isArchived, ...next };
    setSearch({ ...(words && { q: words }), ...(away && { archived: 'true' }) }, { replace: true });
  };
  const compose = () => navigate('/templates/new');
  useKeys({ c: compose, '/': () => field.current?.focus(), f: () => field.current?.focus() });

  return (
    <div className="templates">
      <PageHead
        crumb="Thông báo"
        title="Mẫu tin"
        actions={
          <Button type="primary" onClick={compose}>
            Soạn mẫu tin <kbd>C</kbd>
          </Button>
        }
      />
      <div className="filters">
        <Segmented
          aria-label="Mẫu nào"
          value={isArchived ? 'archived' : 'offered'}
          onChange={(value) => filter({ isArchived: value === 'archived' })}
          options={[
            { value: 'offered', label: 'Đang dùng' },
            { value: 'archived', label: 'Đã cất' },
          ]}
        />
        <Input.Search
          ref={field}
          className="filter-search"
          placeholder="Tên mẫu tin"
          aria-label="Tìm mẫu tin"
          defaultValue={q}
          allowClear
          onSearch={(text) => filter({ q: text.trim() })}
          suffix={<kbd>F</kbd>}
        />
      </div>
      {templates.isPending ? (
        <LoadingPanel />
      ) : templates.isError ? (
        <ProblemPanel error={templates.error} onRetry={() => void templates.refetch()} />
      ) : items.length === 0 ? (
        <Nothing q={q} isArchived={isArchived} onAll={() => setSearch({}, { replace: true })} />
      ) : (
        <div>
          <Rows
            label="Mẫu tin"
            rows={items}
            keyOf={({ id }) => id}
            columns={[
              {
                title: 'Mẫu tin',
                render: ({ id, name, category }) => (
                  <>
                    <Link className="row-link" to={`/templates/${id}`}>
                      {name}
                    </Link>
                    <small>{CATEGORIES[category].name}</small>
                  </>
                ),
              },
              {
                title: 'Zalo',
                render: ({ latest }) => (
                  <>
                    <ProviderTag version={latest} />
                    {latest.providerReason && <small>{latest.providerReason}</small>}
                  </>
                ),
              },
              { title: 'Chất lượng', render: ({ latest }) => qualityText(latest.quality) },
              {
                title: 'Bản',
                render: ({ latest }) => (
                  <>
                    {latest.no}
                    <small>{latest.frozenAt ? 'đã dùng để gửi' : 'chưa dùng, còn sửa được'}</small>
                  </>
                ),
              },
              {
                title: 'Đơn vị',
                render: ({ unitName, canChange }) => (
                  <>
                    {unitName}
                    {!canChange && <small>dùng được, không sửa được</small>}
                  </>
                ),
              },
              { title: 'Sửa lần cuối', align: 'right', width: 156, render: ({ latest }) => instantText(latest.createdAt) },
            ]}
          />
          <div className="list-foot">
            <span className="quiet small">{items.length} mẫu tin</span>
            {templates.hasNextPage && (
              <Button loading={templates.isFetchingNextPage} onClick={() => void templates.fetchNextPage()}>
                Xem thêm
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function Nothing({ q, isArchived, onAll }: { q: string; isArchived: boolean; onAll: () => void }) {
  if (q)
    return (
      <EmptyPanel title="Không có mẫu tin nào khớp" action={<Button onClick={onAll}>Xem tất cả</Button>}>
        Tìm bằng tên ngắn hơn, hoặc xem trong mục Đã cất.
      </EmptyPanel>
    );
  if (isArchived)
    return <EmptyPanel title="Chưa cất mẫu tin nào">Mẫu cất đi vẫn còn ở đây, chiến dịch đang dùng vẫn chạy tiếp.</EmptyPanel>;
  return (
    <EmptyPanel title="Chưa có mẫu tin nào" action={<Link to="/templates/new">Soạn mẫu tin đầu tiên</Link>}>
      Viết một lần, dùng cho nhiều chiến dịch. Lưu mẫu chưa gửi gì cho ai.
    </EmptyPanel>
  );
}
