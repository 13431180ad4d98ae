import { useQueryClient } from '@tanstack/react-query';
import type { CampaignProgress } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { useEffect, useState } from 'react';
import { type LineState, listen } from '../../api/live-events.ts';
import { campaignKey } from './campaign-calls.ts';

/** Messages a minute, as heard while the page was open: at most the last half hour. */
export interface PaceMark {
  readonly at: string;
  readonly perMinute: number;
}
const MOST_MARKS = 30;

/**
 * What a campaign does now, as it happens. `line` says whether we still hear; numbers of a broken line stay, with the time they are of.
 * A change of state fetches the campaign again, so that what may be done keeps up with what happens.
 */
export function useProgress(id: string) {
  const [progress, setProgress] = useState<CampaignProgress | null>(null);
  const [line, setLine] = useState<LineState>('opening');
  const [pace, setPace] = useState<readonly PaceMark[]>([]);
  const client = useQueryClient();
  useEffect(() => {
    const ending = new AbortController();
    let before = '';
    void listen(`/v1/staff/campaigns/${encodeURIComponent(id)}/events`, {
      event: 'progress',
      signal: ending.signal,
      onLine: setLine,
      onEvent: (now) => {
        if (!isProgress(now)) return;
        setProgress(now);
        setPace((marks) => withMark(marks, now));
        const standing = `${now.state} ${now.isPaused} ${now.note}`;
        if (before !== '' && standing !== before) void client.invalidateQueries({ queryKey: campaignKey(id) });
        before = standing;
      },
    });
    return () => ending.abort();
  }, [id, client]);
  return { progress, line, pace };
}

const isProgress = (data: unknown): data is CampaignProgress =>
  typeof data === 'object' && data !== null && 'counts' in data && Array.isArray(data.counts) && 'state' in data;

/** One mark a minute: the last heard in it. */
function withMark(marks: readonly PaceMark[], { at, perMinute }: CampaignProgress): readonly PaceMark[] {
  const minute = at.slice(0, 16);
  const kept = marks.filter((mark) => mark.at.slice(0, 16) !== minute);
  return [...kept, { at, perMinute }].slice(-MOST_MARKS);
}
