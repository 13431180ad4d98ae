import type { Campaign } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { Timeline } from 'antd';
import { instantText } from '../../components/written.ts';

const COLOUR: Readonly<Record<string, string>> = {
  approve: 'green',
  'approve-second': 'green',
  return: 'orange',
  pause: 'orange',
  halt: 'orange',
  abort: 'red',
  kill: 'red',
};

/** Who did what and when, the newest first; where nobody is named the engine acted by itself. */
export function TrailList({ trail }: { trail: Campaign['trail'] }) {
  const items = [...trail]
    .sort((a, b) => b.at.localeCompare(a.at))
    .map(({ at, by, action, text }, index) => ({
      key: `${at} ${index}`,
      color: COLOUR[action] ?? 'gray',
      content: (
        <>
          <b>{text}</b>
          <span className="quiet">
            {' '}
            · {by?.name ?? 'Hệ thống'} · <time dateTime={at}>{instantText(at)}</time>
          </span>
        </>
      ),
    }));
  return items.length > 0 ? <Timeline items={items} /> : <p className="quiet">Chưa có việc nào được ghi.</p>;
}
