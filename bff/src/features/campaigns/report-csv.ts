import type { CampaignReport } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { DELIVERY_REASONS } from '@tayninh/shared/features/campaigns/delivery-reasons';
import type { DeliveryState } from '@tayninh/shared/features/campaigns/delivery-states';
import { CHANNEL } from '@tayninh/shared/features/notifications/channels';

const STATES: Readonly<Record<DeliveryState, string>> = {
  queued: 'Đang chờ lượt',
  dispatching: 'Đang giao cho Zalo',
  uncertain: 'Chưa rõ, không gửi lại',
  unknown: 'Không rõ sau 24 giờ',
  sent: 'Zalo đã nhận',
  failed: 'Không gửi được',
  delivered: 'Đã tới',
  seen: 'Đã xem',
  suppressed: 'Không gửi',
};

/**
 * The counts of a report for a spreadsheet: UTF-8 with a mark that Excel asks for, comma separated. A text that would begin a formula
 * (`=`, `+`, `-`, `@`, tab, return) gets an apostrophe before it.
 */
export function reportCsv({ campaign, counts }: CampaignReport): string {
  const rows = counts.map(({ state, channel, reason, count }) => [
    STATES[state],
    CHANNEL[channel].name,
    reason ? DELIVERY_REASONS[reason].text : '',
    reason ? DELIVERY_REASONS[reason].advice : '',
    String(count),
  ]);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return `﻿${[
    ['Chiến dịch', campaign.name],
    ['Trạng thái', 'Đường gửi', 'Lý do', 'Nên làm gì', 'Số người'],
    ...rows,
    ['Tổng người nhận', '', '', '', String(total)],
  ]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')}\r\n`;
}

export const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
