import '../../features/campaigns/campaigns.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CAMPAIGN_STATES, type CampaignState } from '@tayninh/shared/features/campaigns/campaign-states';
import { Button, Input, type InputRef, Tabs } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { EmptyPanel, LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { campaignsQuery } from '../../features/campaigns/campaign-calls.ts';
import { CampaignTable } from '../../features/campaigns/campaign-table.tsx';
import { STATE_WORDS } from '../../features/campaigns/campaign-words.ts';
import { StopBanner } from '../../features/campaigns/stop-banner.tsx';
import { PageHead } from '../../features/session/page-head.tsx';
import { holds, useMe } from '../../features/session/use-session.ts';

const TABS = ['submitted', 'draft', 'checked', 'approved', 'scheduled', 'canary', 'running', 'done', 'aborted', 'killed'] as const;

/** `/campaigns?state=&q=` */
export function CampaignsPage() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const field = useRef<InputRef>(null);
  const state = CAMPAIGN_STATES.find((each) => each === search.get('state'));
  const q = search.get('q')?.trim() ?? '';
  const campaigns = useInfiniteQuery(campaignsQuery({ state, q }));
  const items = campaigns.data?.pages.flatMap((page) => page.items) ?? [];
  const filter = (next: { state?: CampaignState | undefined; q?: string }) =>
    setSearch(
      Object.entries({ state, q, ...next }).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
      { replace: true },
    );
  const { data: me } = useMe();
  const mayWrite = me !== undefined && holds(me, ['officer', 'approver', 'editor']);
  const compose = () => mayWrite && navigate('/campaigns/new');
  useKeys({ c: compose, '/': () => field.current?.focus(), f: () => field.current?.focus() });

  return (
    <div className="campaigns">
      <PageHead
        crumb="Thông báo"
        title="Chiến dịch"
        actions={
          mayWrite && (
            <>
              <Button onClick={() => navigate('/campaigns/new?kind=emergency')}>Tin khẩn</Button>
              <Button type="primary" onClick={compose}>
                Soạn chiến dịch <kbd>C</kbd>
              </Button>
            </>
          )
        }
      />
      <StopBanner />
      <div className="filters">
        <Tabs
          activeKey={state ?? 'all'}
          onChange={(key) => filter({ state: CAMPAIGN_STATES.find((each) => each === key) })}
          items={[{ key: 'all', label: 'Tất cả' }, ...TABS.map((key) => ({ key, label: STATE_WORDS[key].name }))]}
        />
        <Input.Search
          ref={field}
          className="filter-search"
          placeholder="Tên chiến dịch"
          aria-label="Tìm chiến dịch"
          defaultValue={q}
          allowClear
          onSearch={(text) => filter({ q: text.trim() })}
          suffix={<kbd>F</kbd>}
        />
      </div>
      {campaigns.isPending ? (
        <LoadingPanel />
      ) : campaigns.isError ? (
        <ProblemPanel error={campaigns.error} onRetry={() => void campaigns.refetch()} />
      ) : items.length === 0 && (state || q) ? (
        <EmptyPanel
          title="Không có chiến dịch nào khớp"
          action={<Button onClick={() => setSearch({}, { replace: true })}>Xem tất cả</Button>}
        >
          Bỏ bớt điều kiện lọc, hoặc tìm bằng tên ngắn hơn.
        </EmptyPanel>
      ) : items.length === 0 ? (
        <EmptyPanel title="Chưa có chiến dịch nào" action={mayWrite && <Link to="/campaigns/new">Soạn chiến dịch đầu tiên</Link>}>
          Soạn xong còn xem kế hoạch và cần một người khác duyệt, nên chưa có gì được gửi khi bạn đang soạn.
        </EmptyPanel>
      ) : (
        <>
          <CampaignTable items={items} />
          <div className="list-foot">
            <span className="quiet">{items.length} chiến dịch</span>
            {campaigns.hasNextPage && (
              <Button loading={campaigns.isFetchingNextPage} onClick={() => void campaigns.fetchNextPage()}>
                Xem thêm
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
