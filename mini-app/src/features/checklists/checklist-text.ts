import type { ChecklistResult } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import i18next from 'i18next';
import { sectionsOf } from './result-sections.ts';

type FeeLine = ChecklistResult['fee']['lines'][number];

/** "25.000 đồng mỗi thẻ", "Miễn phí", or that the office names it. */
export function feeWords({ amountVnd, unit }: Pick<FeeLine, 'amountVnd' | 'unit'>): string {
  if (amountVnd === null) return i18next.t('checklist.byAuthority');
  if (amountVnd === 0) return i18next.t('checklist.free');
  const amount = amountVnd.toLocaleString('vi-VN');
  return unit ? i18next.t('checklist.moneyPer', { amount, unit }) : i18next.t('checklist.money', { amount });
}

export const channelWords = (channels: FeeLine['channels']) =>
  channels.map((channel) => i18next.t(`checklist.channel.${channel}`)).join(', ');

/** The result as a text to send or to keep. It names papers and places, never the answers. */
export function checklistText(name: string, result: ChecklistResult): string {
  const { t } = i18next;
  const papers = sectionsOf(result).flatMap(({ need, entries }) => [
    `${t(`checklist.need.${need}`)}:`,
    ...entries.map(({ papers: alternatives }) => {
      const names = alternatives.map((paper) =>
        paper.count > 1 ? `${paper.name} (${t('checklist.count', { count: paper.count })})` : paper.name,
      );
      return `• ${names.join(` ${t('checklist.or')} `)}`;
    }),
  ]);
  return [
    name,
    ...(result.toConfirm ? [`${t('checklist.confirm')}: ${result.toConfirm}`] : []),
    ...papers,
    `${t('checklist.fee')}:`,
    ...result.fee.lines.map((line) => `• ${channelWords(line.channels)}: ${feeWords(line)}`),
    `${t('checklist.time')}`,
    ...result.times.map((time) => `• ${time.text}`),
    `${t('checklist.where')}`,
    ...result.where.map((place) => `• ${place.text}`),
  ].join('\n');
}
