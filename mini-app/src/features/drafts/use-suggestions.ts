import { useQuery } from '@tanstack/react-query';
import type { Suggestion } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { api } from '../../api/bff.ts';

const NONE: readonly Suggestion[] = [];

/** What the person wrote before, for fields of this draft: in memory only. A form is filled in without it just as well. */
export const useSuggestions = (draftId: string): readonly Suggestion[] =>
  useQuery({
    queryKey: ['draft', draftId, 'suggestions'],
    queryFn: () => api('GET /v1/drafts/:id/suggestions', { params: { id: draftId } }),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items ?? NONE;
