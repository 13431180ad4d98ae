import type { CampaignSummary } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { Progress } from 'antd';
import { Link } from 'react-router-dom';
import { Rows } from '../../components/rows.tsx';
import { countText, instantText, vndText } from '../../components/written.ts';
import { wordsOf } from './campaign-words.ts';
import { StateTag } from './state-tag.tsx';

export function CampaignTable({ items }: { items: readonly CampaignSummary[] }) {
  return (
    <section>
      <Rows
        label="Chiến dịch"
        keyOf={({ id }) => id}
        rows={items}
        columns={[
          {
            title: 'Chiến dịch',
            render: ({ id, name, createdBy }) => (
              <>
                <Link to={`/campaigns/${id}`} className="row-link">
                  {name}
                </Link>
                <small>{createdBy.name}</small>
              </>
            ),
          },
          {
            title: 'Trạng thái',
            width: 320,
            render: (campaign) => (
              <>
                <StateTag campaign={campaign} />
                <small>{campaign.note ?? wordsOf(campaign).next}</small>
              </>
            ),
          },
          {
            title: 'Người nhận',
            align: 'right',
            width: 110,
            render: ({ audienceCount }) => (audienceCount === null ? '–' : countText(audienceCount)),
          },
          {
            title: 'Đã có kết quả',
            width: 150,
            render: ({ audienceCount, finishedCount }) =>
              audienceCount && finishedCount > 0 ? (
                <Progress
                  percent={Math.min(100, Math.floor((finishedCount / audienceCount) * 100))}
                  size="small"
                  aria-label={`${countText(finishedCount)} trên ${countText(audienceCount)} người`}
                />
              ) : (
                <span className="quiet">chưa gửi</span>
              ),
          },
          {
            title: 'Dự chi',
            align: 'right',
            width: 120,
            render: ({ estimatedVnd }) => (estimatedVnd === null ? '–' : vndText(estimatedVnd)),
          },
          {
            title: 'Lịch',
            width: 170,
            render: ({ scheduledAt, updatedAt }) => (
              <>
                {scheduledAt ? instantText(scheduledAt) : 'Khi lên lịch'}
                <small>sửa {instantText(updatedAt)}</small>
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
