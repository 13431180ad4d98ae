import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';

/** Titles and bodies carry no identity (PD-2), so the list may be kept for offline reading. */
const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: () => api('GET /v1/inbox', { query: { limit: 50 } }),
  staleTime: 15_000,
  meta: { persist: true },
});

export const useInbox = () => useQuery({ ...inboxQuery, refetchInterval: 30_000 });
export const useUnread = () => useQuery(inboxQuery).data?.unread ?? 0;

export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => api('POST /v1/inbox/read', { body: { ids } }),
    onSuccess: () => client.invalidateQueries({ queryKey: inboxQuery.queryKey }),
  });
}

const preferencesQuery = queryOptions({ queryKey: ['preferences'], queryFn: () => api('GET /v1/me/preferences') });
export const usePreferences = () => useQuery(preferencesQuery);

export function useSetZaloUpdates() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (zaloDossierUpdates: boolean) => api('PUT /v1/me/preferences', { body: { zaloDossierUpdates } }),
    onSuccess: (saved) => client.setQueryData(preferencesQuery.queryKey, saved),
  });
}
