import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CampaignState } from '@tayninh/shared/features/campaigns/campaign-states';
import type { CampaignContent, KillScope } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { api } from '../../api/bff.ts';
import { saveFile } from '../../api/save-file.ts';
import { refreshEvery } from './campaign-words.ts';

export const campaignKey = (id: string) => ['campaigns', 'one', id] as const;
const LIST_KEY = ['campaigns', 'list'] as const;

export const campaignsQuery = (filter: { state?: CampaignState | undefined; q?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: [...LIST_KEY, filter],
    queryFn: ({ pageParam }) =>
      api('GET /v1/staff/campaigns', { query: { limit: 30, cursor: pageParam, state: filter.state, q: filter.q || undefined } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: 15_000,
  });

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: campaignKey(id),
    queryFn: () => api('GET /v1/staff/campaigns/:id', { params: { id } }),
    refetchInterval: ({ state }) => (state.data ? refreshEvery(state.data.state) : false),
  });

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: [...campaignKey(id), 'report'],
    queryFn: () => api('GET /v1/staff/campaigns/:id/report', { params: { id } }),
    refetchInterval: 30_000,
  });

export const killSwitchesQuery = queryOptions({
  queryKey: ['kill-switches'],
  queryFn: () => api('GET /v1/staff/kill-switches'),
  refetchInterval: 5_000,
});

export const createCampaign = (body: { name: string; unitCode: string; content: CampaignContent }, key: string) =>
  api('POST /v1/staff/campaigns', { body, headers: { 'idempotency-key': key } });
export const editCampaign = (id: string, body: { name: string; content: CampaignContent; contentHash: string }) =>
  api('PUT /v1/staff/campaigns/:id', { params: { id }, body });

interface Seen {
  readonly contentHash: string;
  readonly audienceCount: number;
  readonly note?: string | undefined;
}
export type Act =
  | { readonly act: 'plan' | 'schedule' | 'pause' }
  | { readonly act: 'submit'; readonly contentHash: string; readonly note?: string | undefined }
  | { readonly act: 'return' | 'abort'; readonly reason: string }
  | ({ readonly act: 'approve' | 'approve-second' } & Seen)
  | { readonly act: 'resume'; readonly note?: string | undefined };

function perform(id: string, what: Act) {
  const params = { id };
  switch (what.act) {
    case 'plan':
      return api('POST /v1/staff/campaigns/:id/plan', { params });
    case 'schedule':
      return api('POST /v1/staff/campaigns/:id/schedule', { params });
    case 'pause':
      return api('POST /v1/staff/campaigns/:id/pause', { params });
    case 'submit':
      return api('POST /v1/staff/campaigns/:id/submission', { params, body: { contentHash: what.contentHash, ...noteOf(what) } });
    case 'return':
      return api('POST /v1/staff/campaigns/:id/return', { params, body: { reason: what.reason } });
    case 'abort':
      return api('POST /v1/staff/campaigns/:id/abort', { params, body: { reason: what.reason } });
    case 'approve':
      return api('POST /v1/staff/campaigns/:id/approval', { params, body: seenIn(what) });
    case 'approve-second':
      return api('POST /v1/staff/campaigns/:id/second-approval', { params, body: seenIn(what) });
    case 'resume':
      return api('POST /v1/staff/campaigns/:id/resume', { params, body: noteOf(what) });
  }
}
const noteOf = ({ note }: { note?: string | undefined }) => (note?.trim() ? { note: note.trim() } : {});
const seenIn = (seen: Seen) => ({ contentHash: seen.contentHash, audienceCount: seen.audienceCount, ...noteOf(seen) });

/** One step of a campaign; the answer is the campaign as it is afterwards. A refusal fetches it again: it may have moved. */
export function useAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: Act) => perform(id, what),
    onSuccess: (campaign) => {
      client.setQueryData(campaignKey(id), campaign);
      return client.invalidateQueries({ queryKey: LIST_KEY });
    },
    onError: () => client.invalidateQueries({ queryKey: campaignKey(id), exact: true }),
  });
}

export function usePullSwitch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { scope: KillScope; key: string; reason: string }) => api('POST /v1/staff/kill-switches', { body }),
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: ['kill-switches'] }), client.invalidateQueries({ queryKey: ['campaigns'] })]),
  });
}

export function useReleaseSwitch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, isSecond }: { id: string; isSecond: boolean }) =>
      isSecond
        ? api('POST /v1/staff/kill-switches/:id/release', { params: { id } })
        : api('POST /v1/staff/kill-switches/:id/release-request', { params: { id } }),
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: ['kill-switches'] }), client.invalidateQueries({ queryKey: ['campaigns'] })]),
  });
}

/** The report as a file; asks for a fresh sign-in, and the bff writes down who took it (HT-14). */
export const useSaveReport = (id: string) =>
  useMutation({
    mutationFn: () => saveFile(`/v1/staff/campaigns/${encodeURIComponent(id)}/report.csv`, `bao-cao-${localDay(new Date())}.csv`),
  });
const localDay = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(at);
