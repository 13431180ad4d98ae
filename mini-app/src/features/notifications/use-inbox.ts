import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Category } from '@tayninh/shared/features/notifications/categories';
import { api } from '../../api/bff.ts';
import { apiBase } from '../../api/transport.ts';
import { openOutside } from '../../zalo/zalo-host.ts';

export interface InboxFilter {
  readonly category: Category | null;
  readonly words: string;
  readonly isArchived: boolean;
}

const countQuery = queryOptions({
  queryKey: ['inbox', 'count'],
  queryFn: async () => (await api('GET /v1/inbox', { query: { limit: 1 } })).unread,
  staleTime: 15_000,
  meta: { persist: true },
});
export const useUnread = () => useQuery(countQuery).data ?? 0;

/** Titles and bodies carry no identity (PD-2), so the plain list may be kept for offline reading; what was searched for is not. */
export function useInbox({ category, words, isArchived }: InboxFilter) {
  const isPlain = !category && !words && !isArchived;
  return useInfiniteQuery({
    queryKey: ['inbox', 'list', category, words, isArchived],
    queryFn: ({ pageParam }) =>
      api('GET /v1/inbox', {
        query: {
          limit: 20,
          archived: isArchived ? 'true' : 'false',
          ...(pageParam && { cursor: pageParam }),
          ...(category && { category }),
          ...(words && { q: words }),
        },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
    staleTime: 15_000,
    refetchInterval: isPlain ? 30_000 : false,
    meta: { persist: isPlain },
  });
}

export const useMessage = (id: string) =>
  useQuery({ queryKey: ['inbox', 'message', id], queryFn: () => api('GET /v1/inbox/:id', { params: { id } }), staleTime: 15_000 });

function useInboxAct<T>(act: (value: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: ['inbox'] }) });
}
export const useMarkRead = () => useInboxAct((ids: string[]) => api('POST /v1/inbox/read', { body: { ids } }));
export const useArchive = (id: string) =>
  useInboxAct((isArchived: boolean) => api('POST /v1/inbox/archive', { body: { ids: [id], isArchived } }));

/** A calendar takes the entry by its address; the way to it is good once. */
export const useCalendarEntry = (id: string) =>
  useMutation({
    mutationFn: async () => {
      const { path } = await api('POST /v1/inbox/:id/calendar/tickets', { params: { id } });
      await openOutside(apiBase() + path);
    },
  });
