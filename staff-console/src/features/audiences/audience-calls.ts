import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { api } from '../../api/bff.ts';

const HOUR_MS = 3_600_000;

export const segmentsQuery = queryOptions({ queryKey: ['segments'], queryFn: () => api('GET /v1/staff/segments') });
export const listsQuery = queryOptions({ queryKey: ['recipient-lists'], queryFn: () => api('GET /v1/staff/recipient-lists') });
export const listQuery = (id: string) =>
  queryOptions({ queryKey: ['recipient-lists', id], queryFn: () => api('GET /v1/staff/recipient-lists/:id', { params: { id } }) });
/** The first hundred lines to mend; the next come up as these go. */
export const faultyRowsQuery = (id: string) =>
  queryOptions({
    queryKey: ['recipient-lists', id, 'rows'],
    queryFn: () => api('GET /v1/staff/recipient-lists/:id/rows', { params: { id }, query: { limit: 100 } }),
  });
/** How many a definition means now; the old number stands while the new one is counted. */
export const countQuery = (definition: SegmentDefinition) =>
  queryOptions({
    queryKey: ['segments', 'count', definition],
    queryFn: () => api('POST /v1/staff/segments/count', { body: { definition } }),
    placeholderData: keepPreviousData,
    staleTime: HOUR_MS,
  });
export const communesQuery = queryOptions({ queryKey: ['units'], queryFn: () => api('GET /v1/units/table'), staleTime: HOUR_MS });
