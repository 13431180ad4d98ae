import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import { api } from '../../api/bff.ts';

export const templateListQuery = ({ q, isArchived }: { q: string; isArchived: boolean }) =>
  infiniteQueryOptions({
    queryKey: ['templates', 'pages', q, isArchived],
    queryFn: ({ pageParam }) =>
      api('GET /v1/staff/templates', {
        query: { limit: 20, q: q || undefined, archived: isArchived ? 'true' : 'false', cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const templateQuery = (id: string) =>
  queryOptions({ queryKey: ['templates', 'one', id], queryFn: () => api('GET /v1/staff/templates/:id', { params: { id } }) });

/** What the Official Account has at Zalo; the fields work without it. */
export const zaloTemplatesQuery = queryOptions({
  queryKey: ['templates', 'zalo'],
  queryFn: () => api('GET /v1/staff/templates/zalo'),
  staleTime: 300_000,
  retry: false,
});

/** What the server adds to the rules of this page: the parameters that Zalo approved for the template's id. */
export const comparedQuery = (content: TemplateContent, zbsTemplateId: string | null) =>
  queryOptions({
    queryKey: ['templates', 'lint', zbsTemplateId, content],
    queryFn: () => api('POST /v1/staff/templates/lint', { body: { content, zbsTemplateId } }),
    enabled: zbsTemplateId !== null,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
