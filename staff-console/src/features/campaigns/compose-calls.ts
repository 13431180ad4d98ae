import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { api } from '../../api/bff.ts';

const HOUR_MS = 3_600_000;

/** Fifty, the last changed first; more are found by name. */
export const templatesQuery = (q: string) =>
  queryOptions({
    queryKey: ['templates', 'list', q],
    queryFn: () => api('GET /v1/staff/templates', { query: { limit: 50, q: q || undefined } }),
    placeholderData: keepPreviousData,
  });
export const templateQuery = (id: string) =>
  queryOptions({ queryKey: ['templates', 'one', id], queryFn: () => api('GET /v1/staff/templates/:id', { params: { id } }) });
export const segmentsQuery = queryOptions({ queryKey: ['segments'], queryFn: () => api('GET /v1/staff/segments') });
export const listsQuery = queryOptions({ queryKey: ['recipient-lists'], queryFn: () => api('GET /v1/staff/recipient-lists') });

/** How many a definition means now; the old number stands while the new one is counted. */
export const countQuery = (definition: SegmentDefinition) =>
  queryOptions({
    queryKey: ['segments', 'count', definition],
    queryFn: () => api('POST /v1/staff/segments/count', { body: { definition } }),
    placeholderData: keepPreviousData,
    staleTime: HOUR_MS,
  });
export const communesQuery = queryOptions({ queryKey: ['units'], queryFn: () => api('GET /v1/units/table'), staleTime: HOUR_MS });
export const proceduresQuery = (q: string) =>
  queryOptions({
    queryKey: ['procedures', q],
    queryFn: () => api('GET /v1/procedures', { query: { q: q || undefined, limit: 20 } }),
    placeholderData: keepPreviousData,
    staleTime: HOUR_MS,
  });
