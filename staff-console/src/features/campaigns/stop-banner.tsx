import { useQuery } from '@tanstack/react-query';
import type { KillSwitch } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { CHANNEL } from '@tayninh/shared/features/notifications/channels';
import { Alert } from 'antd';
import { Link } from 'react-router-dom';
import { instantText } from '../../components/written.ts';
import { killSwitchesQuery } from './campaign-calls.ts';
import { KILL_SCOPE_WORDS } from './campaign-words.ts';

/** Switches that hold now, above everything else: nobody wonders why nothing is sent. */
export function StopBanner({ about = () => true }: { about?: (pulled: KillSwitch) => boolean }) {
  const { data } = useQuery(killSwitchesQuery);
  const holding = data?.items.filter((each) => each.released === null && about(each)) ?? [];
  return holding.map((each) => (
    <Alert
      key={each.id}
      type="error"
      showIcon
      title={
        <>
          <b>Công tắc dừng đang bật: {scopeText(each)}.</b> {each.pulled.by.name}, {instantText(each.pulled.at)}: “{each.reason}”.{' '}
          <Link to="/kill-switches">Xem công tắc dừng</Link>
        </>
      }
    />
  ));
}

/** `Kênh Tin Zalo theo tài khoản`, `Toàn tỉnh`. */
export function scopeText({ scope, key }: Pick<KillSwitch, 'scope' | 'key'>): string {
  if (scope === 'channel') return `Kênh ${key in CHANNEL ? CHANNEL[key as keyof typeof CHANNEL].name : key}`;
  if (scope === 'unit') return `Đơn vị ${key}`;
  return KILL_SCOPE_WORDS[scope];
}
