import type { CampaignState } from '@tayninh/shared/features/campaigns/campaign-states';
import { Tag } from 'antd';
import { wordsOf } from './campaign-words.ts';

const COLOUR = { neutral: 'default', good: 'success', busy: 'processing', wait: 'warning', bad: 'error' } as const;

export function StateTag({ campaign }: { campaign: { state: CampaignState; isPaused: boolean; kind?: 'ordinary' | 'emergency' } }) {
  const { name, tone } = wordsOf(campaign);
  return (
    <Tag color={COLOUR[tone]} className="state-tag">
      {campaign.kind === 'emergency' ? `Khẩn · ${name.toLowerCase()}` : name}
    </Tag>
  );
}
